package dev.adjoint.cpu;

import dev.adjoint.spi.Expr.Comparison;

/** The functions of float64. Polynomials are least-maximum fits, where nothing else is said. */
final class DoubleFunctions extends LaneFunctions {
  private static final double[] EXPM1 = {
    0.5, 0.16666666666666677, 0.0416666666666667, 0.008333333333321615, 0.0013888888888866809, 0.00019841269886158026,
    2.480158736061169e-05, 2.7557244182442318e-06, 2.755724271317081e-07, 2.5109044708301753e-08, 2.0924457420546924e-09
  };
  /** From FDLIBM's {@code e_log.c} (Sun Microsystems, 1993). */
  private static final double[] LOG = {
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01
  };
  private static final double[] ERF_NEAR = {
    0.1283791670955126, -0.3761263890318375, 0.11283791670954857, -0.026866170645072896, 0.005223977624780878,
    -0.0008548326978742883, 0.00012055331036923937, -1.4925593507463182e-05, 1.6460972826013494e-06, -1.6350025315554023e-07,
    1.4657880449249878e-08, -1.1365668232387858e-09, 5.945265450586091e-11
  };
  private static final double[] ERF_FAR = {
    -0.12837920681987344, -0.6366193126052563, -0.10277511360612455, 0.019137045907931513, 0.00018846822009310182,
    -0.0016588436990275682, 0.0005378893753817023, 3.2043650210773825e-05, -0.0001160821227895667, 6.678455093122468e-05,
    -2.474277589438141e-05, 6.767894354983583e-06, -1.4008280418739586e-06, 2.1342845389813963e-07, -2.1354615588435265e-08,
    7.074104815383503e-10, 1.761247586689577e-10, -3.568405926122954e-11, 3.3320102910603653e-12, -1.6913838390088351e-13,
    3.7700222163436755e-15
  };

  DoubleFunctions(LaneCode code) {
    super(code, LaneType.DOUBLE,
        new Reduction(6.93147180369123816490e-01, 1.90821492927058770002e-10, -746, 710, 0x1p-54, -38));
  }

  @Override
  int shortExp(int r) {
    return add(shortExpm1(r), constant(1));
  }

  @Override
  int shortExpm1(int r) {
    return code.fma(polynomial(r, EXPM1), mul(r, r), r);
  }

  /** By the odd function {@code log((1 + s) / (1 - s))} of {@code s = m / (2 + m)}. */
  @Override
  int shortLog1p(int m) {
    int s = div(m, add(m, constant(2)));
    int square = mul(s, s);
    int half = mul(mul(m, m), constant(0.5));
    int odd = mul(polynomial(square, LOG), square);
    return sub(m, sub(half, mul(s, add(half, odd))));
  }

  /** The error function: {@code x + x * p(x^2)} up to 1, {@code 1 - exp(-t + t * q(t))} beyond it. */
  @Override
  int erf(int x) {
    int near = code.fma(polynomial(mul(x, x), ERF_NEAR), x, x);
    // From 5.95 on the result is 1, and the polynomial would leave its range.
    int t = code.atMost(abs(x), 5.95);
    int exponent = code.fma(polynomial(t, ERF_FAR), t, code.arithmetic("neg", t));
    int far = code.copySign(sub(constant(1), expOfSmall(exponent)), x);
    return code.blend(code.compare(Comparison.GT, t, constant(1)), far, near);
  }
}
