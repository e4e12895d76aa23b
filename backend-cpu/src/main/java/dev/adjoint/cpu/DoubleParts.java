package dev.adjoint.cpu;

/** The parts of functions that {@link DoubleLoops} lacks, over tiles of {@code double}: see {@link LaneCode}. */
final class DoubleParts {
  private static final int FRACTION_BITS = LaneType.DOUBLE.fractionBits();
  private static final long LOWEST_MANTISSA = Double.doubleToRawLongBits(LaneType.DOUBLE.lowestMantissa());

  private DoubleParts() {}

  static void fma(double[] a, double[] b, double[] c, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  static void fma(double[] a, double[] b, double c, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b[i], c);
    }
  }

  static void fma(double[] a, double b, double[] c, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b, c[i]);
    }
  }

  static void copySign(double[] magnitude, double[] sign, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.copySign(magnitude[i], sign[i]);
    }
  }

  static void powerOfTwo(double[] biased, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(biased[i]) << FRACTION_BITS);
    }
  }

  static void timesPowerOfTwo(double[] a, double[] biased, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(biased[i]);
      long half = bits >>> 1;
      double once = a[i] * Double.longBitsToDouble(half << FRACTION_BITS);
      out[i] = once * Double.longBitsToDouble(bits - half << FRACTION_BITS);
    }
  }

  static void exponent(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Double.doubleToRawLongBits(a[i]) - LOWEST_MANTISSA >> FRACTION_BITS;
    }
  }

  static void mantissa(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      long above = Double.doubleToRawLongBits(a[i]) - LOWEST_MANTISSA;
      out[i] = Double.longBitsToDouble((above & (1L << FRACTION_BITS) - 1) + LOWEST_MANTISSA);
    }
  }
}
