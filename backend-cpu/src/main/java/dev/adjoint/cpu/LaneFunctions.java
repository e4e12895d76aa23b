package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;

/**
 * The functions that are written once for all forms of a kernel. Arguments are reduced to a short interval, where a polynomial
 * is accurate, by the powers of two that floating-point numbers are made of. Results are within 2.5 units in the last place.
 */
abstract class LaneFunctions {
  final LaneCode code;
  final LaneType type;
  private final Reduction reduction;

  /**
   * The numbers of an argument's reduction by multiples of log(2).
   *
   * @param high of log(2), with so few digits that its multiples are exact
   * @param low the rest of log(2)
   * @param smallest below it the exponential is 0
   * @param largest above it the exponential is infinite
   * @param unchanged below it {@code expm1(x)} and {@code log1p(x)} are {@code x}
   * @param ofMinusOne below it {@code expm1(x)} is -1
   */
  record Reduction(double high, double low, double smallest, double largest, double unchanged, double ofMinusOne) {}

  LaneFunctions(LaneCode code, LaneType type, Reduction reduction) {
    this.code = code;
    this.type = type;
    this.reduction = reduction;
  }

  static boolean have(UnaryOp op, DType dtype) {
    return (dtype == DType.FLOAT32 || dtype == DType.FLOAT64) && switch (op) {
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF -> true;
      default -> false;
    };
  }

  static LaneFunctions of(LaneCode code, LaneType type) {
    return type == LaneType.FLOAT ? new FloatFunctions(code) : new DoubleFunctions(code);
  }

  int apply(UnaryOp op, int x) {
    return switch (op) {
      case EXP -> exp(x);
      case EXPM1 -> expm1(x);
      case LOG -> log(x);
      case LOG1P -> log1p(x);
      case TANH -> tanh(x);
      case SIGMOID -> sigmoid(x);
      case ERF -> erf(x);
      default -> throw new AssertionError(op);
    };
  }

  /** {@code exp(r)} for r up to log(2)/2. */
  abstract int shortExp(int r);

  /** {@code exp(r) - 1} for r up to log(2)/2. */
  abstract int shortExpm1(int r);

  /** {@code log(1 + m)} for 1 + m among the mantissas. */
  abstract int shortLog1p(int m);

  abstract int erf(int x);

  final int constant(double value) {
    return code.constant(value);
  }

  final int add(int a, int b) {
    return code.arithmetic("add", a, b);
  }

  final int sub(int a, int b) {
    return code.arithmetic("sub", a, b);
  }

  final int mul(int a, int b) {
    return code.arithmetic("mul", a, b);
  }

  final int div(int a, int b) {
    return code.arithmetic("div", a, b);
  }

  final int abs(int a) {
    return code.arithmetic("abs", a);
  }

  /** {@code a + c * b}, rounded once. */
  final int plus(int a, double c, int b) {
    return code.fma(b, constant(c), a);
  }

  /** By Horner's rule; the constant term comes first. */
  final int polynomial(int x, double... coefficients) {
    int y = constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      y = code.fma(y, x, constant(coefficients[i]));
    }
    return y;
  }

  // ---- Exponentials ----

  /** The integer nearest to {@code x / log(2)}, plus another one, in the lowest bits of a number. */
  private int quotient(int x, double offset) {
    return code.fma(x, constant(1 / Math.log(2)), constant(type.integersInLowBits() + offset));
  }

  private int rest(int x, int quotient, double offset) {
    int n = sub(quotient, constant(type.integersInLowBits() + offset));
    return plus(plus(x, -reduction.high, n), -reduction.low, n);
  }

  private int exp(int x) {
    int bounded = code.atMost(code.atLeast(x, reduction.smallest), reduction.largest);
    double offset = 2 * type.bias();
    int n = quotient(bounded, offset);
    return code.timesPowerOfTwo(shortExp(rest(bounded, n, offset)), n);
  }

  /** The exponential of what is not above 0, nor far below the least whose exponential is not 0. */
  private int expOfNegative(int x) {
    // Moved up to where powers are normal numbers, and back in one rounding.
    double up = type.fractionBits() + 3;
    double offset = type.bias() + up;
    int n = quotient(x, offset);
    return mul(mul(shortExp(rest(x, n, offset)), code.powerOfTwo(n)), constant(Math.pow(2, -up)));
  }

  /** As {@link #expOfNegative}, where the result is a normal number. */
  final int expOfSmall(int x) {
    double offset = type.bias();
    int n = quotient(x, offset);
    return mul(shortExp(rest(x, n, offset)), code.powerOfTwo(n));
  }

  /** {@code 2^n * (exp(r) - 1) + (2^n - 1)}: the second term is exact as long as the first counts. */
  private int boundedExpm1(int x) {
    double offset = type.bias();
    int n = quotient(x, offset);
    int power = code.powerOfTwo(n);
    return code.fma(shortExpm1(rest(x, n, offset)), power, sub(power, constant(1)));
  }

  private int expm1(int x) {
    int bounded = code.atLeast(x, reduction.ofMinusOne);
    // Half of the power, as the whole may be too large where the result is not.
    double offset = type.bias() - 1;
    int n = quotient(code.atMost(bounded, reduction.largest), offset);
    int power = code.powerOfTwo(n);
    int rest = rest(code.atMost(bounded, reduction.largest), n, offset);
    int half = code.fma(shortExpm1(rest), power, sub(power, constant(0.5)));
    return unlessSmall(x, add(half, half));
  }

  /** Keeps the sign of a zero, and all digits of the smallest numbers. */
  private int unlessSmall(int x, int value) {
    return code.blend(code.compare(Comparison.LT, abs(x), constant(reduction.unchanged)), x, value);
  }

  /** {@code e / (e + 2)}, e being {@code exp(2|x|) - 1}, with the sign of x. */
  int tanh(int x) {
    int a = code.atMost(abs(x), 20);
    int e = boundedExpm1(add(a, a));
    return code.copySign(div(e, add(e, constant(2))), x);
  }

  /** {@code 1 / (1 + exp(-x))} with an exponential that cannot overflow. */
  private int sigmoid(int x) {
    int e = expOfNegative(code.atLeast(code.arithmetic("neg", abs(x)), reduction.smallest));
    int top = code.blend(code.compare(Comparison.LT, x, constant(0)), e, constant(1));
    return div(top, add(e, constant(1)));
  }

  // ---- Logarithms ----

  private int log(int x) {
    double lift = type == LaneType.FLOAT ? 0x1p23 : 0x1p52;
    int subnormal = code.compare(Comparison.LT, x, constant(type == LaneType.FLOAT ? Float.MIN_NORMAL : Double.MIN_NORMAL));
    int normal = code.blend(subnormal, mul(x, constant(lift)), x);
    int lowered = code.blend(subnormal, constant(-type.fractionBits()), constant(0));
    int e = add(code.exponent(normal), lowered);
    int y = sumOfLogs(e, shortLog1p(sub(code.mantissa(normal), constant(1))));
    return logAtEnds(x, x, y);
  }

  private int sumOfLogs(int e, int log) {
    return plus(plus(log, reduction.low, e), reduction.high, e);
  }

  /** Infinity and NaN stay; negative numbers have no logarithm. */
  private int logAtEnds(int x, int argument, int y) {
    int finite = code.compare(Comparison.LT, argument, constant(Double.POSITIVE_INFINITY));
    int isZero = code.compare(Comparison.EQ, argument, constant(0));
    int notPositive = code.blend(isZero, constant(Double.NEGATIVE_INFINITY), constant(Double.NaN));
    int ofFinite = code.blend(code.compare(Comparison.GT, argument, constant(0)), y, notPositive);
    return code.blend(finite, ofFinite, x);
  }

  /** Of {@code 1 + x = 2^e * (1 + m)} the logarithm is a sum, in which m comes from x itself: 1 + x is rounded. */
  private int log1p(int x) {
    int sum = add(x, constant(1));
    int e = code.exponent(sum);
    // Four times the power of -e, which may be too small itself.
    int power = code.powerOfTwo(sub(constant(type.integersInLowBits() + type.bias() + 2), e));
    int m = code.fma(mul(x, constant(0.25)), power, plus(constant(-1), 0.25, power));
    return unlessSmall(x, logAtEnds(x, sum, sumOfLogs(e, shortLog1p(m))));
  }
}
