package dev.adjoint;

import dev.adjoint.ops.Elementwise;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;

/** The methods of a tensor that apply a mathematical function to each element, beyond the everyday ones. */
abstract sealed class ScalarMethods extends CreationMethods permits ElementwiseMethods {
  abstract Tensor self();

  private Tensor apply(UnaryOp op) {
    return Elementwise.of(op).apply(self());
  }

  private Tensor apply(BinaryOp op, double number) {
    return Elementwise.byNumber(op).apply(new double[] {number}, self());
  }

  // ---- Powers and logarithms ----

  /** {@code this * this}. */
  public Tensor square() {
    return Elementwise.pow(self(), 2);
  }

  /** 2 to the power of each element. */
  public Tensor exp2() {
    return apply(UnaryOp.EXP2);
  }

  /** The logarithm to the base 2. */
  public Tensor log2() {
    return apply(UnaryOp.LOG2);
  }

  /** The logarithm to the base 10. */
  public Tensor log10() {
    return apply(UnaryOp.LOG10);
  }

  // ---- Inverse hyperbolic functions ----

  /** The inverse hyperbolic sine. */
  public Tensor asinh() {
    return apply(UnaryOp.ASINH);
  }

  /** The inverse hyperbolic cosine; NaN below 1. */
  public Tensor acosh() {
    return apply(UnaryOp.ACOSH);
  }

  /** The inverse hyperbolic tangent; NaN outside of [-1, 1]. */
  public Tensor atanh() {
    return apply(UnaryOp.ATANH);
  }

  // ---- The error and the gamma function ----

  /** {@code 1 - erf(this)}, with all digits where that is small. */
  public Tensor erfc() {
    return apply(UnaryOp.ERFC);
  }

  /** The inverse of the error function; infinite at -1 and 1, NaN beyond. */
  public Tensor erfinv() {
    return apply(UnaryOp.ERFINV);
  }

  /** The logarithm of the absolute value of the gamma function. */
  public Tensor lgamma() {
    return apply(UnaryOp.LGAMMA);
  }

  /** The derivative of {@link #lgamma()}. */
  public Tensor digamma() {
    return apply(UnaryOp.DIGAMMA);
  }

  /**
   * A derivative of {@link #digamma()}.
   *
   * @param order how often digamma is differentiated; 0 is digamma itself
   * @throws AutogradException if the order is negative or above 170
   */
  public Tensor polygamma(int order) {
    if (order < 0 || order > 170) {
      throw new AutogradException(
          "polygamma of order " + order + "; expected 0, which is digamma, to 170, the last whose factorial is a number");
    }
    return Elementwise.numberBy(BinaryOp.POLYGAMMA).apply(new double[] {order}, self());
  }

  // ---- Functions of two numbers ----

  /** {@code sqrt(this^2 + other^2)}, which does not overflow on the way; its gradient is 0 where both are. */
  public Tensor hypot(Tensor other) {
    return Elementwise.of(BinaryOp.HYPOT).apply(self(), other);
  }

  /** The remainder of the division by a number, with the sign of this one. */
  public Tensor fmod(double number) {
    return apply(BinaryOp.FMOD, number);
  }

  /** {@code this - other * floor(this / other)}: the remainder with the sign of the divisor. */
  public Tensor remainder(Tensor other) {
    return Elementwise.of(BinaryOp.REMAINDER).apply(self(), other);
  }

  /** The remainder of the division by a number, with the sign of that number. */
  public Tensor remainder(double number) {
    return apply(BinaryOp.REMAINDER, number);
  }

  /** The absolute values of this with the signs of another one, zeros having signs too; the gradient is 0 where this is. */
  public Tensor copysign(Tensor sign) {
    return Elementwise.of(BinaryOp.COPYSIGN).apply(self(), sign);
  }

  /** The absolute values of this with the sign of a number, zeros having signs too; the gradient is 0 where this is. */
  public Tensor copysign(double sign) {
    return apply(BinaryOp.COPYSIGN, sign);
  }
}
