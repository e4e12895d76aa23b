package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/**
 * A transposed convolution over two axes that owns its {@code weight} {@code [in, out / groups, kernel..]} and
 * {@code bias} {@code [out]}: {@link Functional#convTranspose2d}. Both are uniform within {@code 1 / sqrt(fan)} at first,
 * as PyTorch's.
 */
public final class ConvTranspose2d extends ConvolutionLayer {
  /**
   * From {@code [n, in, h, w]} to {@code [n, out, ..]}, with stride 1 and no padding.
   *
   * @throws ShapeException if a number is less than 1
   */
  public ConvTranspose2d(int in, int out, int kernel, Key key) {
    this(in, out, kernel, ConvOptions.DEFAULT, key);
  }

  /**
   * From {@code [n, in, h, w]} to {@code [n, out, ..]}.
   *
   * @param kernel its size along each axis
   * @throws ShapeException if a number is less than 1, or the groups do not divide the channels
   * @throws IllegalArgumentException if an option has neither one number nor one for each axis
   */
  public ConvTranspose2d(int in, int out, int kernel, ConvOptions options, Key key) {
    super(2, true, in, out, new int[] {kernel}, options, key);
  }

  /** {@link #ConvTranspose2d(int, int, int, ConvOptions, Key)} with a size for each axis. */
  public ConvTranspose2d(int in, int out, int[] kernel, ConvOptions options, Key key) {
    super(2, true, in, out, kernel, options, key);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.convTranspose2d(x, weight(), bias(), options());
  }
}
