package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.Index;
import dev.adjoint.ScatterReduction;
import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Placing elements by index, mask and assignment. */
public abstract class PlacingCases extends WeightedCases {
  @Test
  @DisplayName("IX06 scatter of a source and of a number")
  void ix06() {
    Tensor self = leaf64(1, 2, 3);
    Tensor source = leaf64(5, 6);
    Tensor index = Tensor.ofLongs(1, 2);
    Tensor y = self.scatter(0, index, source);
    assertValues(y, 1, 5, 6);
    backward(y);
    assertValues(self.grad(), 1, 0, 0);
    assertValues(source.grad(), 10, 100);
    Tensor other = leaf64(1, 2, 3);
    backward(other.scatter(0, Tensor.ofLongs(1), 7));
    assertValues(other.grad(), 1, 0, 100);
  }

  @Test
  @DisplayName("IX07 of duplicates the last one is written, and alone gets a gradient")
  void ix07() {
    Tensor source = leaf64(5, 6);
    Tensor y = Tensor.of(new double[] {1, 2, 3}).scatter(0, Tensor.ofLongs(1, 1), source);
    assertValues(y, 1, 6, 3);
    backward(y);
    assertValues(source.grad(), 0, 10);
    Tensor rows = counted(3, 2).indexCopy(0, Tensor.ofInts(0, 2, 0), counted(3, 2).add(10));
    assertValues(rows, 14, 15, 2, 3, 12, 13);
  }

  @Test
  @DisplayName("IX08 scatterAdd, indexAdd and indexPutAdd add duplicates up")
  void ix08() {
    Tensor index = Tensor.ofLongs(1, 1);
    for (int form = 0; form < 4; form++) {
      Tensor self = leaf64(1, 2, 3);
      Tensor source = leaf64(5, 6);
      Tensor y = switch (form) {
        case 0 -> self.scatterAdd(0, index, source);
        case 1 -> self.indexAdd(0, index, source);
        case 2 -> self.indexPutAdd(source, Index.of(index));
        default -> self.indexAdd(0, index, source, 2);
      };
      assertValues(y, 1, form == 3 ? 24 : 13, 3);
      backward(y);
      assertValues(self.grad(), 1, 10, 100);
      assertValues(source.grad(), form == 3 ? new double[] {20, 20} : new double[] {10, 10});
    }
  }

  @Test
  @DisplayName("IX09 indexCopy")
  void ix09() {
    Tensor self = leaf64(1, 2, 3);
    Tensor source = leaf64(5, 6);
    backward(self.indexCopy(0, Tensor.ofLongs(2, 0), source));
    assertValues(self.grad(), 0, 10, 0);
    assertValues(source.grad(), 100, 1);
  }

  @Test
  @DisplayName("IX10 indexFill with a number and with a 0-d tensor")
  void ix10() {
    Tensor self = leaf64(1, 2, 3);
    backward(self.indexFill(0, Tensor.ofLongs(0, 2), 9));
    assertValues(self.grad(), 0, 10, 0);
    Tensor value = Tensor.scalar(9.0).requiresGrad(true);
    Tensor y = Tensor.of(new double[] {1, 2, 3}).indexFill(0, Tensor.ofLongs(0, 2), value);
    assertValues(y, 9, 2, 9);
    backward(y);
    assertValues(value.grad(), 101);
  }

  @Test
  @DisplayName("IX12 maskedSelect, maskedFill, maskedScatter")
  void ix12() {
    Tensor mask = Tensor.ofBooleans(true, false, true);
    Tensor x = leaf64(1, 2, 3);
    backward(x.maskedSelect(mask));
    assertValues(x.grad(), 1, 0, 10);
    x.clearGrad();
    backward(x.maskedFill(mask, 7));
    assertValues(x.grad(), 0, 10, 0);
    x.clearGrad();
    Tensor source = leaf64(5, 6, 7);
    Tensor y = x.maskedScatter(mask, source);
    assertValues(y, 5, 2, 6);
    backward(y);
    assertValues(x.grad(), 0, 10, 0);
    assertValues(source.grad(), 1, 100, 0);
  }

  @Test
  @DisplayName("IX15 ties of scatterReduce amax and amin share evenly")
  void ix15() {
    for (ScatterReduction how : List.of(ScatterReduction.AMAX, ScatterReduction.AMIN)) {
      Tensor self = leaf64(0, 5, 0);
      Tensor source = leaf64(5, 5);
      Tensor y = self.scatterReduce(0, Tensor.ofLongs(1, 1), source, how, true);
      y.backward(Tensor.of(new double[] {0, 12, 0}));
      assertValues(self.grad(), 0, 4, 0);
      assertValues(source.grad(), 4, 4);
    }
    Tensor source = leaf64(5, 5);
    Tensor y = Tensor.of(new double[] {5}).scatterReduce(0, Tensor.ofLongs(0, 0), source, ScatterReduction.AMAX, false);
    y.backward(Tensor.of(new double[] {12}));
    assertValues(source.grad(), 6, 6);
  }

  @Test
  @DisplayName("IX16 scatterReduce prod and mean")
  void ix16() {
    Tensor self = leaf64(2, 3);
    Tensor source = leaf64(4, 5);
    Tensor index = Tensor.ofLongs(1, 1);
    Tensor y = self.scatterReduce(0, index, source, ScatterReduction.PROD, true);
    assertValues(y, 2, 60);
    y.sum().backward();
    assertValues(self.grad(), 1, 20);
    assertValues(source.grad(), 15, 12);
    self.clearGrad();
    source.clearGrad();
    self.scatterReduce(0, index, source, ScatterReduction.MEAN, true).sum().backward();
    assertValues(self.grad(), 1, 1.0 / 3);
    assertValues(source.grad(), 1.0 / 3, 1.0 / 3);
    self.clearGrad();
    source.clearGrad();
    self.scatterReduce(0, index, source, ScatterReduction.MEAN, false).sum().backward();
    assertValues(self.grad(), 1, 0);
    assertValues(source.grad(), 0.5, 0.5);
  }

  @Test
  @DisplayName("IX16 two zeros in one product: the gradient is right, its own derivative is refused")
  void ix16TwoZeros() {
    Tensor self = leaf64(2, 3);
    Tensor source = leaf64(0, 0, 5);
    Tensor y = self.scatterReduce(0, Tensor.ofLongs(1, 1, 0), source, ScatterReduction.PROD, true);
    y.sum().backward(Backward.createGraph());
    Tensor first = source.grad();
    assertValues(first, 0, 0, 2);
    assertThatThrownBy(() -> first.sum().backward()).isInstanceOf(AutogradException.class).hasMessageContaining("zeros");
  }

  @Test
  @DisplayName("Integers and bools are placed as floats are")
  void otherTypes() {
    Tensor ints = Tensor.ofLongs(5, -3, 1L << 60);
    Tensor index = Tensor.ofInts(0, 0, 2);
    Tensor source = Tensor.ofLongs(7, 9, (1L << 60) + 1);
    assertThat(ints.scatterReduce(0, index, source, ScatterReduction.AMAX, true).toLongArray())
        .containsExactly(9, -3, (1L << 60) + 1);
    assertThat(ints.scatterReduce(0, index, source, ScatterReduction.AMIN, false).toLongArray())
        .containsExactly(7, -3, (1L << 60) + 1);
    assertThat(ints.indexCopy(0, index, source).toLongArray()).containsExactly(9, -3, (1L << 60) + 1);
    Tensor bools = Tensor.ofBooleans(true, false, true);
    assertThat(bools.set(Tensor.ofBooleans(true, false), Index.of(1, 2)).toBooleanArray()).containsExactly(true, true, false);
    assertThat(bools.padConstant(1, 1, 0).toBooleanArray()).containsExactly(true, true, true, false);
    assertThat(Tensor.ofInts(1, 2, 3, 4).reshape(2, 2).tril().toIntArray()).containsExactly(1, 0, 3, 4);
    assertThat(Tensor.ofBooleans(true, true, true, true).reshape(2, 2).triu(1).toBooleanArray())
        .containsExactly(false, true, false, false);
  }
}
