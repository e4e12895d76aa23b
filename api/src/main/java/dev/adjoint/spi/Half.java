package dev.adjoint.spi;

import dev.adjoint.DType;

/** The bits of float16 and bfloat16 numbers, and what they are in float32. */
public final class Half {
  /** Of a float32, the bits that bfloat16 lacks. */
  private static final int LOWER = 16;

  private Half() {}

  /** The number with these bits; exact. */
  public static float number(DType dtype, short bits) {
    return dtype == DType.FLOAT16 ? Float.float16ToFloat(bits) : ofBfloat16(bits);
  }

  /** The bits of the nearest number, of two the one whose last bit is 0; beyond the largest finite one an infinity. */
  public static short bits(DType dtype, float number) {
    return dtype == DType.FLOAT16 ? Float.floatToFloat16(number) : toBfloat16(number);
  }

  /** As {@link #bits(DType, float)} of a float64: rounded once, not to float32 first. */
  public static short bits(DType dtype, double number) {
    return bits(dtype, toOdd(number));
  }

  /**
   * The float32 at a float64 or, where there is none, of the two around it the one whose last bit is 1. No such number lies
   * halfway between two of fewer bits, so that to round it further gives what the float64 itself is rounded to (Boldo and
   * Melquiond, Emulation of FMA and correctly rounded sums, 2008).
   */
  private static float toOdd(double number) {
    float near = (float) number;
    if (near == number || number != number) {
      return near;
    }
    // Towards zero the next float32 has the next smaller bits.
    int bits = Float.floatToRawIntBits(near) - (Math.abs((double) near) > Math.abs(number) ? 1 : 0);
    return Float.intBitsToFloat(bits | 1);
  }

  /** {@link #number} for bfloat16. */
  public static float ofBfloat16(short bits) {
    return Float.intBitsToFloat(bits << LOWER);
  }

  /** {@link #bits} for bfloat16. */
  public static short toBfloat16(float number) {
    int bits = Float.floatToRawIntBits(number);
    // Half of the last bit that is kept, less one for ties to even: what is rounded up carries into the exponent, up to
    // infinity. A NaN must not: it keeps its upper bits, one of which is set so that it stays one.
    int rounded = bits + 0x7fff + (bits >>> LOWER & 1) >>> LOWER;
    return (short) (number != number ? bits >>> LOWER | 0x40 : rounded);
  }

  /** As {@link #round(DType, float)} of a float64. */
  public static float round(DType dtype, double number) {
    return number(dtype, bits(dtype, number));
  }

  /** The nearest number of a type: what is left of a float32 that is stored in it and read again. */
  public static float round(DType dtype, float number) {
    return number(dtype, bits(dtype, number));
  }
}
