package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The notes on mechanics: N1, N2, N4, N5. */
public abstract class MechanicsCases extends OnBackend {
  @Test
  void n1_whatRequiresAGradient() {
    Tensor x = Tensor.rand(Key.of(1), 5, 5);
    Tensor y = Tensor.rand(Key.of(2), 5, 5);
    Tensor z = Tensor.rand(Key.of(3), 5, 5).requiresGrad(true);
    Tensor a = x.add(y);
    assertThat(a.requiresGrad()).isFalse();
    assertThat(a.add(z).requiresGrad()).isTrue();
  }

  @Test
  void n2_aSubgraphThatNeedsNoGradientLeavesNoNodeAndSavesNothing() {
    Tensor x = Tensor.rand(Key.of(1), 5, 5);
    Tensor frozen = x.exp().mul(x).tanh();
    assertThat(frozen.gradFn()).isNull();
    Tensor w = Tensor.rand(Key.of(2), 5, 5).requiresGrad(true);
    Tensor y = frozen.mul(w);
    assertThat(y.gradFn().next().get(0)).isNull();
    assertThat(y.gradFn().next().get(1)).isNotNull();
    // The gradient towards w reads the frozen factor alone.
    assertThat(y.gradFn().saved()).extracting(s -> s.tensor()).containsExactly(frozen);
    assertThat(y.gradFn().savedBytes()).isEqualTo(25 * 4);
  }

  @Test
  void n4_controlFlowDecidesTheGraph() {
    for (int limit : new int[] {3, 50}) {
      Tensor x = leaf(1.5f);
      Tensor y = x;
      int steps = 0;
      while (y.item() < limit) {
        y = y.mul(x);
        steps++;
      }
      y.backward();
      assertValues(x.grad(), (steps + 1) * Math.pow(1.5, steps));
    }
    GradCheck.checkSecondOrder(x -> x.sum().item() > 0 ? x.mul(x) : x.exp(), Tensor.of(1.0, 0.5));
  }

  @Test
  void n5_overwritingWhatAGradientNeedsIsFoundAtBackward() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor z = y.mul(y).sum();
    y.addi(1);
    assertThatThrownBy(z::backward)
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("mul")
        .hasMessageContaining("[2]")
        .hasMessageContaining("version 0")
        .hasMessageContaining("version 1");
    assertThat(x.grad()).isNull();
  }

  @Test
  void n5_inPlaceOnALeafIsRefused() {
    Tensor x = leaf(1, 2);
    assertThatThrownBy(() -> x.addi(1)).isInstanceOf(AutogradException.class).hasMessageContaining("leaf")
        .hasMessageContaining("noGrad");
    assertValues(x, 1, 2);
    assertThatThrownBy(() -> x.narrow(0, 0, 1).muli(2)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("view of a leaf");
    assertThatThrownBy(() -> Tensor.of(1).expand(3).addi(1)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("share");
  }

  @Test
  void n5_inPlaceOnAViewRewritesTheHistoryOfItsBase() {
    Tensor root = Tensor.of(new float[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    Tensor x = root.copy();
    x.select(0, 0).muli(2);
    assertValues(x, 2, 4, 3, 4);
    x.sum().backward();
    assertValues(root.grad(), 2, 2, 1, 1);
  }

  @Test
  void n5_oneViewSeesAnotherViewsChange() {
    Tensor root = Tensor.of(new float[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    Tensor x = root.copy();
    Tensor first = x.select(0, 0);
    Tensor second = x.select(0, 0);
    first.muli(2);
    second.sum().backward();
    assertValues(root.grad(), 2, 2, 0, 0);
  }

  @Test
  void n5_aConstantTakesTheHistoryOfWhatIsWrittenIntoIt() {
    Tensor r = leaf(3);
    Tensor x = Tensor.ones(5);
    Tensor view = x.narrow(0, 1, 1);
    x.muli(r);
    assertThat(view.requiresGrad()).isTrue();
    view.sum().backward();
    assertValues(r.grad(), 1);
  }

  @Test
  void n5_anOperationInPlaceKeepsItsOwnCopyOfWhatItOverwrites() {
    Tensor x = leaf(3);
    Tensor w = leaf(5);
    Tensor y = x.mul(1);
    y.muli(w);
    y.backward();
    assertValues(x.grad(), 5);
    assertValues(w.grad(), 3);
  }

  @Test
  void aFailedBackwardLeavesEveryLeafUntouched() {
    Tensor x = leaf(1, 2);
    Tensor u = leaf(1);
    Tensor h = x.mul(1);
    Tensor y = h.mul(h).sum().add(u);
    h.addi(1);
    assertThatThrownBy(y::backward).isInstanceOf(AutogradException.class);
    assertThat(List.of(x, u)).allMatch(leaf -> leaf.grad() == null);
  }
}
