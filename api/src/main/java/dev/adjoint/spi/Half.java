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

  /** The nearest number of a type: what is left of a float32 that is stored in it and read again. */
  public static float round(DType dtype, float number) {
    return number(dtype, bits(dtype, number));
  }
}
