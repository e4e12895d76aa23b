package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What no layer can work with is found where it is given, before there is an input. */
class OptionsTest {
  private static final ConvOptions CONV = ConvOptions.DEFAULT;
  private static final PoolOptions POOL = PoolOptions.kernel(2);
  private static final Key KEY = Key.of(1);

  private static void refused(ThrowingCallable make, String... parts) {
    assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
  }

  private static void isNull(ThrowingCallable make, String... parts) {
    assertThatThrownBy(make).isInstanceOf(NullPointerException.class).hasMessageContainingAll(parts);
  }

  @Test
  void numbersOfConvolutions() {
    refused(() -> CONV.stride(0), "stride", "1 or more", "[0]");
    refused(() -> CONV.stride(1, -2), "stride", "[1, -2]");
    refused(() -> CONV.stride(new int[0]), "one number", "[]");
    refused(() -> CONV.padding(-1), "padding", "0 to", "[-1]");
    refused(() -> CONV.padding(1 << 30), "padding", "1073741823", "[1073741824]");
    refused(() -> CONV.outputPadding(-1), "output padding", "[-1]");
    refused(() -> CONV.dilation(0), "dilation", "[0]");
    refused(() -> CONV.groups(0), "1 or more groups", "given 0");
    isNull(() -> CONV.stride((int[]) null), "one number");
  }

  @Test
  void numbersOfPooling() {
    refused(() -> PoolOptions.kernel(0), "kernel", "1 or more", "[0]");
    refused(() -> PoolOptions.kernel(new int[0]), "kernel", "[]");
    refused(() -> POOL.stride(-1), "stride", "[-1]");
    refused(() -> POOL.padding(-1), "padding", "[-1]");
    refused(() -> POOL.dilation(0), "dilation", "[0]");
    assertThat(POOL.stride(new int[0]).stride()).isEmpty();
    List<Integer> one = List.of(1);
    isNull(() -> new PoolOptions(null, one, one, one, false, true, 0), "A pooling: the kernel is null");
    isNull(() -> new PoolOptions(one, null, one, one, false, true, 0), "A pooling: the stride is null", "one for each axis");
  }

  @Test
  void otherNumbers() {
    refused(() -> CrossEntropyOptions.DEFAULT.labelSmoothing(1.5), "label smoothing takes", "from 0 to 1", "1.5");
    refused(() -> CrossEntropyOptions.DEFAULT.labelSmoothing(Double.NaN), "NaN");
    isNull(() -> CrossEntropyOptions.DEFAULT.reduction(null), "LossReduction.MEAN");
    refused(() -> AttentionOptions.DEFAULT.dropout(-.1), "from 0 to 1", "-0.1");
    refused(() -> TransformerOptions.DEFAULT.dropout(2), "from 0 to 1", "2.0");
    refused(() -> TransformerOptions.DEFAULT.hidden(0), "1 or more", "given 0");
    refused(() -> TransformerOptions.DEFAULT.eps(-1), "0 or more", "-1.0");
    isNull(() -> TransformerOptions.DEFAULT.activation(null), "Tensor::gelu");
  }

  @Test
  void settingsThatAreNotOneForEachAxis() {
    refused(() -> new Conv2d(1, 1, 3, CONV.stride(1, 1, 1), KEY), "Conv2d", "stride", "2", "[1, 1, 1]");
    refused(() -> new Conv1d(1, 1, 3, CONV.padding(1, 1), KEY), "Conv1d", "padding");
    refused(() -> new Conv3d(1, 1, 3, CONV.dilation(1, 1), KEY), "Conv3d", "dilation");
    refused(() -> new ConvTranspose2d(1, 1, 3, CONV.outputPadding(0, 0, 0), KEY), "ConvTranspose2d", "output padding");
    refused(() -> Layers.maxPool2d(PoolOptions.kernel(2, 2, 2)), "maxPool2d", "kernel", "[2, 2, 2]");
    refused(() -> Layers.avgPool1d(POOL.stride(2, 1)), "avgPool1d", "stride");
    refused(() -> Layers.adaptiveAvgPool2d(1, 2, 3), "adaptiveAvgPool2d", "[1, 2, 3]");
    refused(() -> Layers.adaptiveMaxPool1d(-1), "adaptiveMaxPool1d", "[-1]");
  }

  @Test
  void settingsThatALayerDoesNotHave() {
    assertThatThrownBy(() -> new Conv2d(1, 1, 3, CONV.outputPadding(1), KEY)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("Conv2d has no output padding");
    assertThatThrownBy(() -> new Conv2d(1, 1, 3, CONV.samePadding().stride(2), KEY)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("stride 1");
    assertThatThrownBy(() -> new ConvTranspose2d(1, 1, 3, CONV.samePadding(), KEY)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("padding in numbers");
    assertThatThrownBy(() -> Layers.avgPool2d(POOL.dilation(2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("no dilation");
  }

  @Test
  void numbersThatNoLayerCanWorkWith() {
    assertThatThrownBy(() -> new ConvTranspose2d(1, 1, 3, CONV.stride(2).outputPadding(2), KEY))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("ConvTranspose2d", "output padding [2]", "stride [2]", "dilation [1]");
    assertThatThrownBy(() -> new ConvTranspose2d(1, 1, 3, CONV.stride(3, 2).outputPadding(2), KEY))
        .isInstanceOf(ShapeException.class).hasMessageContaining("stride [3, 2]");
    Tensor x = Tensor.ones(1, 1, 2, 2);
    assertThat(new ConvTranspose2d(1, 1, 3, CONV.stride(3, 2).outputPadding(2, 1), KEY).apply(x).shape().toArray())
        .containsExactly(1, 1, 8, 6);
    assertThat(new ConvTranspose2d(1, 1, 2, CONV.dilation(3).outputPadding(2), KEY).apply(x).shape().toArray())
        .containsExactly(1, 1, 7, 7);
    for (ThrowingCallable make : List.<ThrowingCallable>of(() -> Layers.maxPool2d(POOL.divisor(3)),
        () -> Functional.maxPool2d(x, POOL.divisor(3)), () -> Functional.lpPool2d(x, 2, POOL.divisor(3)))) {
      assertThatThrownBy(make).isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("Pool2d has no divisor, which is for means", "3");
    }
    assertThat(Layers.avgPool2d(POOL.divisor(2)).apply(x).toFloatArray()).containsExactly(2);
    refused(() -> Layers.leakyRelu(Double.NaN), "leakyRelu", "finite slope", "NaN");
    refused(() -> NormOptions.DEFAULT.eps(Double.POSITIVE_INFINITY), "finite eps", "Infinity");
    refused(() -> TransformerOptions.DEFAULT.eps(Double.POSITIVE_INFINITY), "finite eps", "Infinity");
    assertThatThrownBy(() -> new Embedding(0, 2, KEY)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("1 or more symbols", "given 0 and 2");
  }

  @Test
  void sizesOfNormalisations() {
    for (ThrowingCallable make : List.<ThrowingCallable>of(() -> new LayerNorm(0), () -> new RmsNorm(3, 0))) {
      assertThatThrownBy(make).isInstanceOf(ShapeException.class).hasMessageContainingAll("1 or more", "0]");
    }
    assertThatThrownBy(() -> new RmsNorm()).isInstanceOf(ShapeException.class).hasMessageContaining("given none");
    isNull(() -> new LayerNorm((int[]) null), "the sizes are null");
    isNull(() -> new RmsNorm((int[]) null), "the sizes are null");
  }

  @Test
  void whatIsNull() {
    isNull(() -> new Linear(1, 1, null), "Linear: the key is null");
    isNull(() -> new Embedding(1, 1, null), "Embedding: the key is null");
    isNull(() -> new TransformerEncoder(4, 2, 1, null), "TransformerEncoder: the key is null");
    isNull(() -> new TransformerDecoder(4, 2, 1, null, KEY), "TransformerDecoder: the options are null");
    isNull(() -> new Conv2d(1, 1, (int[]) null, CONV, KEY), "Conv2d: the kernel is null");
    isNull(() -> new Sequential((Module[]) null), "Sequential");
    isNull(() -> new Sequential((List<Module>) null), "Sequential");
    isNull(() -> new Sequential(Layers.relu(), null), "1 is null");
    isNull(() -> new Linear(1, 1, null, KEY), "Linear: the dtype is null");
    isNull(() -> Layers.maxPool1d(null), "maxPool1d: the options are null");
    isNull(() -> Layers.adaptiveAvgPool2d((int[]) null), "one number");
    isNull(() -> Layers.unflatten(1, (int[]) null), "unflatten: the sizes are null");
    Tensor x = Tensor.ones(1, 2);
    isNull(() -> Functional.maxPool1d(x, null), "maxPool1d: the options are null");
    isNull(() -> Functional.avgPool1d(null, POOL), "avgPool1d: the input is null");
    isNull(() -> Functional.lpPool1d(x, 2, null), "lpPool1d: the options are null");
    isNull(() -> Functional.unfold(x, null), "unfold: the options are null");
    isNull(() -> Functional.fold(null, new int[] {1, 1}, POOL), "fold: the input is null");
    isNull(() -> Functional.linear(x, null, null), "linear: the weight is null");
    isNull(() -> Losses.crossEntropy(x, null), "crossEntropy: the target is null");
    isNull(() -> Losses.crossEntropy(x, Tensor.ofInts(1), null), "CrossEntropyOptions.DEFAULT");
    isNull(() -> new TransformerDecoder(4, 2, 1, KEY).apply(Tensor.ones(3, 4), null), "the memory is null");
  }

  /** Three or four matrices of this height would have more rows than can be counted. */
  @Test
  void matricesOfTooManyRows() {
    for (ThrowingCallable make : List.<ThrowingCallable>of(() -> new Lstm(1, 1 << 30, KEY), () -> new Gru(1, 1 << 30, KEY),
        () -> new MultiheadAttention(1 << 30, 2, KEY))) {
      assertThatThrownBy(make).isInstanceOf(ShapeException.class).hasMessageContaining("of 1073741824 numbers");
    }
  }

  /** A padding that is allowed alone may still be too large with an axis. */
  @Test
  void sizesAboveTheLargest() {
    Tensor x = Tensor.ones(1, 1, 4);
    int most = Integer.MAX_VALUE / 2;
    List<ThrowingCallable> all = new ArrayList<>();
    all.add(() -> new Conv1d(1, 1, 3, CONV.padding(most), KEY).apply(x));
    all.add(() -> new Conv1d(1, 1, 3, CONV.samePadding().dilation(Integer.MAX_VALUE), KEY).apply(x));
    all.add(() -> Functional.unfold(Tensor.ones(1, 1, 4, 4), POOL.padding(most)));
    all.add(() -> new ConvTranspose1d(1, 1, 3, CONV.stride(Integer.MAX_VALUE), KEY).apply(x));
    for (ThrowingCallable each : all) {
      assertThatThrownBy(each).isInstanceOf(ShapeException.class).hasMessageContaining("would be");
    }
  }

  @Test
  void optionsDoNotChangeWithAListThatTheyWereMadeOf() {
    List<Integer> stride = new ArrayList<>(List.of(1));
    ConvOptions options = new ConvOptions(stride, List.of(0), false, List.of(0), List.of(1), 1, true);
    stride.set(0, -1);
    assertThat(options.stride()).containsExactly(1);
  }
}
