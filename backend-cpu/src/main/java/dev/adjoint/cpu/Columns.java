package dev.adjoint.cpu;

import dev.adjoint.DType;

/**
 * The matrix of windows of an image (its columns are windows, its rows taps), a piece at a time: each row is a part of an
 * array, from an own start.
 *
 * @param array what the rows are parts of
 * @param starts of the rows at position 0
 * @param step from one start to the next, where that is always the same and the rows can be used where they are; else 0
 */
record Columns(Object array, int[] starts, int step) {
  static Columns of(Object array, int[] starts) {
    int step = starts.length > 1 ? starts[1] - starts[0] : 1;
    for (int i = 1; i < starts.length; i++) {
      step = starts[i] - starts[i - 1] == step ? step : 0;
    }
    return new Columns(array, starts, Math.max(0, step));
  }

  /** Whether a piece of so many columns can be used where it is: a matrix, whose rows do not overlap. */
  boolean isMatrix(int columns) {
    return step >= columns || starts.length == 1;
  }

  /** The columns from a position on, from one of their rows on, where they are. */
  Blas.Matrix matrix(int row, int from, int columns) {
    return new Blas.Matrix(array, starts[row] + from, Math.max(step, columns), false);
  }

  /** Copies some rows of columns from a position on, one after the other. */
  void copy(int row, int rows, int from, int columns, Object target) {
    for (int i = 0; i < rows; i++) {
      PlaneLoops.copy(array, starts[row + i] + from, target, i * columns, columns);
    }
  }

  /** Copies columns from a position on to a matrix whose rows are {@code stride} apart. */
  void copy(int from, int columns, Object target, int at, int stride) {
    for (int row = 0; row < starts.length; row++) {
      PlaneLoops.copy(array, starts[row] + from, target, at + row * stride, columns);
    }
  }

  /** How many columns to take at a time, so that they and as many of the result stay in the cache. */
  static int atOnce(DType dtype, int total, int rows, int results) {
    int fit = (dtype == DType.FLOAT32 ? 1 << 17 : 1 << 16) / Math.max(1, rows + results);
    int pieces = Math.ceilDiv(total, Math.clamp(fit, 64, 1024));
    return Math.min(total, (Math.ceilDiv(total, Math.max(1, pieces)) + 15) & ~15);
  }
}
