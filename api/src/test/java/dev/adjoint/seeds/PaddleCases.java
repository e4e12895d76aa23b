package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Edge;
import dev.adjoint.nn.Linear;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paddle's dynamic-graph autograd: P1 to P6. */
public abstract class PaddleCases extends OnBackend {
  @Test
  void p1_aTensorTakesNoGradientUntilAskedAParameterDoes() {
    assertThat(Tensor.of(1, 2).requiresGrad()).isFalse();
    assertThat(new Linear(2, 3, Key.of(1)).parameters()).hasSize(2).allMatch(Tensor::requiresGrad);
  }

  @Test
  void p2_gradientsOfANonScalarSeededWithOnes() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = leaf(4, 5, 6);
    Tensor z = x.pow(2).add(y.mul(4));
    z.backward(Tensor.onesLike(z));
    assertValues(x.grad(), 2, 4, 6);
    assertValues(y.grad(), 4, 4, 4);
  }

  @Test
  void p2_withoutAGradientANonScalarIsRefusedWithTheRemedies() {
    Tensor z = leaf(1, 2, 3).pow(2);
    assertThatThrownBy(z::backward)
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("[3]")
        .hasMessageContaining("sum()")
        .hasMessageContaining("onesLike");
  }

  @Test
  void p3_aKeptGraphCanBeWalkedAgain() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.add(3);
    y.backward(Tensor.onesLike(y), Backward.retainGraph());
    assertValues(x.grad(), 1, 1, 1);
    y.mul(y).sum().backward();
    assertValues(x.grad(), 1 + 2 * 4, 1 + 2 * 5, 1 + 2 * 6);
  }

  @Test
  void p3_aFreedGraphIsAClearError() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.mul(x).sum();
    y.backward();
    assertThatThrownBy(y::backward)
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("freed")
        .hasMessageContaining("retainGraph");
    assertValues(x.grad(), 2, 4, 6);
  }

  @Test
  void p4_gradientsOfASumOfTenAndClearing() {
    List<Tensor> inputs = new ArrayList<>();
    Tensor sum = null;
    for (int i = 0; i < 10; i++) {
      Tensor ones = Tensor.ones(2, 2).requiresGrad(true);
      inputs.add(ones);
      sum = sum == null ? ones : sum.add(ones);
    }
    sum.sum().backward();
    for (Tensor x : inputs) {
      assertThat(x.grad().shape()).isEqualTo(Shape.of(2, 2));
      assertValues(x.grad(), 1, 1, 1, 1);
      x.zeroGrad();
      assertValues(x.grad(), 0, 0, 0, 0);
      x.clearGrad();
      assertThat(x.grad()).isNull();
    }
  }

  @Test
  void p5_aTensorThatTakesNoneGetsNone() {
    Tensor a = leaf(2);
    Tensor b = Tensor.of(5);
    a.mul(b).backward();
    assertValues(a.grad(), 5);
    assertThat(b.grad()).isNull();
  }

  @Test
  void p6_intermediateGradientsAreKeptOnRequest() {
    Tensor a = leaf(2);
    Tensor b = leaf(5);
    Tensor c = a.mul(b).retainGrad();
    Tensor d = leaf(4);
    c.mul(d).backward();
    assertValues(a.grad(), 20);
    assertValues(b.grad(), 8);
    assertValues(c.grad(), 4);
    assertValues(d.grad(), 10);
  }

  @Test
  void p7_theRecordedGraphCanBeWalked() {
    Tensor a = leaf(2);
    Tensor c = a.mul(leaf(5)).exp();
    assertThat(a.gradFn()).isNull();
    assertThat(c.gradFn().name()).isEqualTo("exp");
    assertThat(c.gradFn().next()).hasSize(1);
    Edge mul = c.gradFn().next().getFirst();
    assertThat(mul.node().name()).isEqualTo("mul");
    assertThat(mul.node().next()).extracting(edge -> edge.node().name()).containsExactly("leaf", "leaf");
    assertThat(mul.node().saved()).extracting(s -> s.name()).containsExactly("input 0", "input 1");
  }
}
