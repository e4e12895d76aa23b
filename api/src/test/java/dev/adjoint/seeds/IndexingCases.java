package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DTypeException;
import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Picking by indices, and what is refused. */
public abstract class IndexingCases extends WeightedCases {
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
}
