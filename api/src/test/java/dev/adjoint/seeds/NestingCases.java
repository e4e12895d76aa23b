package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Derivatives inside each other, of both modes. */
public abstract class NestingCases extends OnBackend {
  private static void assertClose(Tensor actual, Tensor expected) {
    double[] a = actual.toDoubleArray();
    double[] e = expected.toDoubleArray();
    assertThat(a).hasSameSizeAs(e);
    for (int i = 0; i < e.length; i++) {
      assertThat(Math.abs(a[i] - e[i])).as("%s, expected %s", actual, expected)
          .isLessThanOrEqualTo(2e-4 * Math.max(1, Math.abs(e[i])));
    }
  }

  @TestFactory
  Stream<DynamicTest> threeTimesNestedForwardAndReverseAgree() {
    useBackend();
    Tensor x = Tensor.of(0.4, -0.7, 1.1);
    Tensor one = Tensor.onesLike(x);
    UnaryOperator<Tensor> f = t -> t.tanh().mul(t.exp());
    UnaryOperator<Tensor> reverse = t -> Adjoint.grad((Tensor s) -> f.apply(s).sum()).apply(t);
    UnaryOperator<Tensor> forward = t -> Adjoint.jvp(f, t, one).tangent();
    return Stream.of(
        DynamicTest.dynamicTest("reverse over forward", () -> assertClose(
            Adjoint.grad((Tensor t) -> forward.apply(t).sum()).apply(x), Adjoint.jvp(forward, x, one).tangent())),
        DynamicTest.dynamicTest("forward over reverse", () -> assertClose(
            Adjoint.jvp(reverse, x, one).tangent(), Adjoint.jvp(forward, x, one).tangent())),
        DynamicTest.dynamicTest("third order, three ways", () -> {
          Tensor all = Adjoint.jvp(t -> Adjoint.jvp(forward, t, one).tangent(), x, one).tangent();
          Tensor none = Adjoint.grad((Tensor t) -> Adjoint.grad((Tensor s) -> reverse.apply(s).sum()).apply(t).sum()).apply(x);
          Tensor mixed = Adjoint.jvp(t -> Adjoint.grad((Tensor s) -> forward.apply(s).sum()).apply(t), x, one).tangent();
          assertClose(none, all);
          assertClose(mixed, all);
        }),
        DynamicTest.dynamicTest("an inner derivative does not see the outer tangent", () -> {
          // d/dx of x * (d/dy of (x + y) at 1) is 1; confusing the two perturbations gives 2.
          Tensor p = Tensor.of(3.0);
          Tensor u = Tensor.onesLike(p);
          Tensor outer = Adjoint.jvp(a -> a.mul(Adjoint.jvp(b -> a.add(b), Tensor.of(1.0), u).tangent()), p, u).tangent();
          assertThat(outer.item()).isEqualTo(1);
        }));
  }
}
