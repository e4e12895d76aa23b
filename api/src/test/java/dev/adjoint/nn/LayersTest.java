package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers with weights, and those without, but the normalising ones. */
class LayersTest {
  private static Tensor real(int... sizes) {
    return Tensor.randn(Key.of(5), DType.FLOAT64, sizes);
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray());
  }

  @Test
  void aConvolutionComputedByHand() {
    Conv2d layer = new Conv2d(1, 1, 2, ConvOptions.DEFAULT.stride(2).padding(1), Key.of(1));
    layer.load(Map.of("weight", Tensor.of(new float[][][][] {{{{1, 2}, {3, 4}}}}), "bias", Tensor.of(10f)));
    Tensor y = layer.apply(Tensor.of(new float[][][][] {{{{1, 2}, {3, 4}}}}));
    assertThat(y.shape().toArray()).containsExactly(1, 1, 2, 2);
    assertThat(y.toFloatArray()).containsExactly(14, 16, 16, 14);
  }

  @Test
  void convolutionsComputeWhatTheFunctionsDo() {
    ConvOptions options = ConvOptions.DEFAULT.padding(1).groups(2);
    ConvolutionLayer[] layers = {
      new Conv1d(4, 2, 3, options, Key.of(1)), new Conv2d(4, 2, new int[] {3, 2}, options, Key.of(1)),
      new Conv3d(4, 2, 2, options, Key.of(1)), new ConvTranspose1d(4, 2, 3, options, Key.of(1)),
      new ConvTranspose2d(4, 2, new int[] {3, 2}, options, Key.of(1)), new ConvTranspose3d(4, 2, 2, options, Key.of(1))};
    int[][] kernels = {{3}, {3, 2}, {2, 2, 2}};
    for (int i = 0; i < layers.length; i++) {
      int axes = i % 3 + 1;
      int[] sizes = new int[axes + 2];
      Arrays.fill(sizes, 4);
      Tensor x = Tensor.randn(Key.of(2), sizes);
      Tensor w = layers[i].state().get("weight");
      Tensor b = layers[i].state().get("bias");
      int[] shape = new int[axes + 2];
      shape[0] = i < 3 ? 2 : 4;
      shape[1] = i < 3 ? 2 : 1;
      System.arraycopy(kernels[i % 3], 0, shape, 2, axes);
      assertThat(w.shape().toArray()).containsExactly(shape);
      Tensor expected = switch (i) {
        case 0 -> Functional.conv1d(x, w, b, options);
        case 1 -> Functional.conv2d(x, w, b, options);
        case 2 -> Functional.conv3d(x, w, b, options);
        case 3 -> Functional.convTranspose1d(x, w, b, options);
        case 4 -> Functional.convTranspose2d(x, w, b, options);
        default -> Functional.convTranspose3d(x, w, b, options);
      };
      assertSame(layers[i].apply(x), expected);
      double bound = 1 / Math.sqrt(w.size() / shape[0]);
      assertThat(w.abs().max().item()).isBetween(bound / 2, bound);
      assertThat(b.abs().max().item()).isLessThanOrEqualTo(bound);
      layers[i].to(DType.FLOAT64);
    }
    GradCheck.check(layers[0], real(1, 4, 3));
    GradCheck.check(layers[1], real(1, 4, 2, 2));
    GradCheck.check(layers[3], real(1, 4, 3));
    GradCheck.check(layers[4], real(1, 4, 2, 2));
    assertThat(new Conv2d(3, 4, 3, ConvOptions.DEFAULT.withoutBias(), Key.of(1)).state().keySet()).containsExactly("weight");
  }

  @Test
  void convolutionsThatDoNotFit() {
    assertThatThrownBy(() -> new Conv2d(3, 4, 3, ConvOptions.DEFAULT.groups(2), Key.of(1))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("3 and 4 channels and 2 groups");
    assertThatThrownBy(() -> new Conv2d(3, 4, new int[] {1, 2, 3}, ConvOptions.DEFAULT, Key.of(1)))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 2, 3]");
    assertThatThrownBy(() -> new Conv1d(3, 4, 0, Key.of(1))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> new Conv1d(3, 4, 1, Key.of(1)).apply(Tensor.ones(1, 2, 5))).isInstanceOf(ShapeException.class);
  }

  @Test
  void linearLayers() {
    Linear layer = Linear.withoutBias(2, 2, Key.of(1));
    assertThat(layer.state().keySet()).containsExactly("weight");
    layer.load(Map.of("weight", Tensor.of(new float[][] {{1, 2}, {3, 4}})));
    assertThat(layer.apply(Tensor.of(1f, 10f)).toFloatArray()).containsExactly(21, 43);
    GradCheck.check(new Linear(3, 2, DType.FLOAT64, Key.of(1)), real(2, 3));
  }

  @Test
  void thePaddingOfAnEmbeddingIsZeroAndStaysSo() {
    Embedding table = new Embedding(4, 2, 1, Key.of(1));
    assertThat(table.apply(Tensor.ofInts(1)).toFloatArray()).containsExactly(0, 0);
    table.apply(Tensor.ofLongs(1, 2, 2).reshape(3, 1)).sum().backward();
    assertThat(table.parameters().getFirst().grad().toFloatArray()).containsExactly(0, 0, 0, 0, 2, 2, 0, 0);
    assertThat(new Embedding(4, 2, Key.of(1)).apply(Tensor.ofInts(1)).toFloatArray()).doesNotContain(0);
    assertThatThrownBy(() -> new Embedding(4, 2, 4, Key.of(1))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("given 4");
    assertThatThrownBy(() -> new Embedding(-1, 2, Key.of(1))).isInstanceOf(ShapeException.class);
  }

  @Test
  void dropoutDropsOthersEachTimeAndTheSameForAKey() {
    Dropout a = new Dropout(0.25, Key.of(3));
    Dropout b = new Dropout(0.25, Key.of(3));
    Tensor x = Tensor.ones(1000);
    Tensor first = a.apply(x);
    assertSame(b.apply(x), first);
    Tensor second = a.apply(x);
    assertThat(second.toFloatArray()).isNotEqualTo(first.toFloatArray());
    assertSame(b.apply(x), second);
    assertThat(first.toFloatArray()).containsOnly(0, (float) (1 / .75));
    assertThat(first.eq(0).to(DType.FLOAT32).sum().item()).isBetween(200.0, 300.0);
    assertThat(a.eval().apply(x)).isSameAs(x);
    assertThatThrownBy(() -> new Dropout(1.5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1.5");
  }

  @Test
  void aSeedRepeatsDropout() {
    Adjoint.seed(7);
    Tensor first = new Dropout(0.5).apply(Tensor.ones(50));
    Adjoint.seed(7);
    assertSame(new Dropout(0.5).apply(Tensor.ones(50)), first);
    assertThat(new Dropout(0.5).apply(Tensor.ones(50)).toFloatArray()).isNotEqualTo(first.toFloatArray());
  }

  @Test
  void aCheckpointDropsTheSameAgain() {
    Dropout layer = new Dropout(0.5, Key.of(1));
    Tensor x = Tensor.ones(200).requiresGrad(true);
    Tensor y = Adjoint.checkpoint(layer, x);
    y.sum().backward();
    assertSame(x.grad(), y.detach());
    assertThat(layer.apply(x).toFloatArray()).isNotEqualTo(y.toFloatArray());
  }

  @Test
  void residuals() {
    Tensor x = Tensor.of(1f, 2f);
    assertThat(new Residual(Sequential.step(t -> t.mul(3))).apply(x).toFloatArray()).containsExactly(4, 8);
    Residual both = new Residual(Sequential.step(t -> t.mul(3)), new PRelu());
    assertThat(both.apply(x.neg()).toFloatArray()).containsExactly(-3.25f, -6.5f);
    assertThat(both.state().keySet()).containsExactly("shortcut.weight");
    assertThatThrownBy(() -> new PRelu(0, 1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void layersWithoutParametersComputeWhatTheFunctionsDo() {
    Tensor x = Tensor.randn(Key.of(4), 2, 4, 6).mul(3);
    assertSame(Layers.relu().apply(x), x.relu());
    assertSame(Layers.relu6().apply(x), x.relu6());
    assertSame(Layers.elu().apply(x), x.elu());
    assertSame(Layers.selu().apply(x), x.selu());
    assertSame(Layers.gelu().apply(x), x.gelu());
    assertSame(Layers.geluTanh().apply(x), x.geluTanh());
    assertSame(Layers.silu().apply(x), x.silu());
    assertSame(Layers.mish().apply(x), x.mish());
    assertSame(Layers.softplus().apply(x), x.softplus());
    assertSame(Layers.tanh().apply(x), x.tanh());
    assertSame(Layers.sigmoid().apply(x), x.sigmoid());
    assertSame(Layers.logSigmoid().apply(x), x.logSigmoid());
    assertSame(Layers.hardtanh().apply(x), x.hardtanh());
    assertSame(Layers.hardswish().apply(x), x.hardswish());
    assertSame(Layers.hardsigmoid().apply(x), x.hardsigmoid());
    assertSame(Layers.softsign().apply(x), x.softsign());
    assertSame(Layers.leakyRelu(.2).apply(x), x.leakyRelu(.2));
    assertSame(Layers.softmax(-1).apply(x), x.softmax(-1));
    assertSame(Layers.logSoftmax(1).apply(x), x.logSoftmax(1));
    assertSame(Layers.glu(1).apply(x), x.glu(1));
    assertSame(Layers.identity().apply(x), x);
    assertSame(Layers.flatten().apply(x), x.reshape(2, 24));
    assertSame(Layers.flatten(0, 1).apply(x), x.reshape(8, 6));
    assertSame(Layers.unflatten(2, 2, -1).apply(x), x.reshape(2, 4, 2, 3));
  }

  @Test
  void poolingComputesWhatTheFunctionsDo() {
    Tensor x = Tensor.randn(Key.of(4), 2, 4, 6, 6, 6);
    Tensor x2 = x.select(2, 0);
    Tensor x1 = x2.select(2, 0);
    PoolOptions two = PoolOptions.kernel(3).stride(2).padding(1);
    assertSame(Layers.maxPool1d(two).apply(x1), Functional.maxPool1d(x1, two));
    assertSame(Layers.maxPool2d(two).apply(x2), Functional.maxPool2d(x2, two));
    assertSame(Layers.maxPool3d(two).apply(x), Functional.maxPool3d(x, two));
    assertSame(Layers.avgPool1d(two).apply(x1), Functional.avgPool1d(x1, two));
    assertSame(Layers.avgPool2d(two).apply(x2), Functional.avgPool2d(x2, two));
    assertSame(Layers.avgPool3d(two).apply(x), Functional.avgPool3d(x, two));
    assertSame(Layers.adaptiveAvgPool1d(4).apply(x1), Functional.adaptiveAvgPool1d(x1, 4));
    assertSame(Layers.adaptiveAvgPool2d(4, 2).apply(x2), Functional.adaptiveAvgPool2d(x2, 4, 2));
    assertSame(Layers.adaptiveAvgPool3d(1).apply(x), Functional.adaptiveAvgPool3d(x, 1));
    assertSame(Layers.adaptiveMaxPool1d(4).apply(x1), Functional.adaptiveMaxPool1d(x1, 4).values());
    assertSame(Layers.adaptiveMaxPool2d(4, 2).apply(x2), Functional.adaptiveMaxPool2d(x2, 4, 2).values());
    assertSame(Layers.adaptiveMaxPool3d(1).apply(x), Functional.adaptiveMaxPool3d(x, 1).values());
    Module net = new Sequential(List.of(Layers.maxPool2d(two), Layers.avgPool2d(two), Layers.flatten(), Layers.gelu()));
    GradCheck.check(net, real(1, 2, 4, 4));
    assertThat(net.parameters()).isEmpty();
  }
}
