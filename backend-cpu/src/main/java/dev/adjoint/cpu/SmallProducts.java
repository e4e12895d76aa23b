package dev.adjoint.cpu;

/**
 * Products that stay in the cache, cut into pieces that OpenBLAS multiplies without packing copies of the operands: measured,
 * these run a third faster than one large call. The cut depends on the sizes alone, and so do the results.
 */
final class SmallProducts {
  /** Multiplications up to which OpenBLAS does not pack. */
  private static final int UNPACKED = 1_000_000;
  /** Columns of a vector register. */
  private static final int COLUMNS = 16;
  /** Terms of a sum up to which the pieces are high enough to be worth it. */
  static final int LONGEST = 1024;
  /** From so many terms on, a sum of products down columns is faster in parts. */
  private static final int DEEP = 240;
  private static final int ROW_STEP = 4;

  private SmallProducts() {}

  /** {@code c = a * b}. */
  static void multiply(Blas blas, int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c) {
    multiply(blas, m, n, k, a, b, c, false);
  }

  /** As {@link Blas#multiply}. */
  static void multiply(Blas blas, int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c, boolean adds) {
    if ((long) m * n * k <= UNPACKED || n < COLUMNS || k > LONGEST) {
      blas.multiply(m, n, k, a, b, c, adds);
      return;
    }
    if (k > DEEP && !b.transposed()) {
      inParts(blas, Cut.inPlace(m, n, k, a.transposed(), false, 1), m, n, k, a, b, c, adds);
      return;
    }
    int rows = Math.min(m, UNPACKED / (COLUMNS * k));
    if (rows < m) {
      int even = Math.ceilDiv(m, Math.ceilDiv(m, rows));
      rows = Math.min(rows / ROW_STEP, Math.ceilDiv(even, ROW_STEP)) * ROW_STEP;
    }
    // Columns that lie in one piece are read best one register at a time.
    int columns = b.transposed() ? COLUMNS : (int) (UNPACKED / ((long) rows * k)) / COLUMNS * COLUMNS;
    for (int row = 0; row < m; row += rows) {
      int height = Math.min(rows, m - row);
      Blas.Matrix left = a.from(row, 0);
      for (int column = 0; column < n; column += columns) {
        blas.multiply(height, Math.min(columns, n - column), k, left, b.from(0, column), c.from(row, column), adds);
      }
    }
  }

  private static void inParts(
      Blas blas, Cut cut, int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c, boolean adds) {
    for (int row = 0; row < m; row += cut.rows()) {
      int height = Math.min(cut.rows(), m - row);
      for (int column = 0; column < n; column += cut.columns()) {
        int width = Math.min(cut.columns(), n - column);
        for (int term = 0; term < k; term += cut.depth()) {
          int depth = Math.min(cut.depth(), k - term);
          blas.multiply(
              height, width, depth, a.from(row, term), b.from(term, column), c.from(row, column), adds || term > 0);
        }
      }
    }
  }
}
