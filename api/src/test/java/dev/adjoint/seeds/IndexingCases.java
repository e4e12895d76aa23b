package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Index;
import dev.adjoint.ScatterReduction;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Picking, placing, padding and joining. */
public abstract class IndexingCases extends OnBackend {
  /** 1, 10, 100, ... in a shape. */
  private static Tensor powers(Shape shape) {
    double[] w = new double[shape.size()];
    Arrays.setAll(w, i -> Math.pow(10, i));
    return Tensor.of(w, shape);
  }

  /** The gradient of each output element, weighted 1, 10, 100, ... */
  private static void backward(Tensor y) {
    y.backward(powers(y.shape()).to(y.dtype()));
  }

  private static Tensor leaf64(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static Tensor leaf64(Shape shape, double... values) {
    return Tensor.of(values, shape).requiresGrad(true);
  }

  private static Tensor counted(int... sizes) {
    double[] values = new double[Shape.of(sizes).size()];
    Arrays.setAll(values, i -> i);
    return Tensor.of(values, Shape.of(sizes));
  }

  // ---- Indexing ----

  @Test
  @DisplayName("IX01 duplicates of an integer index add up")
  void ix01() {
    Tensor x = leaf64(1, 2, 3, 4);
    backward(x.get(Index.of(1, 1, 3, 2, 1, 2)));
    assertValues(x.grad(), 0, 10011, 101000, 100);
  }

  @Test
  @DisplayName("IX02 two index matrices pick pairs")
  void ix02() {
    Tensor y = counted(4, 4).requiresGrad(true);
    Tensor rows = Tensor.ofInts(1, 2, 0, 0).reshape(2, 2);
    Tensor columns = Tensor.ofLongs(0, 1, 1, 1).reshape(2, 2);
    y.get(Index.of(rows), Index.of(columns)).sum().backward();
    assertValues(y.grad(), 0, 2, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("IX03 the gradient is 1 exactly on the selected cells, whatever the form")
  void ix03() {
    Tensor mask = Tensor.ofBooleans(true, false, true);
    List<Index[]> forms = List.of(
        new Index[] {Index.at(1)}, new Index[] {Index.at(0), Index.at(-1)}, new Index[] {Index.range(1, 3)},
        new Index[] {Index.from(1), Index.to(-1)}, new Index[] {Index.ellipsis()}, new Index[] {Index.ellipsis(), Index.at(2)},
        new Index[] {Index.of(mask)}, new Index[] {Index.all(), Index.of(mask)}, new Index[] {Index.of(0, 2)},
        new Index[] {Index.of(2, 1), Index.range(0, 3, 2)}, new Index[] {Index.newAxis(), Index.at(1), Index.of(0, 2)},
        new Index[] {Index.of(Tensor.ofInts(0, 2).reshape(2, 1)), Index.of(Tensor.ofInts(1, 2))});
    for (Index[] form : forms) {
      Tensor x = counted(3, 3).requiresGrad(true);
      Tensor picked = x.get(form);
      picked.sum().backward();
      double[] expected = new double[9];
      for (double cell : picked.toDoubleArray()) {
        expected[(int) cell] = 1;
      }
      assertThat(picked.size()).as(Arrays.toString(form)).isPositive();
      assertThat(x.grad().toDoubleArray()).as(Arrays.toString(form)).containsExactly(expected);
    }
  }

  @Test
  @DisplayName("IX03 results have NumPy's shapes")
  void ix03Shapes() {
    Tensor x = counted(2, 3, 4, 5);
    Tensor i = Tensor.ofInts(0, 1);
    assertThat(x.get(Index.at(0)).shape()).isEqualTo(Shape.of(3, 4, 5));
    assertThat(x.get(Index.all(), Index.of(i), Index.of(i)).shape()).isEqualTo(Shape.of(2, 2, 5));
    assertThat(x.get(Index.of(i), Index.all(), Index.of(i)).shape()).isEqualTo(Shape.of(2, 3, 5));
    assertThat(x.get(Index.all(), Index.of(i), Index.all(), Index.of(i)).shape()).isEqualTo(Shape.of(2, 2, 4));
    assertThat(x.get(Index.ellipsis(), Index.of(i.reshape(2, 1))).shape()).isEqualTo(Shape.of(2, 3, 4, 2, 1));
    assertThat(x.get(Index.newAxis(), Index.ellipsis(), Index.newAxis()).shape()).isEqualTo(Shape.of(1, 2, 3, 4, 5, 1));
    assertThat(x.get(Index.of(x.select(3, 0).select(2, 0).ge(0))).shape()).isEqualTo(Shape.of(6, 4, 5));
    assertThat(x.get(Index.all(), Index.every(2), Index.range(-2, 99)).shape()).isEqualTo(Shape.of(2, 2, 2, 5));
    assertValues(x.get(Index.at(1), Index.at(2), Index.at(3), Index.at(-1)), 119);
  }

  @Test
  @DisplayName("IX04 one plane three times")
  void ix04() {
    Tensor y = counted(4, 4, 4).requiresGrad(true);
    y.get(Index.of(1, 1, 1), Index.all(), Index.all()).sum().backward();
    double[] expected = new double[64];
    Arrays.fill(expected, 16, 32, 3);
    assertValues(y.grad(), expected);
  }

  // ---- Scattering ----

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

  // ---- Windows, padding, joining ----

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

  // ---- Assignment ----

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

  // ---- Broadcasting and 0-d ----

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
    Tensor x = leaf64(Shape.of(1, 1), 3);
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

  @Test
  @DisplayName("ZD03 a 0-d tensor seen with an axis: its gradient has none")
  void zd03() {
    Tensor x = Tensor.scalar(2.0).requiresGrad(true);
    x.reshape(1).add(Tensor.of(1.0)).sum().backward();
    assertThat(x.grad().shape()).isEqualTo(Shape.of());
    assertValues(x.grad(), 1);
  }

  @Test
  @DisplayName("ZD04 a 0-d tensor cannot be indexed by a number")
  void zd04() {
    Tensor x = Tensor.scalar(2.0);
    refused(() -> x.get(Index.at(0)), "0-d");
    refused(() -> x.select(0, 0), "0-d");
    refused(() -> x.narrow(0, 0, 1), "0-d");
    refused(() -> x.get(Index.all()), "0-d");
    assertValues(x.get(Index.ellipsis()), 2);
    assertValues(x.get(Index.of(x.gt(0))), 2);
  }

  @Test
  @DisplayName("ZD05 gather and scatter with 0-d tensors and indices")
  void zd05() {
    Tensor zero = Tensor.ofLongs(0).reshape();
    Tensor x = leaf64(3, 4);
    Tensor picked = x.gather(0, Tensor.ofLongs(1).reshape());
    assertThat(picked.shape()).isEqualTo(Shape.of());
    picked.backward();
    assertValues(x.grad(), 0, 1);
    Tensor s = Tensor.scalar(5.0).requiresGrad(true);
    assertThat(s.gather(0, Tensor.ofLongs(0, 0)).shape()).isEqualTo(Shape.of(2));
    assertThat(s.gather(0, zero).shape()).isEqualTo(Shape.of());
    s.scatterAdd(0, zero, Tensor.scalar(1.0)).backward();
    assertValues(s.grad(), 1);
    assertValues(s.scatter(0, zero, Tensor.scalar(7.0)), 7);
  }

  // ---- Errors ----

  private static void refused(Runnable call, String... said) {
    assertThatThrownBy(call::run).isInstanceOf(ShapeException.class).hasMessageContainingAll(said);
  }

  @Test
  @DisplayName("IX22 an index out of range is named with the size")
  void ix22() {
    Tensor x = Tensor.zeros(2, 3);
    refused(() -> x.get(Index.at(2)), "2", "[2, 3]");
    refused(() -> x.get(Index.at(0), Index.at(-4)), "-4", "size 3");
    refused(() -> x.get(Index.of(0, 5)), "5", "size is 2");
    refused(() -> x.get(Index.all(), Index.of(-4)), "-4", "size is 3");
    refused(() -> x.gather(1, Tensor.ofLongs(0, 3).reshape(2, 1)), "3", "size is 3");
    refused(() -> x.gather(0, Tensor.ofLongs(-1, 0, 0).reshape(1, 3)), "-1");
    refused(() -> x.indexSelect(0, Tensor.ofInts(2)), "2", "size is 2");
    refused(() -> x.scatter(0, Tensor.ofLongs(7).reshape(1, 1), 1), "7", "size is 2");
    refused(() -> x.indexFill(1, Tensor.ofLongs(3), 1), "3");
    refused(() -> x.take(Tensor.ofInts(6)), "6");
    refused(() -> Tensor.ofLongs(3).oneHot(3), "3");
    refused(() -> x.get(Index.at(0), Index.at(0), Index.at(0)), "3 axes", "[2, 3]");
    refused(() -> x.get(Index.ellipsis(), Index.ellipsis()), "one");
    refused(() -> x.get(Index.of(Tensor.ofBooleans(true, false, true))), "[3]", "[2, 3]");
    refused(() -> x.get(Index.range(0, 2, -1)), "-1");
    refused(() -> x.get(Index.of(0, 1), Index.of(0, 1, 2)), "[2]", "[3]");
    refused(() -> Tensor.concat(0, x, Tensor.zeros(2, 2)), "[2, 3]", "[2, 2]");
    refused(() -> Tensor.stack(0, x, Tensor.zeros(2, 2)), "[2, 3]", "[2, 2]");
    refused(() -> x.gather(0, Tensor.ofLongs(0)), "[1]", "[2, 3]");
    refused(() -> x.scatter(0, Tensor.ofLongs(0, 1).reshape(2, 1), Tensor.zeros(1, 1)), "[2, 1]", "[1, 1]");
    refused(() -> x.indexCopy(0, Tensor.ofLongs(0), Tensor.zeros(2, 3)), "[1, 3]", "[2, 3]");
    refused(() -> x.copy().set(Tensor.zeros(2), Index.at(0)), "[2]", "[3]");
    refused(() -> x.maskedScatter(x.eq(0), Tensor.zeros(2)), "6", "[2]");
  }

  @Test
  @DisplayName("IX22 indices and masks of another type, and values that do not fit")
  void ix22Types() {
    Tensor x = Tensor.zeros(2, 3);
    List<Runnable> calls = List.of(
        () -> x.get(Index.of(Tensor.of(0, 1))), () -> x.gather(0, x), () -> x.maskedFill(Tensor.ofInts(1, 0, 1), 1),
        () -> Tensor.ofInts(1, 2).maskedFill(Tensor.ofBooleans(true, false), 0.5),
        () -> x.scatterAdd(0, Tensor.ofLongs(0).reshape(1, 1), Tensor.of(1.0).reshape(1, 1)),
        () -> Tensor.ofInts(1, 2).set(Tensor.of(0.5f), Index.of(0)), () -> Tensor.of(1, 2).oneHot(3));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run).isInstanceOf(DTypeException.class);
    }
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
