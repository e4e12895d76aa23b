package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is a leaf, what requires a gradient, and what a gradient may be set to. */
public abstract class LeafCases extends WeightedCases {
  @Test
  @DisplayName("A01 leaves are made or constant; what is computed from one that requires a gradient is none")
  void a01() {
    Tensor x = leaf(1, 2);
    Tensor y = Tensor.of(3, 4);
    assertThat(List.of(x, y)).allMatch(Tensor::isLeaf);
    Tensor product = x.mul(y);
    assertThat(product.requiresGrad()).isTrue();
    assertThat(product.isLeaf()).isFalse();
    assertThat(product.gradFn()).isNotNull();
    Tensor constant = y.mul(y);
    assertThat(constant.requiresGrad()).isFalse();
    assertThat(constant.isLeaf()).isTrue();
    assertThat(constant.gradFn()).isNull();
  }

  @Test
  @DisplayName("A02 the flag of what is computed can be asked for again, but not turned off")
  void a02() {
    Tensor product = leaf(1, 2).mul(Tensor.of(3, 4));
    assertThatThrownBy(() -> product.requiresGrad(false)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("leaf", "mul", "detach()");
    assertThat(product.requiresGrad(true).gradFn().name()).isEqualTo("mul");
  }

  @Test
  @DisplayName("A03 only floating-point tensors can require a gradient; none may always be refused one")
  void a03() {
    for (Tensor t : List.of(Tensor.ofLongs(1, 2), Tensor.ofInts(1), Tensor.ofBooleans(true))) {
      assertThatThrownBy(() -> t.requiresGrad(true)).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("floating-point", t.dtype().toString());
      assertThat(t.requiresGrad(false).requiresGrad()).isFalse();
    }
  }

  @Test
  @DisplayName("A05 sort, topk, max and unique give a gradient to values, not to indices and counts")
  void a05() {
    Tensor x = leaf(3, 1, 2, 3);
    assertThat(List.of(x.sort().values(), x.topk(2).values(), x.maxWithIndex(0).values())).allMatch(Tensor::requiresGrad);
    assertThat(List.of(x.sort().indices(), x.topk(2).indices(), x.maxWithIndex(0).indices(), x.argmax(), x.gt(2)))
        .noneMatch(Tensor::requiresGrad);
  }

  @Test
  @DisplayName("A06 steps require a gradient, which is zero")
  void a06() {
    for (var step : List.<java.util.function.UnaryOperator<Tensor>>of(
        Tensor::sign, Tensor::floor, Tensor::ceil, Tensor::round, Tensor::trunc)) {
      Tensor x = leaf(-1.25f, 2.75f);
      Tensor y = step.apply(x);
      assertThat(y.requiresGrad()).isTrue();
      assertThat(x.grad()).as("A07 before any backward").isNull();
      y.sum().backward();
      assertValues(x.grad(), 0, 0);
    }
  }

  @Test
  @DisplayName("A08 the gradient of what is computed is null, unless it retains it")
  void a08() {
    Tensor x = leaf(2);
    Tensor h = x.mul(3);
    Tensor kept = h.mul(5).retainGrad();
    kept.mul(7).backward();
    assertThat(h.grad()).isNull();
    assertValues(kept.grad(), 7);
    assertValues(x.grad(), 105);
  }

  @Test
  @DisplayName("A09 a constant that something tracked is added to in place is tracked, and no leaf")
  void a09() {
    Tensor a = Tensor.of(1, 2);
    Tensor r = leaf(3, 4);
    a.addi(r);
    assertThat(a.requiresGrad()).isTrue();
    assertThat(a.isLeaf()).isFalse();
    a.mul(2).sum().backward();
    assertValues(r.grad(), 2, 2);
  }

  @Test
  @DisplayName("A11, A12 likes and detach require none, copies, concat and stack do")
  void a11() {
    Tensor x = leaf(1, 2);
    Tensor t = Tensor.of(3, 4);
    assertThat(List.of(Tensor.onesLike(x), Tensor.zerosLike(x), x.detach())).noneMatch(Tensor::requiresGrad);
    assertThat(List.of(x.copy(), Tensor.concat(0, t, x), Tensor.stack(0, x, t))).allMatch(Tensor::requiresGrad);
  }

  @Test
  @DisplayName("A13 no gradient comes through a condition")
  void a13() {
    Tensor x = leaf(1, -1);
    assertThat(Tensor.where(x.gt(0), Tensor.of(1, 2), Tensor.of(3, 4)).requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("A14 a gradient that is set has the tensor's shape and type, and is another tensor")
  void a14() {
    Tensor x = leaf(1, 2);
    assertThatThrownBy(() -> x.grad(Tensor.of(1, 2, 3))).isInstanceOf(ShapeException.class).hasMessageContainingAll("[2]",
        "[3]");
    assertThatThrownBy(() -> x.grad(Tensor.of(1.0, 2.0))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("float32", "float64");
    assertThatThrownBy(() -> x.grad(x)).isInstanceOf(AutogradException.class).hasMessageContaining("own gradient");
    x.grad(Tensor.of(1, 1));
    assertValues(x.grad(), 1, 1);
    x.grad(null);
    assertThat(x.grad()).as("A15").isNull();
    x.clearGrad();
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("A17 an element is read as a plain number")
  void a17() {
    Tensor x = leaf(1, 2);
    assertThat(x.select(0, 1).item()).isEqualTo(2);
    assertThat(x.select(0, 1).itemAsLong()).isEqualTo(2);
  }

  @Test
  @DisplayName("A18 the text of a leaf, of what is computed, and of a view whose history is lost")
  void a18() {
    Tensor x = leaf(1, 2);
    assertThat(x).hasToString("Tensor([1, 2], float32, requiresGrad)");
    Tensor y = x.mul(2);
    assertThat(y).hasToString("Tensor([2, 4], float32, gradFn=mul)");
    Tensor view;
    try (var _ = Adjoint.noGrad()) {
      view = y.narrow(0, 0, 1);
    }
    assertThat(view).hasToString("Tensor([2], float32)");
    y.muli(3);
    assertThat(view).hasToString("Tensor([6], float32, gradFn=invalid)");
  }

  @Test
  @DisplayName("A19 the edges of a node lead to leaves, and nowhere for a constant")
  void a19() {
    Tensor x = leaf(1);
    Tensor y = leaf(2);
    Tensor a = x.add(y);
    assertThat(a.gradFn().next()).hasSize(2).allSatisfy(edge -> {
      assertThat(edge.node().isLeaf()).isTrue();
      assertThat(edge.slot()).isZero();
    });
    Node b = a.add(Tensor.of(5)).gradFn();
    assertThat(b.next()).hasSize(2);
    assertThat(b.next().get(0).node()).isSameAs(a.gradFn());
    assertThat(b.next().get(1)).isNull();
    assertThat(a.add(5).gradFn().next().getFirst().node()).isSameAs(a.gradFn());
  }

  @Test
  @DisplayName("A20 a branch is pruned by detach()")
  void a20() {
    Tensor w = leaf(2);
    Tensor v = leaf(3);
    w.mul(5).detach().add(v.mul(7)).backward();
    assertThat(w.grad()).isNull();
    assertValues(v.grad(), 7);
  }

  @Test
  @DisplayName("A21 a parameter whose flag is off gets no gradient, and cannot be asked for one")
  void a21() {
    Tensor off = Tensor.of(1);
    Tensor on = leaf(2);
    Tensor y = off.mul(3).add(on);
    assertThatThrownBy(() -> Adjoint.grad(y, off, on)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("Input 0", "requiresGrad(true)");
    y.backward();
    assertThat(off.grad()).isNull();
    assertValues(on.grad(), 1);
  }

  @Test
  @DisplayName("B26 a gradient has its leaf's type, whatever it came through")
  void b26() {
    Tensor single = leaf(1, 2);
    single.to(DType.FLOAT64).sum().backward();
    assertThat(single.grad().dtype()).isEqualTo(DType.FLOAT32);
    assertValues(single.grad(), 1, 1);
    Tensor twice = leaf64(1, 2);
    twice.to(DType.FLOAT32).sum().backward();
    assertThat(twice.grad().dtype()).isEqualTo(DType.FLOAT64);
    assertValues(twice.grad(), 1, 1);
  }
}
