package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Assignment to elements, and through views. */
public abstract class AssignmentCases extends WeightedCases {
  @Test
  @DisplayName("H16 whatever is overwritten has the gradient 0, the source the sum")
  void h16() {
    Tensor x = leaf64(1, 2);
    Tensor s = leaf64(5);
    Tensor y = x.mul(1).assign(s);
    backward(y);
    assertValues(x.grad(), 0, 0);
    assertValues(s.grad(), 11);
    x.clearGrad();
    backward(x.mul(1).zeroi());
    assertValues(x.grad(), 0, 0);
    x.clearGrad();
    backward(x.mul(1).filli(3));
    assertValues(x.grad(), 0, 0);
    x.clearGrad();
    Tensor filled = x.mul(1).maskedFilli(Tensor.ofBooleans(false, true), 3);
    assertValues(filled, 1, 3);
    backward(filled);
    assertValues(x.grad(), 1, 0);
    assertThatThrownBy(() -> x.zeroi()).isInstanceOf(AutogradException.class).hasMessageContaining("leaf");
  }

  @Test
  @DisplayName("G17 rows of a constant are assigned")
  void g17() {
    Tensor x = Tensor.zeros(2, 2);
    Tensor y = leaf(1, 2);
    x.set(y, Index.at(0));
    x.set(y.mul(2), Index.at(1));
    assertThat(x.requiresGrad()).isTrue();
    assertThat(x.isLeaf()).isFalse();
    x.sum().backward();
    assertValues(y.grad(), 3, 3);
    assertValues(x, 1, 2, 2, 4);
  }

  @Test
  @DisplayName("G18 a number is assigned to one element")
  void g18() {
    Tensor x = leaf64(1, 2, 3);
    Tensor y = x.add(2).set(2, Index.at(1));
    assertValues(y, 3, 2, 5);
    y.backward(Tensor.onesLike(y));
    assertValues(x.grad(), 1, 0, 1);
  }

  @Test
  @DisplayName("G19 elements are assigned by a list of indices")
  void g19() {
    Tensor x = leaf64(1, 2, 3, 4, 5);
    Tensor value = leaf64(8, 9);
    Tensor y = x.mul(1).set(value, Index.of(0, 4));
    assertValues(y, 8, 2, 3, 4, 9);
    y.backward(Tensor.of(new double[] {1, 2, 3, 4, 5}));
    assertValues(x.grad(), 0, 2, 3, 4, 0);
    assertValues(value.grad(), 1, 5);
  }

  @Test
  @DisplayName("G20 a 0-d tensor is assigned to a range")
  void g20() {
    Tensor x = leaf64(1, 2, 3, 4, 5);
    Tensor scalar = Tensor.scalar(7.0).requiresGrad(true);
    Tensor y = x.mul(1).set(scalar, Index.range(1, 4));
    y.backward(Tensor.of(new double[] {1, 2, 3, 4, 5}));
    assertValues(x.grad(), 1, 0, 0, 0, 5);
    assertValues(scalar.grad(), 9);
    assertThat(scalar.grad().shape()).isEqualTo(Shape.of());
  }

  @Test
  @DisplayName("G22 elements are assigned by a mask")
  void g22() {
    Tensor x = leaf64(1, 2, 3, 4);
    Tensor value = leaf64(8, 9);
    Tensor mask = Tensor.ofBooleans(false, true, false, true);
    Tensor y = x.mul(1).set(value, Index.of(mask));
    assertValues(y, 1, 8, 3, 9);
    backward(y);
    assertValues(x.grad(), 1, 0, 100, 0);
    assertValues(value.grad(), 10, 1000);
    Tensor scalar = Tensor.scalar(7.0).requiresGrad(true);
    backward(leaf64(1, 2, 3, 4).mul(1).set(scalar, Index.of(mask)));
    assertValues(scalar.grad(), 1010);
  }

  @Test
  @DisplayName("Assignment through a view of a transposed tensor reaches the tensor itself")
  void throughViews() {
    Tensor x = counted(2, 3);
    x.t().set(-1, Index.at(1));
    assertValues(x, 0, -1, 2, 3, -1, 5);
    x.t().select(0, 2).unsqueeze(0).squeeze().assign(Tensor.of(7.0, 8.0));
    assertValues(x, 0, -1, 7, 3, -1, 8);
    x.flip(1).set(5, Index.of(1), Index.of(0));
    assertValues(x, 0, -1, 7, 3, -1, 5);
    Tensor sums = Tensor.zeros(3);
    sums.indexAddi(0, Tensor.ofInts(1, 1), Tensor.of(2, 3)).scatterAddi(0, Tensor.ofInts(0), Tensor.of(4f));
    sums.indexPutAddi(Tensor.scalar(1f), Index.of(2, 2)).scatteri(0, Tensor.ofInts(0), Tensor.of(6f));
    assertValues(sums, 6, 5, 2);
  }
}
