package dev.adjoint.spi;

import java.util.function.DoubleUnaryOperator;

/**
 * The scalar functions of one number: a row each, with how it is computed, its derivative, and an interval inside its domain
 * and away from its kinks, for tests. Conventions at kinks are PyTorch's.
 */
public enum UnaryOp {
  NEG("neg", x -> -x, (x, y) -> num(-1, x), -2, 2),
  /** {@code abs'(0) = 0}. */
  ABS("abs", Math::abs, (x, y) -> x.sign(), 0.2, 2),
  /** {@code sign(NaN) = 0}. */
  SIGN("sign", x -> x > 0 ? 1 : x < 0 ? -1 : 0, UnaryOp::zero, 0.2, 2),
  FLOOR("floor", Math::floor, UnaryOp::zero, 0.1, 0.9),
  /** Towards zero. */
  TRUNC("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x), UnaryOp::zero, 0.1, 0.9),
  CEIL("ceil", Math::ceil, UnaryOp::zero, 0.1, 0.9),
  /** To the nearest integer, ties to the even one. */
  ROUND("round", Math::rint, UnaryOp::zero, 0.1, 0.4),
  EXP("exp", Math::exp, (x, y) -> y, -2, 2),
  EXPM1("expm1", Math::expm1, (x, y) -> y.add(1), -2, 2),
  LOG("log", Math::log, (x, y) -> x.reciprocal(), 0.2, 3),
  LOG1P("log1p", Math::log1p, (x, y) -> x.add(1).reciprocal(), -0.8, 3),
  SQRT("sqrt", Math::sqrt, (x, y) -> num(0.5, y).div(y), 0.2, 3),
  RSQRT("rsqrt", x -> 1 / Math.sqrt(x), (x, y) -> y.mul(y).mul(y).mul(-0.5), 0.2, 3),
  RECIPROCAL("reciprocal", x -> 1 / x, (x, y) -> y.mul(y).neg(), 0.3, 3),
  SIN("sin", Math::sin, (x, y) -> x.cos(), -3, 3),
  COS("cos", Math::cos, (x, y) -> x.sin().neg(), -3, 3),
  TAN("tan", Math::tan, (x, y) -> y.mul(y).add(1), -1.2, 1.2),
  ASIN("asin", Math::asin, (x, y) -> x.mul(x).rsub(1).rsqrt(), -0.8, 0.8),
  ACOS("acos", Math::acos, (x, y) -> x.mul(x).rsub(1).rsqrt().neg(), -0.8, 0.8),
  ATAN("atan", Math::atan, (x, y) -> x.mul(x).add(1).reciprocal(), -3, 3),
  SINH("sinh", Math::sinh, (x, y) -> x.cosh(), -2, 2),
  COSH("cosh", Math::cosh, (x, y) -> x.sinh(), -2, 2),
  TANH("tanh", Math::tanh, (x, y) -> y.mul(y).rsub(1), -2, 2),
  SIGMOID("sigmoid", ScalarMath::sigmoid, (x, y) -> y.mul(y.rsub(1)), -3, 3),
  /** {@code relu'(0) = 0}, {@code relu'(NaN) = 1}. */
  RELU("relu", x -> x > 0 || x != x ? x : 0, (x, y) -> y.le(0).then(num(0, y), num(1, y)), 0.2, 2),
  /** The derivative is {@code 2/sqrt(pi) * exp(-x^2)} (Abramowitz and Stegun, 7.1.19). */
  ERF("erf", ScalarMath::erf, (x, y) -> x.mul(x).neg().exp().mul(2 / Math.sqrt(Math.PI)), -2, 2),
  /** {@code 1 - erf(x)}, with all digits where that is small. */
  ERFC("erfc", ScalarMath::erfc, (x, y) -> x.mul(x).neg().exp().mul(-2 / Math.sqrt(Math.PI)), -2, 2),
  /** The inverse of erf; its derivative is that of the inverse function. */
  ERFINV("erfinv", ScalarMath::erfinv, (x, y) -> y.mul(y).exp().mul(Math.sqrt(Math.PI) / 2), -0.8, 0.8),
  /** The logarithm of the absolute value of the gamma function. */
  LGAMMA("lgamma", GammaMath::lgamma, (x, y) -> x.digamma(), 0.3, 4),
  /** The derivative of lgamma; derivatives of every order are {@link BinaryOp#POLYGAMMA}. */
  DIGAMMA("digamma", GammaMath::digamma, (x, y) -> x.polygamma(1), 0.4, 4),
  ASINH("asinh", ScalarMath::asinh, (x, y) -> x.mul(x).add(1).rsqrt(), -3, 3),
  ACOSH("acosh", ScalarMath::acosh, (x, y) -> x.mul(x).sub(1).rsqrt(), 1.3, 4),
  ATANH("atanh", ScalarMath::atanh, (x, y) -> x.mul(x).rsub(1).reciprocal(), -0.8, 0.8),
  LOG2("log2", ScalarMath::log2, (x, y) -> x.mul(Math.log(2)).reciprocal(), 0.2, 3),
  LOG10("log10", Math::log10, (x, y) -> x.mul(Math.log(10)).reciprocal(), 0.2, 3),
  EXP2("exp2", x -> Math.pow(2, x), (x, y) -> y.mul(Math.log(2)), -2, 2);

  /** The derivative as an expression in the argument {@code x} and the value {@code y}. */
  interface Derivative {
    Expr at(Expr x, Expr y);
  }

  private final String symbol;
  private final DoubleUnaryOperator value;
  private final Derivative derivative;
  private final double low;
  private final double high;

  UnaryOp(String symbol, DoubleUnaryOperator value, Derivative derivative, double low, double high) {
    this.symbol = symbol;
    this.value = value;
    this.derivative = derivative;
    this.low = low;
    this.high = high;
  }

  private static Expr num(double value, Expr like) {
    return Expr.constant(value, like.dtype());
  }

  private static Expr zero(Expr x, Expr y) {
    return num(0, x);
  }

  /** The name, as it is printed. */
  public String symbol() {
    return symbol;
  }

  /** The value in float64. */
  public double apply(double x) {
    return value.applyAsDouble(x);
  }

  /** The value on integers, for those that {@link #isDefinedOnIntegers()}. */
  public long apply(long x) {
    return switch (this) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case RELU -> Math.max(x, 0);
      case FLOOR, CEIL, ROUND, TRUNC -> x;
      default -> throw new IllegalArgumentException(symbol + " is not a function of integers");
    };
  }

  /** Whether it keeps the type of integers; other functions want floating-point numbers. */
  public boolean isDefinedOnIntegers() {
    return switch (this) {
      case NEG, ABS, SIGN, RELU, FLOOR, CEIL, ROUND, TRUNC -> true;
      default -> false;
    };
  }

  /** The derivative, from the argument and the value. */
  Expr derivative(Expr x, Expr y) {
    return derivative.at(x, y);
  }

  /** The lower end of an interval on which the function is smooth. */
  public double low() {
    return low;
  }

  /** The upper end of an interval on which the function is smooth. */
  public double high() {
    return high;
  }
}
