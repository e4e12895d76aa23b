package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.GridSample;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.Resampling;
import java.util.List;
import java.util.Objects;

/**
 * Pooling and resampling of {@link Functional}, over the last axes of {@code [n, channels, sizes..]}, or without {@code n}.
 * Settings that do not fit a tensor get a ShapeException that names the sizes.
 */
public abstract sealed class PoolingFunctions extends ConvolutionFunctions permits NormalizationFunctions {
  PoolingFunctions() {}

  /** Values and, as int32, the places they come from, counted row by row over the axes that are pooled. */
  public record Largest(Tensor values, Tensor indices) {}

  private static Largest largest(Pooling.Largest found) {
    return new Largest(found.values(), found.indices());
  }

  private static void checkPresent(String name, PoolOptions o) {
    Objects.requireNonNull(o, () -> name + ": the options are null; expected some, as PoolOptions.kernel(2)");
  }

  static void checkPresent(String name, Tensor x, PoolOptions o) {
    Objects.requireNonNull(x, () -> name + ": the input is null; expected a tensor");
    checkPresent(name, o);
  }

  static int[] stride(PoolOptions o, int otherwise) {
    return o.stride().isEmpty() ? new int[] {otherwise} : ConvOptions.array(o.stride());
  }

  private static Largest max(int axes, Tensor x, PoolOptions o) {
    checkPresent("maxPool" + axes + "d", x, o);
    refuseDivisor("maxPool" + axes + "d", o);
    return largest(Pooling.max(axes, x, ConvOptions.array(o.kernel()), ConvOptions.array(o.stride()),
        ConvOptions.array(o.padding()), ConvOptions.array(o.dilation()), o.ceil()));
  }

  private static void refuse(String name, String what, List<Integer> given, int usual) {
    if (given.stream().anyMatch(v -> v != usual)) {
      throw new ShapeException(name + " has no " + what + "; given " + given);
    }
  }

  private static void refuseDivisor(String name, PoolOptions o) {
    refuse(name, "divisor, which is for means", List.of(o.divisor()), 0);
  }

  /** Checks what maxima over some axes are made with, before there is an input. */
  static void checkMax(String name, int axes, PoolOptions o) {
    check(name, axes, o);
    refuseDivisor(name, o);
  }

  private static void check(String name, int axes, PoolOptions o) {
    checkPresent(name, o);
    OptionChecks.axes(name, "kernel", axes, o.kernel());
    OptionChecks.axes(name, "stride", axes, o.stride());
    OptionChecks.axes(name, "padding", axes, o.padding());
    OptionChecks.axes(name, "dilation", axes, o.dilation());
  }

  /** {@link #checkMax} of means. */
  static void checkMean(String name, int axes, PoolOptions o) {
    check(name, axes, o);
    refuse(name, "dilation", o.dilation(), 1);
  }

  private static Tensor mean(int axes, Tensor x, PoolOptions o) {
    checkPresent("avgPool" + axes + "d", x, o);
    refuse("avgPool" + axes + "d", "dilation", o.dilation(), 1);
    return Pooling.mean(axes, x, ConvOptions.array(o.kernel()), ConvOptions.array(o.stride()),
        ConvOptions.array(o.padding()), o.ceil(), o.countPadding(), o.divisor());
  }

  /** The largest element of each window over one axis: of equals the first, which gets the gradient; NaN if there is one. */
  public static Tensor maxPool1d(Tensor x, PoolOptions options) {
    return max(1, x, options).values();
  }

  /** {@link #maxPool1d}, and where the elements come from. */
  public static Largest maxPool1dWithIndices(Tensor x, PoolOptions options) {
    return max(1, x, options);
  }

  /** The mean of each window over one axis. */
  public static Tensor avgPool1d(Tensor x, PoolOptions options) {
    return mean(1, x, options);
  }

  /** {@code (sum(x^p))^(1/p)} of each window over one axis; the gradient is 0 where that is 0. */
  public static Tensor lpPool1d(Tensor x, double p, PoolOptions options) {
    return norm(1, x, p, options);
  }

  /** Means of windows, from {@code floor(i in / out)} to {@code ceil((i + 1) in / out)}, for an output of given size. */
  public static Tensor adaptiveAvgPool1d(Tensor x, int... output) {
    return Pooling.adaptiveMean(1, x, output);
  }

  /** The largest elements of the windows of {@link #adaptiveAvgPool1d}, and where they come from. */
  public static Largest adaptiveMaxPool1d(Tensor x, int... output) {
    return largest(Pooling.adaptiveMax(1, x, output));
  }

  /** The largest element of each window over two axes: of equals the first, which gets the gradient; NaN if there is one. */
  public static Tensor maxPool2d(Tensor x, PoolOptions options) {
    return max(2, x, options).values();
  }

  /** {@link #maxPool2d}, and where the elements come from. */
  public static Largest maxPool2dWithIndices(Tensor x, PoolOptions options) {
    return max(2, x, options);
  }

  /** The mean of each window over two axes. */
  public static Tensor avgPool2d(Tensor x, PoolOptions options) {
    return mean(2, x, options);
  }

  /** {@code (sum(x^p))^(1/p)} of each window over two axes; the gradient is 0 where that is 0. */
  public static Tensor lpPool2d(Tensor x, double p, PoolOptions options) {
    return norm(2, x, p, options);
  }

  /** Means of windows, from {@code floor(i in / out)} to {@code ceil((i + 1) in / out)}, for an output of given size. */
  public static Tensor adaptiveAvgPool2d(Tensor x, int... output) {
    return Pooling.adaptiveMean(2, x, output);
  }

  /** The largest elements of the windows of {@link #adaptiveAvgPool2d}, and where they come from. */
  public static Largest adaptiveMaxPool2d(Tensor x, int... output) {
    return largest(Pooling.adaptiveMax(2, x, output));
  }

  /** The largest element of each window over three axes: of equals the first, which gets the gradient; NaN if there is one. */
  public static Tensor maxPool3d(Tensor x, PoolOptions options) {
    return max(3, x, options).values();
  }

  /** {@link #maxPool3d}, and where the elements come from. */
  public static Largest maxPool3dWithIndices(Tensor x, PoolOptions options) {
    return max(3, x, options);
  }

  /** The mean of each window over three axes. */
  public static Tensor avgPool3d(Tensor x, PoolOptions options) {
    return mean(3, x, options);
  }

  /** {@code (sum(x^p))^(1/p)} of each window over three axes; the gradient is 0 where that is 0. */
  public static Tensor lpPool3d(Tensor x, double p, PoolOptions options) {
    return norm(3, x, p, options);
  }

  /** Means of windows, from {@code floor(i in / out)} to {@code ceil((i + 1) in / out)}, for an output of given size. */
  public static Tensor adaptiveAvgPool3d(Tensor x, int... output) {
    return Pooling.adaptiveMean(3, x, output);
  }

  /** The largest elements of the windows of {@link #adaptiveAvgPool3d}, and where they come from. */
  public static Largest adaptiveMaxPool3d(Tensor x, int... output) {
    return largest(Pooling.adaptiveMax(3, x, output));
  }

  private static Tensor norm(int axes, Tensor x, double p, PoolOptions o) {
    checkPresent("lpPool" + axes + "d", x, o);
    refuse("lpPool" + axes + "d", "dilation", o.dilation(), 1);
    refuse("lpPool" + axes + "d", "padding", o.padding(), 0);
    refuseDivisor("lpPool" + axes + "d", o);
    return Pooling.norm(axes, x, p, ConvOptions.array(o.kernel()), ConvOptions.array(o.stride()), o.ceil());
  }

  // ---- Resampling ----

  /** How {@link #interpolate} makes new elements. */
  public enum Interpolation {
    /** The old element that the new one lies in. */
    NEAREST,
    /** Linear, bilinear or trilinear, between the old elements around it. */
    LINEAR,
    /** Cubic, through four old elements along each axis. */
    CUBIC
  }

  /** {@code [n, channels, sizes..]} in other sizes, edges on edges. */
  public static Tensor interpolate(Tensor x, Interpolation how, int... sizes) {
    return interpolate(x, how, false, sizes);
  }

  /**
   * {@code [n, channels, sizes..]} in other sizes.
   *
   * @param alignCorners whether the centres of the outermost elements keep their places, instead of their outer edges
   * @param sizes one for all axes after the channels, or one each
   */
  public static Tensor interpolate(Tensor x, Interpolation how, boolean alignCorners, int... sizes) {
    if (x.shape().rank() < 3) {
      throw new ShapeException("interpolate takes a tensor [n, channels, sizes..]; given the shape " + x.shape());
    }
    return Resampling.resize(x.shape().rank() - 2, x, Resampling.How.valueOf(how.name()), alignCorners, sizes);
  }

  /** From {@code [.., channels * f * f, h, w]} to {@code [.., channels, h * f, w * f]}. */
  public static Tensor pixelShuffle(Tensor x, int factor) {
    return Resampling.pixelShuffle(x, factor);
  }

  /** The reverse of {@link #pixelShuffle}. */
  public static Tensor pixelUnshuffle(Tensor x, int factor) {
    return Resampling.pixelUnshuffle(x, factor);
  }

  /** The channels, axis 1, of each group in turn. */
  public static Tensor channelShuffle(Tensor x, int groups) {
    return Resampling.channelShuffle(x, groups);
  }

  /**
   * Images {@code [n, channels, h, w]} at the places of a grid {@code [n, outH, outW, 2]}, interpolated linearly: each place is
   * x and y, from -1 at the outer edge of the first element to 1 at that of the last. Outside is 0.
   */
  public static Tensor gridSample(Tensor x, Tensor grid) {
    return GridSample.bilinear(x, grid, false, false);
  }

  /**
   * {@link #gridSample(Tensor, Tensor)} otherwise.
   *
   * @param border whether places outside read the nearest element, instead of 0
   * @param alignCorners whether -1 and 1 are the centres of the outermost elements
   */
  public static Tensor gridSample(Tensor x, Tensor grid, boolean border, boolean alignCorners) {
    return GridSample.bilinear(x, grid, border, alignCorners);
  }
}
