package dev.adjoint.cpu;

/** A generated class that combines the values of an expression over a row; inputs as in {@link RowKernel}. */
abstract class FoldKernel {
  abstract double fold(Object[] arrays, int[] offsets, double[] params, int count);

  /** Combines rows that lie evenly, the inputs {@code strides} apart, into neighbouring elements of the target. */
  abstract void rows(
      Object[] arrays, int[] offsets, int[] strides, Object target, int at, double[] params, int count, int rows);
}
