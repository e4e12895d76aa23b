package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Convolution;
import dev.adjoint.ops.Resampling;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of {@link Functional}. They are cross-correlations: the kernel is not flipped. Inputs are {@code [n, channels,
 * sizes..]}, or without {@code n}, weights {@code [out, channels / groups, kernel..]} ({@code [channels, out / groups,
 * kernel..]} for the transposed ones), biases {@code [out]}; all floating-point of one type. Shapes that do not fit, kernels
 * that are larger than the padded input, and groups that do not divide the channels get a ShapeException.
 */
public abstract sealed class ConvolutionFunctions permits PoolingFunctions {
  ConvolutionFunctions() {}

  private static void checkPresent(String name, Tensor x, Tensor weight, ConvOptions o) {
    Objects.requireNonNull(x, () -> name + ": the input is null; expected a tensor");
    Objects.requireNonNull(weight, () -> name + ": the weight is null; expected a tensor");
    Objects.requireNonNull(o, () -> name + ": the options are null; expected ConvOptions.DEFAULT or others");
  }

  /** Checks that the kind of padding is one that there is. */
  private static void checkPadding(String name, boolean transposed, ConvOptions o) {
    if (transposed && o.same()) {
      throw new ShapeException(name + " takes its padding in numbers; given the padding that keeps the sizes");
    }
    if (!transposed && o.outputPadding().stream().anyMatch(p -> p != 0)) {
      throw new ShapeException(
          name + " has no output padding, which is for transposed convolutions; given " + o.outputPadding());
    }
  }

  /** Checks what a layer over some axes is made with, before there is an input. */
  static void check(String name, int axes, boolean transposed, ConvOptions o) {
    OptionChecks.axes(name, "stride", axes, o.stride());
    OptionChecks.axes(name, "padding", axes, o.padding());
    OptionChecks.axes(name, "output padding", axes, o.outputPadding());
    OptionChecks.axes(name, "dilation", axes, o.dilation());
    checkPadding(name, transposed, o);
    for (int i = 0; i < axes; i++) {
      if (transposed && at(o.outputPadding(), i) >= Math.max(at(o.stride(), i), at(o.dilation(), i))) {
        throw new ShapeException(
            name + ": the output padding " + o.outputPadding() + " is not smaller than the stride " + o.stride()
                + " or the dilation " + o.dilation());
      }
    }
    if (o.same() && o.stride().stream().anyMatch(s -> s != 1)) {
      throw new ShapeException(
          name + " that pads to the same size takes the stride 1; given " + o.stride() + ". Give the padding in numbers");
    }
  }

  /** The number for an axis of one for all, or one each. */
  private static int at(List<Integer> each, int axis) {
    return each.get(each.size() == 1 ? 0 : axis);
  }

  private static Tensor conv(int axes, Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions o) {
    checkPresent("conv" + axes + "d", x, weight, o);
    checkPadding("conv" + axes + "d", false, o);
    return Convolution.conv(axes, x, weight, bias, ConvOptions.array(o.stride()),
        o.same() ? null : ConvOptions.array(o.padding()), ConvOptions.array(o.dilation()), o.groups());
  }

  private static Tensor transposed(int axes, Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions o) {
    checkPresent("convTranspose" + axes + "d", x, weight, o);
    checkPadding("convTranspose" + axes + "d", true, o);
    return Convolution.transposed(axes, x, weight, bias, ConvOptions.array(o.stride()), ConvOptions.array(o.padding()),
        ConvOptions.array(o.outputPadding()), ConvOptions.array(o.dilation()), o.groups());
  }

  /** A convolution over one axis: stride 1, no padding. */
  public static Tensor conv1d(Tensor x, Tensor weight) {
    return conv(1, x, weight, null, ConvOptions.DEFAULT);
  }

  /** A convolution over one axis. */
  public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return conv(1, x, weight, bias, options);
  }

  /** A convolution over two axes: stride 1, no padding. */
  public static Tensor conv2d(Tensor x, Tensor weight) {
    return conv(2, x, weight, null, ConvOptions.DEFAULT);
  }

  /** A convolution over two axes. */
  public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return conv(2, x, weight, bias, options);
  }

  /** A convolution over three axes: stride 1, no padding. */
  public static Tensor conv3d(Tensor x, Tensor weight) {
    return conv(3, x, weight, null, ConvOptions.DEFAULT);
  }

  /** A convolution over three axes. */
  public static Tensor conv3d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return conv(3, x, weight, bias, options);
  }

  /** A transposed convolution over one axis: what a convolution's gradient does to its input. */
  public static Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return transposed(1, x, weight, bias, options);
  }

  /** A transposed convolution over two axes: what a convolution's gradient does to its input. */
  public static Tensor convTranspose2d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return transposed(2, x, weight, bias, options);
  }

  /** A transposed convolution over three axes: what a convolution's gradient does to its input. */
  public static Tensor convTranspose3d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
    return transposed(3, x, weight, bias, options);
  }

  /** The windows of {@code [n, channels, h, w]} as columns {@code [n, channels * taps, windows]} (im2col). */
  public static Tensor unfold(Tensor x, PoolOptions windows) {
    PoolingFunctions.checkPresent("unfold", x, windows);
    return Resampling.unfold(x, ConvOptions.array(windows.kernel()), PoolingFunctions.stride(windows, 1),
        ConvOptions.array(windows.padding()), ConvOptions.array(windows.dilation()));
  }

  /**
   * The transpose of {@link #unfold} (col2im): columns added up to {@code [n, channels, h, w]}.
   *
   * @param sizes h and w
   */
  public static Tensor fold(Tensor x, int[] sizes, PoolOptions windows) {
    PoolingFunctions.checkPresent("fold", x, windows);
    return Resampling.fold(x, sizes, ConvOptions.array(windows.kernel()), PoolingFunctions.stride(windows, 1),
        ConvOptions.array(windows.padding()), ConvOptions.array(windows.dilation()));
  }
}
