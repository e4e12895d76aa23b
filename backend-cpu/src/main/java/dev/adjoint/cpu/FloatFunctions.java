package dev.adjoint.cpu;

import dev.adjoint.spi.Expr.Comparison;

/** The functions of float32. Polynomials are least-maximum fits. */
final class FloatFunctions extends LaneFunctions {
  private static final double[] EXP = {1, 1, 4.99999851e-1, 1.66664720e-1, 4.16695364e-2, 8.37312452e-3, 1.37805939e-3};

  FloatFunctions(LaneCode code) {
    super(code, LaneType.FLOAT, new Reduction(0.693145752, 1.42860677e-6, -104, 89, 0x1p-25, -18));
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

  /** The error function, by a polynomial for each of 16 intervals, around its middle. */
  @Override
  int erf(int x) {
    // From 3.999 on the result is 1 in float32, and there are no more intervals.
    int t = code.atMost(abs(x), 3.999);
    int n = code.fma(t, constant(15.5 / 4), constant(type.integersInLowBits()));
    int u = plus(t, -FloatTables.ERF_STEP, sub(n, constant(type.integersInLowBits())));
    int y = code.lookUp(FloatTables.ERF_TABLES - 1, n);
    for (int i = FloatTables.ERF_TABLES - 2; i > 0; i--) {
      y = code.fma(y, u, code.lookUp(i, n));
    }
    // Around 0 the largest term is the argument itself, which is exact.
    int isSmall = code.compare(Comparison.EQ, n, constant(type.integersInLowBits()));
    return code.copySign(code.fma(y, u, code.blend(isSmall, t, code.lookUp(0, n))), x);
  }

  /** The hyperbolic tangent, by a polynomial for each of 16 intervals, which are the longer the larger the argument. */
  @Override
  int tanh(int x) {
    // From 9.02 on the result is 1 in float32.
    int t = code.atMost(abs(x), 9.1);
    int n = code.quarter(add(t, constant(FloatTables.TANH_SHIFT)));
    int u = sub(t, code.lookUp(FloatTables.TANH_MIDDLES, n));
    int y = code.lookUp(FloatTables.TANH_LAST, n);
    for (int i = FloatTables.TANH_LAST - 1; i > FloatTables.TANH_MIDDLES; i--) {
      y = code.fma(y, u, code.lookUp(i, n));
    }
    return code.copySign(y, x);
  }
}
