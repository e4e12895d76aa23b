package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/**
 * A convolution over three axes that owns its {@code weight} {@code [out, in / groups, kernel..]} and {@code bias}
 * {@code [out]}: {@link Functional#conv3d}. Both are uniform within {@code 1 / sqrt(fan)} at first, as PyTorch's.
 */
public final class Conv3d extends ConvolutionLayer {
  /**
   * From {@code [n, in, d, h, w]} to {@code [n, out, ..]}, with stride 1 and no padding.
   *
   * @throws ShapeException if a number is less than 1
   */
  public Conv3d(int in, int out, int kernel, Key key) {
    this(in, out, kernel, ConvOptions.DEFAULT, key);
  }

  /**
   * From {@code [n, in, d, h, w]} to {@code [n, out, ..]}.
   *
   * @param kernel its size along each axis
   * @throws ShapeException if a number is less than 1, or the groups do not divide the channels
   * @throws IllegalArgumentException if an option has neither one number nor one for each axis
   */
  public Conv3d(int in, int out, int kernel, ConvOptions options, Key key) {
    super(3, false, in, out, new int[] {kernel}, options, key);
  }

  /** {@link #Conv3d(int, int, int, ConvOptions, Key)} with a size for each axis. */
  public Conv3d(int in, int out, int[] kernel, ConvOptions options, Key key) {
    super(3, false, in, out, kernel, options, key);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.conv3d(x, weight(), bias(), options());
  }
}
