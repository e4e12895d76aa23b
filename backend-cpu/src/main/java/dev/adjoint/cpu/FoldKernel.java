package dev.adjoint.cpu;

/** A generated class that combines the values of an expression over a row; inputs as in {@link RowKernel}. */
abstract class FoldKernel {
  abstract double fold(Object[] arrays, int[] offsets, double[] params, int count);
}
