package dev.adjoint.cpu;

import dev.adjoint.DType;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What the convolutions by products with the matrix of windows have in common: it is made a piece at a time. */
final class ColumnProducts {
  /** Images that keep any number of threads busy. */
  private static final int MANY = 4;
  /** Rows of the product a thread, where the pieces of an image are too few for all. */
  private static final int ROWS = 64;
  private static final int GRAIN = 32_768;

  final ThreadPool pool;
  final Scratch scratch;
  final Blas blas;
  final DType dtype;

  ColumnProducts(ThreadPool pool, Scratch scratch, Blas blas, DType dtype) {
    this.pool = pool;
    this.scratch = scratch;
    this.blas = blas;
    this.dtype = dtype;
  }

  /** What takes the results of some positions. */
  interface Sink {
    void take(Blas.Matrix results, int from, int count);
  }

  /** Images go to different threads; where there are few, one comes after the other and divides its own work. */
  void images(int count, IntConsumer task) {
    if (count >= MANY) {
      pool.run(count, task);
    } else {
      for (int i = 0; i < count; i++) {
        task.accept(i);
      }
    }
  }

  /** {@code 0, factor, 2 factor, ..} */
  static int[] multiples(int count, int factor) {
    int[] out = new int[count];
    Arrays.setAll(out, i -> i * factor);
    return out;
  }

  /** Where the rows of the matrix of windows start: for each channel, each tap of the three lists. */
  static int[] starts(Unrolling image, int at, int channels, int[]... taps) {
    int[] out = new int[channels * taps[0].length * taps[1].length * taps[2].length];
    int row = 0;
    for (int c = 0; c < channels; c++) {
      for (int z : taps[0]) {
        for (int y : taps[1]) {
          for (int x : taps[2]) {
            out[row++] = at + c * image.channelSize() + image.offset(z, y, x);
          }
        }
      }
    }
    return out;
  }

  /** A copy of an image as its windows want it; give it back. */
  Object unrolled(Unrolling image, Object array, int at, int channels) {
    Object copy = scratch.take(dtype, image.size(channels));
    pool.split(channels, Math.max(1, GRAIN / Math.max(1, image.channelSize())),
        (from, to) -> image.copy(array, at, from, to, copy));
    return copy;
  }

  /**
   * Multiplies a matrix of {@code m} rows with the matrix of windows.
   *
   * @param direct where the results are written, if they need no sink
   */
  void multiply(int m, Blas.Matrix a, Columns columns, int positions, Blas.@Nullable Matrix direct, Sink sink) {
    int k = columns.starts().length;
    int terms = Math.ceilDiv(k, Math.ceilDiv(k, SmallProducts.LONGEST));
    int length = Columns.atOnce(dtype, positions, terms, m);
    int pieces = positions == 0 ? 0 : Math.ceilDiv(positions, length);
    int rows = pieces < MANY && m >= 2 * ROWS ? ROWS : m;
    pool.run(pieces, piece -> {
      int from = piece * length;
      int count = Math.min(length, positions - from);
      boolean inPlace = direct != null && terms == k;
      Object tile = inPlace ? null : scratch.take(dtype, m * count);
      Blas.Matrix c = inPlace ? direct.from(0, from) : new Blas.Matrix(tile, 0, count, false);
      multiply(m, a, columns, rows, terms, from, count, c);
      if (tile != null) {
        sink.take(c, from, count);
        scratch.give(tile);
      }
    });
  }

  /** One piece; a long sum in parts, each of which stays in the cache. */
  private void multiply(
      int m, Blas.Matrix a, Columns columns, int rows, int terms, int from, int count, Blas.Matrix c) {
    int k = columns.starts().length;
    boolean inPlace = columns.isMatrix(count);
    Object block = inPlace ? null : scratch.take(dtype, terms * count);
    Object more = terms < k ? scratch.take(dtype, m * count) : null;
    for (int term = 0; term < k; term += terms) {
      int depth = Math.min(terms, k - term);
      if (block != null) {
        columns.copy(term, depth, from, count, block);
      }
      Blas.Matrix b = block == null ? columns.matrix(term, from, count) : new Blas.Matrix(block, 0, count, false);
      Blas.Matrix left = a.from(0, term);
      Blas.Matrix to = term == 0 ? c : new Blas.Matrix(more, 0, count, false);
      pool.run(Math.ceilDiv(m, rows), slice -> {
        int row = slice * rows;
        SmallProducts.multiply(blas, Math.min(rows, m - row), count, depth, left.from(row, 0), b, to.from(row, 0));
      });
      if (term > 0) {
        PlaneLoops.add(c.array(), more, m * count);
      }
    }
    if (block != null) {
      scratch.give(block);
    }
    if (more != null) {
      scratch.give(more);
    }
  }
}
