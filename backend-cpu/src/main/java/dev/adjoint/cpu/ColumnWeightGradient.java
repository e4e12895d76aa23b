package dev.adjoint.cpu;

import java.util.Arrays;

/**
 * The weights of a convolution from its output and input (their gradient): the product of the output with the matrix of
 * windows, summed over the images. Threads take different channels and images; which, depends on the sizes alone.
 */
final class ColumnWeightGradient {
  /** Parts that keep threads busy. */
  private static final int PARTS = 8;
  /** Rows of the matrix of windows that fill a product. */
  private static final int LEAST_ROWS = 96;
  /** Windows a product, at least: those of several images if one has less. */
  private static final int LEAST_WINDOWS = 384;
  private static final int MOST_WINDOWS = 1024;

  private final ColumnProducts products;
  private final ConvolutionSizes sizes;
  private final Unrolling image;

  ColumnWeightGradient(ColumnProducts products, ConvolutionSizes sizes) {
    this.products = products;
    this.sizes = sizes;
    this.image = ColumnConvolution.windows(sizes);
  }

  /** All operands lie row by row from their offsets on. */
  void run(Operand y, Operand x, Operand w) {
    int taps = sizes.taps();
    int slice = Math.clamp(Math.ceilDiv(LEAST_ROWS, taps), Math.ceilDiv(sizes.channels(), PARTS), sizes.channels());
    int slices = Math.ceilDiv(sizes.channels(), slice);
    int spans = Math.clamp(PARTS / ((long) slices * sizes.groups()), 1, Math.max(1, sizes.batch()));
    int span = Math.ceilDiv(sizes.batch(), spans);
    Object[] sums = new Object[sizes.groups() * slices * spans];
    products.pool.run(sums.length, i -> {
      int group = i / spans / slices;
      int channel = i / spans % slices * slice;
      int image = i % spans * span;
      sums[i] = sum(y, x, group, channel, Math.min(slice, sizes.channels() - channel), image,
          Math.min(sizes.batch(), image + span));
    });
    int row = sizes.channels() * taps;
    for (int i = 0; i < sums.length; i += spans) {
      int channel = i / spans % slices * slice;
      int columns = Math.min(slice, sizes.channels() - channel) * taps;
      for (int more = 1; more < spans; more++) {
        PlaneLoops.add(sums[i], sums[i + more], sizes.filters() * columns);
      }
      int to = w.offset() + i / spans / slices * sizes.filters() * row + channel * taps;
      for (int f = 0; f < sizes.filters(); f++) {
        PlaneLoops.copy(sums[i], f * columns, w.array(), to + f * row, columns);
      }
    }
    products.scratch.give(sums);
  }

  /** The sum over some images for some channels: a matrix {@code filters x (channels * taps)}. */
  private Object sum(Operand y, Operand x, int group, int channel, int channels, int firstImage, int lastImage) {
    int rows = channels * sizes.taps();
    int positions = image.positions();
    int together = Math.clamp(LEAST_WINDOWS / Math.max(1, positions), 1, Math.max(1, lastImage - firstImage));
    int pieces = Math.max(1, Math.ceilDiv(positions, MOST_WINDOWS));
    int length = Math.ceilDiv(positions, pieces);
    int stride = length * together;
    Object sum = products.scratch.take(products.dtype, sizes.filters() * rows);
    Object more = products.scratch.take(products.dtype, sizes.filters() * rows);
    Object block = products.scratch.take(products.dtype, rows * stride);
    Object outputs = products.scratch.take(products.dtype, sizes.filters() * stride);
    Object copy = products.scratch.take(products.dtype, image.size(channels));
    boolean empty = true;
    for (int n = firstImage; n < lastImage; n += together) {
      int last = Math.min(n + together, lastImage);
      for (int from = 0; from < positions; from += length) {
        int count = Math.min(length, positions - from);
        int columns = 0;
        for (int i = n; i < last; i++, columns += count) {
          Columns windows = windows(x, i * sizes.groups() + group, channel, channels, copy, from == 0);
          windows.copy(from, count, block, columns, stride);
          outputs(y, i * sizes.groups() + group, from, count, outputs, columns, stride);
        }
        SmallProducts.multiply(products.blas, sizes.filters(), rows, columns, new Blas.Matrix(outputs, 0, stride, false),
            new Blas.Matrix(block, 0, stride, true), new Blas.Matrix(empty ? sum : more, 0, rows, false));
        if (!empty) {
          PlaneLoops.add(sum, more, sizes.filters() * rows);
        }
        empty = false;
      }
    }
    if (empty) {
      StridedCopy.fill(sum, 0, sizes.filters() * rows, 0);
    }
    products.scratch.give(more, block, outputs, copy);
    return sum;
  }

  private Columns windows(Operand x, int index, int channel, int channels, Object copy, boolean isNew) {
    int at = x.offset() + (index * sizes.channels() + channel) * sizes.inputPlane();
    boolean asGiven = image.isAsGiven();
    if (!asGiven && isNew) {
      image.copy(x.array(), at, 0, channels, copy);
    }
    int[][] taps = new int[ConvolutionSizes.AXES][];
    Arrays.setAll(taps, axis -> ColumnConvolution.taps(sizes, axis));
    return Columns.of(asGiven ? x.array() : copy, ColumnProducts.starts(image, asGiven ? at : 0, channels, taps));
  }

  /** The outputs at positions, and zeros where there is no window. */
  private void outputs(Operand y, int index, int from, int count, Object target, int at, int stride) {
    int plane = sizes.outputPlane();
    int start = y.offset() + index * sizes.filters() * plane;
    boolean tight = image.isTight();
    for (int f = 0; f < sizes.filters() && !tight; f++) {
      StridedCopy.fill(target, at + f * stride, count, 0);
    }
    image.runs(from, count, (pz, py, px, position, n) -> {
      int read = start + (pz * sizes.output()[1] + py) * sizes.output()[2] + px;
      for (int f = 0; f < sizes.filters(); f++) {
        PlaneLoops.copy(y.array(), read + f * plane, target, at + f * stride + position - from, n);
      }
    });
  }
}
