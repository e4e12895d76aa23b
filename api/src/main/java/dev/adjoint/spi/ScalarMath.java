package dev.adjoint.spi;

/** Scalar functions that {@link Math} lacks, in float64. */
public final class ScalarMath {
  private ScalarMath() {}

  /** {@code 1 / (1 + exp(-x))}, without overflow. */
  public static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /** An integer power; 0 for negative exponents of bases other than 1 and -1. */
  public static long pow(long base, long exponent) {
    if (exponent < 0) {
      return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
    }
    long result = 1;
    for (long e = exponent, b = base; e != 0; e >>>= 1, b *= b) {
      if ((e & 1) != 0) {
        result *= b;
      }
    }
    return result;
  }

  /**
   * The error function, to within 1 unit in the last place: the rational approximations of FDLIBM's {@code s_erf.c} (Sun
   * Microsystems, 1993) on [0, 0.84375], [0.84375, 1.25], [1.25, 1/0.35] and [1/0.35, 6].
   */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (!(a < 6)) {
      return x != x ? x : Math.copySign(1, x);
    }
    double y;
    if (a < 0.84375) {
      // Below 1e-150 the square underflows; erf is linear there.
      y = a < 1e-150 ? a * TWO_OVER_ROOT_PI : a + a * overArgument(a * a);
    } else if (a < 1.25) {
      y = AT_ONE + nearOne(a - 1);
    } else {
      y = 1 - tail(a);
    }
    return Math.copySign(y, x);
  }

  /** {@code 1 - erf(x)}, with all digits where that is small: by the approximations of {@link #erf}, the last up to 28. */
  public static double erfc(double x) {
    double a = Math.abs(x);
    if (!(a < 28)) {
      return x != x ? x : x > 0 ? 0 : 2;
    }
    if (a < 0.84375) {
      double over = overArgument(x * x);
      return x < 0.25 ? 1 - (x + x * over) : 0.5 - (x - 0.5 + x * over);
    }
    if (a < 1.25) {
      return x > 0 ? 1 - AT_ONE - nearOne(a - 1) : 1 + (AT_ONE + nearOne(a - 1));
    }
    return x > 0 ? tail(a) : 2 - tail(a);
  }

  /** {@code erf(a) / a - 1}, from the square of a. */
  private static double overArgument(double square) {
    return polynomial(square, SMALL_P) / polynomial(square, SMALL_Q);
  }

  /** {@code erf(1 + s) - AT_ONE}. */
  private static double nearOne(double s) {
    return polynomial(s, NEAR_ONE_P) / polynomial(s, NEAR_ONE_Q);
  }

  /** {@code erfc(a)} from 1.25 on. */
  private static double tail(double a) {
    double s = 1 / (a * a);
    double ratio =
        a < 1 / 0.35 ? polynomial(s, MIDDLE_P) / polynomial(s, MIDDLE_Q) : polynomial(s, FAR_P) / polynomial(s, FAR_Q);
    // a, cut to 21 bits, has an exact square: exp(-a*a) keeps its last digits.
    double z = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xffffffff00000000L);
    return Math.exp(-z * z - 0.5625) * Math.exp((z - a) * (z + a) + ratio) / a;
  }

  /**
   * The inverse of the error function, to within 2 units in the last place: two steps of Halley's method, which triples the
   * digits each time, from the first terms of its series or, beyond 0.1, from S. Winitzki's approximation (2008).
   */
  public static double erfinv(double x) {
    double a = Math.abs(x);
    if (!(a < 1)) {
      return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, x) : Double.NaN;
    }
    double y;
    if (a < 0.1) {
      y = a * (1 + a * a * (Math.PI / 12)) / TWO_OVER_ROOT_PI;
    } else {
      double log = Math.log1p(-a) + Math.log1p(a);
      double t = 2 / (Math.PI * 0.147) + log / 2;
      y = Math.sqrt(Math.sqrt(t * t - log / 0.147) - t);
    }
    for (int step = 0; step < 2 && y > 1e-150; step++) {
      // Near 1 by what is missing to it, which is known with more digits.
      double excess = a < 0.5 ? erf(y) - a : 1 - a - erfc(y);
      double newton = excess / (TWO_OVER_ROOT_PI * Math.exp(-y * y));
      y -= newton / (1 + y * newton);
    }
    return Math.copySign(y, x);
  }

  /** The inverse hyperbolic sine, by the logarithm of 1 plus something (W. Kahan), which keeps the digits of small numbers. */
  public static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > 1e8 ? Math.log(a) + LOG_TWO : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
    return Math.copySign(y, x);
  }

  /** The inverse hyperbolic cosine; NaN below 1. */
  public static double acosh(double x) {
    double t = x - 1;
    return x > 1e8 ? Math.log(x) + LOG_TWO : t < 0 ? Double.NaN : Math.log1p(t + Math.sqrt(t * (2 + t)));
  }

  /** The inverse hyperbolic tangent; NaN outside of [-1, 1]. */
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
  }

  /** The logarithm to the base 2, exact at powers of 2. */
  public static double log2(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return Math.log(x);
    }
    int shift = x < Double.MIN_NORMAL ? 54 : 0;
    double normal = x * (shift == 0 ? 1 : 0x1p54);
    int exponent = Math.getExponent(normal);
    double mantissa = Math.scalb(normal, -exponent);
    if (mantissa > Math.sqrt(2)) { // so that what is near 1 from below is not the difference of two numbers
      mantissa /= 2;
      exponent++;
    }
    return exponent - shift + Math.log(mantissa) / LOG_TWO;
  }

  /** {@code a - b * floor(a / b)}: the remainder with the sign of the divisor. */
  public static double remainder(double a, double b) {
    double r = a % b;
    return r != 0 && r < 0 != b < 0 ? r + b : r;
  }

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double LOG_TWO = Math.log(2);
  private static final double AT_ONE = 0.845062911510467529297;

  /** By Horner's rule; the constant term comes first. */
  static double polynomial(double x, double[] coefficients) {
    double y = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      y = y * x + coefficients[i];
    }
    return y;
  }

  private static final double[] SMALL_P = {
    1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03,
    -2.37630166566501626084e-05
  };
  private static final double[] SMALL_Q = {
    1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03, 1.32494738004321644526e-04,
    -3.96022827877536812320e-06
  };
  private static final double[] NEAR_ONE_P = {
    -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01,
    -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03
  };
  private static final double[] NEAR_ONE_Q = {
    1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01,
    1.36370839120290507362e-02, 1.19844998467991074170e-02
  };
  private static final double[] MIDDLE_P = {
    -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01,
    -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00
  };
  private static final double[] MIDDLE_Q = {
    1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02,
    4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02
  };
  private static final double[] FAR_P = {
    -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02,
    -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02
  };
  private static final double[] FAR_Q = {
    1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03,
    2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01
  };
}
