package dev.adjoint.cpu;

/** One way to compute the elements of a launch. Used by several threads at once. */
interface Evaluator {
  /**
   * Computes the elements {@code from} to {@code from + count}, counted row by row.
   *
   * @param target an array of the kernel's dtype, written from {@code at} on
   */
  void evaluate(int from, int count, Object target, int at);
}
