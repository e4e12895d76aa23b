package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/**
 * A transposed convolution over one axis that owns its {@code weight} {@code [in, out / groups, kernel..]} and
 * {@code bias} {@code [out]}: {@link Functional#convTranspose1d}. Both are uniform within {@code 1 / sqrt(fan)} at first,
 * as PyTorch's.
 */
public final class ConvTranspose1d extends ConvolutionLayer {
  /**
   * From {@code [n, in, length]} to {@code [n, out, ..]}, with stride 1 and no padding.
   *
   * @throws ShapeException if a number is less than 1
   */
  public ConvTranspose1d(int in, int out, int kernel, Key key) {
    this(in, out, kernel, ConvOptions.DEFAULT, key);
  }

  /**
   * From {@code [n, in, length]} to {@code [n, out, ..]}.
   *
   * @param kernel its size along the axis
   * @throws ShapeException if a number is less than 1, or the groups do not divide the channels
   * @throws IllegalArgumentException if an option has neither one number nor one for each axis
   */
  public ConvTranspose1d(int in, int out, int kernel, ConvOptions options, Key key) {
    super(1, true, in, out, new int[] {kernel}, options, key);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.convTranspose1d(x, weight(), bias(), options());
  }
}
