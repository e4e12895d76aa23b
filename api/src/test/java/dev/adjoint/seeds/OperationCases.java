package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.ElementwiseFunction;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Losses;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation against finite differences, at first and second order, in reverse and forward mode, in float64: one row
 * each, with contiguous, transposed and broadcast inputs.
 */
public abstract class OperationCases extends OnBackend {
  private record Row(String name, Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {}

  private static final Random RANDOM = new Random(7);

  /** Numbers in a range, none of them twice, so that there are no ties. */
  private static Tensor sample(double low, double high, int... sizes) {
    int n = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = low + (high - low) * (i + 0.2 + 0.6 * RANDOM.nextDouble()) / n;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = RANDOM.nextInt(i + 1);
      double v = values[i];
      values[i] = values[j];
      values[j] = v;
    }
    return Tensor.of(values, Shape.of(sizes));
  }

  private static Row row(String name, UnaryOperator<Tensor> f, Tensor x) {
    return new Row(name, in -> f.apply(in.getFirst()), List.of(x));
  }

  private static Row row(String name, BinaryOperator<Tensor> f, Tensor x, Tensor y) {
    return new Row(name, in -> f.apply(in.get(0), in.get(1)), List.of(x, y));
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (UnaryOp op : UnaryOp.values()) {
      UnaryOperator<Tensor> f = x -> Elementwise.of(op).apply(x);
      rows.add(row(op.symbol(), f, sample(op.low(), op.high(), 2, 3)));
      rows.add(row(op.symbol() + ", 0-d", f, sample(op.low(), op.high())));
      rows.add(row(op.symbol() + ", transposed", x -> f.apply(x.t()), sample(op.low(), op.high(), 3, 2)));
    }
    for (BinaryOp op : Arrays.stream(BinaryOp.values()).filter(BinaryOp::isDefinedOnReals).toList()) {
      BinaryOperator<Tensor> f = (a, b) -> Elementwise.of(op).apply(a, b);
      rows.add(row(op.name(), f, sample(0.6, 2, 2, 3), sample(0.35, 1.4, 2, 3)));
      rows.add(row(op.name() + ", broadcast", f, sample(0.6, 2, 2, 1), sample(0.35, 1.4, 3)));
      rows.add(row(op.name() + ", broadcast to 0-d", f, sample(0.6, 2, 3), sample(0.35, 0.5)));
      rows.add(row(op.name() + ", of itself", x -> f.apply(x, x.mul(0.7)), sample(0.6, 2, 3)));
      rows.add(
          row(op.name() + " by a number", x -> Elementwise.byNumber(op).apply(new double[] {1.3}, x), sample(1.4, 2.4, 3)));
      rows.add(
          row(op.name() + " of a number", x -> Elementwise.numberBy(op).apply(new double[] {1.3}, x), sample(1.4, 2.4, 3)));
    }
    for (double p : new double[] {-2, -0.5, 0, 1, 2, 3, 5, 2.5}) {
      rows.add(row("pow " + p, x -> x.pow(p), sample(0.5, 2, 3)));
    }
    rows.add(row("clamp", x -> x.clamp(-0.5, 0.5), sample(-2, 2, 4)));
    rows.add(row("where", (a, b) -> Tensor.where(a.gt(b), a.mul(b), b.exp()), sample(-1, 1, 4), sample(-1.1, 1.1, 4)));
    rows.add(row("sum", x -> x.sum(), sample(-1, 1, 2, 3)));
    rows.add(row("sum 0", x -> x.mul(x).sum(0), sample(-1, 1, 2, 3)));
    rows.add(row("sum -1, 0 keep", x -> x.mul(x).sumKeep(-1, 0), sample(-1, 1, 2, 3, 2)));
    rows.add(row("sum 0-d", x -> x.mul(x).sum(0), sample(1, 2)));
    rows.add(row("mean 1", x -> x.exp().mean(1), sample(-1, 1, 2, 3)));
    rows.add(row("max", x -> x.max().mul(x), sample(-1, 1, 2, 3)));
    rows.add(row("max 1", x -> x.mul(x).max(1), sample(0.2, 1, 2, 3)));
    rows.add(row("min 0 keep", x -> x.exp().minKeep(0), sample(-1, 1, 2, 3)));
    rows.add(row("logSumExp", x -> x.logSumExp(1), sample(-1, 1, 2, 3)));
    rows.add(row("softmax", x -> x.softmax(0), sample(-1, 1, 2, 3)));
    rows.add(row("logSoftmax", x -> x.logSoftmax(-1), sample(-1, 1, 2, 3)));
    rows.add(row("matmul", Tensor::matmul, sample(-1, 1, 2, 3), sample(-1, 1, 3, 2)));
    rows.add(row("matmul transposed", (a, b) -> a.t().matmul(b.t()), sample(-1, 1, 3, 2), sample(-1, 1, 2, 3)));
    rows.add(row("matmul batched", Tensor::matmul, sample(-1, 1, 2, 2, 3), sample(-1, 1, 2, 3, 1)));
    rows.add(row("matmul, one for a batch", Tensor::matmul, sample(-1, 1, 2, 2, 3), sample(-1, 1, 3, 2)));
    rows.add(row("matmul, batch on the right", Tensor::matmul, sample(-1, 1, 2, 3), sample(-1, 1, 2, 3, 1)));
    rows.add(row("matmul of vectors", Tensor::matmul, sample(-1, 1, 3), sample(-1, 1, 3)));
    rows.add(row("matmul, row on the left", Tensor::matmul, sample(-1, 1, 3), sample(-1, 1, 3, 2)));
    rows.add(row("matmul, column on the right", Tensor::matmul, sample(-1, 1, 2, 3), sample(-1, 1, 3)));
    rows.add(row("reshape", x -> x.reshape(3, -1).exp(), sample(-1, 1, 2, 3)));
    rows.add(row("reshape of a transpose", x -> x.t().reshape(-1).exp(), sample(-1, 1, 2, 3)));
    rows.add(row("permute", x -> x.permute(2, 0, 1).exp(), sample(-1, 1, 2, 3, 2)));
    rows.add(row("expand", x -> x.expand(2, 3).exp(), sample(-1, 1, 3)));
    rows.add(row("expand of a 1", x -> x.expand(2, 2, 3).exp(), sample(-1, 1, 2, 1, 3)));
    rows.add(row("narrow", x -> x.narrow(1, 1, 2).exp(), sample(-1, 1, 2, 3)));
    rows.add(row("select", x -> x.select(0, -1).exp(), sample(-1, 1, 2, 3)));
    rows.add(row("flip", x -> x.flip(1).mul(x), sample(-1, 1, 2, 3)));
    rows.add(row("unsqueeze, squeeze", x -> x.unsqueeze(1).exp().squeeze(1), sample(-1, 1, 2)));
    rows.add(row("concat", (a, b) -> Tensor.concat(1, a, b.exp(), a), sample(-1, 1, 2, 1), sample(-1, 1, 2, 2)));
    rows.add(row("stack", (a, b) -> Tensor.stack(-1, a, b.exp()), sample(-1, 1, 2), sample(-1, 1, 2)));
    Tensor index = Tensor.ofInts(2, 0, 2);
    rows.add(row("indexSelect", x -> x.indexSelect(1, index).exp(), sample(-1, 1, 2, 3)));
    Tensor cells = Tensor.ofLongs(0, 2, 1, 1).reshape(2, 2);
    rows.add(row("gather", x -> x.gather(1, cells).exp(), sample(-1, 1, 2, 3)));
    rows.add(row("scatterAdd", (x, s) -> x.scatterAdd(1, cells, s).exp(), sample(-1, 1, 2, 3), sample(-1, 1, 2, 2)));
    rows.add(row("indexAdd", (x, s) -> x.indexAdd(0, index, s).exp(), sample(-1, 1, 3, 2), sample(-1, 1, 3, 2)));
    rows.add(row("copy", x -> x.t().copy().mul(x.t()), sample(-1, 1, 2, 3)));
    rows.add(row("to float32 and back is checked by its type alone", x -> x.to(DType.FLOAT64).exp(), sample(-1, 1, 3)));
    rows.add(row("mse", Losses::mse, sample(-1, 1, 3), sample(-1, 1, 3)));
    Tensor classes = Tensor.ofInts(1, 0);
    rows.add(row("crossEntropy", x -> Losses.crossEntropy(x, classes), sample(-1, 1, 2, 3)));
    ElementwiseFunction mish = Adjoint.elementwise(s -> s.mul(s.exp().log1p().tanh()));
    rows.add(row("a function of one's own", x -> mish.apply(x), sample(-2, 2, 4)));
    ElementwiseFunction both = Adjoint.elementwise((a, b) -> a.mul(b).sin().add(a.div(b)));
    rows.add(row("a function of two of one's own", (a, b) -> both.apply(a, b), sample(-2, 2, 2, 1), sample(1, 2, 3)));
    rows.add(row("empty", x -> x.exp().sum(), Tensor.zeros(Shape.of(0, 3), DType.FLOAT64)));
    rows.add(row("in place", x -> {
      Tensor y = x.mul(2);
      y.muli(x);
      y.narrow(0, 1, 1).muli(3);
      return y.addi(1);
    }, sample(-1, 1, 3)));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> derivatives() {
    useBackend();
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.name, () -> {
      GradCheck check = row.name.equals("in place") ? GradCheck.DEFAULT.reverseOnly() : GradCheck.DEFAULT;
      check.runSecondOrder(row.f, row.inputs);
    }));
  }

  @TestFactory
  Stream<DynamicTest> singlePrecisionAgreesWithDouble() {
    useBackend();
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.name, () -> {
      List<Tensor> single = row.inputs.stream().map(x -> x.to(DType.FLOAT32)).toList();
      List<Tensor> rounded = single.stream().map(x -> x.to(DType.FLOAT64)).toList();
      var expected = Adjoint.valueAndGrads((List<Tensor> in) -> row.f.apply(in).sum()).apply(rounded);
      var actual = Adjoint.valueAndGrads((List<Tensor> in) -> row.f.apply(in).to(DType.FLOAT32).sum()).apply(single);
      assertClose(actual.value(), expected.value());
      for (int i = 0; i < single.size(); i++) {
        assertThat(actual.grads().get(i).dtype()).isEqualTo(DType.FLOAT32);
        assertClose(actual.grads().get(i), expected.grads().get(i));
      }
    }));
  }

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
        }),
        DynamicTest.dynamicTest("random numbers are the same everywhere", () -> {
          assertThat(Tensor.rand(Key.of(42), 3).toFloatArray()).containsExactly(Tensor.rand(Key.of(42), 3).toFloatArray());
        }));
  }
}
