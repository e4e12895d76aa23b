package dev.adjoint.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions of images with few windows each, and their gradients: those of several images in one product, so that the
 * weights, of which there are the more, are read once for all of them.
 */
final class BatchConvolution {
  /** Windows of an image above which its own product is worth it. */
  private static final int MOST_WINDOWS = 64;
  /** Columns of a product. */
  private static final int COLUMNS = 512;
  /** Rows of a product for a thread, at least and at most, and how many parts keep threads busy. */
  private static final int LEAST_ROWS = 32;
  private static final int MOST_ROWS = 128;
  private static final int PARTS = 4;
  /** Parts of the product for the weights, each way: both of its operands are small, and copied for each part. */
  private static final int HALVES = 2;
  /** Terms of a sum at a time, so that a piece of the product is wide enough. */
  private static final int TERMS = 512;
  private static final int GRAIN = 8192;
  /** Elements of the largest matrix that is made beside the operands. */
  private static final int MOST_ELEMENTS = 1 << 23;

  private final ColumnProducts products;
  private final ConvolutionSizes sizes;
  private final int images;

  BatchConvolution(ColumnProducts products, ConvolutionSizes sizes) {
    this.products = products;
    this.sizes = sizes;
    int chunks = Math.ceilDiv(sizes.batch(), Math.clamp(COLUMNS / sizes.outputPlane(), 1, sizes.batch()));
    this.images = Math.ceilDiv(sizes.batch(), chunks);
  }

  /** Whether it is likely to be faster than a product for each image, and takes little memory. */
  static boolean isFor(ConvolutionSizes sizes) {
    if (sizes.groups() != 1 || sizes.batch() == 1 || sizes.outputPlane() > MOST_WINDOWS) {
      return false;
    }
    long columns = Math.min(COLUMNS, (long) sizes.batch() * sizes.outputPlane());
    return Math.max((long) sizes.channels() * sizes.taps(), sizes.filters()) * columns <= MOST_ELEMENTS;
  }

  private interface Chunk {
    void of(int image, BatchColumns columns);
  }

  private void chunks(Chunk task) {
    BatchColumns columns = null;
    for (int image = 0; image < sizes.batch(); image += images) {
      if (columns == null || image + images > sizes.batch()) {
        columns = new BatchColumns(sizes, Math.min(images, sizes.batch() - image));
      }
      task.of(image, columns);
    }
  }

  /** Rows of the matrix of windows. */
  private int rows() {
    return sizes.channels() * sizes.taps();
  }

  private int inputStep() {
    return sizes.channels() * sizes.inputPlane();
  }

  private int outputStep() {
    return sizes.filters() * sizes.outputPlane();
  }

  private void each(int count, int size, ThreadPool.RangeTask task) {
    products.pool.split(count, Math.max(1, GRAIN / Math.max(1, size)), task);
  }

  /** The output from the input; operands lie row by row. */
  void output(Operand x, Operand w, @Nullable Object bias, Operand y) {
    int k = rows();
    int filters = sizes.filters();
    int plane = sizes.outputPlane();
    chunks((image, columns) -> {
      Object windows = windows(x, image, columns);
      int count = columns.count();
      Object results = products.scratch.take(products.dtype, filters * count);
      Blas.Matrix a = new Blas.Matrix(w.array(), w.offset(), k, false);
      Blas.Matrix b = new Blas.Matrix(windows, 0, count, false);
      Blas.Matrix c = new Blas.Matrix(results, 0, count, false);
      int terms = Math.ceilDiv(k, Math.ceilDiv(k, TERMS));
      slices(filters, (from, size) -> {
        for (int term = 0; term < k; term += terms) {
          SmallProducts.multiply(products.blas, size, count, Math.min(terms, k - term), a.from(from, term), b.from(term, 0),
              c.from(from, 0), term > 0);
        }
      });
      each(filters, count, (from, to) -> columns.innermost().scatter(
          results, from * plane, to * plane, y.array(), y.offset() + image * outputStep(), outputStep()));
      products.scratch.give(windows, results);
    });
    addBias(y, bias, plane, filters);
  }

  /** The input from the output; operands lie row by row. */
  void input(Operand y, Operand w, @Nullable Object bias, Operand x) {
    int k = rows();
    int filters = sizes.filters();
    chunks((image, columns) -> {
      Object outputs = outputs(y, image, columns);
      int count = columns.count();
      Object results = products.scratch.take(products.dtype, k * count);
      Blas.Matrix a = new Blas.Matrix(w.array(), w.offset(), k, true);
      Blas.Matrix b = new Blas.Matrix(outputs, 0, count, false);
      Blas.Matrix c = new Blas.Matrix(results, 0, count, false);
      slices(k, (from, size) -> SmallProducts.multiply(
          products.blas, size, count, filters, a.from(from, 0), b, c.from(from, 0), false));
      Object inputs = columns.isAsGathered() ? results
          : products.scratch.take(products.dtype, sizes.channels() * columns.channelSize());
      each(sizes.channels(), sizes.taps() * count, (from, to) -> {
        if (inputs != results) {
          columns.fold(results, from, to, inputs);
        }
        columns.scatterInputs(inputs, from, to, x.array(), x.offset() + image * inputStep(), inputStep());
      });
      if (inputs != results) {
        products.scratch.give(inputs);
      }
      products.scratch.give(outputs, results);
    });
    addBias(x, bias, sizes.inputPlane(), sizes.channels());
  }

  /** The weights from output and input; operands lie row by row. */
  void weight(Operand y, Operand x, Operand w) {
    int k = rows();
    int filters = sizes.filters();
    chunks((image, columns) -> {
      Object outputs = outputs(y, image, columns);
      Object windows = windows(x, image, columns);
      int count = columns.count();
      Blas.Matrix a = new Blas.Matrix(outputs, 0, count, false);
      Blas.Matrix b = new Blas.Matrix(windows, 0, count, true);
      Blas.Matrix c = new Blas.Matrix(w.array(), w.offset(), k, false);
      int high = Math.ceilDiv(filters, HALVES);
      int wide = Math.ceilDiv(k, HALVES);
      products.pool.run(HALVES * HALVES, i -> {
        int row = i / HALVES * high;
        int column = i % HALVES * wide;
        if (row < filters && column < k) {
          products.blas.multiply(Math.min(high, filters - row), Math.min(wide, k - column), count, a.from(row, 0),
              b.from(0, column), c.from(row, column), image > 0);
        }
      });
      products.scratch.give(outputs, windows);
    });
  }

  private interface Slice {
    void of(int from, int size);
  }

  /** Parts of a product, for threads: which, depends on the sizes alone. */
  private void slices(int rows, Slice task) {
    int size = Math.clamp(Math.ceilDiv(rows, PARTS), LEAST_ROWS, MOST_ROWS) + 3 & ~3;
    products.pool.run(Math.ceilDiv(rows, size), i -> task.of(i * size, Math.min(size, rows - i * size)));
  }

  private Object windows(Operand x, int image, BatchColumns columns) {
    Object inputs = products.scratch.take(products.dtype, sizes.channels() * columns.channelSize());
    Object windows = columns.isAsGathered() ? inputs : products.scratch.take(products.dtype, rows() * columns.count());
    each(sizes.channels(), sizes.taps() * columns.count(), (from, to) -> {
      columns.gatherInputs(x.array(), x.offset() + image * inputStep(), inputStep(), from, to, inputs);
      if (windows != inputs) {
        columns.copy(inputs, from, to, windows);
      }
    });
    if (windows != inputs) {
      products.scratch.give(inputs);
    }
    return windows;
  }

  private Object outputs(Operand y, int image, BatchColumns columns) {
    int plane = sizes.outputPlane();
    Object outputs = products.scratch.take(products.dtype, columns.innermost().images() * outputStep());
    each(sizes.filters(), columns.count(), (from, to) -> columns.innermost().gather(
        y.array(), y.offset() + image * outputStep(), outputStep(), from * plane, to * plane, outputs));
    return outputs;
  }

  private void addBias(Operand planes, @Nullable Object bias, int size, int channels) {
    for (int image = 0; image < sizes.batch() && bias != null; image++) {
      PlaneLoops.addToPlanes(planes.array(), planes.offset() + image * channels * size, size, bias, 0, channels);
    }
  }
}
