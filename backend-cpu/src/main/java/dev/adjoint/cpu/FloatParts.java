package dev.adjoint.cpu;

/** The parts of functions that {@link FloatLoops} lacks, over tiles of {@code float}: see {@link LaneCode}. */
final class FloatParts {
  private static final int FRACTION_BITS = LaneType.FLOAT.fractionBits();
  private static final int LOWEST_MANTISSA = Float.floatToRawIntBits((float) LaneType.FLOAT.lowestMantissa());

  private FloatParts() {}

  static void fma(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  static void fma(float[] a, float[] b, float c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b[i], c);
    }
  }

  static void fma(float[] a, float b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.fma(a[i], b, c[i]);
    }
  }

  static void copySign(float[] magnitude, float[] sign, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.copySign(magnitude[i], sign[i]);
    }
  }

  static void powerOfTwo(float[] biased, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Float.intBitsToFloat(Float.floatToRawIntBits(biased[i]) << FRACTION_BITS);
    }
  }

  static void timesPowerOfTwo(float[] a, float[] biased, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(biased[i]);
      int half = bits >>> 1;
      float once = a[i] * Float.intBitsToFloat(half << FRACTION_BITS);
      out[i] = once * Float.intBitsToFloat(bits - half << FRACTION_BITS);
    }
  }

  static void lookUp(int table, float[] entry, float[] out, int n) {
    int[] bits = FloatTables.BITS;
    int first = table * FloatTables.ENTRIES;
    for (int i = 0; i < n; i++) {
      out[i] = Float.intBitsToFloat(bits[first + (Float.floatToRawIntBits(entry[i]) & FloatTables.ENTRIES - 1)]);
    }
  }

  static void quarter(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Float.intBitsToFloat(Float.floatToRawIntBits(a[i]) >>> FRACTION_BITS - 2);
    }
  }

  static void exponent(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Float.floatToRawIntBits(a[i]) - LOWEST_MANTISSA >> FRACTION_BITS;
    }
  }

  static void mantissa(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int above = Float.floatToRawIntBits(a[i]) - LOWEST_MANTISSA;
      out[i] = Float.intBitsToFloat((above & (1 << FRACTION_BITS) - 1) + LOWEST_MANTISSA);
    }
  }
}
