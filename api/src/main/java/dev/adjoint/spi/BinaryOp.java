package dev.adjoint.spi;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The scalar functions of two numbers: a row each, with how it is computed in float64 and on integers, and its two partial
 * derivatives. Conventions at ties and at the edge of the domain are PyTorch's, or the mathematical limit where PyTorch has
 * NaN. On integers, which have no NaN, what has no value is 0: an exception would leave a kernel's output half written.
 */
public enum BinaryOp {
  ADD("+", Double::sum, Long::sum, (a, b, y) -> num(1, a), (a, b, y) -> num(1, a)),
  SUB("-", (a, b) -> a - b, (a, b) -> a - b, (a, b, y) -> num(1, a), (a, b, y) -> num(-1, a)),
  MUL("*", (a, b) -> a * b, (a, b) -> a * b, (a, b, y) -> b, (a, b, y) -> a),
  /** On integers, the quotient rounded towards zero; 0 where b is 0. */
  DIV("/", (a, b) -> a / b, (a, b) -> b == 0 ? 0 : a / b, (a, b, y) -> b.reciprocal(), (a, b, y) -> a.div(b.mul(b)).neg()),
  /** Towards the base: {@code b * a^(b-1)}, 0 where b is 0. Towards the exponent: {@code y * log(a)}, 0 at {@code 0^b, b >= 0}. */
  POW(
      "^",
      Math::pow,
      ScalarMath::pow,
      (a, b, y) -> b.eq(0).then(num(0, a), b.mul(a.pow(b.sub(1)))),
      (a, b, y) -> a.eq(0).then(b.ge(0).then(num(0, a), y.mul(a.log())), y.mul(a.log()))),
  /** NaN if either is; the gradient of a tie is shared. */
  MAX("max", Math::max, Math::max, (a, b, y) -> share(a, a.lt(b), a.eq(b)), (a, b, y) -> share(a, b.lt(a), a.eq(b))),
  /** NaN if either is; the gradient of a tie is shared. */
  MIN("min", Math::min, Math::min, (a, b, y) -> share(a, a.gt(b), a.eq(b)), (a, b, y) -> share(a, b.gt(a), a.eq(b))),
  /** The angle of the point (b, a); its gradient is 0 at the origin. */
  ATAN2("atan2", Math::atan2, null, (a, b, y) -> overSquares(b, a), (a, b, y) -> overSquares(a, b).neg()),
  /** {@code a - b * trunc(a / b)}: the sign of a, as C's fmod. On integers, 0 where b is 0. */
  FMOD("fmod", (a, b) -> a % b, (a, b) -> b == 0 ? 0 : a % b, (a, b, y) -> num(1, a),
      (a, b, y) -> a.div(b).trunc().neg()),
  /** {@code a - b * floor(a / b)}: the sign of b, as Python's %. On integers, 0 where b is 0. */
  REMAINDER("remainder", ScalarMath::remainder, (a, b) -> b == 0 ? 0 : Math.floorMod(a, b), (a, b, y) -> num(1, a),
      (a, b, y) -> a.div(b).floor().neg()),
  /** {@code sqrt(a^2 + b^2)}, which does not overflow on the way; its gradient is 0 at the origin. */
  HYPOT("hypot", Math::hypot, null,
      (a, b, y) -> y.eq(0).then(num(0, a), a.div(y)),
      (a, b, y) -> y.eq(0).then(num(0, a), b.div(y))),
  /** The absolute value of a with the sign of b, also that of a zero; its gradient is 0 where a is. */
  COPYSIGN("copysign", Math::copySign, null,
      (a, b, y) -> a.eq(0).then(num(0, a), a.sign().mul(num(1, a).copysign(b))),
      (a, b, y) -> num(0, a)),
  /** The derivative of order a, rounded to an integer, of digamma at b. */
  POLYGAMMA("polygamma", GammaMath::polygamma, null, (a, b, y) -> num(0, a), (a, b, y) -> a.add(1).polygamma(b)),
  /** Bit by bit; of integers and bools only, like all that follow. */
  AND("and", (a, b) -> a & b),
  /** Bit by bit. */
  OR("or", (a, b) -> a | b),
  /** Bit by bit. */
  XOR("xor", (a, b) -> a ^ b),
  /** {@code a << b}; 0 where b is negative or not less than the number of bits. */
  SHL("shl", (a, b) -> b < 0 || b > 63 ? 0 : a << b),
  /** {@code a >> b}, which keeps the sign; only the sign is left where b is negative or not less than the number of bits. */
  SHR("shr", (a, b) -> a >> (b < 0 || b > 63 ? 63 : b)),
  /** {@code a >>> b}: zeros come in from above; 0 where b is negative or not less than the number of bits. */
  USHR("ushr", (a, b) -> b < 0 || b > 63 ? 0 : a >>> b);

  /** A partial derivative as an expression in the arguments {@code a}, {@code b} and the value {@code y}. */
  interface Derivative {
    Expr at(Expr a, Expr b, Expr y);
  }

  private final String symbol;
  private final @Nullable DoubleBinaryOperator value;
  private final @Nullable LongBinaryOperator integers;
  private final Derivative byFirst;
  private final Derivative bySecond;

  BinaryOp(
      String symbol,
      DoubleBinaryOperator value,
      @Nullable LongBinaryOperator integers,
      Derivative byFirst,
      Derivative bySecond) {
    this.symbol = symbol;
    this.value = value;
    this.integers = integers;
    this.byFirst = byFirst;
    this.bySecond = bySecond;
  }

  /** A function of integers alone. */
  BinaryOp(String symbol, LongBinaryOperator integers) {
    this.symbol = symbol;
    this.value = null;
    this.integers = integers;
    this.byFirst = (a, b, y) -> num(0, a);
    this.bySecond = (a, b, y) -> num(0, a);
  }

  private static Expr num(double value, Expr like) {
    return Expr.constant(value, like.dtype());
  }

  /** 0 where the other one won, half of it for a tie, all of it otherwise. */
  private static Expr share(Expr like, Expr lost, Expr tied) {
    return lost.then(num(0, like), tied.then(num(0.5, like), num(1, like)));
  }

  /**
   * {@code top / (top^2 + other^2)}, 0 at the origin; through the ratio of the smaller to the larger, as the squares themselves
   * over- or underflow.
   */
  private static Expr overSquares(Expr top, Expr other) {
    Expr otherOverTop = other.div(top);
    Expr topOverOther = top.div(other);
    Expr topIsLarger = top.eq(0).then(num(0, top), otherOverTop.mul(otherOverTop).add(1).reciprocal().div(top));
    Expr otherIsLarger = topOverOther.div(topOverOther.mul(topOverOther).add(1)).div(other);
    return top.abs().ge(other.abs()).then(topIsLarger, otherIsLarger);
  }

  /** The name or sign, as it is printed. */
  public String symbol() {
    return symbol;
  }

  /** The value in float64, for those that are {@link #isDefinedOnReals()}. */
  public double apply(double a, double b) {
    if (value == null) {
      throw new IllegalArgumentException(symbol + " is a function of integers");
    }
    return value.applyAsDouble(a, b);
  }

  /** The value on integers, for those that {@link #isDefinedOnIntegers()}. */
  public long apply(long a, long b) {
    if (integers == null) {
      throw new IllegalArgumentException(symbol + " is not a function of integers");
    }
    return integers.applyAsLong(a, b);
  }

  /** Whether it keeps the type of integers. */
  public boolean isDefinedOnIntegers() {
    return integers != null;
  }

  /** Whether it is defined on floating-point numbers; if not, it is on integers alone: a function of their bits. */
  public boolean isDefinedOnReals() {
    return value != null;
  }

  /** The partial derivative towards the first argument. */
  Expr byFirst(Expr a, Expr b, Expr y) {
    return byFirst.at(a, b, y);
  }

  /** The partial derivative towards the second argument. */
  Expr bySecond(Expr a, Expr b, Expr y) {
    return bySecond.at(a, b, y);
  }
}
