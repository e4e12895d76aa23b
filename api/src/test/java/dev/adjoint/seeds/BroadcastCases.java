package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broadcasting and reductions. */
public abstract class BroadcastCases extends OnBackend {
  private static Tensor matrix(int rows, int columns, double... values) {
    return Tensor.of(values, Shape.of(rows, columns)).requiresGrad(true);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  /** The backward pass of the sum of {@code y}, each element counted with its weight. */
  private static void backward(Tensor y, double... weights) {
    y.mul(Tensor.of(weights, y.shape())).sum().backward();
  }

  @Test
  @DisplayName("BR01 a column times a row")
  void columnTimesRow() {
    Tensor a = matrix(3, 1, 1, 2, 3);
    Tensor b = matrix(1, 2, 10, 20);
    a.mul(b).sum().backward();
    assertThat(a.grad().shape()).isEqualTo(Shape.of(3, 1));
    assertValues(a.grad(), 30, 30, 30);
    assertThat(b.grad().shape()).isEqualTo(Shape.of(1, 2));
    assertValues(b.grad(), 6, 6);
  }

  @Test
  @DisplayName("BR02 a 0-d tensor times a vector")
  void scalarTimesVector() {
    Tensor a = Tensor.scalar(2.0).requiresGrad(true);
    Tensor b = vector(1, 2, 3);
    a.mul(b).sum().backward();
    assertThat(a.grad().shape()).isEqualTo(Shape.of());
    assertValues(a.grad(), 6);
    assertValues(b.grad(), 2, 2, 2);
  }

  @Test
  @DisplayName("BR03 a matrix plus a row")
  void matrixPlusRow() {
    Tensor a = matrix(2, 3, 0, 0, 0, 0, 0, 0);
    Tensor b = vector(0, 0, 0);
    backward(a.add(b), 1, 2, 3, 4, 5, 6);
    assertValues(a.grad(), 1, 2, 3, 4, 5, 6);
    assertValues(b.grad(), 5, 7, 9);
  }

  @Test
  @DisplayName("BR05 a column divided by a row")
  void columnByRow() {
    Tensor a = matrix(2, 1, 1, 2);
    Tensor b = vector(2, 4);
    a.div(b).sum().backward();
    assertValues(a.grad(), .75, .75);
    assertValues(b.grad(), -.75, -.1875);
  }

  @Test
  @DisplayName("BR06 a batch of matrices times one")
  void batchTimesMatrix() {
    Tensor a = Tensor.of(new double[] {1, 2, 3, 4}, Shape.of(2, 1, 2)).requiresGrad(true);
    Tensor b = matrix(2, 1, 1, 10);
    a.matmul(b).sum().backward();
    assertValues(a.grad(), 1, 10, 1, 10);
    assertValues(b.grad(), 4, 6);
  }

  @Test
  @DisplayName("BR07 a sum along kept axes")
  void sumKept() {
    Tensor x = matrix(2, 2, 1, 2, 3, 4);
    Tensor y = x.sumKeep(1);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 1));
    backward(y, 1, 10);
    assertValues(x.grad(), 1, 1, 10, 10);
  }

  @Test
  @DisplayName("BR08 a mean along the first axis")
  void meanOfColumns() {
    Tensor x = matrix(2, 2, 1, 2, 3, 4);
    backward(x.mean(0), 1, 10);
    assertValues(x.grad(), .5, 5, .5, 5);
  }

  @Test
  @DisplayName("BR09 no axes are all axes")
  void noAxes() {
    Tensor x = matrix(2, 2, 1, 2, 3, 4);
    assertThat(x.sum(new int[0]).shape()).isEqualTo(Shape.of());
    assertValues(x.sum(new int[0]), 10);
    assertThat(x.sumKeep().shape()).isEqualTo(Shape.of(1, 1));
    assertValues(x.prod(new int[0]), 24);
    assertValues(x.var(new int[0]), 5.0 / 3);
  }

  @Test
  @DisplayName("BR11 cumsum and logcumsumexp")
  void runningSums() {
    Tensor x = vector(1, 2, 3);
    backward(x.cumsum(0), 1, 10, 100);
    assertValues(x.grad(), 111, 110, 100);
    Tensor z = vector(0, 0);
    z.logcumsumexp(0).sum().backward();
    assertValues(z.grad(), 1.5, .5);
  }

  @Test
  @DisplayName("BR13 where with a branch that broadcasts")
  void whereWithScalar() {
    Tensor mask = Tensor.ofBooleans(true, false, false, true, true, true).reshape(3, 2);
    Tensor x = vector(5, 6);
    Tensor two = Tensor.scalar(2.0).requiresGrad(true);
    Tensor.where(mask, x, two).sum().backward();
    assertValues(x.grad(), 2, 2);
    assertValues(two.grad(), 2);
  }

  @Test
  @DisplayName("BR14 powers with a 0-d exponent")
  void powersBroadcast() {
    Tensor base = vector(2, 3);
    Tensor exponent = Tensor.scalar(2.0).requiresGrad(true);
    base.pow(exponent).sum().backward();
    assertValues(base.grad(), 4, 6);
    assertThat(exponent.grad().item()).isCloseTo(12.6600993203, within(1e-9));
  }

  @Test
  @DisplayName("BR15 a tensor stretched to no rows")
  void stretchedToNothing() {
    Tensor x = matrix(1, 1, 3);
    x.expand(0, 1).sum().backward();
    assertThat(x.grad().shape()).isEqualTo(Shape.of(1, 1));
    assertValues(x.grad(), 0);
  }

  @Test
  @DisplayName("BR17 shapes and axes that do not fit")
  void whatDoesNotFit() {
    assertThatThrownBy(() -> Tensor.ones(2).add(Tensor.ones(3))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2]").hasMessageContaining("[3]");
    assertThatThrownBy(() -> Tensor.ones(2, 3).matmul(Tensor.ones(2, 3))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]");
    for (int axis : new int[] {0, -2}) {
      assertThatThrownBy(() -> Tensor.ones(2, 3).sum(0, axis)).isInstanceOf(ShapeException.class).hasMessageContaining("twice");
      assertThatThrownBy(() -> Tensor.ones(2, 3).prod(0, axis)).isInstanceOf(ShapeException.class)
          .hasMessageContaining("twice");
      assertThatThrownBy(() -> Tensor.ones(2, 3).var(0, axis)).isInstanceOf(ShapeException.class).hasMessageContaining("twice");
    }
    for (int axis : new int[] {2, -3}) {
      Tensor x = Tensor.ones(2, 3);
      assertThatThrownBy(() -> x.sum(axis)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis " + axis);
      assertThatThrownBy(() -> x.max(axis)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis " + axis);
      assertThatThrownBy(() -> x.argmax(axis)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis " + axis);
      assertThatThrownBy(() -> x.cumsum(axis)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis " + axis);
      assertThatThrownBy(() -> x.sort(axis, true)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis " + axis);
      assertThatThrownBy(() -> x.quantile(0.5, axis)).isInstanceOf(ShapeException.class)
          .hasMessageContaining("no axis " + axis);
    }
  }

  @Test
  @DisplayName("BR18 a gradient through a 0-d tensor stretched to four")
  void stretchedScalar() {
    Tensor x = Tensor.scalar(1.0).requiresGrad(true);
    x.expand(4).backward(Tensor.scalar(1.0).expand(4));
    assertValues(x.grad(), 4);
  }
}
