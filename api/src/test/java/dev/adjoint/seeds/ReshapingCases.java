package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Parts, padding, joining and broadcasting. */
public abstract class ReshapingCases extends WeightedCases {
  @Test
  @DisplayName("IX18 runs of unfold overlap: gradients add up, in-place changes are refused")
  void ix18() {
    Tensor x = leaf64(1, 2, 3, 4);
    Tensor runs = x.unfold(0, 2, 1);
    assertValues(runs, 1, 2, 2, 3, 3, 4);
    runs.sum().backward();
    assertValues(x.grad(), 1, 2, 2, 1);
    Tensor free = Tensor.of(1, 2, 3, 4).unfold(0, 2, 1);
    assertThatThrownBy(() -> free.addi(1)).isInstanceOf(AutogradException.class).hasMessageContaining("share one element");
    Tensor apart = Tensor.of(1, 2, 3, 4);
    apart.unfold(0, 2, 2).addi(1);
    assertValues(apart, 2, 3, 4, 5);
  }

  @Test
  @DisplayName("IX18 runs of a tensor that was changed in place")
  void ix18InPlace() {
    Tensor x = leaf64(1, 2, 3);
    Tensor y = x.mul(1);
    Tensor runs = y.unfold(0, 2, 1);
    y.muli(2);
    runs.sum().backward();
    assertValues(x.grad(), 2, 4, 2);
  }

  @Test
  @DisplayName("IX19 constant padding, and negative pads that crop")
  void ix19() {
    Tensor x = leaf64(1, 2, 3);
    Tensor y = x.padConstant(9, 1, 2);
    assertValues(y, 9, 1, 2, 3, 9, 9);
    backward(y);
    assertValues(x.grad(), 10, 100, 1000);
    x.clearGrad();
    Tensor cropped = x.pad(-1, 1);
    assertValues(cropped, 2, 3, 0);
    backward(cropped);
    assertValues(x.grad(), 0, 1, 10);
  }

  @Test
  @DisplayName("IX20 reflecting, replicating and circular padding")
  void ix20() {
    Tensor x = leaf64(1, 2, 3);
    Tensor reflected = x.padReflect(2, 1);
    assertValues(reflected, 3, 2, 1, 2, 3, 2);
    backward(reflected);
    assertValues(x.grad(), 100, 101010, 10001);
    x.clearGrad();
    Tensor replicated = x.padReplicate(2, 1);
    assertValues(replicated, 1, 1, 1, 2, 3, 3);
    backward(replicated);
    assertValues(x.grad(), 111, 1000, 110000);
    x.clearGrad();
    Tensor circular = x.padCircular(2, 1);
    assertValues(circular, 2, 3, 1, 2, 3, 1);
    backward(circular);
    assertValues(x.grad(), 100100, 1001, 10010);
    assertThatThrownBy(() -> x.padReflect(3, 0)).isInstanceOf(ShapeException.class).hasMessageContaining("at most 2");
    assertThatThrownBy(() -> x.padCircular(4, 0)).isInstanceOf(ShapeException.class).hasMessageContaining("at most 3");
  }

  @Test
  @DisplayName("IX21 concat, the same tensor twice, stack, meshgrid")
  void ix21() {
    Tensor a = leaf64(1);
    Tensor b = leaf64(2, 3);
    backward(Tensor.concat(0, a, b));
    assertValues(a.grad(), 1);
    assertValues(b.grad(), 10, 100);
    b.clearGrad();
    backward(Tensor.concat(0, b, b));
    assertValues(b.grad(), 101, 1010);
    b.clearGrad();
    backward(Tensor.stack(1, b, b));
    assertValues(b.grad(), 11, 1100);
    Tensor x = leaf64(1, 2);
    Tensor y = leaf64(3);
    List<Tensor> grid = Tensor.meshgrid(x, y);
    assertThat(grid.getFirst().shape()).isEqualTo(Shape.of(2, 1));
    grid.get(0).sum().add(grid.get(1).sum()).backward();
    assertValues(x.grad(), 1, 1);
    assertValues(y.grad(), 2);
    assertThat(Tensor.concat(0, Tensor.of(1f), Tensor.of(2.0)).dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  @DisplayName("IX25 diagonals, diagEmbed and moved axes: the gradient goes back where the value came from")
  void ix25() {
    Tensor x = counted(2, 3).requiresGrad(true);
    backward(x.diagonal(1, 0, 1));
    assertValues(x.grad(), 0, 1, 0, 0, 0, 10);
    Tensor d = leaf64(1, 2);
    Tensor embedded = d.diagEmbed(-1);
    assertValues(embedded, 0, 0, 0, 1, 0, 0, 0, 2, 0);
    backward(embedded);
    assertValues(d.grad(), 1e3, 1e7);
    Tensor y = counted(2, 3, 2).requiresGrad(true);
    Tensor round = y.movedim(0, 2).permute(2, 0, 1);
    assertThat(round.toDoubleArray()).containsExactly(y.toDoubleArray());
    backward(round);
    assertThat(y.grad().toDoubleArray()).containsExactly(powers(y.shape()).toDoubleArray());
    Tensor view = counted(3, 3);
    view.diagonal().assign(Tensor.of(-1.0));
    assertValues(view, -1, 1, 2, 3, -1, 5, 6, 7, -1);
  }

  @Test
  @DisplayName("BR13 where with a mask and a branch that broadcasts")
  void br13() {
    Tensor mask = Tensor.ofBooleans(true, false, false, true, true, true).reshape(3, 2);
    Tensor x = leaf64(1, 2);
    Tensor two = Tensor.scalar(2.0).requiresGrad(true);
    Tensor y = Tensor.where(mask, x, two);
    assertValues(y, 1, 2, 2, 2, 1, 2);
    backward(y);
    assertValues(x.grad(), 10001, 101000);
    assertValues(two.grad(), 110);
  }

  @Test
  @DisplayName("BR15 expanded to no rows: a gradient of zeros")
  void br15() {
    Tensor x = leaf64(3).detach().reshape(1, 1).requiresGrad(true);
    x.expand(0, 1).sum().backward();
    assertThat(x.grad().shape()).isEqualTo(Shape.of(1, 1));
    assertValues(x.grad(), 0);
  }

  @Test
  @DisplayName("BR17 shapes and axes that do not fit are named")
  void br17() {
    Tensor x = Tensor.zeros(2, 3);
    refused(() -> Tensor.zeros(2).add(Tensor.zeros(3)), "[2]", "[3]");
    refused(() -> x.matmul(x), "[2, 3]");
    refused(() -> x.permute(0, 0), "[0, 0]");
    refused(() -> x.movedim(new int[] {0, 0}, new int[] {0, 1}), "[0, 0]");
    refused(() -> x.flip(1, -1), "[1, -1]");
    refused(() -> x.sum(2), "2", "[2, 3]");
    refused(() -> x.transpose(0, 5), "5", "[2, 3]");
    refused(() -> x.diagonal(0, 1, -1), "[2, 3]");
    refused(() -> x.expand(4, 3), "[2, 3]", "[4, 3]");
    refused(() -> x.reshape(4, 2), "[2, 3]", "[4, 2]");
    refused(() -> x.unflatten(1, 2, 2), "3", "[2, 2]");
    refused(() -> x.repeat(2), "[2, 3]", "[2]");
    refused(() -> x.unfold(1, 4, 1), "4", "3");
    refused(() -> x.split(1, new int[] {1, 1}), "[1, 1]", "3");
    refused(() -> x.roll(new int[] {0, 1}, new int[] {1}), "[1]", "[0, 1]");
  }

  @Test
  @DisplayName("BR18 the gradient of a 0-d tensor that was expanded")
  void br18() {
    Tensor x = Tensor.scalar(2.0).requiresGrad(true);
    Tensor y = x.expand(4);
    y.backward(Tensor.scalar(1.0).expand(4));
    assertValues(x.grad(), 4);
    assertThat(x.grad().shape()).isEqualTo(Shape.of());
  }
}
