package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tensors without elements and without axes. */
public abstract class EdgeCases extends OnBackend {
  private static Tensor empty(int... sizes) {
    return Tensor.zeros(Shape.of(sizes), DType.FLOAT32).requiresGrad(true);
  }

  private static void assertShape(Tensor actual, int... sizes) {
    assertThat(actual).isNotNull();
    assertThat(actual.shape()).isEqualTo(Shape.of(sizes));
  }

  // ---- Section 26 ----

  @Test
  @DisplayName("EM02 sum of nothing is 0 and its gradient is empty; mean NaN; logSumExp -infinity")
  void reductionsOfNothing() {
    Tensor x = empty(0);
    Tensor sum = x.sum();
    assertThat(sum.item()).isZero();
    sum.backward();
    assertShape(x.grad(), 0);
    x.clearGrad();
    Tensor mean = x.mean();
    assertThat(mean.item()).isNaN();
    mean.backward();
    assertShape(x.grad(), 0);
    x.clearGrad();
    Tensor lse = x.logSumExp(0);
    assertThat(lse.item()).isEqualTo(Double.NEGATIVE_INFINITY);
    lse.backward();
    assertShape(x.grad(), 0);
    assertThat(empty(2, 0).logSumExp(1).toDoubleArray()).containsOnly(Double.NEGATIVE_INFINITY).hasSize(2);
    assertShape(empty(0, 3).softmax(0), 0, 3);
    assertShape(empty(0, 3).softmax(1), 0, 3);
    assertShape(empty(3, 0).logSoftmax(1), 3, 0);
  }

  @Test
  @DisplayName("EM03 max along a size of zero is an error, along another one it is empty; sum along zero gives zeros")
  void extremaOfNothing() {
    Tensor x = empty(2, 0);
    assertThatThrownBy(() -> x.max()).isInstanceOf(ShapeException.class).hasMessageContaining("[2, 0]");
    assertThatThrownBy(() -> x.max(1)).isInstanceOf(ShapeException.class).hasMessageContaining("axis 1");
    assertThatThrownBy(() -> x.min(-1)).isInstanceOf(ShapeException.class);
    Tensor along = x.max(0);
    assertShape(along, 0);
    along.backward(Tensor.onesLike(along));
    assertShape(x.grad(), 2, 0);
    Tensor zeros = x.sum(1);
    assertThat(zeros.toDoubleArray()).containsExactly(0, 0);
    assertShape(x.sumKeep(1), 2, 1);
    x.clearGrad();
    zeros.sum().backward();
    assertShape(x.grad(), 2, 0);
    assertThat(x.mean(1).toDoubleArray()).containsExactly(Double.NaN, Double.NaN);
    assertShape(x.mean(0), 0);
  }

  @Test
  @DisplayName("EM04 [2,0] times [0,3] is zeros [2,3], with empty gradients")
  void productOfNothing() {
    Tensor a = empty(2, 0);
    Tensor b = empty(0, 3);
    Tensor c = a.matmul(b);
    assertShape(c, 2, 3);
    assertThat(c.toDoubleArray()).containsOnly(0);
    c.sum().backward();
    assertShape(a.grad(), 2, 0);
    assertShape(b.grad(), 0, 3);
    Tensor rows = empty(0, 2);
    Tensor w = leaf(1, 2, 3, 4).detach().reshape(2, 2).requiresGrad(true);
    Tensor none = rows.matmul(w);
    assertShape(none, 0, 2);
    none.sum().backward();
    assertThat(w.grad().toDoubleArray()).containsExactly(0, 0, 0, 0);
    assertThat(empty(0).matmul(empty(0)).item()).isZero();
    assertShape(empty(0, 2, 3).matmul(empty(0, 3, 4)), 0, 2, 4);
  }

  @Test
  void elementwiseAndViewsOfNothing() {
    Tensor x = empty(0, 3);
    Tensor y = leaf(1, 2, 3);
    Tensor z = x.mul(y).add(1).tanh();
    assertShape(z, 0, 3);
    z.sum().backward();
    assertShape(x.grad(), 0, 3);
    assertThat(y.grad().toDoubleArray()).containsExactly(0, 0, 0);
    List<UnaryOperator<Tensor>> views = List.of(t -> t.t(), t -> t.reshape(3, 0), t -> t.flip(0, 1), t -> t.unsqueeze(1),
        t -> t.narrow(1, 1, 2), t -> t.narrow(0, 0, 0), t -> t.expand(Shape.of(4, 0, 3)), t -> t.copy(),
        t -> Tensor.concat(0, t, t), t -> Tensor.concat(0, t, Tensor.ones(2, 3)), t -> Tensor.stack(0, t, t),
        t -> t.to(DType.FLOAT64), t -> Tensor.where(t.gt(0), t, t.neg()),
        t -> t.indexSelect(1, Tensor.ofInts(2, 0)), t -> t.gather(1, Tensor.zeros(Shape.of(0, 2), DType.INT64)));
    for (UnaryOperator<Tensor> view : views) {
      x.clearGrad();
      Tensor out = view.apply(x);
      out.sum().backward();
      assertShape(x.grad(), 0, 3);
    }
    assertThatThrownBy(() -> x.add(empty(2, 3))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> x.reshape(2, 3)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> x.indexSelect(0, Tensor.ofInts(0))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(x::item).isInstanceOf(ShapeException.class);
    assertThat(x.toFloatArray()).isEmpty();
    assertThat(empty(0)).hasToString("Tensor([], float32, requiresGrad)");
    assertThat(leaf(1).detach().addi(Tensor.ones(1)).addi(empty(1, 0).detach().sum()).item()).isEqualTo(2);
  }

  // ---- Section 27 ----

  @Test
  @DisplayName("ZD02 sum, max and softmax along axis 0 or -1 of a 0-d tensor")
  void reductionsWithoutAxes() {
    for (int axis : new int[] {0, -1}) {
      Tensor x = Tensor.scalar(3f).requiresGrad(true);
      List<UnaryOperator<Tensor>> all = List.of(t -> t.sum(axis), t -> t.max(axis), t -> t.min(axis), t -> t.mean(axis),
          t -> t.logSumExp(axis), t -> t.sumKeep(axis), t -> t.softmax(axis), t -> t.logSoftmax(axis));
      double[] values = {3, 3, 3, 3, 3, 3, 1, 0};
      double[] gradients = {1, 1, 1, 1, 1, 1, 0, 0};
      for (int i = 0; i < values.length; i++) {
        x.clearGrad();
        Tensor y = all.get(i).apply(x);
        assertShape(y);
        assertThat(y.item()).as("value %d", i).isEqualTo(values[i]);
        y.backward();
        assertShape(x.grad());
        assertThat(x.grad().item()).as("gradient %d", i).isEqualTo(gradients[i]);
      }
    }
    assertThatThrownBy(() -> Tensor.scalar(1f).sum(1)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Tensor.scalar(1f).max(-2)).isInstanceOf(ShapeException.class);
  }

  @Test
  @DisplayName("ZD03 a 0-d tensor seen as [1], plus [1]: a gradient without axes")
  void aViewWithAnAxis() {
    Tensor x = Tensor.scalar(2f).requiresGrad(true);
    Tensor y = x.reshape(1).add(Tensor.of(1f));
    assertShape(y, 1);
    y.backward();
    assertShape(x.grad());
    assertThat(x.grad().item()).isEqualTo(1);
    x.clearGrad();
    x.expand(Shape.of(2, 3)).sum().backward();
    assertShape(x.grad());
    assertThat(x.grad().item()).isEqualTo(6);
  }

  @Test
  @DisplayName("ZD04 picking an index of a 0-d tensor is an error")
  void noIndexWithoutAxes() {
    Tensor x = Tensor.scalar(2f);
    assertThatThrownBy(() -> x.select(0, 0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> x.narrow(0, 0, 1)).isInstanceOf(ShapeException.class).hasMessageContaining("0-d");
    assertThatThrownBy(() -> Tensor.concat(0, x, x)).isInstanceOf(ShapeException.class);
    assertShape(Tensor.stack(0, x, x), 2);
  }

  @Test
  @DisplayName("ZD05 gather and scatterAdd where the tensor or the index has no axes")
  void gatherAndScatterWithoutAxes() {
    Tensor scalarIndex = Tensor.ofLongs(1).reshape();
    Tensor zero = Tensor.ofLongs(0).reshape();
    Tensor x = leaf(5, 6, 7);
    Tensor picked = x.gather(0, scalarIndex);
    assertShape(picked);
    assertThat(picked.item()).isEqualTo(6);
    picked.backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(0, 1, 0);
    Tensor s = Tensor.scalar(4f).requiresGrad(true);
    Tensor several = s.gather(0, Tensor.ofLongs(0, 0));
    assertThat(several.toDoubleArray()).containsExactly(4, 4);
    several.sum().backward();
    assertShape(s.grad());
    assertThat(s.grad().item()).isEqualTo(2);
    s.clearGrad();
    Tensor both = s.gather(0, zero);
    assertShape(both);
    both.backward();
    assertThat(s.grad().item()).isEqualTo(1);
    Tensor source = Tensor.scalar(10f).requiresGrad(true);
    Tensor sum = s.scatterAdd(0, zero, source);
    assertShape(sum);
    assertThat(sum.item()).isEqualTo(14);
    sum.backward();
    assertThat(source.grad().item()).isEqualTo(1);
    assertShape(source.grad());
  }

  @Test
  void everyBroadcastWithATensorWithoutAxes() {
    Tensor s = Tensor.scalar(2f).requiresGrad(true);
    Tensor x = leaf(1, 2, 3);
    List<Tensor> results = List.of(x.mul(s), s.mul(x), x.div(s), s.sub(x), x.maximum(s), x.pow(s), s.atan2(x),
        Tensor.where(x.gt(1), x, s));
    for (Tensor y : results) {
      assertShape(y, 3);
      s.clearGrad();
      x.clearGrad();
      y.sum().backward();
      assertShape(s.grad());
      assertShape(x.grad(), 3);
    }
    Tensor inPlace = Tensor.of(1f, 2f).addi(s.detach());
    assertThat(inPlace.toDoubleArray()).containsExactly(3, 4);
    assertThatThrownBy(() -> s.detach().addi(Tensor.of(1f, 2f))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> s.matmul(x)).isInstanceOf(ShapeException.class);
  }

  // ---- Edges of integers ----

  @Test
  void integersWrapAndKeepTheirDigits() {
    Tensor big = Tensor.ofLongs(Long.MAX_VALUE, (1L << 53) + 1);
    assertThat(big.add(1).toLongArray()).containsExactly(Long.MIN_VALUE, (1L << 53) + 2);
    assertThat(big.to(DType.INT32).toIntArray()).containsExactly(-1, 1);
    assertThat(Tensor.ofInts(Integer.MAX_VALUE, Integer.MIN_VALUE).add(Tensor.ofInts(1, -1)).toIntArray())
        .containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    assertThat(Tensor.ofInts(Integer.MAX_VALUE, 1).sum().itemAsLong()).isEqualTo(1L << 31);
    assertThat(Tensor.ofInts(Integer.MIN_VALUE).abs().toIntArray()).containsExactly(Integer.MIN_VALUE);
    assertThat(Tensor.ofInts(Integer.MIN_VALUE).neg().toIntArray()).containsExactly(Integer.MIN_VALUE);
    assertThat(Tensor.ofLongs((1L << 53) + 1).eq(Tensor.ofLongs(1L << 53)).toBooleanArray()).containsExactly(false);
    assertThat(Tensor.ofLongs((1L << 53) + 1, -7).max().itemAsLong()).isEqualTo((1L << 53) + 1);
    assertThat(Tensor.ofInts(7, -7).fmod(Tensor.ofInts(0, 3)).toIntArray()).containsExactly(0, -1);
    assertThat(Tensor.ofInts(2, 3).pow(2).dtype()).isEqualTo(DType.INT32);
  }
}
