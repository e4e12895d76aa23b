package dev.adjoint.cpu;

import dev.adjoint.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The output of a convolution as the product of the weights with the matrix of windows. */
final class ColumnConvolution {
  private final ColumnProducts products;
  private final ConvolutionSizes sizes;
  private final Unrolling image;
  private final int[] starts;

  ColumnConvolution(ColumnProducts products, ConvolutionSizes sizes) {
    this.products = products;
    this.sizes = sizes;
    this.image = windows(sizes);
    this.starts = ColumnProducts.starts(image, 0, sizes.channels(), taps(sizes, 0), taps(sizes, 1), taps(sizes, 2));
  }

  /** What the taps along an axis read in the first window, counted from the start of the padding. */
  static int[] taps(ConvolutionSizes sizes, int axis) {
    return ColumnProducts.multiples(sizes.kernel()[axis], sizes.dilation()[axis]);
  }

  /** How the windows of the input lie. */
  static Unrolling windows(ConvolutionSizes sizes) {
    Unrolling.Axis[] axes = new Unrolling.Axis[ConvolutionSizes.AXES];
    Arrays.setAll(axes, i -> new Unrolling.Axis(
        sizes.input()[i], sizes.stride()[i], sizes.padding()[i], sizes.output()[i], taps(sizes, i)));
    return new Unrolling(axes);
  }

  /** All operands lie row by row from their offsets on. */
  void run(Operand x, Operand w, @Nullable Object bias, Operand y) {
    int plane = sizes.outputPlane();
    int k = sizes.channels() * sizes.taps();
    int filters = sizes.filters();
    products.images(sizes.batch() * sizes.groups(), i -> {
      int group = i % sizes.groups();
      int from = x.offset() + i * sizes.channels() * sizes.inputPlane();
      int to = y.offset() + i * filters * plane;
      boolean asGiven = image.isAsGiven();
      Object array = asGiven ? x.array() : products.unrolled(image, x.array(), from, sizes.channels());
      int[] shifted = asGiven ? Arrays.stream(starts).map(s -> s + from).toArray() : starts;
      products.multiply(
          filters, new Blas.Matrix(w.array(), w.offset() + group * filters * k, k, false), Columns.of(array, shifted),
          image.positions(), image.isTight() ? new Blas.Matrix(y.array(), to, plane, false) : null,
          (c, first, count) -> image.runs(first, count, (pz, py, px, position, n) -> {
            int at = to + (pz * sizes.output()[1] + py) * sizes.output()[2] + px;
            for (int f = 0; f < filters; f++) {
              PlaneLoops.copy(c.array(), f * c.stride() + position - first, y.array(), at + f * plane, n);
            }
          }));
      if (!asGiven) {
        products.scratch.give(array);
      }
      if (bias != null) {
        PlaneLoops.addToPlanes(y.array(), to, plane, bias, group * filters, filters);
      }
    });
  }
}
