package dev.adjoint.seeds;

import static dev.adjoint.nn.PoolingFunctions.Interpolation.LINEAR;
import static dev.adjoint.nn.PoolingFunctions.Interpolation.NEAREST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.PoolOptions;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Convolution, pooling and resampling. */
public abstract class ConvolutionCases extends OnBackend {
  private static Tensor shaped(Shape shape, double... values) {
    return Tensor.of(values, shape).requiresGrad(true);
  }

  private static Tensor row(double... values) {
    return shaped(Shape.of(1, 1, values.length), values);
  }

  private static Tensor image(int height, double... values) {
    return shaped(Shape.of(1, 1, height, values.length / height), values);
  }

  private static void assertWeighted(Tensor out, Tensor x, double[] values, double[] gradient) {
    double[] weights = new double[out.size()];
    double w = 1;
    for (int i = 0; i < weights.length; i++, w *= 10) {
      weights[i] = w;
    }
    assertSame(out, values);
    x.clearGrad();
    out.backward(Tensor.of(weights, out.shape()));
    assertValues(x.grad(), gradient);
  }

  /** Also NaN and infinities. */
  private static void assertSame(Tensor out, double... expected) {
    double[] values = out.toDoubleArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(expected[i])) {
        assertThat(values[i]).isCloseTo(expected[i], within(1e-9));
      } else {
        assertThat(Double.valueOf(values[i])).isEqualTo(Double.valueOf(expected[i]));
      }
    }
  }

  private static void assertSummed(Tensor out, Tensor x, double[] values, double[] gradient) {
    assertValues(out, values);
    x.clearGrad();
    out.sum().backward();
    assertValues(x.grad(), gradient);
  }

  private static double[] v(double... values) {
    return values;
  }

  private static final ConvOptions PLAIN = ConvOptions.DEFAULT;

  @Test
  @DisplayName("CP01 a valid convolution does not flip its kernel")
  void cp01() {
    Tensor x = row(1, 2, 3, 4);
    Tensor k = row(1, 10);
    Tensor bias = Tensor.of(0.0).requiresGrad(true);
    assertSummed(Functional.conv1d(x, k, bias, PLAIN), x, v(21, 32, 43), v(1, 11, 11, 10));
    assertValues(k.grad(), 6, 9);
    assertValues(bias.grad(), 3);
  }

  @Test
  @DisplayName("CP02 padding 1")
  void cp02() {
    Tensor x = row(1, 2, 3, 4);
    Tensor k = row(1, 10);
    assertSummed(Functional.conv1d(x, k, null, PLAIN.padding(1)), x, v(10, 21, 32, 43, 4), v(11, 11, 11, 11));
    assertValues(k.grad(), 10, 10);
  }

  @Test
  @DisplayName("CP03 stride 2, also with an unused tail")
  void cp03() {
    Tensor x = row(1, 2, 3, 4);
    Tensor k = row(1, 10);
    assertSummed(Functional.conv1d(x, k, null, PLAIN.stride(2)), x, v(21, 43), v(1, 10, 1, 10));
    assertValues(k.grad(), 4, 6);
    Tensor longer = row(1, 2, 3, 4, 5);
    k.clearGrad();
    assertSummed(Functional.conv1d(longer, k, null, PLAIN.stride(2)), longer, v(21, 43), v(1, 10, 1, 10, 0));
    assertValues(k.grad(), 4, 6);
  }

  @Test
  @DisplayName("CP05 two groups")
  void cp05() {
    Tensor x = shaped(Shape.of(1, 2, 2), 1, 2, 3, 4);
    Tensor k = shaped(Shape.of(2, 1, 2), 1, 1, 10, 10);
    assertSummed(Functional.conv1d(x, k, null, PLAIN.groups(2)), x, v(3, 70), v(1, 1, 10, 10));
    assertValues(k.grad(), 1, 2, 3, 4);
  }

  @Test
  @DisplayName("CP06 same padding puts the odd one on the right, and refuses strides")
  void cp06() {
    Tensor x = row(1, 2, 3, 4);
    Tensor k = row(1, 10);
    assertSummed(Functional.conv1d(x, k, null, PLAIN.samePadding()), x, v(21, 32, 43, 4), v(1, 11, 11, 11));
    assertThatThrownBy(() -> Functional.conv1d(x, k, null, PLAIN.samePadding().stride(2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("stride").hasMessageContaining("[2]");
  }

  @Test
  @DisplayName("CP07 transposed convolution, with output padding")
  void cp07() {
    Tensor x = row(1, 2);
    Tensor k = row(1, 10);
    assertSummed(Functional.convTranspose1d(x, k, null, PLAIN.stride(2)), x, v(1, 10, 2, 20), v(11, 11));
    assertValues(k.grad(), 3, 3);
    Tensor three = row(1, 10, 100);
    Tensor out = Functional.convTranspose1d(x, three, null, PLAIN.stride(2).padding(1).outputPadding(1));
    assertSummed(out, x, v(10, 102, 20, 200), v(110, 111));
    assertValues(three.grad(), 2, 3, 3);
    assertThatThrownBy(() -> Functional.convTranspose1d(x, k, null, PLAIN.stride(2).outputPadding(2)))
        .isInstanceOf(ShapeException.class).hasMessageContaining("output padding [2]");
  }

  @Test
  @DisplayName("CP08 two axes")
  void cp08() {
    Tensor x = image(3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor k = image(2, 1, 2, 3, 4);
    assertSummed(Functional.conv2d(x, k), x, v(37, 47, 67, 77), v(1, 3, 2, 4, 10, 6, 3, 7, 4));
    assertValues(k.grad(), 12, 16, 24, 28);
  }

  @Test
  @DisplayName("CP09 bad groups and kernels larger than the input name the sizes")
  void cp09() {
    Tensor x = Tensor.ones(1, 3, 4);
    assertThatThrownBy(() -> Functional.conv1d(x, Tensor.ones(2, 1, 2), null, PLAIN.groups(2)))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 3, 4]").hasMessageContaining("2 groups");
    assertThatThrownBy(() -> Functional.conv1d(x, Tensor.ones(2, 2, 2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1, 3, 4]").hasMessageContaining("[2, 2, 2]");
    assertThatThrownBy(() -> Functional.conv1d(x, Tensor.ones(2, 3, 5))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("covers 5").hasMessageContaining("is 4");
    assertThatThrownBy(() -> Functional.maxPool1d(x, PoolOptions.kernel(5))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("covers 5");
    assertThatThrownBy(() -> Functional.maxPool1d(x, PoolOptions.kernel(2).padding(2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("half of the kernel");
    // What a function does not know is refused, not ignored.
    assertThatThrownBy(() -> Functional.avgPool1d(x, PoolOptions.kernel(2).dilation(2))).hasMessageContaining("no dilation");
    assertThatThrownBy(() -> Functional.lpPool1d(x, 2, PoolOptions.kernel(2).padding(1))).hasMessageContaining("no padding");
    assertThatThrownBy(() -> Functional.conv1d(x, Tensor.ones(2, 3, 2), null, PLAIN.outputPadding(1)))
        .hasMessageContaining("no output padding");
    assertThatThrownBy(() -> Functional.convTranspose1d(x, Tensor.ones(3, 1, 0), null, PLAIN))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[0]");
    assertThatThrownBy(() -> Functional.interpolate(Tensor.ones(2, 3), LINEAR, 3)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]");
  }

  @Test
  @DisplayName("CP11 a second backward through one convolution says so")
  void cp11() {
    Tensor x = row(1, 2, 3);
    Tensor loss = Functional.conv1d(x, row(1, 10)).sum();
    loss.backward();
    assertThatThrownBy(loss::backward).isInstanceOf(AutogradException.class).hasMessageContaining("already freed");
  }

  @Test
  @DisplayName("CP12 second derivatives with bias, groups, stride and dilation")
  void cp12() {
    Tensor x = Tensor.of(v(.3, -.8, 1.1, .4, -.2, .9, .7, -1.2, .5, .1, -.6, .8), Shape.of(1, 2, 6));
    Tensor k = Tensor.of(v(.5, -1, .25, .75), Shape.of(2, 1, 2));
    Tensor bias = Tensor.of(.1, -.2);
    GradCheck.DEFAULT.runSecondOrder(in -> Functional.conv1d(in.get(0), in.get(1), in.get(2),
        PLAIN.groups(2).stride(2).dilation(2).padding(1)), List.of(x, k, bias));
    GradCheck.DEFAULT.runSecondOrder(in -> Functional.conv1d(in.get(0), in.get(1), null, PLAIN.groups(2)).exp(), List.of(x, k));
  }

  @Test
  @DisplayName("CP13 max-pool")
  void cp13() {
    Tensor x = row(1, 2, 3, 4);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2)), x, v(2, 4), v(0, 1, 0, 10));
    assertThat(Functional.maxPool1dWithIndices(x, PoolOptions.kernel(2)).indices().toIntArray()).containsExactly(1, 3);
  }

  @Test
  @DisplayName("CP14 of equals the first gets the gradient")
  void cp14() {
    Tensor x = row(2, 2, 3, 3);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2)), x, v(2, 3), v(1, 0, 10, 0));
    Tensor ones = image(2, 1, 1, 1, 1);
    assertWeighted(Functional.maxPool2d(ones, PoolOptions.kernel(2)), ones, v(1), v(1, 0, 0, 0));
  }

  @Test
  @DisplayName("CP15 overlapping windows")
  void cp15() {
    Tensor x = row(1, 5, 2);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2).stride(1)), x, v(5, 5), v(0, 11, 0));
  }

  @Test
  @DisplayName("CP17 ceil mode")
  void cp17() {
    Tensor x = row(1, 2, 3);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2).ceilMode()), x, v(2, 3), v(0, 1, 10));
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2)), x, v(2), v(0, 1, 0));
  }

  @Test
  @DisplayName("CP18 NaN wins, and of -infinities the first")
  void cp18() {
    Tensor x = row(1, Double.NaN, 3, 4);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2)), x, v(Double.NaN, 4), v(0, 1, 0, 10));
    double low = Double.NEGATIVE_INFINITY;
    Tensor least = row(low, low, low, 4);
    assertWeighted(Functional.maxPool1d(least, PoolOptions.kernel(2)), least, v(low, 4), v(1, 0, 0, 10));
    // Padding never wins, not even over those.
    assertThat(Functional.maxPool1dWithIndices(least, PoolOptions.kernel(2).padding(1)).indices().toIntArray())
        .containsExactly(0, 1, 3);
  }

  @Test
  @DisplayName("CP19 dilation 2")
  void cp19() {
    Tensor x = row(1, 9, 2, 3);
    assertWeighted(Functional.maxPool1d(x, PoolOptions.kernel(2).stride(1).dilation(2)), x, v(2, 9), v(0, 10, 1, 0));
  }

  @Test
  @DisplayName("CP20 average pool, with padding counted and not")
  void cp20() {
    Tensor x = row(1, 2, 3, 4);
    assertWeighted(Functional.avgPool1d(x, PoolOptions.kernel(2)), x, v(1.5, 3.5), v(.5, .5, 5, 5));
    Tensor two = row(1, 2);
    PoolOptions padded = PoolOptions.kernel(2).padding(1);
    assertSummed(Functional.avgPool1d(two, padded), two, v(.5, 1), v(.5, .5));
    assertSummed(Functional.avgPool1d(two, padded.withoutPadding()), two, v(1, 2), v(1, 1));
    assertSummed(Functional.avgPool1d(two, PoolOptions.kernel(2).divisor(4)), two, v(.75), v(.25, .25));
  }

  @Test
  @DisplayName("CP21 average pool in ceil mode divides by the window's real size")
  void cp21() {
    Tensor x = row(1, 2, 3);
    assertSummed(Functional.avgPool1d(x, PoolOptions.kernel(2).ceilMode()), x, v(1.5, 3), v(.5, .5, 1));
  }

  @Test
  @DisplayName("CP23 adaptive pools overlap")
  void cp23() {
    Tensor x = row(1, 2, 3);
    assertWeighted(Functional.adaptiveAvgPool1d(x, 2), x, v(1.5, 2.5), v(.5, 5.5, 5));
    Tensor peak = row(1, 5, 3);
    var largest = Functional.adaptiveMaxPool1d(peak, 2);
    assertWeighted(largest.values(), peak, v(5, 5), v(0, 11, 0));
    assertThat(largest.indices().toIntArray()).containsExactly(1, 1);
  }

  @Test
  @DisplayName("CP23 adaptive pools to no part at all")
  void adaptiveToNothing() {
    Tensor x = row(1, 2, 3);
    assertThat(Functional.adaptiveAvgPool1d(x, 0).shape()).isEqualTo(Shape.of(1, 1, 0));
    assertThat(Functional.adaptiveMaxPool1d(x, 0).values().shape()).isEqualTo(Shape.of(1, 1, 0));
  }

  @Test
  @DisplayName("CP18 a dilated window that lies in the padding altogether")
  void dilatedPadding() {
    Tensor x = row(5, 7);
    PoolOptions windows = PoolOptions.kernel(2).dilation(3).padding(2).stride(1);
    double none = Double.NEGATIVE_INFINITY;
    assertWeighted(Functional.maxPool1d(x, windows), x, v(7, none, 5), v(100, 1));
  }

  @Test
  @DisplayName("pools over windows of many taps are pools along one axis after the other")
  void largeWindows() {
    double[] values = new double[2 * 9 * 8];
    Arrays.setAll(values, i -> Math.sin(i * i + 1));
    Tensor x = shaped(Shape.of(2, 1, 9, 8), values);
    PoolOptions both = PoolOptions.kernel(5, 6).stride(1);
    PoolOptions down = PoolOptions.kernel(5, 1).stride(1);
    PoolOptions across = PoolOptions.kernel(1, 6).stride(1);
    Tensor largest = Functional.maxPool2d(x, both);
    assertSame(largest, Functional.maxPool2d(Functional.maxPool2d(x, down), across).toDoubleArray());
    Tensor mean = Functional.avgPool2d(x, both);
    assertSame(mean, Functional.avgPool2d(Functional.avgPool2d(x, down), across).toDoubleArray());
    largest.mul(mean).sum().backward();
    double[] gradient = x.grad().toDoubleArray();
    x.clearGrad();
    Functional.maxPool2d(Functional.maxPool2d(x, down), across)
        .mul(Functional.avgPool2d(Functional.avgPool2d(x, down), across)).sum().backward();
    assertSame(x.grad(), gradient);
  }

  @Test
  @DisplayName("CP24 lp-pool at zeros has the gradient 0")
  void cp24() {
    Tensor x = row(0, 0, 3, 4);
    assertWeighted(Functional.lpPool1d(x, 2, PoolOptions.kernel(2)), x, v(0, 5), v(0, 0, 6, 8));
  }

  @Test
  @DisplayName("CP25 upsampling, nearest and linear")
  void cp25() {
    Tensor x = row(1, 2);
    assertWeighted(Functional.interpolate(x, NEAREST, 4), x, v(1, 1, 2, 2), v(11, 1100));
    assertWeighted(Functional.interpolate(x, LINEAR, 4), x, v(1, 1.25, 1.75, 2), v(33.5, 1077.5));
    assertWeighted(Functional.interpolate(x, LINEAR, true, 3), x, v(1, 1.5, 2), v(6, 105));
  }

  @Test
  @DisplayName("CP26 pixel shuffle has the gradient 1; fold of unfold multiplies by the overlap")
  void cp26() {
    Tensor x = shaped(Shape.of(1, 4, 1, 1), 1, 2, 3, 4);
    assertSummed(Functional.pixelShuffle(x, 2), x, v(1, 2, 3, 4), v(1, 1, 1, 1));
    assertSummed(Functional.pixelUnshuffle(Functional.pixelShuffle(x, 2), 2), x, v(1, 2, 3, 4), v(1, 1, 1, 1));
    Tensor three = shaped(Shape.of(1, 1, 1, 3), 1, 2, 3);
    PoolOptions windows = PoolOptions.kernel(1, 2);
    Tensor back = Functional.fold(Functional.unfold(three, windows), new int[] {1, 3}, windows);
    assertSummed(back, three, v(1, 4, 3), v(1, 2, 1));
  }

  @Test
  @DisplayName("CP27 grid sample at the centre")
  void cp27() {
    Tensor x = image(2, 1, 2, 3, 4);
    Tensor grid = shaped(Shape.of(1, 1, 1, 2), 0, 0);
    assertSummed(Functional.gridSample(x, grid, false, true), x, v(2.5), v(.25, .25, .25, .25));
    assertValues(grid.grad(), .5, 1);
    // From edge to edge the image is twice as wide as from centre to centre.
    grid.clearGrad();
    assertSummed(Functional.gridSample(x, grid), x, v(2.5), v(.25, .25, .25, .25));
    assertValues(grid.grad(), 1, 2);
  }

  @Test
  @DisplayName("CP29 attention")
  void cp29() {
    Tensor q = shaped(Shape.of(1, 2), 1, 0);
    Tensor k = shaped(Shape.of(2, 2), 1, 0, 0, 1);
    Tensor value = shaped(Shape.of(2, 1), 1, 2);
    assertSummed(Functional.scaledDotProductAttention(q, k, value), q, v(1.3302385), v(-.1563986, .1563986));
    assertValues(value.grad(), .66976155, .33023845);
  }

  @Test
  @DisplayName("CP30 linear and bilinear")
  void cp30() {
    Tensor x = shaped(Shape.of(1, 2), 2, 3);
    Tensor w = shaped(Shape.of(1, 2), 5, 7);
    Tensor bias = Tensor.of(1.0).requiresGrad(true);
    assertSummed(Functional.linear(x, w, bias), x, v(32), v(5, 7));
    assertValues(w.grad(), 2, 3);
    assertValues(bias.grad(), 1);
    Tensor a = shaped(Shape.of(1, 1), 2);
    Tensor b = shaped(Shape.of(1, 1), 3);
    Tensor c = shaped(Shape.of(1, 1, 1), 5);
    assertSummed(Functional.bilinear(a, b, c, null), a, v(30), v(15));
    assertValues(b.grad(), 10);
    assertValues(c.grad(), 6);
  }

  @Test
  @DisplayName("EM05 an empty batch goes through, with zeros for the parameters")
  void em05() {
    Tensor k = row(1, 10);
    UnaryOperator<Tensor> noGradient = out -> {
      out.sum().backward();
      return out;
    };
    assertThat(noGradient.apply(Functional.conv1d(Tensor.zeros(Shape.of(0, 1, 4), k.dtype()), k)).shape())
        .isEqualTo(Shape.of(0, 1, 3));
    assertValues(k.grad(), 0, 0);
    k.clearGrad();
    Tensor up = Functional.convTranspose1d(Tensor.zeros(Shape.of(0, 1, 4), k.dtype()), k, null, PLAIN);
    assertThat(noGradient.apply(up).shape()).isEqualTo(Shape.of(0, 1, 5));
    assertValues(k.grad(), 0, 0);
    Tensor x = Tensor.zeros(Shape.of(0, 2, 4), k.dtype()).requiresGrad(true);
    Tensor weight = Tensor.of(1.0, 2).requiresGrad(true);
    for (Tensor out : List.of(Functional.maxPool1d(x, PoolOptions.kernel(2)), Functional.avgPool1d(x, PoolOptions.kernel(2)),
        Functional.adaptiveAvgPool1d(x, 2), Functional.adaptiveMaxPool1d(x, 2).values())) {
      assertThat(noGradient.apply(out).shape()).isEqualTo(Shape.of(0, 2, 2));
      assertThat(x.grad().shape()).isEqualTo(x.shape());
    }
    for (Tensor out : List.of(Functional.groupNorm(x, 1, weight, null, 1e-5), Functional.instanceNorm(x, weight, null, 1e-5),
        Functional.batchNorm(x, Tensor.zerosLike(weight), Tensor.onesLike(weight), weight, null, false, .1, 1e-5))) {
      weight.clearGrad();
      assertThat(noGradient.apply(out).shape()).isEqualTo(x.shape());
      assertValues(weight.grad(), 0, 0);
    }
    assertThatThrownBy(() -> Functional.batchNorm(x, null, null, weight, null, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("more than one value");
  }

  @Test
  void lpPoolOfAnInfinitePower() {
    Tensor x = Tensor.of(1f, -3, 2, 0).reshape(1, 1, 4);
    for (double p : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertThatThrownBy(() -> Functional.lpPool1d(x, p, PoolOptions.kernel(2))).isInstanceOf(ShapeException.class)
          .hasMessageContaining("finite p").hasMessageContaining("maxPool1d");
    }
  }

  @Test
  @DisplayName("attention in float16 does not overflow")
  void attentionInHalf() {
    Tensor q = Tensor.of(new double[] {300, 300}, Shape.of(1, 2)).to(DType.FLOAT16).requiresGrad(true);
    Tensor value = Tensor.of(new double[] {1, 2}, Shape.of(1, 2)).to(DType.FLOAT16).requiresGrad(true);
    Tensor out = Functional.scaledDotProductAttention(q, q.detach(), value);
    assertThat(out.dtype()).isEqualTo(DType.FLOAT16);
    assertSummed(out, value, v(1, 2), v(1, 1));
    assertValues(q.grad(), 0, 0);
    Tensor mask = Tensor.of(new double[] {-1}, Shape.of(1, 1)).to(DType.FLOAT16);
    assertValues(Functional.scaledDotProductAttention(q, q.detach(), value, mask, true, 0), 1, 2);
  }

  @Test
  @DisplayName("products of integers say how to convert them")
  void productsOfIntegers() {
    Tensor x = Tensor.ofInts(1, 2);
    assertThatThrownBy(() -> x.matmul(x)).isInstanceOf(DTypeException.class)
        .hasMessageContaining("matmul is a function of floating-point numbers: convert both with to(FLOAT32)");
    assertThatThrownBy(() -> x.matmul(x.to(DType.FLOAT32))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("Convert one with to(FLOAT32)");
    Tensor three = x.reshape(1, 1, 2);
    assertThatThrownBy(() -> Functional.conv1d(three, three)).isInstanceOf(DTypeException.class)
        .hasMessageContaining("conv1d is a function of floating-point numbers: convert both with to(FLOAT32)");
    assertThatThrownBy(() -> Functional.conv1d(three, three.to(DType.FLOAT32))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("Convert one with to(FLOAT32)");
  }

  @Test
  @DisplayName("an argument that is null is named")
  void nullArguments() {
    Tensor x = row(1, 2, 3);
    assertNamed("conv1d: the weight", () -> Functional.conv1d(x, null));
    assertNamed("conv1d: the options", () -> Functional.conv1d(x, x, null, null));
    assertNamed("einsum: the equation", () -> Tensor.einsum(null, x));
    assertNamed("einsum: operand 0", () -> Tensor.einsum("ij", (Tensor) null));
    assertNamed("an index is null", () -> x.get((Index) null));
    assertNamed("to: the dtype", () -> x.to((DType) null));
  }

  private static void assertNamed(String argument, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessageContaining(argument);
  }
}
