package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.ConvolutionShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a convolution over up to three axes, always as three: axes that lack have size 1 and come first.
 *
 * @param batch images
 * @param groups parts that do not mix
 * @param channels of the input, in a group
 * @param filters channels of the output, in a group
 */
record ConvolutionSizes(
    int batch, int groups, int channels, int filters, int[] input, int[] kernel, int[] output, int[] stride, int[] dilation,
    int[] padding) {
  static final int AXES = 3;

  /** Null for more axes than three. */
  static @Nullable ConvolutionSizes of(ConvolutionShape shape, Shape input, Shape weight, Shape output) {
    int axes = weight.rank() - 2;
    if (axes > AXES) {
      return null;
    }
    return new ConvolutionSizes(
        input.size(0), shape.groups(), weight.size(1), weight.size(0) / shape.groups(), last(input.toArray(), axes, 1),
        last(weight.toArray(), axes, 1), last(output.toArray(), axes, 1), last(shape.stride(), axes, 1),
        last(shape.dilation(), axes, 1), last(shape.padding(), axes, 0));
  }

  private static int[] last(int[] sizes, int axes, int lacking) {
    int[] out = new int[AXES];
    Arrays.fill(out, lacking);
    System.arraycopy(sizes, sizes.length - axes, out, AXES - axes, axes);
    return out;
  }

  private static int product(int[] sizes) {
    return sizes[0] * sizes[1] * sizes[2];
  }

  /** Elements of one channel of the input. */
  int inputPlane() {
    return product(input);
  }

  /** Elements of one channel of the output. */
  int outputPlane() {
    return product(output);
  }

  /** Weights from one channel to one filter. */
  int taps() {
    return product(kernel);
  }

  /** Whether the input itself holds the columns of the windows. */
  boolean isPointwise() {
    return taps() == 1 && isAll(stride, 1) && isAll(padding, 0) && Arrays.equals(input, output);
  }

  static boolean isAll(int[] values, int value) {
    return Arrays.stream(values).allMatch(v -> v == value);
  }
}
