package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class HalfTest {
  /** The nearest of all numbers of a type, by trying them; ties go to the one whose last bit is 0. */
  private static short nearest(DType dtype, float number) {
    BigDecimal wanted = new BigDecimal(number);
    BigDecimal best = null;
    int found = 0;
    for (int bits = 0; bits < 1 << 16; bits++) {
      float candidate = Half.number(dtype, (short) bits);
      if (Float.isFinite(candidate) && (Math.signum(candidate) == Math.signum(number) || candidate == 0)
          && (bits & 0x8000) == (Float.floatToRawIntBits(number) >>> 16 & 0x8000)) {
        BigDecimal distance = new BigDecimal(candidate).subtract(wanted).abs();
        int order = best == null ? -1 : distance.compareTo(best);
        if (order < 0 || order == 0 && (bits & 1) == 0) {
          best = distance;
          found = bits;
        }
      }
    }
    return (short) found;
  }

  @Test
  void bitsAreThoseOfTheNearestNumber() {
    float[] numbers = {
      0, -0f, 1, -1, 0.1f, 3.14159265f, 1.00390625f, 1.01171875f, 1.00048828125f, 1.00146484375f, 1e-7f, 2.9802322e-8f, 3e-8f,
      -6e-8f, 6.1e-5f, 65504, 65519, 1e-40f, -3.3e-39f, 1234.5f
    };
    for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
      for (float number : numbers) {
        assertThat(Half.bits(dtype, number)).as("%s in %s", number, dtype).isEqualTo(nearest(dtype, number));
      }
    }
  }

  @Test
  void whatIsReadIsWrittenBack() {
    for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
      for (int bits = 0; bits < 1 << 16; bits++) {
        float number = Half.number(dtype, (short) bits);
        if (number == number) {
          assertThat(Half.bits(dtype, number)).isEqualTo((short) bits);
        } else {
          assertThat(Half.round(dtype, number)).isNaN();
        }
      }
    }
  }

  @Test
  void beyondTheLargestNumberIsInfinity() {
    assertThat(Half.round(DType.FLOAT16, 65519.99999999)).isEqualTo(65504);
    assertThat(Half.round(DType.FLOAT16, 65520.0)).isInfinite();
    assertThat(Half.round(DType.FLOAT16, 1 + 0x1p-11 + 0x1p-40)).isEqualTo(1 + 0x1p-10f);
    assertThat(Half.round(DType.FLOAT16, 1 + 0x1p-11)).isEqualTo(1);
    assertThat(Half.round(DType.FLOAT16, 1 + 3 * 0x1p-11 - 0x1p-40)).isEqualTo(1 + 0x1p-10f);
    assertThat(Half.round(DType.FLOAT16, 1 + 3 * 0x1p-11)).isEqualTo(1 + 0x1p-9f);
    assertThat(Half.round(DType.BFLOAT16, -1 - 0x1p-8 - 0x1p-50)).isEqualTo(-1 - 0x1p-7f);
    assertThat(Half.round(DType.BFLOAT16, 0x1p-134 + 0x1p-180)).isEqualTo(0x1p-133f);
    assertThat(Half.round(DType.FLOAT16, Double.MIN_VALUE)).isZero();
    assertThat(Half.round(DType.FLOAT16, 1e300)).isInfinite();
    assertThat(Half.round(DType.FLOAT16, 65519.99f)).isEqualTo(65504);
    assertThat(Half.round(DType.FLOAT16, 65520)).isInfinite();
    assertThat(Half.round(DType.BFLOAT16, 0x1.fefffep127f)).isEqualTo(0x1.fep127f);
    assertThat(Half.round(DType.BFLOAT16, 0x1.ffp127f)).isInfinite();
    assertThat(Half.round(DType.BFLOAT16, -Float.MAX_VALUE)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Half.round(DType.BFLOAT16, Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void noNaNBecomesANumber() {
    for (int bits : new int[] {0x7f800001, 0xff800001, 0x7fc00000, 0xffffffff, 0x7fffffff}) {
      assertThat(Half.round(DType.BFLOAT16, Float.intBitsToFloat(bits))).isNaN();
      assertThat(Half.round(DType.FLOAT16, Float.intBitsToFloat(bits))).isNaN();
    }
  }
}
