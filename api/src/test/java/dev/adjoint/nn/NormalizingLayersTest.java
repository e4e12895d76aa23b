package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

/** Batch, layer, group and root-mean-square normalisation as modules. */
class NormalizingLayersTest {
  private static Tensor real(int... sizes) {
    return Tensor.randn(Key.of(5), DType.FLOAT64, sizes);
  }

  @Test
  void runningValuesFollowTheBatches() {
    BatchNorm layer = new BatchNorm(1);
    Tensor x = Tensor.of(new float[][] {{1}, {2}, {6}});
    // Mean 3; variance 14/3 of the batch, 7 unbiased.
    assertThat(layer.apply(x).toFloatArray()).containsExactly(new float[] {-.9258191f, -.4629095f, 1.3887286f}, within(1e-5f));
    assertThat(layer.state().get("running_mean").item()).isCloseTo(.3, within(1e-6));
    assertThat(layer.state().get("running_var").item()).isCloseTo(.9 + .7, within(1e-6));
    layer.apply(x);
    assertThat(layer.state().get("running_mean").item()).isCloseTo(.57, within(1e-6));
    assertThat(layer.state().get("running_var").item()).isCloseTo(.9 * 1.6 + .7, within(1e-6));
    Tensor batches = layer.state().get("num_batches_tracked");
    assertThat(batches.dtype()).isEqualTo(DType.INT64);
    assertThat(batches.shape().rank()).isZero();
    assertThat(batches.item()).isEqualTo(2);
    layer.eval();
    float[] expected = {.43f, 1.43f, 5.43f};
    float[] y = layer.apply(x).toFloatArray();
    for (int i = 0; i < 3; i++) {
      assertThat(y[i]).isCloseTo((float) (expected[i] / Math.sqrt(2.14 + 1e-5)), within(1e-5f));
    }
    assertThat(layer.state().get("num_batches_tracked").item()).isEqualTo(2);
    assertThat(layer.state().get("running_mean").item()).isCloseTo(.57, within(1e-6));
  }

  @Test
  void layersOfNothingAreRefused() {
    assertThatThrownBy(() -> new BatchNorm(0)).isInstanceOf(ShapeException.class).hasMessageContainingAll("1 or more",
        "given 0");
    assertThatThrownBy(() -> new LayerNorm()).isInstanceOf(ShapeException.class).hasMessageContaining("given none");
  }

  @Test
  void aBatchThatIsComputedAgainForItsGradientIsTrackedOnce() {
    BatchNorm plain = new BatchNorm(2);
    BatchNorm inner = new BatchNorm(2);
    BatchNorm outer = new BatchNorm(2);
    Tensor x = Tensor.randn(Key.of(3), 5, 2).requiresGrad(true);
    Tensor kept = plain.apply(plain.apply(x).tanh()).tanh();
    kept.pow(2).sum().backward();
    float[] gradient = x.grad().toFloatArray();
    x.clearGrad();
    // One in the checkpoint, and one in a checkpoint inside of it; each sees what plain saw.
    Tensor y = Adjoint.checkpoint(z -> Adjoint.checkpoint(u -> inner.apply(u).tanh(), outer.apply(z).tanh()), x);
    Tensor loss = y.pow(2).sum();
    loss.backward(Backward.retainGraph());
    assertThat(x.grad().toFloatArray()).containsExactly(gradient, within(1e-6f));
    loss.backward();
    for (BatchNorm layer : new BatchNorm[] {outer, inner}) {
      assertThat(layer.state().get("num_batches_tracked").item()).isEqualTo(1);
    }
    BatchNorm second = new BatchNorm(2);
    second.apply(new BatchNorm(2).apply(x).tanh());
    assertThat(inner.state().get("running_var").toFloatArray())
        .containsExactly(second.state().get("running_var").toFloatArray(), within(1e-6f));
  }

  @Test
  void aBatchThatCannotBeNormalisedIsNotCounted() {
    BatchNorm layer = new BatchNorm(2);
    assertThatThrownBy(() -> layer.apply(Tensor.ones(1, 2))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> layer.apply(Tensor.ones(4, 3))).isInstanceOf(ShapeException.class);
    assertThat(layer.state().get("num_batches_tracked").item()).isZero();
    assertThat(layer.state().get("running_mean").toFloatArray()).containsOnly(0);
  }

  @Test
  void withoutRunningValuesTheBatchCountsAlways() {
    BatchNorm layer = new BatchNorm(2, NormOptions.DEFAULT.untracked().withoutWeight());
    assertThat(layer.state()).isEmpty();
    Tensor x = Tensor.randn(Key.of(1), 4, 2);
    assertThat(layer.eval().apply(x).toFloatArray())
        .containsExactly(Functional.batchNorm(x, null, null, null, null, true, .1, 1e-5).toFloatArray());
  }

  @Test
  void layersComputeWhatTheFunctionsDo() {
    Tensor x = Tensor.randn(Key.of(2), 3, 4, 5);
    Tensor weight = Tensor.randn(Key.of(3), 5);
    Tensor bias = Tensor.randn(Key.of(4), 5);
    LayerNorm layer = new LayerNorm(5);
    layer.load(java.util.Map.of("weight", weight, "bias", bias));
    assertThat(layer.apply(x).toFloatArray())
        .containsExactly(Functional.layerNorm(x, new int[] {5}, weight, bias, 1e-5).toFloatArray());
    RmsNorm rms = new RmsNorm(4, 5);
    assertThat(rms.apply(x).toFloatArray())
        .containsExactly(Functional.rmsNorm(x, new int[] {4, 5}, Tensor.ones(4, 5), Math.ulp(1f)).toFloatArray());
    GroupNorm group = new GroupNorm(2, 4, NormOptions.DEFAULT.eps(1e-3).withoutBias());
    assertThat(group.state().keySet()).containsExactly("weight");
    assertThat(group.apply(x).toFloatArray())
        .containsExactly(Functional.groupNorm(x, 2, Tensor.ones(4), null, 1e-3).toFloatArray());
  }

  @Test
  void theEpsOfRmsNormIsThatOfTheInputsType() {
    Tensor x = Tensor.of(1e-6, 1e-6);
    // 1e-6 / sqrt(1e-12 + 2^-52), and with 2^-23.
    assertThat(new RmsNorm(2).to(DType.FLOAT64).apply(x).toDoubleArray())
        .containsExactly(new double[] {.999888996, .999888996}, within(1e-9));
    assertThat(new RmsNorm(2).apply(x.to(DType.FLOAT32)).toFloatArray())
        .containsExactly(new float[] {.00289629f, .00289629f}, within(1e-8f));
    assertThat(new RmsNorm(new int[] {2}, NormOptions.DEFAULT.eps(3e-12)).to(DType.FLOAT64).apply(x).toDoubleArray())
        .containsExactly(new double[] {.5, .5}, within(1e-9));
  }

  @Test
  void gradients() {
    GradCheck.check(new BatchNorm(2).to(DType.FLOAT64), real(3, 2, 2));
    GradCheck.check(new BatchNorm(2).to(DType.FLOAT64).eval(), real(3, 2, 2));
    GradCheck.check(new LayerNorm(2, 3).to(DType.FLOAT64), real(2, 2, 3));
    GradCheck.check(new GroupNorm(2, 4).to(DType.FLOAT64), real(2, 4, 2));
    GradCheck.check(new RmsNorm(3).to(DType.FLOAT64), real(2, 3));
  }

  @Test
  void parametersGetTheirGradients() {
    BatchNorm layer = new BatchNorm(2);
    Tensor x = Tensor.randn(Key.of(2), 3, 2);
    layer.apply(x).sum().backward();
    assertThat(layer.namedParameters().get("bias").grad().toFloatArray()).containsExactly(3, 3);
    assertThat(layer.namedParameters().get("weight").grad()).isNotNull();
  }

  @Test
  void settingsThatMakeNoSense() {
    assertThatThrownBy(() -> NormOptions.DEFAULT.eps(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> NormOptions.DEFAULT.momentum(2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BatchNorm(-1)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> new GroupNorm(3, 4)).isInstanceOf(ShapeException.class).hasMessageContaining("3 groups");
  }
}
