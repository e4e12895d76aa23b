package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.Tensor;
import dev.adjoint.ValueAndGrads;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MindSpore's functional gradients: M1 to M8. The cotangent is ones unless a case says otherwise. */
public abstract class MindSporeCases extends OnBackend {
  private static Tensor x() {
    return Tensor.of(new float[][] {{0.8f, 0.6f, 0.2f}, {1.8f, 1.3f, 1.1f}});
  }

  private static Tensor y() {
    return Tensor.of(new float[][] {{0.11f, 3.3f, 1.1f}, {1.1f, 0.2f, 1.4f}, {1.1f, 2.2f, 0.3f}});
  }

  private static Tensor net(Tensor x, Tensor y, Tensor z) {
    return x.mul(z).matmul(y);
  }

  @Test
  void m1_towardsTheFirstInput() {
    Tensor y = y();
    Tensor dx = Adjoint.grad((Tensor x) -> net(x, y, Tensor.of(1)).sum()).apply(x());
    assertValues(dx, 4.51, 2.7, 3.6, 4.51, 2.7, 3.6);
  }

  @Test
  void m2_towardsAllInputs() {
    ValueAndGrads result =
        Adjoint.valueAndGrads(in -> net(in.get(0), in.get(1), Tensor.of(1)).sum()).apply(List.of(x(), y()));
    assertThat(result.grads()).hasSize(2);
    assertValues(result.grads().get(0), 4.51, 2.7, 3.6, 4.51, 2.7, 3.6);
    assertValues(result.grads().get(1), 2.6, 2.6, 2.6, 1.9, 1.9, 1.9, 1.3, 1.3, 1.3);
  }

  @Test
  void m3_towardsTheParameters() {
    Tensor z = leaf(1);
    assertValues(Adjoint.grad(net(x(), y(), z).sum(), z).getFirst(), 21.536);
  }

  @Test
  void m4_aFrozenParameterIsLeftOut() {
    Tensor z = Tensor.of(1).requiresGrad(true);
    Tensor w = Tensor.of(1).requiresGrad(true).requiresGrad(false);
    net(x(), y(), z.mul(w)).sum().backward();
    assertThat(w.grad()).isNull();
    assertValues(z.grad(), 21.536);
  }

  @Test
  void m5_aGivenCotangent() {
    Tensor y = y();
    Tensor cotangent = Tensor.of(new float[][] {{0.1f, 0.6f, 0.2f}, {0.8f, 1.3f, 1.1f}});
    Tensor dx = Adjoint.vjp(x -> net(x, y, Tensor.of(1)), x()).pullback().apply(cotangent);
    assertValues(dx, 2.211, 0.51, 1.49, 5.588, 2.68, 4.07);
  }

  @Test
  void m6_aStoppedBranchAddsNothing() {
    Tensor y = y();
    Tensor dx = Adjoint.grad((Tensor x) -> x.matmul(y).add(x.matmul(y).detach()).sum()).apply(x());
    assertValues(dx, 4.51, 2.7, 3.6, 4.51, 2.7, 3.6);
  }

  @Test
  void m7_withoutTheStopItAddsAsMuchAgain() {
    Tensor y = y();
    Tensor dx = Adjoint.grad((Tensor x) -> x.matmul(y).add(x.matmul(y)).sum()).apply(x());
    assertValues(dx, 9.02, 5.4, 7.2, 9.02, 5.4, 7.2);
  }

  @Test
  void m8_scalingByAPowerOfTwoIsExact() {
    Tensor y = y();
    Adjoint.Vjp vjp = Adjoint.vjp(x -> net(x, y, Tensor.of(1)), x());
    Tensor plain = vjp.pullback().apply(Tensor.onesLike(vjp.value()));
    Tensor scaled = vjp.pullback().apply(Tensor.onesLike(vjp.value()).mul(1024));
    assertThat(scaled.div(1024).toFloatArray()).containsExactly(plain.toFloatArray());
  }
}
