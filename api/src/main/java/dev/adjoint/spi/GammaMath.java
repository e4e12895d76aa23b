package dev.adjoint.spi;

/**
 * The logarithm of the gamma function and its derivatives, in float64. Formulas by their numbers in Abramowitz and Stegun,
 * "Handbook of Mathematical Functions" (1964); coefficients that are not in there were computed with 60 digits.
 */
final class GammaMath {
  private GammaMath() {}

  /** From here on the asymptotic series give all digits. */
  private static final double LARGE = 10;
  /** The factorial of more is infinite. */
  private static final int LARGEST_ORDER = 170;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double ONE_MINUS_EULER = 0.42278433509846713;
  /** The positive zero of digamma, as the sum of two numbers. */
  private static final double ROOT = 1.4616321449683622;
  private static final double ROOT_REST = 9.549995429965697e-17;

  /** {@code (-1)^k (zeta(k) - 1) / k} from k = 2: the series 6.1.33 of {@code log(gamma(2 + z))}. */
  private static final double[] LOG_GAMMA_AT_TWO = {
    0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
    -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-05, -4.492623673813314e-05,
    2.050721277567069e-05, -9.439488275268397e-06, 4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07,
    -4.492469198764566e-07, 2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
    -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09, 2.4836745438024785e-09,
    -1.1921401405860912e-09, 5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10
  };

  /** {@code B(2k) / (2k (2k - 1))}: Stirling's series, 6.1.40. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400
  };

  /** {@code digamma(1.5 + t) / (1.5 + t - ROOT)} for t from -0.5 to 0.5: a Chebyshev fit, within 1e-17. */
  private static final double[] DIGAMMA_OVER_DISTANCE = {
    0.9510558760318328, -0.4236274212814606, 0.24054248424078697, -0.14840492305388092, 0.09498872445289039,
    -0.06192213327548831, 0.040760833940846085, -0.026975796659787055, 0.017907248317313294, -0.011908220105959716,
    0.007927021796868154, -0.005279937255532708, 0.003518106563802472, -0.0023454947397380833, 0.0015633696313653504,
    -0.0010364584817312839, 0.0006909255761282986, -0.00048595039220036254, 0.00032395945401345196,
    -0.00014480643368061614, 9.653646261410062e-05, -0.0001782188548855923, 0.00011881232908510335
  };

  /** {@code B(2k) / (2k)}: the asymptotic series of digamma, 6.3.18. */
  private static final double[] DIGAMMA_SERIES = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
  };

  /** {@code B(2k) / (2k)!}: the Euler-Maclaurin sum, 23.1.30. */
  private static final double[] BERNOULLI_OVER_FACTORIAL = {
    0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05, -8.267195767195768e-07, 2.08767569878681e-08,
    -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16,
    5.5090028283602295e-18, -1.3954464685812522e-19
  };

  /** {@code log(|gamma(x)|)}; infinite at 0 and the negative integers. */
  static double lgamma(double x) {
    if (x != x) {
      return x;
    }
    if (Double.isInfinite(x) || x <= 0 && x == Math.rint(x)) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 0) { // 6.1.17
      return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x);
    }
    if (x < 0.5) {
      return nearTwo(x) - Math.log1p(x) - Math.log(x);
    }
    if (x < 1.5) {
      double z = x - 1;
      return nearTwo(z) - Math.log1p(z);
    }
    if (x < LARGE) {
      double product = 1;
      double low = x;
      while (low > 2.5) {
        low -= 1;
        product *= low;
      }
      return nearTwo(low - 2) + (product == 1 ? 0 : Math.log(product));
    }
    double inverse = 1 / x;
    double log = Math.log(x);
    if (x > 1e17) {
      return x * (log - 1);
    }
    return (x - 0.5) * log - x + HALF_LOG_TWO_PI + inverse * ScalarMath.polynomial(inverse * inverse, STIRLING);
  }

  /** {@code log(gamma(2 + z))} for z from -0.5 to 0.5. */
  private static double nearTwo(double z) {
    return z * (ONE_MINUS_EULER + z * ScalarMath.polynomial(z, LOG_GAMMA_AT_TWO));
  }

  /** The derivative of {@link #lgamma}; NaN at the negative integers, and infinite at 0, with the sign of the limit. */
  static double digamma(double x) {
    if (x == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, -x);
    }
    if (x < 0) { // 6.3.7
      double fraction = x - Math.rint(x);
      return x == Double.NEGATIVE_INFINITY || fraction == 0 ? Double.NaN
          : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
    }
    if (x >= LARGE) {
      double inverse = 1 / x;
      double square = inverse * inverse;
      return Math.log(x) - 0.5 * inverse - square * ScalarMath.polynomial(square, DIGAMMA_SERIES);
    }
    double sum = 0;
    double low = x;
    if (low < 1) {
      sum = -1 / low;
      low += 1;
    }
    while (low > 2) {
      low -= 1;
      sum += 1 / low;
    }
    return sum + (low - ROOT - ROOT_REST) * ScalarMath.polynomial(low - 1.5, DIGAMMA_OVER_DISTANCE);
  }

  /** The derivative of {@link #digamma} of an order, which is rounded to an integer: digamma itself for 0; NaN beyond 170. */
  static double polygamma(double order, double x) {
    double n = Math.rint(order);
    if (n == 0) {
      return digamma(x);
    }
    if (!(n > 0 && n <= LARGEST_ORDER) || x != x) {
      return Double.NaN;
    }
    double sign = n % 2 == 0 ? -1 : 1;
    if (x <= 0) {
      return x == Math.rint(x) ? sign * Double.POSITIVE_INFINITY : -sign * polygamma(n, 1 - x) - cotangent((int) n, x);
    }
    double factorial = 1;
    for (int i = 2; i <= n; i++) {
      factorial *= i;
    }
    return sign * factorial * zeta(n + 1, x); // 6.4.10
  }

  /** {@code pi} times the derivative of an order of {@code cot(pi x)}, a polynomial of the cotangent: 6.4.7. */
  private static double cotangent(int order, double x) {
    double c = 1 / Math.tan(Math.PI * (x - Math.rint(x)));
    double[] p = {0, 1};
    for (int k = 0; k < order; k++) {
      double[] next = new double[p.length + 1];
      for (int i = 1; i < p.length; i++) { // (c^i)' = -pi i (c^(i-1) + c^(i+1))
        next[i - 1] -= i * p[i];
        next[i + 1] -= i * p[i];
      }
      p = next;
    }
    return Math.pow(Math.PI, order + 1) * ScalarMath.polynomial(c, p);
  }

  /** The sum of {@code (x + k)^-s} over k from 0, for x above 0: its first terms, and Euler and Maclaurin's sum of the rest. */
  private static double zeta(double s, double x) {
    if (x == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double sum = 0;
    double w = x;
    for (; w < LARGE + s; w += 1) {
      sum += Math.pow(w, -s);
    }
    double power = Math.pow(w, -s);
    double square = w * w;
    double factor = s / w;
    double rest = 0;
    for (int k = 0; k < BERNOULLI_OVER_FACTORIAL.length; k++) {
      rest += BERNOULLI_OVER_FACTORIAL[k] * factor;
      factor *= (s + 2 * k + 1) * (s + 2 * k + 2) / square;
    }
    return sum + power * (w / (s - 1) + 0.5 + rest);
  }

  /** {@code sin(pi x)}, exact also for large x. */
  private static double sinPi(double x) {
    return Math.sin(Math.PI * (x - Math.rint(x)));
  }
}
