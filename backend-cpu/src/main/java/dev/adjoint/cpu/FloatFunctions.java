package dev.adjoint.cpu;

import dev.adjoint.spi.Expr.Comparison;

/** The functions of float32. Polynomials are least-maximum fits. */
final class FloatFunctions extends LaneFunctions {
  private static final double ERF_SPLIT = 0.927734375;
  private static final double[] ERF_NEAR =
      {0.128379151, -0.376124859, 0.112817205, -0.0267631039, 0.00498797279, -0.000596409431};
  /** Of {@code log2(1 - erf(t)) / t}. */
  private static final double[] ERF_FAR =
      scaled(1 / Math.log(2), 1, -1.128511906, -0.635726571, -0.105250984, 0.0228830297, -0.00321279955, 0.00021372411);
  private static final double[] EXP = {1, 1, 4.99999851e-1, 1.66664720e-1, 4.16695364e-2, 8.37312452e-3, 1.37805939e-3};
  private static final double[] EXP2 = scaled(1, Math.log(2), EXP);

  FloatFunctions(LaneCode code) {
    super(code, LaneType.FLOAT, new Reduction(0.693145752, 1.42860677e-6, -104, 89, 0x1p-25, -18));
  }

  /** The coefficients of {@code factor * p(ofArgument * x)}. */
  private static double[] scaled(double factor, double ofArgument, double... coefficients) {
    double[] scaled = new double[coefficients.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * Math.pow(ofArgument, i) * coefficients[i];
    }
    return scaled;
  }

  @Override
  int shortExp(int r) {
    return polynomial(r, EXP);
  }

  @Override
  int shortExpm1(int r) {
    int q = polynomial(r, 4.99999970e-1, 1.66666716e-1, 4.16668020e-2, 8.33343994e-3, 1.39309070e-3, 1.97350979e-4);
    return code.fma(q, mul(r, r), r);
  }

  @Override
  int shortLog1p(int m) {
    int square = mul(m, m);
    int even = polynomial(square, -0.249996200, -0.166846126, -0.121483512, -0.130310059);
    int odd = polynomial(square, 0.200120345, 0.139814854, 0.140869141);
    int cubic = polynomialFrom(code.fma(odd, m, even), m, -0.5, 0.333331972);
    return code.fma(cubic, square, m);
  }

  private int polynomialFrom(int y, int x, double... coefficients) {
    int sum = y;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = code.fma(sum, x, constant(coefficients[i]));
    }
    return sum;
  }

  /** The error function: {@code x + x * p(x^2)} up to the split, {@code 1 - 2^(t * q(t))} beyond it. */
  @Override
  int erf(int x) {
    int near = code.fma(polynomial(mul(x, x), ERF_NEAR), x, x);
    // From 4 on the result is 1 in float32, and the polynomial would leave its range.
    int t = code.atMost(abs(x), 4);
    int exponent = mul(polynomial(t, ERF_FAR), t);
    int far = code.copySign(oneMinusPowerOfTwo(exponent), x);
    return code.blend(code.compare(Comparison.GT, t, constant(ERF_SPLIT)), far, near);
  }

  private int oneMinusPowerOfTwo(int x) {
    // Twice the exponents of the format more set the sign.
    double offset = type.integersInLowBits() + type.bias() + 256;
    int n = add(x, constant(offset));
    int rest = sub(x, sub(n, constant(offset)));
    return code.fma(polynomial(rest, EXP2), code.powerOfTwo(n), constant(1));
  }
}
