package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * Device code: scalar functions in float64, beside those of {@link RealFunctions}, whose rules hold here too. A class and a
 * dispatch of their own, since TornadoVM inlines no method that has more than 600 nodes together with what it calls.
 */
final class MoreFunctions {
  /** The lowest number of a function, of one number or two, that is found here. */
  static final int FIRST = 32;

  static final int ASINH = 32;
  static final int ACOSH = 33;
  static final int ATANH = 34;
  static final int LOG2 = 35;
  static final int LOG10 = 36;
  static final int EXP2 = 37;
  /** The nearest float16. */
  static final int TO_FLOAT16 = 38;
  /** The nearest bfloat16. */
  static final int TO_BFLOAT16 = 39;

  static final int HYPOT = 32;
  static final int COPYSIGN = 33;

  private static final double LOG_TWO = 0.6931471805599453;
  private static final double LOG_TEN = 2.302585092994046;
  private static final double LARGEST = Double.MAX_VALUE;

  private MoreFunctions() {}

  static double unary(int op, double x) {
    switch (op) {
      case ASINH :
        return asinh(x);
      case ACOSH :
        return acosh(x);
      case ATANH :
        return atanh(x);
      case LOG2 :
        return log2(x);
      case LOG10 :
        return log10(x);
      case EXP2 :
        return TornadoMath.pow(2.0, x);
      case TO_FLOAT16 :
        return toHalf(x, 0x1p-14, 0x1p-10, 65504.0);
      default :
        return toHalf(x, 0x1p-126, 0x1p-7, 0x1.fep127);
    }
  }

  static double binary(int op, double a, double b) {
    return op == HYPOT ? hypot(a, b) : copysign(a, b);
  }

  /** By the logarithm of 1 plus something, as are the next two, which keeps the digits of small numbers. */
  private static double asinh(double x) {
    double a = TornadoMath.abs(x);
    double small = RealFunctions.log1p(a + a * a / (1 + TornadoMath.sqrt(1 + a * a)));
    double y = a > 1e8 ? TornadoMath.log(a) + LOG_TWO : small;
    return x == 0 ? x : x < 0 ? -y : y;
  }

  private static double acosh(double x) {
    double t = x - 1;
    // Two roots, as each is NaN below 1; that of a product is not.
    double small = RealFunctions.log1p(t + TornadoMath.sqrt(t) * TornadoMath.sqrt(2 + t));
    return x > 1e8 ? TornadoMath.log(x) + LOG_TWO : small;
  }

  private static double atanh(double x) {
    double a = TornadoMath.abs(x);
    double y = 0.5 * RealFunctions.log1p(2 * a / (1 - a));
    return x == 0 ? x : x < 0 ? -y : y;
  }

  /** Exact at powers of 2, where the quotient need not be. */
  private static double log2(double x) {
    double y = TornadoMath.log(x) / LOG_TWO;
    double whole = RealFunctions.round(y);
    return TornadoMath.pow(2.0, whole) == x ? whole : y;
  }

  /** Exact at powers of 10, where the quotient need not be. */
  private static double log10(double x) {
    double y = TornadoMath.log(x) / LOG_TEN;
    double whole = RealFunctions.round(y);
    return TornadoMath.pow(10.0, whole) == x ? whole : y;
  }

  private static double hypot(double a, double b) {
    double x = TornadoMath.abs(a);
    double y = TornadoMath.abs(b);
    double high = x > y ? x : y;
    double low = x > y ? y : x;
    double ratio = low / high; // the squares themselves over- or underflow
    double root = high * TornadoMath.sqrt(1 + ratio * ratio);
    // Infinite where either is, also where the other is NaN.
    return x > LARGEST ? x : y > LARGEST ? y : x != x ? x : y != y ? y : high == 0 ? high : root;
  }

  /** The sign of a zero is that of its reciprocal. */
  private static double copysign(double a, double b) {
    double magnitude = TornadoMath.abs(a);
    double side = b == 0 ? 1 / b : b;
    return side < 0 ? -magnitude : magnitude;
  }

  /**
   * The nearest number with few bits, ties to the even one, infinite beyond the largest.
   *
   * @param x as float32 has it
   * @param least the least number with all bits
   * @param digit the last bit of 1
   */
  private static double toHalf(double x, double least, double digit, double largest) {
    double a = TornadoMath.abs(x);
    // The power of 2 at or below x: an exact search, as there is no access to the bits of the exponent.
    double power = least;
    for (double factor = 0x1p128; factor > 1.5; factor = TornadoMath.sqrt(factor)) {
      double next = power * factor;
      if (next < a || next == a) {
        power = next;
      }
    }
    double shift = 0x1.8p52 * digit * power; // added, it leaves no room for what is below the last bit
    double y = a + shift - shift;
    double rounded = y > largest ? y * 1e300 * 1e300 : y;
    return x == 0 ? x : x != x ? x : a > LARGEST ? x : x < 0 ? -rounded : rounded;
  }
}
