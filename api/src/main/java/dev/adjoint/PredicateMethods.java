package dev.adjoint;

import dev.adjoint.ops.Predicates;

/** The methods of a tensor that answer a question about its elements: bool, without a gradient. Tensors broadcast. */
abstract sealed class PredicateMethods extends FunctionMethods permits ReductionMethods {
  /** Whether each element is NaN. */
  public Tensor isNaN() {
    return Predicates.isNaN(self());
  }

  /** Whether each element is plus or minus infinity. */
  public Tensor isInf() {
    return Predicates.isInf(self());
  }

  /** Whether each element is plus infinity. */
  public Tensor isPosInf() {
    return Predicates.isPosInf(self());
  }

  /** Whether each element is minus infinity. */
  public Tensor isNegInf() {
    return Predicates.isNegInf(self());
  }

  /** Whether each element is neither infinite nor NaN. */
  public Tensor isFinite() {
    return Predicates.isFinite(self());
  }

  /** Whether each element has the sign minus: negative numbers, and -0.0. False for NaN. */
  public Tensor signbit() {
    return Predicates.signbit(self());
  }

  /** {@code isClose(other, 1e-5, 1e-8, false)}. */
  public Tensor isClose(Tensor other) {
    return isClose(other, 1e-5, 1e-8, false);
  }

  /**
   * Whether {@code abs(this - other) <= atol + rtol * abs(other)}. Infinities are close to themselves alone.
   *
   * @param equalNaN whether NaN is close to NaN
   */
  public Tensor isClose(Tensor other, double rtol, double atol, boolean equalNaN) {
    return Predicates.isClose(self(), other, rtol, atol, equalNaN);
  }

  /** Whether all elements are {@link #isClose(Tensor) close}. */
  public boolean allClose(Tensor other) {
    return allClose(other, 1e-5, 1e-8, false);
  }

  /** Whether all elements are {@link #isClose(Tensor, double, double, boolean) close}. */
  public boolean allClose(Tensor other, double rtol, double atol, boolean equalNaN) {
    return Predicates.allClose(self(), other, rtol, atol, equalNaN);
  }

  /** Whether the other tensor has the same shape and the same values; NaN is not equal to itself. */
  public boolean equal(Tensor other) {
    return Predicates.equal(self(), other);
  }

  /** Whether both are true; of numbers, whatever is not 0 is true. */
  public Tensor logicalAnd(Tensor other) {
    return Predicates.and(self(), other);
  }

  /** Whether one or both are true; of numbers, whatever is not 0 is true. */
  public Tensor logicalOr(Tensor other) {
    return Predicates.or(self(), other);
  }

  /** Whether just one is true; of numbers, whatever is not 0 is true. */
  public Tensor logicalXor(Tensor other) {
    return Predicates.xor(self(), other);
  }

  /** Whether any element along the given axes is true; along all of them where none is given. Whatever is not 0 is true. */
  public Tensor any(int... axes) {
    return Predicates.any(self(), false, axes);
  }

  /** {@link #any}, with the axes kept at size 1. */
  public Tensor anyKeep(int... axes) {
    return Predicates.any(self(), true, axes);
  }

  /** Whether all elements along the given axes are true; along all of them where none is given. Of none, all are. */
  public Tensor all(int... axes) {
    return Predicates.all(self(), false, axes);
  }

  /** {@link #all}, with the axes kept at size 1. */
  public Tensor allKeep(int... axes) {
    return Predicates.all(self(), true, axes);
  }

  /** Whether each element is false; of numbers, 0 is. */
  public Tensor logicalNot() {
    return Predicates.not(self());
  }
}
