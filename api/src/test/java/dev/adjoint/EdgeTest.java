package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.spi.BinaryOp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors without elements or axes, sizes at the end of the range, and numbers at the ends of theirs. */
class EdgeTest {
  private static final Tensor ZERO = Tensor.ofInts(0);

  @Test
  void narrowPastTheRangeOfInt() {
    Tensor x = Tensor.arange(6, DType.FLOAT64);
    assertThatThrownBy(() -> x.narrow(0, 1, Integer.MAX_VALUE)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1, 2147483648)");
    assertThatThrownBy(() -> x.narrow(0, Integer.MAX_VALUE, 1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void viewsOfNoElement() {
    Tensor flipped = Tensor.zeros(0, 3).flip(0, 1);
    assertThat(flipped.toFloatArray()).isEmpty();
    assertThat(flipped.toString()).contains("[0, 3]");
    assertThat(Tensor.zeros(3, 3).narrow(0, 3, 0).narrow(1, 2, 1).toFloatArray()).isEmpty();
  }

  @Test
  void flipOfNoAxis() {
    Tensor x = Tensor.scalar(5f);
    assertThat(x.flip(0).item()).isEqualTo(5);
    assertThatThrownBy(() -> x.flip(1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void indicesIntoNoAxis() {
    Tensor x = Tensor.scalar(5.0).requiresGrad(true);
    Tensor selected = x.indexSelect(0, ZERO);
    assertThat(selected.shape()).isEqualTo(Shape.of());
    selected.mul(3).backward();
    assertThat(x.grad().shape()).isEqualTo(Shape.of());
    assertThat(x.grad().item()).isEqualTo(3);
    assertThatThrownBy(() -> x.indexSelect(0, Tensor.ofInts(0, 0))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("one index", "[2]");
  }

  @Test
  void anIndexWithoutAxis() {
    Tensor x = Tensor.of(1.0, 2, 3);
    Tensor one = Tensor.ofInts(1).reshape();
    assertThat(x.indexSelect(0, one).toDoubleArray()).containsExactly(2);
    assertThat(x.indexAdd(0, one, Tensor.scalar(10.0)).toDoubleArray()).containsExactly(1, 12, 3);
    assertThat(x.scatterAdd(0, one, Tensor.scalar(10.0)).toDoubleArray()).containsExactly(1, 12, 3);
  }

  @Test
  void additionsToNoAxis() {
    Tensor x = Tensor.scalar(5.0).requiresGrad(true);
    Tensor source = Tensor.of(2.0).requiresGrad(true);
    for (Tensor sum : new Tensor[] {x.indexAdd(0, ZERO, source), x.scatterAdd(0, ZERO, source)}) {
      assertThat(sum.shape()).isEqualTo(Shape.of());
      assertThat(sum.item()).isEqualTo(7);
      assertThat(Adjoint.grad(sum, x, source).get(1).toDoubleArray()).containsExactly(1);
    }
    assertThat(x.scatterAdd(0, ZERO.reshape(), source.reshape()).item()).isEqualTo(7);
  }

  @Test
  void anEmptyAxisHasNoIndex() {
    for (Tensor x : new Tensor[] {Tensor.zeros(0), Tensor.zeros(0, 1)}) {
      assertThatThrownBy(() -> x.indexSelect(0, ZERO)).isInstanceOf(ShapeException.class).hasMessageContaining("axis is empty");
    }
    assertThatThrownBy(() -> Tensor.zeros(0).gather(0, ZERO)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("axis is empty");
  }

  @Test
  void integersByZero() {
    assertThat(Tensor.ofInts(7, -7, 0).fmod(Tensor.ofInts(0, 2, 0)).toIntArray()).containsExactly(0, -1, 0);
    assertThat(Tensor.ofLongs(7, 7).fmod(Tensor.ofLongs(0, 4)).toLongArray()).containsExactly(0, 3);
    assertThat(BinaryOp.DIV.apply(7L, 0L)).isZero();
  }

  @Test
  void sizesThatNoTensorHas() {
    assertThatThrownBy(() -> Tensor.arange(-1, DType.FLOAT32)).isInstanceOf(ShapeException.class).hasMessageContaining("[-1]");
    assertThatThrownBy(() -> Tensor.eye(-1)).isInstanceOf(ShapeException.class).hasMessageContaining("negative");
    assertThatThrownBy(() -> Tensor.eye(70000)).isInstanceOf(ShapeException.class).hasMessageContaining("[70000, 70000]");
    assertThatThrownBy(() -> Key.of(1).split(-1)).isInstanceOf(ShapeException.class).hasMessageContaining("-1");
    Tensor endless = Tensor.zeros(1).expand(Integer.MAX_VALUE);
    assertThatThrownBy(() -> Tensor.concat(0, endless, endless)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("concat", "4294967294");
  }

  @Test
  void rowsThatAreNull() {
    assertThatThrownBy(() -> Tensor.of(new float[][] {{1}, null})).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("axis 1", "null");
    assertThatThrownBy(() -> Tensor.of(new float[][] {null, {1}})).isInstanceOf(ShapeException.class)
        .hasMessageContaining("null");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-200, 1, 1e200, 1e300})
  void theSlopeOfAnAngleAtAnyDistance(double distance) {
    Tensor a = Tensor.of(distance, 0, distance, -distance / 4).requiresGrad(true);
    Tensor b = Tensor.of(distance, distance, 0, distance / 2).requiresGrad(true);
    List<Tensor> slopes = Adjoint.grad(a.atan2(b).sum(), a, b);
    assertThat(slopes.get(0).mul(distance).toDoubleArray()).containsExactly(new double[] {0.5, 1, 0, 1.6}, within(1e-12));
    assertThat(slopes.get(1).mul(distance).toDoubleArray()).containsExactly(new double[] {-0.5, 0, -1, 0.8}, within(1e-12));
  }

  @Test
  void theSlopesOfAnAngleAtTheOrigin() {
    Tensor origin = Tensor.of(0.0, 0);
    assertThat(Adjoint.grad(EdgeTest::angle).apply(origin).toDoubleArray()).containsExactly(0, 0);
    assertThat(Adjoint.hessian(EdgeTest::angle, origin).toDoubleArray()).containsExactly(0, 0, 0, 0);
    assertThat(Adjoint.hessian(EdgeTest::angle, Tensor.of(1.0, 0)).toDoubleArray()).containsExactly(0, 1, 1, 0);
  }

  private static Tensor angle(Tensor point) {
    return point.select(0, 0).atan2(point.select(0, 1));
  }

  @Test
  void aLayerWithoutInputs() {
    Linear layer = new Linear(0, 3, Key.of(1));
    assertThat(layer.forward(Tensor.zeros(2, 0)).toFloatArray()).containsOnly(0).hasSize(6);
    assertThatThrownBy(() -> new Linear(-1, 3, Key.of(1))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("linear layer", "-1 and 3");
  }

  @Test
  void lossesDoNotBroadcast() {
    assertThatThrownBy(() -> Losses.mse(Tensor.zeros(3), Tensor.zeros(3, 1))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[3]", "[3, 1]");
  }
}
