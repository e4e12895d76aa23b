package dev.adjoint.spi;

import dev.adjoint.DType;

/** The functions of scalar expressions, to be written one after the other: {@code s.mul(s.exp().log1p().tanh())}. */
public sealed interface ScalarFunctions permits Expr {
  /** This, as the expression that it is. */
  private Expr expr() {
    return (Expr) this;
  }

  private Expr number(double value) {
    return Expr.constant(value, expr().dtype().isFloating() || value != Math.rint(value) ? floating() : expr().dtype());
  }

  private DType floating() {
    return expr().dtype().isFloating() ? expr().dtype().computed() : DType.FLOAT32;
  }

  /** {@code this + b}. */
  default Expr add(Expr b) {
    return Expr.binary(BinaryOp.ADD, expr(), b);
  }

  /** {@code this + b}. */
  default Expr add(double b) {
    return add(number(b));
  }

  /** {@code this - b}. */
  default Expr sub(Expr b) {
    return Expr.binary(BinaryOp.SUB, expr(), b);
  }

  /** {@code this - b}. */
  default Expr sub(double b) {
    return sub(number(b));
  }

  /** {@code b - this}. */
  default Expr rsub(double b) {
    return number(b).sub(expr());
  }

  /** {@code this * b}. */
  default Expr mul(Expr b) {
    return Expr.binary(BinaryOp.MUL, expr(), b);
  }

  /** {@code this * b}. */
  default Expr mul(double b) {
    return mul(number(b));
  }

  /** {@code this / b}. */
  default Expr div(Expr b) {
    return Expr.binary(BinaryOp.DIV, expr(), b);
  }

  /** {@code this / b}. */
  default Expr div(double b) {
    return div(number(b));
  }

  /** {@code this} to the power of {@code b}. */
  default Expr pow(Expr b) {
    return Expr.binary(BinaryOp.POW, expr(), b);
  }

  /** {@code this} to the power of {@code b}. */
  default Expr pow(double b) {
    return pow(Expr.constant(b, expr().dtype().computed()));
  }

  /** The larger; NaN if either is. */
  default Expr max(Expr b) {
    return Expr.binary(BinaryOp.MAX, expr(), b);
  }

  /** The larger; NaN if either is. */
  default Expr max(double b) {
    return max(number(b));
  }

  /** The smaller; NaN if either is. */
  default Expr min(Expr b) {
    return Expr.binary(BinaryOp.MIN, expr(), b);
  }

  /** The smaller; NaN if either is. */
  default Expr min(double b) {
    return min(number(b));
  }

  /** {@code this & b}, of integers and bools. */
  default Expr bitAnd(Expr b) {
    return Expr.binary(BinaryOp.AND, expr(), b);
  }

  /** {@code this & b}, of integers and bools. */
  default Expr bitAnd(double b) {
    return bitAnd(number(b));
  }

  /** {@code this | b}, of integers and bools. */
  default Expr bitOr(Expr b) {
    return Expr.binary(BinaryOp.OR, expr(), b);
  }

  /** {@code this ^ b}, of integers and bools. */
  default Expr bitXor(Expr b) {
    return Expr.binary(BinaryOp.XOR, expr(), b);
  }

  /** {@code ~this}, of integers; the contrary, of bools. */
  default Expr bitNot() {
    return bitXor(Expr.constant(expr().dtype() == DType.BOOL ? 1 : -1, expr().dtype()));
  }

  /** {@code this << bits}, of integers. */
  default Expr shl(double bits) {
    return Expr.binary(BinaryOp.SHL, expr(), number(bits));
  }

  /** {@code this >> bits}, of integers: keeps the sign. */
  default Expr shr(double bits) {
    return Expr.binary(BinaryOp.SHR, expr(), number(bits));
  }

  /** {@code this >>> bits}, of integers: zeros come in from above. */
  default Expr ushr(double bits) {
    return Expr.binary(BinaryOp.USHR, expr(), number(bits));
  }

  /** {@code this < b}. */
  default Expr lt(Expr b) {
    return Expr.compare(Expr.Comparison.LT, expr(), b);
  }

  /** {@code this < b}. */
  default Expr lt(double b) {
    return lt(number(b));
  }

  /** {@code this <= b}. */
  default Expr le(Expr b) {
    return Expr.compare(Expr.Comparison.LE, expr(), b);
  }

  /** {@code this <= b}. */
  default Expr le(double b) {
    return le(number(b));
  }

  /** {@code this > b}. */
  default Expr gt(Expr b) {
    return Expr.compare(Expr.Comparison.GT, expr(), b);
  }

  /** {@code this > b}. */
  default Expr gt(double b) {
    return gt(number(b));
  }

  /** {@code this >= b}. */
  default Expr ge(Expr b) {
    return Expr.compare(Expr.Comparison.GE, expr(), b);
  }

  /** {@code this >= b}. */
  default Expr ge(double b) {
    return ge(number(b));
  }

  /** {@code this == b}. */
  default Expr eq(Expr b) {
    return Expr.compare(Expr.Comparison.EQ, expr(), b);
  }

  /** {@code this == b}. */
  default Expr eq(double b) {
    return eq(number(b));
  }

  /** {@code this != b}. */
  default Expr ne(Expr b) {
    return Expr.compare(Expr.Comparison.NE, expr(), b);
  }

  /** {@code this != b}. */
  default Expr ne(double b) {
    return ne(number(b));
  }

  /** {@code this ? ifTrue : ifFalse}; this is a bool. */
  default Expr then(Expr ifTrue, Expr ifFalse) {
    return Expr.select(expr(), ifTrue, ifFalse);
  }

  /** {@code -this}. */
  default Expr neg() {
    return Expr.unary(UnaryOp.NEG, expr());
  }

  /** The absolute value. */
  default Expr abs() {
    return Expr.unary(UnaryOp.ABS, expr());
  }

  /** -1, 0 or 1. */
  default Expr sign() {
    return Expr.unary(UnaryOp.SIGN, expr());
  }

  /** The largest integer that is not larger. */
  default Expr floor() {
    return Expr.unary(UnaryOp.FLOOR, expr());
  }

  /** e to the power of this. */
  default Expr exp() {
    return Expr.unary(UnaryOp.EXP, expr());
  }

  /** {@code exp(expr()) - 1}, exact near 0. */
  default Expr expm1() {
    return Expr.unary(UnaryOp.EXPM1, expr());
  }

  /** The natural logarithm. */
  default Expr log() {
    return Expr.unary(UnaryOp.LOG, expr());
  }

  /** {@code log(1 + this)}, exact near 0. */
  default Expr log1p() {
    return Expr.unary(UnaryOp.LOG1P, expr());
  }

  /** The square root. */
  default Expr sqrt() {
    return Expr.unary(UnaryOp.SQRT, expr());
  }

  /** {@code 1 / this}. */
  default Expr reciprocal() {
    return Expr.unary(UnaryOp.RECIPROCAL, expr());
  }

  /** The sine of radians. */
  default Expr sin() {
    return Expr.unary(UnaryOp.SIN, expr());
  }

  /** The cosine of radians. */
  default Expr cos() {
    return Expr.unary(UnaryOp.COS, expr());
  }

  /** The hyperbolic tangent. */
  default Expr tanh() {
    return Expr.unary(UnaryOp.TANH, expr());
  }

  /** {@code 1 / (1 + exp(-this))}. */
  default Expr sigmoid() {
    return Expr.unary(UnaryOp.SIGMOID, expr());
  }

  /** {@code max(expr(), 0)}. */
  default Expr relu() {
    return Expr.unary(UnaryOp.RELU, expr());
  }

  /** The error function. */
  default Expr erf() {
    return Expr.unary(UnaryOp.ERF, expr());
  }

  /** {@code 1 / sqrt(expr())}. */
  default Expr rsqrt() {
    return Expr.unary(UnaryOp.RSQRT, expr());
  }

  /** The tangent of radians. */
  default Expr tan() {
    return Expr.unary(UnaryOp.TAN, expr());
  }

  /** The arc sine, in radians. */
  default Expr asin() {
    return Expr.unary(UnaryOp.ASIN, expr());
  }

  /** The arc cosine, in radians. */
  default Expr acos() {
    return Expr.unary(UnaryOp.ACOS, expr());
  }

  /** The arc tangent, in radians. */
  default Expr atan() {
    return Expr.unary(UnaryOp.ATAN, expr());
  }

  /** The hyperbolic sine. */
  default Expr sinh() {
    return Expr.unary(UnaryOp.SINH, expr());
  }

  /** The hyperbolic cosine. */
  default Expr cosh() {
    return Expr.unary(UnaryOp.COSH, expr());
  }

  /** The smallest integer that is not smaller. */
  default Expr ceil() {
    return Expr.unary(UnaryOp.CEIL, expr());
  }

  /** The nearest integer; of two, the even one. */
  default Expr round() {
    return Expr.unary(UnaryOp.ROUND, expr());
  }

  /** The integer part: rounded towards zero. */
  default Expr trunc() {
    return Expr.unary(UnaryOp.TRUNC, expr());
  }

  /** The inverse hyperbolic sine. */
  default Expr asinh() {
    return Expr.unary(UnaryOp.ASINH, expr());
  }

  /** The inverse hyperbolic cosine. */
  default Expr acosh() {
    return Expr.unary(UnaryOp.ACOSH, expr());
  }

  /** The inverse hyperbolic tangent. */
  default Expr atanh() {
    return Expr.unary(UnaryOp.ATANH, expr());
  }

  /** The logarithm to the base 2. */
  default Expr log2() {
    return Expr.unary(UnaryOp.LOG2, expr());
  }

  /** The logarithm to the base 10. */
  default Expr log10() {
    return Expr.unary(UnaryOp.LOG10, expr());
  }

  /** 2 to the power of this. */
  default Expr exp2() {
    return Expr.unary(UnaryOp.EXP2, expr());
  }

  /** {@code 1 - erf(expr())}. */
  default Expr erfc() {
    return Expr.unary(UnaryOp.ERFC, expr());
  }

  /** The inverse of the error function. */
  default Expr erfinv() {
    return Expr.unary(UnaryOp.ERFINV, expr());
  }

  /** The logarithm of the absolute value of the gamma function. */
  default Expr lgamma() {
    return Expr.unary(UnaryOp.LGAMMA, expr());
  }

  /** The derivative of {@link #lgamma}. */
  default Expr digamma() {
    return Expr.unary(UnaryOp.DIGAMMA, expr());
  }

  /** The derivative of this order of {@link #digamma} at this. */
  default Expr polygamma(int order) {
    return Expr.constant(order, expr().dtype()).polygamma(expr());
  }

  /** The derivative of digamma at x, expr() being the order. */
  default Expr polygamma(Expr x) {
    return Expr.binary(BinaryOp.POLYGAMMA, expr(), x);
  }

  /** The angle, in radians, of the point {@code (x, expr())}. */
  default Expr atan2(Expr x) {
    return Expr.binary(BinaryOp.ATAN2, expr(), x);
  }

  /** {@code sqrt(expr()^2 + b^2)}. */
  default Expr hypot(Expr b) {
    return Expr.binary(BinaryOp.HYPOT, expr(), b);
  }

  /** The remainder of the division, with the sign of this. */
  default Expr fmod(Expr b) {
    return Expr.binary(BinaryOp.FMOD, expr(), b);
  }

  /** The remainder of the division, with the sign of this. */
  default Expr fmod(double b) {
    return fmod(number(b));
  }

  /** The remainder of the division, with the sign of the divisor. */
  default Expr remainder(Expr b) {
    return Expr.binary(BinaryOp.REMAINDER, expr(), b);
  }

  /** The remainder of the division, with the sign of the divisor. */
  default Expr remainder(double b) {
    return remainder(number(b));
  }

  /** The absolute value of this with the sign of b. */
  default Expr copysign(Expr b) {
    return Expr.binary(BinaryOp.COPYSIGN, expr(), b);
  }

  /** The absolute value of this with the sign of b. */
  default Expr copysign(double b) {
    return copysign(Expr.constant(b, floating()));
  }

  // ---- Short for more than one of them ----

  /** {@code this * this}. */
  default Expr square() {
    return mul(expr());
  }

  /** {@code b / this}. */
  default Expr rdiv(double b) {
    return number(b).div(expr());
  }

  /** The nearest number in {@code [low, high]}. Its derivative is 1 inside and at the bounds. */
  default Expr clamp(double low, double high) {
    return lt(low).then(number(low), gt(high).then(number(high), expr()));
  }

  /** {@code log(1 + exp(expr()))}, which is this itself from 20 on, as PyTorch has it. */
  default Expr softplus() {
    return gt(20).then(expr(), exp().log1p());
  }
}
