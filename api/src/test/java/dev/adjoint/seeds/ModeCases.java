package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where operations are recorded, and where they are not. */
public abstract class ModeCases extends WeightedCases {
  @Test
  @DisplayName("F01, F02 nothing is recorded in noGrad, all is again in enableGrad inside of it")
  void f01() {
    Tensor x = leaf(2);
    try (var _ = Adjoint.noGrad()) {
      Tensor w = x.mul(2);
      assertThat(w.requiresGrad()).isFalse();
      assertThat(w.isLeaf()).isTrue();
      assertThat(w.gradFn()).isNull();
      assertThatThrownBy(w::backward).isInstanceOf(AutogradException.class).hasMessageContaining("noGrad()");
      try (var _ = Adjoint.enableGrad()) {
        assertThat(x.mul(2).requiresGrad()).isTrue();
      }
      assertThat(x.mul(2).requiresGrad()).isFalse();
    }
    assertThat(x.mul(2).requiresGrad()).isTrue();
  }

  @Test
  @DisplayName("F04, F11 the mode ends with its block, however that ends; the innermost counts")
  void f04() {
    assertThatThrownBy(() -> {
      try (var _ = Adjoint.noGrad()) {
        throw new IllegalStateException("inside");
      }
    }).hasMessage("inside");
    assertThat(Adjoint.isGradEnabled()).isTrue();
    try (var _ = Adjoint.noGrad(); var _ = Adjoint.enableGrad(); var _ = Adjoint.noGrad()) {
      assertThat(Adjoint.isGradEnabled()).isFalse();
    }
    assertThat(Adjoint.isGradEnabled()).isTrue();
  }

  @Test
  @DisplayName("F05, F06 a leaf can be made in noGrad, and changed in place, and stays one")
  void f05() {
    try (var _ = Adjoint.noGrad()) {
      assertThat(leaf(1).requiresGrad()).isTrue();
    }
    Tensor x = leaf(1, 2);
    try (var _ = Adjoint.noGrad()) {
      x.addi(1);
    }
    assertThat(x.isLeaf()).isTrue();
    assertThat(x.requiresGrad()).isTrue();
    assertThat(x.version()).isEqualTo(1);
    assertValues(x, 2, 3);
  }

  @Test
  @DisplayName("F08, F24 backward runs in noGrad")
  void f08() {
    Tensor x = leaf(3);
    Tensor y = x.mul(x);
    try (var _ = Adjoint.noGrad()) {
      y.backward();
    }
    assertValues(x.grad(), 6);
  }

  @Test
  @DisplayName("F10 hooks see the mode of their pass")
  void f10() {
    List<Boolean> seen = new ArrayList<>();
    Tensor x = leaf(3);
    Tensor y = x.mul(x);
    y.registerHook(g -> {
      seen.add(Adjoint.isGradEnabled());
      return null;
    });
    y.backward(Backward.createGraph());
    y.backward();
    assertThat(seen).containsExactly(true, false);
  }

  @Test
  @DisplayName("F13 a view made in noGrad cannot be changed outside of it; both inside, or both outside, it can")
  void f13() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor view;
    try (var _ = Adjoint.noGrad()) {
      view = y.narrow(0, 0, 1);
    }
    Tensor inside = view;
    assertThatThrownBy(() -> inside.muli(3)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("mul", "noGrad()", "ambiguous", "detach()");
    assertThatThrownBy(() -> inside.reshape(1, 1).addi(1)).isInstanceOf(AutogradException.class);
    assertValues(y, 2, 4);
    assertThat(y.version()).isZero();
    try (var _ = Adjoint.noGrad()) {
      view.muli(3);
    }
    assertValues(y, 6, 4);
    y.narrow(0, 0, 1).muli(5);
    y.sum().backward();
    assertValues(y, 30, 4);
    assertValues(x.grad(), 10, 2);
  }

  @Test
  @DisplayName("F13 a constant seen in noGrad cannot take part in what it is changed to later; untracked, it changes")
  void f13OfConstants() {
    Tensor constant = Tensor.of(1, 2);
    Tensor view;
    try (var _ = Adjoint.noGrad()) {
      view = constant.narrow(0, 0, 1);
    }
    view.muli(7);
    assertValues(constant, 7, 2);
    constant.muli(leaf(2));
    assertValues(view, 14);
    assertThatThrownBy(() -> view.mul(leaf(1))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("noGrad()", "base");
    assertValues(view.detach().mul(2), 28);
  }

  @Test
  @DisplayName("F14 a custom function in noGrad is not recorded")
  void f14() {
    SimpleFunction twice = Adjoint.custom(in -> in[0].mul(2), (in, out, g) -> new Tensor[] {g.mul(2)});
    try (var _ = Adjoint.noGrad()) {
      Tensor y = twice.apply(leaf(1));
      assertThat(y.requiresGrad()).isFalse();
      assertThat(y.gradFn()).isNull();
    }
  }

  @Test
  @DisplayName("F16, F17, F20 inference tensors count no versions, and are not changed nor tracked outside")
  void f16() {
    Tensor x = leaf(2);
    Tensor q;
    try (var _ = Adjoint.inferenceMode()) {
      q = x.mul(3);
      q.addi(1);
      assertValues(q, 7);
    }
    assertThatThrownBy(q::version).isInstanceOf(AutogradException.class).hasMessageContaining("inference");
    assertThatThrownBy(() -> q.addi(1)).isInstanceOf(AutogradException.class).hasMessageContainingAll("inference", "copy()");
    assertThatThrownBy(() -> q.requiresGrad(true)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("inference", "copy()");
    assertThat(q.copy().requiresGrad(true).requiresGrad()).isTrue();
  }

  @Test
  @DisplayName("F18 inference tensors mix with others, but are not saved")
  void f18() {
    Tensor x = leaf(2);
    Tensor q;
    try (var _ = Adjoint.inferenceMode()) {
      q = x.mul(3);
    }
    assertThatThrownBy(() -> x.mul(q)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("mul", "cannot be saved for backward");
    q.add(x).backward();
    assertValues(x.grad(), 1);
  }

  @Test
  @DisplayName("F19 enableGrad does not record inside inferenceMode")
  void f19() {
    Tensor x = leaf(2);
    try (var _ = Adjoint.inferenceMode()) {
      try (var _ = Adjoint.enableGrad()) {
        Tensor y = x.mul(x);
        assertThat(y.requiresGrad()).isFalse();
        assertThat(y.isInference()).isTrue();
        assertThat(Adjoint.isGradEnabled()).isFalse();
      }
    }
    Tensor after = x.mul(x);
    assertThat(after.isInference()).isFalse();
    assertThat(after.requiresGrad()).isTrue();
  }

  @Test
  @DisplayName("F22 a view made in inferenceMode of a tensor that is changed later has no history to go by")
  void f22() {
    Tensor y = leaf(1, 2).mul(2);
    Tensor view;
    try (var _ = Adjoint.inferenceMode()) {
      view = y.narrow(0, 0, 1);
    }
    y.muli(2);
    assertThatThrownBy(view::gradFn).isInstanceOf(AutogradException.class).hasMessageContaining("inferenceMode()");
    assertThatThrownBy(() -> view.add(1)).isInstanceOf(AutogradException.class);
    assertThatThrownBy(() -> view.addi(1)).isInstanceOf(AutogradException.class);
    try (var _ = Adjoint.noGrad()) {
      assertThatThrownBy(view::isLeaf).isInstanceOf(AutogradException.class);
    }
  }

  @Test
  @DisplayName("F23 a factor computed in noGrad is a constant")
  void f23() {
    Tensor x = leaf(2);
    Tensor y = x.mul(5).add(5);
    Tensor m;
    try (var _ = Adjoint.noGrad()) {
      m = y.mul(5);
    }
    m.mul(y).backward();
    assertValues(x.grad(), 375);
  }
}
