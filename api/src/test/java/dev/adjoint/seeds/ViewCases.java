package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Index;
import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tensors that share storage: detached ones, views, and what becomes of each when another is changed. */
public abstract class ViewCases extends WeightedCases {
  private static Tensor twoByTwo() {
    return Tensor.of(new float[][] {{1, 1}, {1, 1}}).requiresGrad(true);
  }

  @Test
  @DisplayName("G01, G02 a detached tensor shares storage and version, and a change of it makes backward fail")
  void g01() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(3);
    Tensor d = y.detach();
    assertThat(d.requiresGrad()).isFalse();
    d.addi(1);
    assertThat(y.version()).isEqualTo(1);
    assertValues(y, 4, 7);
    y.sum().backward();
    assertValues(x.grad(), 3, 3);
    Tensor square = x.pow(2).sum();
    x.detach().zeroi();
    assertThatThrownBy(square::backward).isInstanceOf(AutogradException.class).hasMessageContainingAll("pow", "version 0",
        "version 1");
  }

  @Test
  @DisplayName("G06, G07, G08 changes through views reach the base, other views, and views of views")
  void g06() {
    Tensor root = twoByTwo();
    Tensor x = root.copy();
    x.select(0, 0).muli(2);
    x.sum().backward();
    assertValues(root.grad(), 2, 2, 1, 1);
    root.clearGrad();
    Tensor y = root.copy();
    Tensor first = y.narrow(0, 0, 1);
    Tensor second = y.narrow(0, 0, 1);
    first.muli(2);
    second.sum().backward();
    assertValues(root.grad(), 2, 2, 0, 0);
    root.clearGrad();
    Tensor z = root.copy();
    z.narrow(0, 0, 1).narrow(1, 1, 1).muli(2);
    z.sum().backward();
    assertValues(root.grad(), 1, 2, 1, 1);
  }

  @Test
  @DisplayName("G10, G11 a constant and its views take the history of what is written into it")
  void g10() {
    Tensor x = Tensor.ones(5);
    Tensor v = x.select(0, 1);
    Tensor r = leaf(1);
    x.addi(r);
    assertThat(v.requiresGrad()).isTrue();
    v.sum().backward();
    assertValues(r.grad(), 1);
    Tensor constant = Tensor.of(1, 2, 3);
    Tensor part = constant.narrow(0, 0, 2);
    Tensor y = leaf(2, 2);
    constant.set(y.get(Index.at(0)), Index.at(0));
    part.pow(2).sum().backward();
    assertValues(y.grad(), 4, 0);
  }

  @Test
  @DisplayName("G12 pieces of a tensor are views like others: each can be changed in place")
  void g12() {
    Tensor root = leaf(1, 2, 3, 4);
    for (List<Tensor> pieces : List.of(root.mul(1).split(0, 2), root.mul(1).chunk(0, 2))) {
      root.clearGrad();
      pieces.get(0).muli(2);
      pieces.get(1).muli(3);
      Tensor base = pieces.get(0).base();
      assertValues(base, 2, 4, 9, 12);
      base.mul(Tensor.of(1, 10, 100, 1000)).sum().backward();
      assertValues(root.grad(), 2, 20, 300, 3000);
    }
  }

  @Test
  @DisplayName("G13, G14 a leaf, a view of a leaf, and elements that share one place cannot be changed")
  void g13() {
    Tensor x = leaf(1, 2);
    assertThatThrownBy(() -> x.muli(2)).isInstanceOf(AutogradException.class).hasMessageContaining("on a leaf");
    assertThatThrownBy(() -> x.narrow(0, 0, 1).muli(2)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("a view of a leaf");
    Tensor plain = Tensor.of(1, 2);
    Tensor older = plain.narrow(0, 0, 1);
    plain.requiresGrad(true);
    assertThatThrownBy(() -> older.muli(2)).isInstanceOf(AutogradException.class).hasMessageContaining("a view of a leaf");
    Tensor wide = Tensor.of(1).expand(3);
    assertThatThrownBy(() -> wide.addi(1)).isInstanceOf(AutogradException.class).hasMessageContainingAll("share", "copy()");
    assertValues(wide.copy().addi(1), 2, 2, 2);
    assertValues(x, 1, 2);
    assertValues(plain, 1, 2);
  }

  @Test
  @DisplayName("G16 a transposed tensor, made contiguous and flat")
  void g16() {
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    x.t().contiguous().reshape(4).backward(Tensor.of(1, 2, 3, 4));
    assertValues(x.grad(), 1, 3, 2, 4);
  }

  @Test
  @DisplayName("G23 a gradient whose elements share one place goes through views")
  void g23() {
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    x.diag().backward(Tensor.of(7).expand(2));
    assertValues(x.grad(), 7, 0, 0, 7);
    x.clearGrad();
    x.select(0, 1).backward(Tensor.of(7).expand(2));
    assertValues(x.grad(), 0, 0, 7, 7);
    x.clearGrad();
    x.narrow(1, 0, 1).backward(Tensor.of(7).reshape(1, 1).expand(2, 1));
    assertValues(x.grad(), 7, 0, 7, 0);
  }

  @Test
  @DisplayName("G24 a view made before its base is changed sees the change, and its gradient")
  void g24() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(1);
    Tensor z = y.reshape(2, 1);
    y.muli(2);
    assertValues(z, 2, 4);
    assertValues(Adjoint.grad(z.sum(), x).getFirst(), 2, 2);
  }

  @Test
  @DisplayName("G25 two views of one base that retain their gradients, one changed in place")
  void g25() {
    Tensor x = leaf(1, 2);
    Tensor base = x.mul(1);
    Tensor first = base.reshape(2, 1);
    Tensor second = base.reshape(1, 2);
    first.retainGrad();
    second.retainGrad();
    first.muli(2);
    first.sum().add(second.sum()).backward();
    assertValues(first.grad(), 1, 1);
    assertValues(second.grad(), 1, 1);
    assertValues(x.grad(), 4, 4);
  }
}
