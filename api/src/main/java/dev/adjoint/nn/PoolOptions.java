package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import java.util.List;
import java.util.Objects;

/**
 * How pooling slides: {@code PoolOptions.kernel(3).stride(2).padding(1)}. Each setting is one number for all axes, or one each.
 *
 * @param kernel the sizes of a window
 * @param stride from one window to the next; empty for as much as the kernel
 * @param padding in front and behind, at most half of the kernel; never the largest
 * @param dilation from one tap to the next; for maxima
 * @param ceil whether a last window counts that sticks out behind
 * @param countPadding whether padding counts as zeros in means; not what a last window sticks out
 * @param divisor what sums are divided by in means, the only ones to have it; 0 for the number of elements
 */
public record PoolOptions(
    List<Integer> kernel, List<Integer> stride, List<Integer> padding, List<Integer> dilation, boolean ceil,
    boolean countPadding, int divisor) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a kernel, a stride or a dilation is less than 1, or a padding negative or so large that
   *     no axis has room for it
   */
  public PoolOptions {
    String name = "A pooling";
    kernel = OptionChecks.steps(name, "kernel", kernel);
    Objects.requireNonNull(stride,
        name + ": the stride is null; expected one number, one for each axis, or none for the kernel");
    stride = stride.isEmpty() ? List.of() : OptionChecks.steps(name, "stride", stride);
    padding = OptionChecks.padding(name, "padding", padding);
    dilation = OptionChecks.steps(name, "dilation", dilation);
  }

  /** Windows of these sizes, side by side. */
  public static PoolOptions kernel(int... sizes) {
    return new PoolOptions(ConvOptions.list(sizes), List.of(), List.of(0), List.of(1), false, true, 0);
  }

  /** With another stride. */
  public PoolOptions stride(int... each) {
    return new PoolOptions(kernel, ConvOptions.list(each), padding, dilation, ceil, countPadding, divisor);
  }

  /** With another padding. */
  public PoolOptions padding(int... each) {
    return new PoolOptions(kernel, stride, ConvOptions.list(each), dilation, ceil, countPadding, divisor);
  }

  /** With another dilation. */
  public PoolOptions dilation(int... each) {
    return new PoolOptions(kernel, stride, padding, ConvOptions.list(each), ceil, countPadding, divisor);
  }

  /** A last window counts that sticks out behind, if it starts inside of the input or the padding in front. */
  public PoolOptions ceilMode() {
    return new PoolOptions(kernel, stride, padding, dilation, true, countPadding, divisor);
  }

  /** Padding does not count in means. */
  public PoolOptions withoutPadding() {
    return new PoolOptions(kernel, stride, padding, dilation, ceil, false, divisor);
  }

  /**
   * Sums are divided by this number in means.
   *
   * @throws ShapeException if it is 0
   */
  public PoolOptions divisor(int number) {
    if (number == 0) {
      throw new ShapeException("avgPool divides by the divisor; given 0. Without one, it divides by the number of elements");
    }
    return new PoolOptions(kernel, stride, padding, dilation, ceil, countPadding, number);
  }
}
