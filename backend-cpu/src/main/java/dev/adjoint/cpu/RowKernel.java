package dev.adjoint.cpu;

import dev.adjoint.spi.View;

/** A generated class that computes an expression over inputs that lie one after the other or are one repeated element. */
abstract class RowKernel {
  /**
   * Computes one row.
   *
   * @param arrays the array behind each input
   * @param offsets where each input's first element is
   */
  abstract void row(Object[] arrays, int[] offsets, Object target, int at, double[] params, int count);

  /**
   * Computes rows that lie evenly: the inputs {@code strides} apart, the targets {@code stride}.
   *
   * @param count the elements of each
   */
  abstract void rows(
      Object[] arrays, int[] offsets, int[] strides, Object target, int at, int stride, double[] params, int count, int rows);

  /** Computes the elements {@code from} to {@code from + count} of whole contiguous views: the way without allocations. */
  abstract void views(View[] inputs, View output, double[] params, int from, int count);
}
