package dev.adjoint.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions with kernels of 3 x 3, stride 1, by Winograd's F(4x4, 3x3): a quarter of the multiplications, as 36 products
 * of matrices. Measured in float32 its error is some 5 times that of plain sums. A number that is not finite spreads to the
 * whole of the tiles that hold it.
 */
final class Winograd {
  private static final int SIDE = 6;
  private static final int TAPS = 9;
  private static final int PRODUCTS = SIDE * SIDE;
  /** Blocks that keep any number of threads busy. */
  private static final int MANY = 4;
  /** Tiles at a time, for few and for many channels. */
  private static final int TILES = 64;
  private static final int TILES_OF_MANY = 128;
  private static final int FEW_CHANNELS = 192;
  /** Elements of the tiles that are kept at a time for the gradient of the weights. */
  private static final int KEPT = 4 << 20;
  private static final int GRAIN = 4096;

  private final ColumnProducts products;
  private final ConvolutionSizes sizes;

  Winograd(ColumnProducts products, ConvolutionSizes sizes) {
    this.products = products;
    this.sizes = sizes;
  }

  private static int tiles(int length) {
    return Math.ceilDiv(length, WinogradTiles.STEP);
  }

  /** Whether it can compute a convolution, and is likely to be faster than the product with the matrix of windows. */
  static boolean isFor(ConvolutionSizes s, boolean towardsInput) {
    if (s.groups() != 1 || s.input()[0] != 1 || s.output()[0] != 1 || !Arrays.equals(s.kernel(), new int[] {1, 3, 3})
        || !ConvolutionSizes.isAll(s.stride(), 1) || !ConvolutionSizes.isAll(s.dilation(), 1)) {
      return false;
    }
    int[] out = towardsInput ? s.input() : s.output();
    // Nanoseconds, as measured on one thread: multiplications, and the transforms of tiles and of weights.
    double tiles = (double) s.batch() * tiles(out[1]) * tiles(out[2]);
    double pairs = (double) s.channels() * s.filters();
    double windows = (double) s.batch() * s.outputPlane();
    double plain = TAPS * windows * (pairs / 50 + s.channels() * 0.1);
    double here = PRODUCTS * (tiles * pairs / 45 + tiles * (s.channels() + s.filters()) * 0.6 + pairs * 0.5);
    return here < plain;
  }

  /** The output from the input; operands lie row by row. */
  void output(Operand x, Operand w, @Nullable Object bias, Operand y) {
    int pairs = sizes.channels() * sizes.filters();
    Object[] weights = products.scratch.take(products.dtype, WinogradTransform.WEIGHT.planes(), pairs);
    products.pool.split(pairs, GRAIN, (from, to) -> {
      for (int tap = 0; tap < TAPS; tap++) {
        StridedCopy.row(w.array(), w.offset() + from * TAPS + tap, TAPS, weights[tap], from, 1, to - from);
      }
      WinogradTransform.WEIGHT.run(weights, from, to);
    });
    convolve(x, sizes.channels(), sizes.input(), new int[] {sizes.padding()[1], sizes.padding()[2]}, weights, bias, y,
        sizes.filters(), sizes.output());
    products.scratch.give(weights);
  }

  /** The input from the output: a convolution, with the weights flipped and filters and channels changed over. */
  void input(Operand y, Operand w, @Nullable Object bias, Operand x) {
    int filters = sizes.filters();
    int channels = sizes.channels();
    Object[] weights = products.scratch.take(products.dtype, WinogradTransform.WEIGHT.planes(), channels * filters);
    products.pool.split(channels, Math.max(1, GRAIN / filters), (from, to) -> {
      for (int c = from; c < to; c++) {
        for (int tap = 0; tap < TAPS; tap++) {
          StridedCopy.row(w.array(), w.offset() + c * TAPS + TAPS - 1 - tap, channels * TAPS, weights[tap], c * filters, 1,
              filters);
        }
      }
      WinogradTransform.WEIGHT.run(weights, from * filters, to * filters);
    });
    convolve(y, filters, sizes.output(), new int[] {2 - sizes.padding()[1], 2 - sizes.padding()[2]}, weights, bias, x, channels,
        sizes.input());
    products.scratch.give(weights);
  }

  private void convolve(
      Operand source, int channels, int[] in, int[] shift, Object[] weights, @Nullable Object bias, Operand target, int filters,
      int[] out) {
    int height = tiles(out[1]);
    int width = tiles(out[2]);
    int wanted = channels + filters > FEW_CHANNELS ? TILES_OF_MANY : TILES;
    int images = Math.clamp(wanted / (height * width), 1, sizes.batch());
    int parts = Math.ceilDiv(height, Math.clamp(wanted / width, 1, height));
    int rows = Math.ceilDiv(height, parts);
    products.images(Math.ceilDiv(sizes.batch(), images) * parts, i -> {
      int image = i / parts * images;
      int row = i % parts * rows;
      if (row < height) {
        var tiles = new WinogradTiles(image, Math.min(images, sizes.batch() - image), row, Math.min(rows, height - row), width);
        block(tiles, source, channels, in, shift, weights, bias, target, filters, out);
      }
    });
  }

  private void block(
      WinogradTiles tiles, Operand source, int channels, int[] in, int[] shift, Object[] weights, @Nullable Object bias,
      Operand target, int filters, int[] out) {
    int count = tiles.count();
    Object[] inputs = products.scratch.take(products.dtype, WinogradTransform.INPUT.planes(), channels * count);
    Object[] outputs = products.scratch.take(products.dtype, WinogradTransform.OUTPUT.planes(), filters * count);
    transformed(tiles, source, channels, in, SIDE, shift, WinogradTransform.INPUT, inputs);
    products.pool.run(PRODUCTS, e -> SmallProducts.multiply(products.blas, filters, count, channels,
        new Blas.Matrix(weights[WinogradTransform.WEIGHT.result(e)], 0, channels, false),
        new Blas.Matrix(inputs[WinogradTransform.INPUT.result(e)], 0, count, false),
        new Blas.Matrix(outputs[e], 0, count, false)));
    products.pool.split(filters, Math.max(1, GRAIN / count), (from, to) -> {
      WinogradTransform.OUTPUT.run(outputs, from * count, to * count);
      Object line = products.scratch.take(products.dtype, tiles.width() * WinogradTiles.STEP);
      tiles.write(outputs, WinogradTransform.OUTPUT, bias, from, to, line, target, filters, out[1], out[2]);
      products.scratch.give(line);
    });
    products.scratch.give(inputs);
    products.scratch.give(outputs);
  }

  private void transformed(
      WinogradTiles tiles, Operand source, int channels, int[] in, int side, int[] shift, WinogradTransform transform,
      Object[] planes) {
    int count = tiles.count();
    products.pool.split(channels, Math.max(1, GRAIN / count), (from, to) -> {
      Object line = products.scratch.take(products.dtype, tiles.width() * WinogradTiles.STEP + side);
      tiles.read(source, channels, in[1], in[2], side, shift, from, to, line, planes);
      products.scratch.give(line);
      transform.run(planes, from * count, to * count);
    });
  }

  /** The weights from output and input. */
  void weight(Operand y, Operand x, Operand w) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    int pairs = channels * filters;
    int height = tiles(sizes.output()[1]);
    int width = tiles(sizes.output()[2]);
    int images = Math.clamp(KEPT / PRODUCTS / (channels + filters) / (height * width), 1, sizes.batch());
    int[] shift = {sizes.padding()[1], sizes.padding()[2]};
    int largest = images * height * width;
    Object[] inputs = products.scratch.take(products.dtype, WinogradTransform.INPUT.planes(), channels * largest);
    Object[] outputs = products.scratch.take(products.dtype, WinogradTransform.OUTPUT_TRANSPOSED.planes(), filters * largest);
    Object[] sums = products.scratch.take(products.dtype, WinogradTransform.WEIGHT_TRANSPOSED.planes(), pairs);
    for (int image = 0; image < sizes.batch(); image += images) {
      boolean isFirst = image == 0;
      var tiles = new WinogradTiles(image, Math.min(images, sizes.batch() - image), 0, height, width);
      int count = tiles.count();
      transformed(tiles, x, channels, sizes.input(), SIDE, shift, WinogradTransform.INPUT, inputs);
      transformed(tiles, y, filters, sizes.output(), WinogradTiles.STEP, new int[2], WinogradTransform.OUTPUT_TRANSPOSED,
          outputs);
      products.pool.run(PRODUCTS, e -> {
        Object product = isFirst ? sums[e] : products.scratch.take(products.dtype, pairs);
        SmallProducts.multiply(products.blas, filters, channels, count,
            new Blas.Matrix(outputs[WinogradTransform.OUTPUT_TRANSPOSED.result(e)], 0, count, false),
            new Blas.Matrix(inputs[WinogradTransform.INPUT.result(e)], 0, count, true),
            new Blas.Matrix(product, 0, channels, false));
        if (!isFirst) {
          PlaneLoops.add(sums[e], product, pairs);
          products.scratch.give(product);
        }
      });
    }
    products.pool.split(pairs, GRAIN, (from, to) -> {
      WinogradTransform.WEIGHT_TRANSPOSED.run(sums, from, to);
      for (int tap = 0; tap < TAPS; tap++) {
        StridedCopy.row(sums[WinogradTransform.WEIGHT_TRANSPOSED.result(tap)], from, 1, w.array(),
            w.offset() + from * TAPS + tap,
            TAPS, to - from);
      }
    });
    products.scratch.give(inputs);
    products.scratch.give(outputs);
    products.scratch.give(sums);
  }
}
