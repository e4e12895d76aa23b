package dev.adjoint;

import dev.adjoint.ops.Bounds;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;

/** The methods of a tensor that work element by element. */
abstract sealed class ElementwiseMethods extends ScalarMethods permits ActivationMethods {
  // ---- Arithmetic ----

  /** {@code this + other}. */
  public Tensor add(Tensor other) {
    return Elementwise.of(BinaryOp.ADD).apply(self(), other);
  }

  /** {@code this + number}. */
  public Tensor add(double number) {
    return Elementwise.byNumber(BinaryOp.ADD).apply(new double[] {number}, self());
  }

  /** {@code this - other}. */
  public Tensor sub(Tensor other) {
    return Elementwise.of(BinaryOp.SUB).apply(self(), other);
  }

  /** {@code this - number}. */
  public Tensor sub(double number) {
    return Elementwise.byNumber(BinaryOp.SUB).apply(new double[] {number}, self());
  }

  /** {@code number - this}. */
  public Tensor rsub(double number) {
    return Elementwise.numberBy(BinaryOp.SUB).apply(new double[] {number}, self());
  }

  /** {@code this * other}, element by element. */
  public Tensor mul(Tensor other) {
    return Elementwise.of(BinaryOp.MUL).apply(self(), other);
  }

  /** {@code this * number}. */
  public Tensor mul(double number) {
    return Elementwise.byNumber(BinaryOp.MUL).apply(new double[] {number}, self());
  }

  /** {@code this / other}; integers give float32. */
  public Tensor div(Tensor other) {
    return Elementwise.of(BinaryOp.DIV).apply(self(), other);
  }

  /** {@code this / number}; integers give float32. */
  public Tensor div(double number) {
    return Elementwise.byNumber(BinaryOp.DIV).apply(new double[] {number}, self());
  }

  /** {@code number / this}; integers give float32. */
  public Tensor rdiv(double number) {
    return Elementwise.numberBy(BinaryOp.DIV).apply(new double[] {number}, self());
  }

  /**
   * {@code this} to the power of another tensor.
   *
   * @throws DTypeException for integers to the power of negative ones
   */
  public Tensor pow(Tensor exponent) {
    return Elementwise.pow(self(), exponent);
  }

  /**
   * {@code this} to the power of a number.
   *
   * @throws DTypeException for integers to the power of a negative whole number
   */
  public Tensor pow(double exponent) {
    return Elementwise.pow(self(), exponent);
  }

  /** The larger of the two; a gradient is shared where they are equal. */
  public Tensor maximum(Tensor other) {
    return Elementwise.of(BinaryOp.MAX).apply(self(), other);
  }

  /** The smaller of the two; a gradient is shared where they are equal. */
  public Tensor minimum(Tensor other) {
    return Elementwise.of(BinaryOp.MIN).apply(self(), other);
  }

  /** The nearest number in {@code [low, high]}; the gradient is 1 inside and at the bounds. */
  public Tensor clamp(double low, double high) {
    return Bounds.clamp(self(), low, high);
  }

  /** The angle, in radians, of the point {@code (x, this)}. */
  public Tensor atan2(Tensor x) {
    return Elementwise.of(BinaryOp.ATAN2).apply(self(), x);
  }

  /** The remainder of the division, with the sign of this one. */
  public Tensor fmod(Tensor other) {
    return Elementwise.of(BinaryOp.FMOD).apply(self(), other);
  }

  // ---- Functions of one number ----

  /** {@code -this}. */
  public Tensor neg() {
    return Elementwise.of(UnaryOp.NEG).apply(self());
  }

  /** The absolute value; its gradient is 0 at 0. */
  public Tensor abs() {
    return Elementwise.of(UnaryOp.ABS).apply(self());
  }

  /** -1, 0 or 1. */
  public Tensor sign() {
    return Elementwise.of(UnaryOp.SIGN).apply(self());
  }

  /** The largest integer that is not larger. */
  public Tensor floor() {
    return Elementwise.of(UnaryOp.FLOOR).apply(self());
  }

  /** The smallest integer that is not smaller. */
  public Tensor ceil() {
    return Elementwise.of(UnaryOp.CEIL).apply(self());
  }

  /** The nearest integer; of two, the even one. */
  public Tensor round() {
    return Elementwise.of(UnaryOp.ROUND).apply(self());
  }

  /** The integer part. */
  public Tensor trunc() {
    return Elementwise.of(UnaryOp.TRUNC).apply(self());
  }

  /** e to the power of each element. */
  public Tensor exp() {
    return Elementwise.of(UnaryOp.EXP).apply(self());
  }

  /** {@code exp(this) - 1}, exact near 0. */
  public Tensor expm1() {
    return Elementwise.of(UnaryOp.EXPM1).apply(self());
  }

  /** The natural logarithm. */
  public Tensor log() {
    return Elementwise.of(UnaryOp.LOG).apply(self());
  }

  /** {@code log(1 + this)}, exact near 0. */
  public Tensor log1p() {
    return Elementwise.of(UnaryOp.LOG1P).apply(self());
  }

  /** The square root. */
  public Tensor sqrt() {
    return Elementwise.of(UnaryOp.SQRT).apply(self());
  }

  /** {@code 1 / sqrt(this)}. */
  public Tensor rsqrt() {
    return Elementwise.of(UnaryOp.RSQRT).apply(self());
  }

  /** {@code 1 / this}. */
  public Tensor reciprocal() {
    return Elementwise.of(UnaryOp.RECIPROCAL).apply(self());
  }

  /** The sine of radians. */
  public Tensor sin() {
    return Elementwise.of(UnaryOp.SIN).apply(self());
  }

  /** The cosine of radians. */
  public Tensor cos() {
    return Elementwise.of(UnaryOp.COS).apply(self());
  }

  /** The tangent of radians. */
  public Tensor tan() {
    return Elementwise.of(UnaryOp.TAN).apply(self());
  }

  /** The arc sine, in radians. */
  public Tensor asin() {
    return Elementwise.of(UnaryOp.ASIN).apply(self());
  }

  /** The arc cosine, in radians. */
  public Tensor acos() {
    return Elementwise.of(UnaryOp.ACOS).apply(self());
  }

  /** The arc tangent, in radians. */
  public Tensor atan() {
    return Elementwise.of(UnaryOp.ATAN).apply(self());
  }

  /** The hyperbolic sine. */
  public Tensor sinh() {
    return Elementwise.of(UnaryOp.SINH).apply(self());
  }

  /** The hyperbolic cosine. */
  public Tensor cosh() {
    return Elementwise.of(UnaryOp.COSH).apply(self());
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return Elementwise.of(UnaryOp.TANH).apply(self());
  }

  /** {@code 1 / (1 + exp(-this))}. */
  public Tensor sigmoid() {
    return Elementwise.of(UnaryOp.SIGMOID).apply(self());
  }

  /** {@code max(this, 0)}; its gradient is 0 at 0. */
  public Tensor relu() {
    return Elementwise.of(UnaryOp.RELU).apply(self());
  }

  /** The error function. */
  public Tensor erf() {
    return Elementwise.of(UnaryOp.ERF).apply(self());
  }

  // ---- Bits of integers, without a gradient ----

  /** {@code this & other}, bit by bit, of integers and bools. */
  public Tensor bitwiseAnd(Tensor other) {
    return Elementwise.of(BinaryOp.AND).apply(self(), other);
  }

  /** {@code this & number}, bit by bit; a bool becomes int64. */
  public Tensor bitwiseAnd(long number) {
    return Elementwise.bits(BinaryOp.AND, self(), number);
  }

  /** {@code this | other}, bit by bit, of integers and bools. */
  public Tensor bitwiseOr(Tensor other) {
    return Elementwise.of(BinaryOp.OR).apply(self(), other);
  }

  /** {@code this | number}, bit by bit; a bool becomes int64. */
  public Tensor bitwiseOr(long number) {
    return Elementwise.bits(BinaryOp.OR, self(), number);
  }

  /** {@code this ^ other}, bit by bit, of integers and bools. */
  public Tensor bitwiseXor(Tensor other) {
    return Elementwise.of(BinaryOp.XOR).apply(self(), other);
  }

  /** {@code this ^ number}, bit by bit; a bool becomes int64. */
  public Tensor bitwiseXor(long number) {
    return Elementwise.bits(BinaryOp.XOR, self(), number);
  }

  /** {@code ~this}: every bit the other way; of bools, the contrary. */
  public Tensor bitwiseNot() {
    return Elementwise.bitwiseNot().apply(self());
  }

  /** {@code this << other}, of integers; 0 where the shift is negative or takes all bits out. */
  public Tensor bitwiseLeftShift(Tensor other) {
    return Elementwise.of(BinaryOp.SHL).apply(self(), other);
  }

  /** {@code this << number}, of integers; 0 where the shift is negative or takes all bits out. */
  public Tensor bitwiseLeftShift(long number) {
    return Elementwise.bits(BinaryOp.SHL, self(), number);
  }

  /** {@code this >> other}, of integers, with the sign kept; 0 or -1 where the shift is negative or takes all bits out. */
  public Tensor bitwiseRightShift(Tensor other) {
    return Elementwise.of(BinaryOp.SHR).apply(self(), other);
  }

  /** {@code this >> number}, of integers, with the sign kept; 0 or -1 where the shift is negative or takes all bits out. */
  public Tensor bitwiseRightShift(long number) {
    return Elementwise.bits(BinaryOp.SHR, self(), number);
  }

  // ---- Comparisons: bool, without a gradient ----

  /** {@code this < other}. */
  public Tensor lt(Tensor other) {
    return Elementwise.of(Comparison.LT).apply(self(), other);
  }

  /** {@code this < number}. */
  public Tensor lt(double number) {
    return Elementwise.compare(Comparison.LT, self(), number);
  }

  /** {@code this <= other}. */
  public Tensor le(Tensor other) {
    return Elementwise.of(Comparison.LE).apply(self(), other);
  }

  /** {@code this <= number}. */
  public Tensor le(double number) {
    return Elementwise.compare(Comparison.LE, self(), number);
  }

  /** {@code this > other}. */
  public Tensor gt(Tensor other) {
    return Elementwise.of(Comparison.GT).apply(self(), other);
  }

  /** {@code this > number}. */
  public Tensor gt(double number) {
    return Elementwise.compare(Comparison.GT, self(), number);
  }

  /** {@code this >= other}. */
  public Tensor ge(Tensor other) {
    return Elementwise.of(Comparison.GE).apply(self(), other);
  }

  /** {@code this >= number}. */
  public Tensor ge(double number) {
    return Elementwise.compare(Comparison.GE, self(), number);
  }

  /** {@code this == other}. */
  public Tensor eq(Tensor other) {
    return Elementwise.of(Comparison.EQ).apply(self(), other);
  }

  /** {@code this == number}. */
  public Tensor eq(double number) {
    return Elementwise.compare(Comparison.EQ, self(), number);
  }

  /** {@code this != other}. */
  public Tensor ne(Tensor other) {
    return Elementwise.of(Comparison.NE).apply(self(), other);
  }

  /** {@code this != number}. */
  public Tensor ne(double number) {
    return Elementwise.compare(Comparison.NE, self(), number);
  }

  /** Adds to this tensor. */
  public Tensor addi(Tensor other) {
    return Elementwise.of(BinaryOp.ADD).applyInPlace(self(), other);
  }

  /** Adds to this tensor. */
  public Tensor addi(double number) {
    return Elementwise.byNumber(BinaryOp.ADD).applyInPlace(new double[] {number}, self());
  }

  /** Subtracts from this tensor. */
  public Tensor subi(Tensor other) {
    return Elementwise.of(BinaryOp.SUB).applyInPlace(self(), other);
  }

  /** Subtracts from this tensor. */
  public Tensor subi(double number) {
    return Elementwise.byNumber(BinaryOp.SUB).applyInPlace(new double[] {number}, self());
  }

  /** Multiplies this tensor. */
  public Tensor muli(Tensor other) {
    return Elementwise.of(BinaryOp.MUL).applyInPlace(self(), other);
  }

  /** Multiplies this tensor. */
  public Tensor muli(double number) {
    return Elementwise.byNumber(BinaryOp.MUL).applyInPlace(new double[] {number}, self());
  }

  /** Divides this tensor. */
  public Tensor divi(Tensor other) {
    return Elementwise.of(BinaryOp.DIV).applyInPlace(self(), other);
  }

  /** Divides this tensor. */
  public Tensor divi(double number) {
    return Elementwise.byNumber(BinaryOp.DIV).applyInPlace(new double[] {number}, self());
  }

  /** Overwrites this tensor with another, which broadcasts to its shape. */
  public Tensor assign(Tensor values) {
    return Elementwise.assign().applyInPlace(self(), values);
  }
}
