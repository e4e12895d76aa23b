package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.GradOptions;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Backward, accumulation, and the gradients given for outputs. */
public abstract class BackwardCases extends WeightedCases {
  @Test
  @DisplayName("B02, B03 a gradient grows in place; under createGraph it is a new tensor")
  void b02() {
    Tensor x = leaf(1, 2);
    x.mul(3).sum().backward();
    Tensor first = x.grad();
    x.mul(3).sum().backward();
    assertThat(x.grad()).isSameAs(first);
    assertValues(first, 6, 6);
    Tensor y = leaf(1, 2);
    y.mul(3).sum().backward(Backward.createGraph());
    Tensor before = y.grad();
    y.mul(3).sum().backward(Backward.createGraph());
    assertThat(y.grad()).isNotSameAs(before);
    assertValues(y.grad(), 6, 6);
    assertValues(before, 3, 3);
  }

  @Test
  @DisplayName("B02 into chosen inputs a gradient grows in place as well, once however often they are named")
  void b02IntoInputs() {
    Tensor x = leaf(1, 2);
    List<Tensor> told = new ArrayList<>();
    x.registerPostAccumulateGradHook(told::add);
    x.mul(3).sum().backward(Backward.inputs(x, x));
    Tensor first = x.grad();
    assertValues(first, 3, 3);
    x.mul(3).sum().backward(Backward.inputs(x));
    assertThat(x.grad()).isSameAs(first);
    assertValues(first, 6, 6);
    assertThat(told).hasSize(2).containsOnly(x);
  }

  @Test
  @DisplayName("B04 a gradient that was set is added to, whatever it is like")
  void b04() {
    Tensor x = leaf(1, 2, 3);
    x.grad(Tensor.of(10, 10, 10));
    x.sum().backward();
    assertValues(x.grad(), 11, 11, 11);
    x.grad(Tensor.of(10).expand(3));
    x.sum().backward();
    assertValues(x.grad(), 11, 11, 11);
    x.clearGrad();
    Tensor y = x.sum();
    try (var _ = Adjoint.inferenceMode()) {
      y.backward(Backward.retainGraph());
    }
    y.backward();
    assertValues(x.grad(), 2, 2, 2);
  }

  @Test
  @DisplayName("B05, B06 several outputs in one pass, one made from the other, or one twice")
  void b05() {
    Tensor x = leaf64(3);
    Tensor y = x.pow(2);
    Tensor z = y.pow(3);
    Adjoint.backward(List.of(y, z), List.of(Tensor.of(5.0), Tensor.of(7.0)), Backward.DEFAULT);
    assertValues(x.grad(), 10236);
    Tensor u = leaf(1, 2);
    Tensor v = u.mul(3);
    Adjoint.backward(List.of(v, v), List.of(Tensor.of(1, 1), Tensor.of(10, 20)), Backward.DEFAULT);
    assertValues(u.grad(), 33, 63);
    Tensor w = leaf(2);
    Adjoint.backward(w.mul(3), w.mul(w));
    assertValues(w.grad(), 7);
  }

  @Test
  @DisplayName("B08, B10 into chosen inputs alone, leaves or not, reached or not")
  void b08() {
    Tensor x = leaf(2);
    Tensor y = leaf(3);
    x.pow(2).add(y.mul(x)).add(y.pow(2)).backward(Backward.inputs(x));
    assertValues(x.grad(), 7);
    assertThat(y.grad()).isNull();
    x.clearGrad();
    Tensor h = x.mul(2);
    Tensor unrelated = leaf(1);
    h.pow(2).backward(Backward.inputs(h, x, unrelated));
    assertValues(h.grad(), 8);
    assertValues(x.grad(), 16);
    assertThat(unrelated.grad()).isNull();
  }

  @Test
  @DisplayName("B09, B11, B12 no inputs, and outputs without history")
  void b09() {
    Tensor x = leaf(2);
    assertThatThrownBy(() -> x.mul(2).backward(Backward.inputs())).isInstanceOf(AutogradException.class)
        .hasMessageContaining("cannot be empty");
    assertThatThrownBy(() -> Tensor.of(1).backward()).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("Output 0", "does not require");
    assertThatThrownBy(() -> Adjoint.backward(x.mul(2), Tensor.of(1).mul(2))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("Output 1", "does not require");
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("B14, B15, B24 from a leaf itself, from one element of any shape, with a number")
  void b14() {
    Tensor x = leaf(1, 2);
    x.backward(Tensor.of(5, 6));
    assertValues(x.grad(), 5, 6);
    Tensor one = Tensor.of(new float[][] {{1}}).requiresGrad(true);
    one.mul(2).backward();
    assertThat(one.grad().shape()).isEqualTo(one.shape());
    assertValues(one.grad(), 2);
    Tensor y = leaf(1, 2);
    y.sum().backward(Tensor.scalar(3f));
    assertValues(y.grad(), 3, 3);
  }

  @Test
  @DisplayName("B16, B18 gradients share storage neither with each other nor with the one that was given")
  void b16() {
    Tensor a = leaf(1);
    Tensor b = leaf(1);
    Tensor v = Tensor.of(1);
    a.add(b).backward(v);
    a.grad().addi(100);
    assertValues(b.grad(), 1);
    assertValues(v, 1);
    Tensor x = leaf(1, 2);
    Tensor given = Tensor.of(3, 4);
    Tensor h = x.reshape(2, 1).reshape(2).add(x).add(x.mul(2));
    h.backward(given, Backward.inputs(x, h));
    assertValues(given, 3, 4);
    assertThat(given.version()).isZero();
    x.grad().zeroi();
    h.grad().muli(5);
    assertValues(given, 3, 4);
    Tensor found = Adjoint.grad(List.of(x.add(1)), List.of(x), List.of(given), GradOptions.DEFAULT).getFirst();
    found.zeroi();
    assertValues(given, 3, 4);
  }

  @Test
  @DisplayName("B17, B20 sums that share gradients, and a ladder of diamonds")
  void b17() {
    Tensor x = leaf(1);
    Tensor y = leaf(1);
    Tensor a = x.add(2);
    Tensor b = y.add(2);
    Tensor c = x.add(2);
    Tensor sum = a.add(b).add(c);
    for (int i = 0; i < 4; i++) {
      a = a.mul(2);
      b = b.mul(2);
      c = c.mul(2);
    }
    sum.add(a.add(b).add(c)).backward(Tensor.of(1));
    assertValues(x.grad(), 34);
    assertValues(y.grad(), 17);
    Tensor start = leaf64(1);
    Tensor p = start;
    Tensor q = start;
    for (int i = 0; i < 30; i++) {
      Tensor next = p.add(q);
      q = p.sub(q);
      p = next;
    }
    p.add(q).backward();
    assertThat(start.grad().item()).isEqualTo(65536);
  }

  @Test
  @DisplayName("B21, B22 pieces of which one is used, or all but one")
  void b21() {
    Tensor x = Tensor.ones(10, 10).requiresGrad(true);
    x.chunk(0, 5).get(2).mul(4).add(2).sum().backward();
    double[] expected = new double[100];
    Arrays.fill(expected, 40, 60, 4);
    assertValues(x.grad(), expected);
    Tensor y = leaf(1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Tensor> pieces = y.split(0, 3);
    pieces.get(0).mul(3).add(pieces.get(1).mul(2)).sum().backward();
    assertValues(y.grad(), 3, 3, 3, 2, 2, 2, 0, 0, 0);
  }

  @Test
  @DisplayName("B23 a loss differentiated in shards, then each shard backward")
  void b23() {
    List<Tensor> leaves = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    Tensor loss = Tensor.of(0.0);
    for (int i = 0; i < 10; i++) {
      Tensor leaf = leaf64(0.5 * i);
      leaves.add(leaf);
      values.add(leaf.mul(i).add(leaf.pow(2)));
      loss = loss.add(values.get(i).mul(i));
    }
    for (int i = 0; i < 10; i += 2) {
      List<Tensor> shard = values.subList(i, i + 2);
      List<@Nullable Tensor> slopes =
          Adjoint.grad(List.of(loss), shard, Collections.singletonList(null), GradOptions.DEFAULT.retainingGraph());
      Adjoint.backward(shard, slopes, Backward.DEFAULT);
    }
    for (int i = 0; i < 10; i++) {
      // i times the derivative of i l + l^2.
      assertValues(leaves.get(i).grad(), i * (i + 2 * 0.5 * i));
    }
  }

  @Test
  @DisplayName("B28, B29, B30 a branch of indices, and products of matrices")
  void b28() {
    Tensor x = leaf(1, 5);
    Tensor y = leaf(2, 3);
    Tensor a = x.add(y);
    a.add(a.argmax(0).to(DType.FLOAT32)).sum().backward();
    assertValues(x.grad(), 1, 1);
    assertValues(y.grad(), 1, 1);
    Tensor left = Tensor.ones(3, 3).mul(2).requiresGrad(true);
    Tensor right = Tensor.ones(3, 3).mul(2);
    Tensor product = left.matmul(right);
    assertThat(product.toFloatArray()).containsOnly(12);
    product.backward(Tensor.ones(3, 3));
    assertThat(left.grad().toFloatArray()).containsOnly(6);
    assertThat(right.grad()).isNull();
  }

  @Test
  @DisplayName("L02, L03 outputs of several elements need a gradient, of their shape")
  void l02() {
    Tensor x = leaf(1, 2);
    assertThatThrownBy(() -> Adjoint.backward(x.mul(2))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("output 0", "[2]", "sum()", "onesLike");
    assertThatThrownBy(() -> Adjoint.backward(x.sum(), x.mul(2))).hasMessageContaining("output 1");
    assertThatThrownBy(() -> x.mul(2).backward(Tensor.of(1, 2, 3))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("output 0", "[3]", "[2]");
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("L04 a gradient of another type is cast")
  void l04() {
    Tensor x = leaf64(1, 2);
    x.mul(2).backward(Tensor.of(1f, 3f));
    assertThat(x.grad().dtype()).isEqualTo(DType.FLOAT64);
    assertValues(x.grad(), 2, 6);
    x.mul(2).backward(Tensor.ofInts(1, 1));
    assertValues(x.grad(), 4, 8);
  }

  @Test
  @DisplayName("L06, L08 as many gradients as outputs; several outputs add up")
  void l06() {
    Tensor x = leaf(1, 2);
    List<@Nullable Tensor> none = Collections.singletonList(null);
    assertThatThrownBy(() -> Adjoint.grad(List.of(x.sum(), x.pow(2).sum()), List.of(x), none, GradOptions.DEFAULT))
        .isInstanceOf(AutogradException.class).hasMessageContainingAll("2 outputs", "1 gradients");
    assertThatThrownBy(
        () -> Adjoint.grad(List.of(x.sum()), List.of(x), Arrays.asList(null, Tensor.of(1)), GradOptions.DEFAULT))
        .isInstanceOf(AutogradException.class).hasMessageContainingAll("1 outputs", "2 gradients");
    List<@Nullable Tensor> both = Arrays.asList(null, null);
    assertValues(Adjoint.grad(List.of(x.sum(), x.pow(2).sum()), List.of(x), both, GradOptions.DEFAULT).getFirst(), 3, 5);
  }

  @Test
  @DisplayName("L09 the gradient of a function with several elements is refused, and told what to do")
  void l09() {
    assertThatThrownBy(() -> Adjoint.grad((Tensor t) -> t.mul(2)).apply(Tensor.of(1, 2)))
        .isInstanceOf(AutogradException.class).hasMessageContainingAll("[2]", "sum()", "jacobian");
  }
}
