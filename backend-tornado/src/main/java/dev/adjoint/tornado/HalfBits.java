package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.spi.Half;

/**
 * Between the bits of a float16 or bfloat16 and those of the float32 of the same value, which is what the device stores. As
 * ints, and with an own way for NaNs: as floats, signalling ones would become quiet on the way.
 */
final class HalfBits {
  private static final int SIGN = 0x80000000;
  private static final int NAN = 0x7f800000;
  /** How many bits of the fraction float32 has more than float16. */
  private static final int MORE_THAN_FLOAT16 = 13;
  /** The bits of the fraction of float16, and the upper one of them. */
  private static final int FRACTION = 0x3ff;
  private static final int UPPER = 0x200;
  /** How many bits float32 has more than bfloat16. */
  private static final int MORE_THAN_BFLOAT16 = 16;
  /** Of the bits of a float32, the lower half. */
  private static final int LOWER = 0xffff;

  private HalfBits() {}

  static int toFloat32(DType dtype, short bits) {
    int high = bits << MORE_THAN_BFLOAT16;
    if (dtype == DType.BFLOAT16) {
      return high;
    }
    boolean nan = (bits & 0x7c00) == 0x7c00 && (bits & FRACTION) != 0;
    return nan
        ? high & SIGN | NAN | (bits & FRACTION) << MORE_THAN_FLOAT16
        : Float.floatToRawIntBits(Half.number(dtype, bits));
  }

  /** The bits of a value that the type has. A NaN that was computed may have bits that the type lacks; it stays one. */
  static short ofFloat32(DType dtype, int bits) {
    boolean nan = (bits & ~SIGN) > NAN;
    if (dtype == DType.BFLOAT16) {
      boolean kept = (bits & ~SIGN & ~LOWER) > NAN;
      return (short) (bits >>> MORE_THAN_BFLOAT16 | (nan && !kept ? 0x40 : 0));
    }
    if (nan) {
      int fraction = bits >> MORE_THAN_FLOAT16 & FRACTION;
      return (short) ((bits & SIGN) >>> MORE_THAN_BFLOAT16 | 0x7c00 | (fraction == 0 ? UPPER : fraction));
    }
    return Half.bits(dtype, Float.intBitsToFloat(bits));
  }
}
