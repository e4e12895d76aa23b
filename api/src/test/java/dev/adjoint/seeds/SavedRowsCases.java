package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Tensor;
import dev.adjoint.nn.Functional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operations along rows keep for their gradients: what these read, and no more. */
public abstract class SavedRowsCases extends WeightedCases {
  private static void assertSaves(Tensor y, String... names) {
    assertThat(y.gradFn().saved()).as(y.gradFn().name()).extracting(saved -> saved.name()).containsExactly(names);
  }

  private static Tensor rows() {
    return leaf64(1, 2, 4, 3, 0, 5).reshape(2, 3).detach().requiresGrad(true);
  }

  @Test
  @DisplayName("softmax and log-softmax save their output")
  void softmax() {
    assertSaves(rows().softmax(1), "output");
    assertSaves(rows().softmax(0), "output");
    assertSaves(rows().logSoftmax(1), "output");
  }

  @Test
  @DisplayName("logSumExp and std save input and output, var its input")
  void statistics() {
    assertSaves(rows().logSumExp(), "input 0", "output");
    assertSaves(rows().logSumExp(1), "input 0", "output");
    assertSaves(rows().std(1), "input 0", "output");
    assertSaves(rows().std(), "input 0", "output");
    assertSaves(rows().var(1), "input 0");
    assertSaves(rows().var(), "input 0");
  }

  @Test
  @DisplayName("max and min over axes save input and output, sum and mean nothing")
  void reductions() {
    assertSaves(rows().max(), "input 0", "output");
    assertSaves(rows().min(1), "input 0", "output");
    assertSaves(rows().sum(1));
    assertSaves(rows().mean());
  }

  @Test
  @DisplayName("layer, rms and batch norm save the input and the weight, not the bias, nor what is in between")
  void normalization() {
    Tensor weight = leaf64(1, 2, 3);
    Tensor bias = leaf64(1, 2, 3);
    int[] last = {3};
    assertSaves(Functional.layerNorm(rows(), last, weight, bias, 1e-5), "input 0", "input 1");
    assertSaves(Functional.layerNorm(rows(), last, null, null, 1e-5), "input 0");
    assertSaves(Functional.rmsNorm(rows(), last, weight, 1e-5), "input 0", "input 1");
    assertSaves(Functional.batchNorm(rows(), null, null, weight, bias, true, 0.1, 1e-5), "input 0", "input 1");
    // The weight is read for the gradient towards x alone.
    assertSaves(Functional.layerNorm(rows().detach(), last, weight, bias, 1e-5), "input 0");
    assertSaves(Functional.layerNorm(rows().detach(), last, weight.detach(), bias, 1e-5));
  }
}
