package dev.adjoint.tornado;

import dev.adjoint.spi.ScalarMath;
import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * Device code: the scalar functions in float64, but for those of {@link MoreFunctions}. What TornadoVM does not compile is made
 * of what it does.
 *
 * <p>TornadoVM 5.2 miscompiles some Java without a word, which all device code here has to keep clear of: {@code a <= b} and
 * {@code !(a >= b)} take NaN for a number ({@code a < b || a == b} does not); {@code a || b && c} comes out as {@code a}; in a
 * chain of {@code else if}, a branch on {@code a && b} is never taken; {@code >>>} of an int64 comes out as {@code >>}; a
 * {@code switch} whose branches have several labels loses some; a cast from float64 to int64 goes through int32. NaN and
 * infinity do not compile as constants, nor does the reinterpretation of bits.
 */
final class RealFunctions {
  static final int NEG = 0;
  static final int ABS = 1;
  static final int SIGN = 2;
  static final int FLOOR = 3;
  static final int TRUNC = 4;
  static final int CEIL = 5;
  static final int ROUND = 6;
  static final int EXP = 7;
  static final int EXPM1 = 8;
  static final int LOG = 9;
  static final int LOG1P = 10;
  static final int SQRT = 11;
  static final int RSQRT = 12;
  static final int RECIPROCAL = 13;
  static final int SIN = 14;
  static final int COS = 15;
  static final int TAN = 16;
  static final int ASIN = 17;
  static final int ACOS = 18;
  static final int ATAN = 19;
  static final int SINH = 20;
  static final int COSH = 21;
  static final int TANH = 22;
  static final int SIGMOID = 23;
  static final int RELU = 24;
  static final int ERF = 25;

  /** The first four are those that reductions combine with. */
  static final int ADD = 0;
  static final int MUL = 1;
  static final int MAX = 2;
  static final int MIN = 3;
  static final int SUB = 4;
  static final int DIV = 5;
  static final int POW = 6;
  static final int ATAN2 = 7;
  static final int FMOD = 8;
  static final int AND = 9;
  static final int OR = 10;
  static final int XOR = 11;
  static final int SHL = 12;
  static final int SHR = 13;
  static final int USHR = 14;
  static final int REMAINDER = 15;

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  private RealFunctions() {}

  static double unary(int op, double x) {
    switch (op) {
      case NEG :
        return -x;
      case ABS :
        return TornadoMath.abs(x);
      case SIGN :
        return x > 0 ? 1 : x < 0 ? -1 : 0;
      case FLOOR :
        return TornadoMath.floor(x);
      case TRUNC :
        return trunc(x);
      case CEIL :
        return TornadoMath.ceil(x);
      case ROUND :
        return round(x);
      case EXP :
        return TornadoMath.exp(x);
      case EXPM1 :
        return expm1(x);
      case LOG :
        return TornadoMath.log(x);
      case LOG1P :
        return log1p(x);
      case SQRT :
        return TornadoMath.sqrt(x);
      case RSQRT :
        return 1 / TornadoMath.sqrt(x);
      case RECIPROCAL :
        return 1 / x;
      case SIN :
        return TornadoMath.sin(x);
      case COS :
        return TornadoMath.cos(x);
      case TAN :
        return TornadoMath.tan(x);
      case ASIN :
        return TornadoMath.asin(x);
      case ACOS :
        return TornadoMath.acos(x);
      case ATAN :
        return TornadoMath.atan(x);
      case SINH :
        return sinh(x);
      case COSH :
        return cosh(x);
      case TANH :
        return TornadoMath.tanh(x);
      case SIGMOID :
        return ScalarMath.sigmoid(x);
      case RELU :
        return x > 0 || x != x ? x : 0;
      default :
        return erf(x);
    }
  }

  static double binary(int op, double a, double b) {
    if (op <= MIN) {
      return combine(op, a, b);
    }
    switch (op) {
      case SUB :
        return a - b;
      case DIV :
        return a / b;
      case POW :
        return TornadoMath.pow(a, b);
      case ATAN2 :
        return TornadoMath.atan2(a, b);
      case REMAINDER :
        return remainder(a, b);
      default :
        return fmod(a, b);
    }
  }

  /** The functions that reductions combine with. */
  static double combine(int op, double a, double b) {
    return op == ADD ? a + b : op == MUL ? a * b : a != a || b != b ? a + b : op == MAX == a > b ? a : b;
  }

  static double trunc(double x) {
    return x < 0 ? TornadoMath.ceil(x) : TornadoMath.floor(x);
  }

  static double round(double x) {
    double below = TornadoMath.floor(x);
    double rest = x - below;
    double odd = below - 2 * TornadoMath.floor(0.5 * below);
    return rest == 0.5 ? below + odd : rest < 0.5 ? below : below + 1;
  }

  /** Kahan's: the error of {@code exp(x) - 1} and that of {@code log(exp(x))} cancel. */
  static double expm1(double x) {
    double u = TornadoMath.exp(x);
    double v = u - 1;
    return u == 1 ? x : v == -1 || v == u ? v : v * x / TornadoMath.log(u);
  }

  /** Kahan's: what rounding {@code 1 + x} lost is put back as a factor. */
  static double log1p(double x) {
    double u = 1 + x;
    double v = u - 1;
    return u == 1 ? x : v == u ? TornadoMath.log(u) : TornadoMath.log(u) * (x / v);
  }

  static double sinh(double x) {
    double a = TornadoMath.abs(x);
    double e = expm1(a);
    double half = TornadoMath.exp(0.5 * a); // beyond 22, where exp(-a) no longer counts; exp(a) itself overflows too early
    double y = a > 22 ? 0.5 * half * half : 0.5 * (e + e / (e + 1));
    return x < 0 ? -y : y;
  }

  static double cosh(double x) {
    double half = TornadoMath.exp(0.5 * TornadoMath.abs(x));
    double square = half * half;
    return TornadoMath.abs(x) > 22 ? 0.5 * half * half : 0.5 * (square + 1 / square);
  }

  /** {@code 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (1*3*...*(2n+1))} (Abramowitz and Stegun, 7.1.6): no term cancels. */
  static double erf(double x) {
    double a = TornadoMath.abs(x);
    if (a > 6) {
      return x < 0 ? -1 : 1;
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 160; n++) {
      term = term * (2 * x * x) / (2 * n + 1);
      sum = sum + term;
    }
    return TWO_OVER_SQRT_PI * TornadoMath.exp(-x * x) * sum;
  }

  static double remainder(double a, double b) {
    double r = fmod(a, b);
    return r == 0 ? r : r < 0 == b < 0 ? r : r + b;
  }

  /** By long division, each of whose steps is exact. */
  static double fmod(double a, double b) {
    double dividend = TornadoMath.abs(a);
    double divisor = TornadoMath.abs(b);
    if (a != a || b != b) {
      return a + b;
    }
    if (dividend < divisor) {
      return a;
    }
    if (divisor == 0 || dividend - dividend != 0) {
      return (dividend - dividend) / (divisor - divisor);
    }
    double step = divisor;
    while (step <= 0.5 * dividend) {
      step = step + step;
    }
    while (step >= divisor) {
      if (dividend >= step) {
        dividend = dividend - step;
      }
      step = 0.5 * step;
    }
    return a < 0 ? -dividend : dividend;
  }
}
