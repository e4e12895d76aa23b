package dev.adjoint.spi;

/**
 * How a convolution slides. Input {@code x}, weight {@code w} and output {@code y} are tied by one trilinear form, the sum
 * over everything of {@code y[n, k, p] * w[k, c, t] * x[n, c, p * stride + t * dilation - padding]}, where what lies outside
 * of {@code x} counts as 0; each {@link Part} is a derivative of it. One entry an axis that is slid over; the sizes are those
 * of the three tensors.
 *
 * @param stride from one window to the next, at least 1
 * @param dilation from one tap to the next, at least 1
 * @param padding zeros in front; behind there are as many as the windows need
 * @param groups into how many parts, that do not mix, the channels of input and output fall
 */
public record ConvolutionShape(int[] stride, int[] dilation, int[] padding, int groups) {
  /** Which of the three tensors is computed, from the other two. */
  public enum Part {
    /** {@code [n, groups * k, output sizes..]}, from input and weight. */
    OUTPUT,
    /** {@code [n, groups * c, input sizes..]}, from output and weight. */
    INPUT,
    /** {@code [groups * k, c, kernel sizes..]}, from output and input. */
    WEIGHT
  }
}
