package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.GradCheck;
import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The from-scratch tutorial: T1 to T5. */
public abstract class TutorialCases extends OnBackend {
  @Test
  void t1_t2_aDiamond() {
    Tensor a = leaf(2);
    Tensor b = a.mul(3);
    Tensor c = a.add(2);
    Tensor d = b.add(4);
    Tensor e = c.mul(d);
    assertValues(e, 40);
    assertThat(e.gradFn().name()).isEqualTo("mul");
    assertThat(e.gradFn().saved()).extracting(s -> s.tensor().item()).containsExactly(4.0, 10.0);
    e.backward();
    assertValues(a.grad(), 22);
  }

  @Test
  void t3_t4_broadcastingIsSummedBack() {
    Tensor a = leaf(2, 2, 3);
    Tensor c = Tensor.of(new float[][] {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}).requiresGrad(true);
    Tensor d = a.mul(c);
    assertValues(d, 2, 4, 9, 4, 6, 12, 6, 8, 15);
    d.backward(Tensor.onesLike(d));
    assertValues(a.grad(), 6, 9, 12);
    assertValues(c.grad(), 2, 2, 3, 2, 2, 3, 2, 2, 3);
  }

  @Test
  void t5_subtractionNegationAndMatrixProductAgainstFiniteDifferences() {
    Tensor a = Tensor.of(new double[][] {{1.5, -2, 0.3}, {0.7, 1.1, -0.4}});
    Tensor b = Tensor.of(new double[][] {{0.2, 1.3}, {-0.8, 0.5}, {2.1, -1.7}});
    GradCheck.DEFAULT.runSecondOrder(in -> in.get(0).sub(in.get(1).t()).mul(in.get(0)), List.of(a, b));
    GradCheck.DEFAULT.runSecondOrder(in -> in.get(0).neg().mul(in.get(0)), List.of(a));
    GradCheck.DEFAULT.runSecondOrder(in -> in.get(0).matmul(in.get(1)), List.of(a, b));
  }
}
