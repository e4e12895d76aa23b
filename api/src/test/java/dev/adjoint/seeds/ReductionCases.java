package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Histogram;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.UniqueValues;
import dev.adjoint.ValuesAndIndices;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reductions, scans and order: ties, zeros, NaN, nothing, and what is refused. */
public abstract class ReductionCases extends OnBackend {
  private static final double NAN = Double.NaN;

  private static Tensor matrix(int rows, double... values) {
    return Tensor.of(values, Shape.of(rows, values.length / rows));
  }

  /** The gradient of the sum of a function's elements, each counted with its weight; all with 1 where none is given. */
  private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x, double... weights) {
    Tensor leaf = x.detach().requiresGrad(true);
    Tensor y = f.apply(leaf);
    (weights.length == 0 ? y : y.mul(Tensor.of(weights, y.shape()))).sum().backward();
    return leaf.grad();
  }

  private static Tensor gradient(UnaryOperator<Tensor> f, double... x) {
    return gradient(f, Tensor.of(x), new double[0]);
  }

  /** As {@code assertValues}, with NaN equal to NaN. */
  private static void assertExactly(Tensor actual, double... expected) {
    double[] values = actual.toDoubleArray();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Double.compare(values[i] + 0.0, expected[i])).as("element %d of %s", i, actual).isZero();
    }
  }

  @Test
  @DisplayName("P21 max along an axis shares the gradient evenly among equals")
  void evenShares() {
    Tensor x = matrix(2, 1, 3, 3, 2, 2, 2);
    assertValues(gradient(t -> t.max(1), x), 0, .5, .5, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertValues(gradient(t -> t.min(1), x.neg()), 0, .5, .5, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertValues(gradient(t -> t.aminmax(1).max(), x), 0, .5, .5, 1 / 3.0, 1 / 3.0, 1 / 3.0);
  }

  @Test
  @DisplayName("P22 max with its index has one winner, the first")
  void oneWinner() {
    Tensor x = matrix(2, 1, 3, 3, 2, 2, 2);
    assertExactly(gradient(t -> t.maxWithIndex(1).values(), x), 0, 1, 0, 1, 0, 0);
    assertExactly(x.maxWithIndex(1).indices(), 1, 0);
    assertExactly(gradient(t -> t.minWithIndex(1).values(), x.neg()), 0, 1, 0, 1, 0, 0);
    assertThat(x.argmax(1).toLongArray()).containsExactly(1, 0);
    assertThat(x.argmax(1).dtype()).isEqualTo(DType.INT64);
    assertThat(x.argmax().item()).isEqualTo(1);
    assertThat(x.argmin().item()).isEqualTo(0);
    assertThat(matrix(2, 1, NAN, 3, 2, 2, NAN).argmax(1).toLongArray()).containsExactly(1, 2);
    assertThat(matrix(2, 1, NAN, 3, 2, 2, NAN).argmin(1).toLongArray()).containsExactly(1, 2);
  }

  @Test
  @DisplayName("P24 max where NaN is: NaN gets all; where all are NaN, each its part")
  void largestOfNan() {
    assertExactly(gradient(t -> t.max(), NAN, 1, 2), 1, 0, 0);
    assertValues(gradient(t -> t.max(), NAN, NAN, NAN), 1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertExactly(gradient(t -> t.min(), NAN, 1, 2), 1, 0, 0);
  }

  @Test
  @DisplayName("P25 the median of all shares its gradient among equals; of an even number, the lower")
  void medianOfAll() {
    assertValues(gradient(t -> t.median(), 2, 1, 2, 3, 2), 1 / 3.0, 0, 1 / 3.0, 0, 1 / 3.0);
    assertExactly(gradient(t -> t.median(), 4, 1, 3, 2), 0, 0, 0, 1);
    assertThat(Tensor.of(4.0, 1, 3, 2).median().item()).isEqualTo(2);
    assertExactly(gradient(t -> t.median(), 4, NAN, 3), 0, 1, 0);
    assertExactly(gradient(t -> t.nanmedian(), 4, NAN, 3), 0, 0, 1);
  }

  @Test
  @DisplayName("P27 the median and the k-th value along an axis are one element")
  void medianAlongAxis() {
    assertExactly(gradient(t -> t.median(0).values(), 2, 1, 2), 1, 0, 0);
    assertExactly(gradient(t -> t.kthvalue(2, 0).values(), 2, 1, 2), 1, 0, 0);
    assertThat(Tensor.of(2.0, 1, 2).median(0).indices().item()).isEqualTo(0);
  }

  @Test
  @DisplayName("P28 the mode is the last of the most frequent")
  void mode() {
    assertExactly(gradient(t -> t.mode(0).values(), 2, 1, 2), 0, 0, 1);
    assertThat(Tensor.of(2.0, 1, 2).mode(0).indices().item()).isEqualTo(2);
  }

  @Test
  @DisplayName("P29 sort is stable")
  void stableSort() {
    assertExactly(gradient(t -> t.sort().values(), Tensor.of(2.0, 1, 2), 1, 10, 100), 10, 1, 100);
    assertExactly(gradient(t -> t.sort(0, true).values(), Tensor.of(2.0, 1, 2), 1, 10, 100), 1, 100, 10);
  }

  @Test
  @DisplayName("P30 topk takes the first of equals")
  void topk() {
    assertExactly(gradient(t -> t.topk(2).values(), Tensor.of(2.0, 1, 2, 2), 1, 10), 1, 0, 10, 0);
    assertExactly(Tensor.of(2.0, 1, 2, 2).topk(2).indices(), 0, 2);
    assertExactly(Tensor.of(2.0, 1, 1, 2).topk(3, 0, false).indices(), 1, 2, 0);
  }

  @Test
  @DisplayName("P31 cummax takes the later of equals")
  void cummax() {
    Tensor x = Tensor.of(1.0, 1, 0, 2);
    assertExactly(gradient(t -> t.cummax(0).values(), x, 1, 10, 100, 1000), 1, 110, 0, 1000);
    assertExactly(x.cummax(0).indices(), 0, 1, 1, 3);
    assertExactly(gradient(t -> t.cummin(0).values(), x.neg(), 1, 10, 100, 1000), 1, 110, 0, 1000);
  }

  @Test
  @DisplayName("P35 to P40 norms at zero")
  void normsAtZero() {
    assertExactly(gradient(t -> t.norm(), 0, 0), 0, 0);
    assertValues(gradient(t -> t.norm(2, 1), matrix(2, 0, 0, 3, 4)), 0, 0, .6, .8);
    assertExactly(gradient(t -> t.norm(1), 0, -2, 3), 0, -1, 1);
    assertExactly(gradient(t -> t.norm(0), 0, -2, 3), 0, 0, 0);
    assertExactly(gradient(t -> t.norm(3), 0, 0), 0, 0);
    assertExactly(gradient(t -> t.norm(1.5), 0, 0), 0, 0);
    assertValues(gradient(t -> t.norm(.5), 0, 4), 0, 1);
  }

  @Test
  @DisplayName("P41 the distance of identical points")
  void distanceOfIdentical() {
    Tensor b = Tensor.of(1.0, 2);
    assertExactly(gradient(t -> t.dist(b, 2), 1, 2), 0, 0);
  }

  @Test
  @DisplayName("P51, P52 prod where elements are 0, at first and second order")
  void productsWithZeros() {
    assertExactly(gradient(t -> t.prod(1), matrix(2, 2, 0, 3, 4)), 0, 2, 4, 3);
    UnaryOperator<Tensor> slopes = x -> Adjoint.grad((Tensor t) -> t.prod()).apply(x).sum();
    assertExactly(Adjoint.grad((Tensor x) -> x.prod()).apply(Tensor.of(0.0, 2, 3)), 6, 0, 0);
    for (double[][] row : new double[][][] {{{0, 2, 3}, {5, 3, 2}}, {{0, 2, 0, 3}, {6, 0, 6, 0}}}) {
      assertExactly(Adjoint.grad((Tensor t) -> slopes.apply(t)).apply(Tensor.of(row[0])), row[1]);
    }
  }

  @Test
  @DisplayName("P53 cumprod where elements are 0")
  void runningProductsWithZeros() {
    assertExactly(gradient(t -> t.cumprod(0), 2, 0, 4), 1, 10, 0);
    assertExactly(gradient(t -> t.cumprod(0), 0, 2, 0, 3), 3, 0, 0, 0);
  }

  @Test
  @DisplayName("P54, ZD06 variance and deviation of one element")
  void spreadOfOne() {
    for (Tensor one : new Tensor[] {Tensor.of(5.0), Tensor.scalar(5.0)}) {
      assertExactly(one.var(), NAN);
      assertExactly(one.std(), NAN);
      assertExactly(gradient(t -> t.var(), one), NAN);
      assertExactly(gradient(t -> t.std(), one), NAN);
      assertExactly(one.var(0, false), 0);
      assertExactly(one.std(0, false), 0);
      assertExactly(gradient(t -> t.var(0, false), one), 0);
      assertExactly(gradient(t -> t.std(0, false), one), 0);
    }
  }

  @Test
  @DisplayName("P55 the deviation of equals")
  void deviationOfEquals() {
    assertExactly(gradient(t -> t.std(), 5, 5), 0, 0);
    assertExactly(gradient(t -> t.std(0, true, 0), 5, 5, 5), 0, 0, 0);
  }

  @Test
  @DisplayName("P67 nansum and nanmean")
  void withoutNan() {
    assertExactly(gradient(t -> t.nansum(), NAN, 1, 3), 0, 1, 1);
    assertExactly(gradient(t -> t.nanmean(), NAN, 1, 3), 0, .5, .5);
    assertThat(Tensor.of(NAN, 1, 3).nanmean().item()).isEqualTo(2);
  }

  @Test
  @DisplayName("EM02 reductions of nothing")
  void ofNothing() {
    Tensor none = Tensor.zeros(Shape.of(0), DType.FLOAT64);
    assertExactly(none.sum(), 0);
    assertExactly(none.prod(), 1);
    assertExactly(none.mean(), NAN);
    assertExactly(none.std(), NAN);
    assertExactly(none.logSumExp(), Double.NEGATIVE_INFINITY);
    assertExactly(none.norm(), 0);
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(
        t -> t.sum(), t -> t.prod(), t -> t.mean(), t -> t.logSumExp(), t -> t.cumsum(0), t -> t.sort().values())) {
      assertThat(gradient(f, none).shape()).isEqualTo(Shape.of(0));
    }
  }

  @Test
  @DisplayName("EM03 extrema of nothing are refused, of no rows are none")
  void extremaOfNothing() {
    Tensor none = Tensor.zeros(0, 3);
    for (Function<Tensor, Object> f : List.<Function<Tensor, Object>>of(
        t -> t.max(), t -> t.min(0), t -> t.maxWithIndex(0), t -> t.argmax(), t -> t.argmin(0), t -> t.aminmax(),
        t -> t.median(0), t -> t.mode(0), t -> t.quantile(0.5), t -> t.norm(Double.POSITIVE_INFINITY))) {
      assertThatThrownBy(() -> f.apply(none)).isInstanceOf(ShapeException.class).hasMessageContaining("no element");
    }
    assertThat(none.max(1).shape()).isEqualTo(Shape.of(0));
    assertThat(none.maxWithIndex(1).indices().shape()).isEqualTo(Shape.of(0));
    assertThat(none.argmax(1).shape()).isEqualTo(Shape.of(0));
    assertExactly(none.sum(0), 0, 0, 0);
    assertExactly(none.prod(0), 1, 1, 1);
  }

  @Test
  @DisplayName("ZD02 a 0-d tensor has the axis 0, and -1")
  void axesOfScalars() {
    Tensor x = Tensor.scalar(3.0);
    for (int axis : new int[] {0, -1}) {
      for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(
          t -> t.sum(axis), t -> t.max(axis), t -> t.maxWithIndex(axis).values(), t -> t.cumsum(axis), t -> t.cumprod(axis),
          t -> t.sort(axis, false).values(), t -> t.prod(axis), t -> t.median(axis).values(), t -> t.logcumsumexp(axis),
          t -> t.cummax(axis).values(), t -> t.topk(1, axis, true).values(), t -> t.logSumExp(axis), t -> t.norm(2, axis))) {
        assertThat(f.apply(x).shape()).isEqualTo(Shape.of());
        assertThat(gradient(f, x).shape()).isEqualTo(Shape.of());
        assertExactly(gradient(f, x), 1);
      }
      assertExactly(gradient(t -> t.softmax(axis), x), 0);
    }
    assertThatThrownBy(() -> x.cumsum(1)).isInstanceOf(ShapeException.class);
  }

  @Test
  @DisplayName("A05 only values require a gradient")
  void indicesHaveNoGradient() {
    Tensor x = leaf(3, 1, 2);
    for (ValuesAndIndices found : new ValuesAndIndices[] {
      x.sort(), x.topk(2), x.maxWithIndex(0), x.cummax(0), x.median(0), x.mode(0), x.kthvalue(1, 0)}) {
      assertThat(found.values().requiresGrad()).isTrue();
      assertThat(found.indices().requiresGrad()).isFalse();
      assertThat(found.indices().dtype()).isEqualTo(DType.INT64);
    }
    UniqueValues unique = x.unique();
    assertThat(unique.values().requiresGrad()).isTrue();
    assertThat(unique.inverse().requiresGrad()).isFalse();
    assertThat(unique.counts().requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("Integers: sums and products are int64, means and variances refused")
  void integers() {
    Tensor x = Tensor.ofInts(1 << 30, 1 << 30, 1 << 30, 2);
    assertThat(x.sum().itemAsLong()).isEqualTo(3L * (1 << 30) + 2);
    assertThat(x.cumsum(0).toLongArray()).containsExactly(1L << 30, 1L << 31, 3L << 30, (3L << 30) + 2);
    assertThat(Tensor.ofInts(1 << 20, 1 << 20).prod().itemAsLong()).isEqualTo(1L << 40);
    assertThat(Tensor.ofInts(1 << 20, 1 << 20).cumprod(0).dtype()).isEqualTo(DType.INT64);
    assertThat(Tensor.ofBooleans(true, true, false).cumsum(0).toLongArray()).containsExactly(1, 2, 2);
    assertThat(Tensor.ofBooleans(false, true, true).argmax().item()).isEqualTo(1);
    assertThat(x.sort().values().dtype()).isEqualTo(DType.INT32);
    assertThat(x.median().itemAsLong()).isEqualTo(1 << 30);
    for (Function<Tensor, Object> f : List.<Function<Tensor, Object>>of(
        t -> t.mean(), t -> t.var(), t -> t.std(), t -> t.norm(), t -> t.logSumExp(), t -> t.quantile(0.5), t -> t.nanmean())) {
      assertThatThrownBy(() -> f.apply(x)).isInstanceOf(DTypeException.class).hasMessageContaining("int32");
    }
  }

  @Test
  @DisplayName("float16 and bfloat16 are computed in float32, and keep their type")
  void sixteenBits() {
    for (DType half : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
      Tensor x = Tensor.of(3.0, 1, 2, 1).to(half);
      for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(
          t -> t.prod(), t -> t.var(), t -> t.std(), t -> t.max(), t -> t.maxWithIndex(0).values(), t -> t.norm(),
          t -> t.norm(3),
          t -> t.logSumExp(), t -> t.nansum(), t -> t.nanmean(), t -> t.cumsum(0), t -> t.cumprod(0), t -> t.cummin(0).values(),
          t -> t.logcumsumexp(0), t -> t.diff(), t -> t.sort().values(), t -> t.topk(2).values(), t -> t.median(),
          t -> t.median(0).values(), t -> t.mode(0).values(), t -> t.quantile(0.25), t -> t.unique().values())) {
        Tensor expected = f.apply(x.to(DType.FLOAT32)).to(half);
        assertThat(f.apply(x).dtype()).isEqualTo(half);
        assertThat(f.apply(x).toDoubleArray()).containsExactly(expected.toDoubleArray());
        assertThat(gradient(f, x).dtype()).isEqualTo(half);
        assertThat(gradient(f, x).toDoubleArray()).containsExactly(gradient(f, x.to(DType.FLOAT32)).to(half).toDoubleArray());
      }
      assertThat(x.argmax().item()).isEqualTo(0);
      assertThat(x.isin(Tensor.of(1f, 3f)).toBooleanArray()).containsExactly(true, true, false, true);
      assertExactly(x.histogram(2, 0, 4).counts(), 2, 2);
    }
  }

  @Test
  @DisplayName("What cannot be chosen is refused, by name")
  void refused() {
    Tensor x = Tensor.of(1f, 2f, 3f);
    assertThatThrownBy(() -> x.topk(4)).isInstanceOf(ShapeException.class).hasMessageContaining("k = 4");
    assertThatThrownBy(() -> x.topk(-1)).isInstanceOf(ShapeException.class).hasMessageContaining("k = -1");
    assertThatThrownBy(() -> x.kthvalue(0, 0)).isInstanceOf(ShapeException.class).hasMessageContaining("k = 0");
    assertThatThrownBy(() -> x.kthvalue(4, 0)).isInstanceOf(ShapeException.class).hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> x.quantile(1.5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1.5");
    assertThatThrownBy(() -> x.quantile(NAN)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NaN");
    assertThatThrownBy(() -> x.quantile(Tensor.of(0.5), 0)).isInstanceOf(DTypeException.class).hasMessageContaining("float64");
    assertThatThrownBy(() -> x.norm(NAN)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> x.diff(-1, 0)).isInstanceOf(ShapeException.class).hasMessageContaining("-1");
    assertThatThrownBy(() -> x.histogram(0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> x.bincount()).isInstanceOf(DTypeException.class).hasMessageContaining("float32");
    assertThatThrownBy(() -> Tensor.ofInts(1, -2).bincount()).isInstanceOf(ShapeException.class).hasMessageContaining("-2");
    assertThatThrownBy(() -> Tensor.ones(2, 3).searchsorted(Tensor.ones(3, 3))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> Tensor.ones(2, 2, 2).cov()).isInstanceOf(ShapeException.class);
  }

  @Test
  @DisplayName("Long rows")
  void longRows() {
    Tensor x = Tensor.arange(1000, DType.FLOAT64).mul(7919).fmod(Tensor.scalar(1000.0)).sub(500);
    assertExactly(x.sort().values().diff(), Tensor.ones(Shape.of(999), DType.FLOAT64).toDoubleArray());
    assertExactly(x.topk(3).values(), 499, 498, 497);
    assertThat(x.unique().counts().size()).isEqualTo(1000);
    assertThat(gradient(t -> t.div(600).exp().prod(), x).toDoubleArray()).doesNotContain(NAN);
    assertExactly(x.sort().values().searchsorted(Tensor.of(-500.0, -499.5, 0, 499, 600)), 0, 1, 500, 999, 1000);
  }

  @Test
  @DisplayName("histogram counts in int64, and not NaN")
  void histogramCounts() {
    Histogram h = Tensor.of(0.5f, Float.NaN, 1.5f, 2, 3, -1, Float.NaN).histogram(2, 0, 2);
    assertThat(h.counts().dtype()).isEqualTo(DType.INT64);
    assertThat(h.counts().toLongArray()).containsExactly(1, 2);
    Histogram many = Tensor.ones(Shape.of(3001), DType.BFLOAT16).histogram(1, 0, 2);
    assertThat(many.counts().toLongArray()).containsExactly(3001);
  }
}
