package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.spi.Half;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfBitsTest {
  @Test
  void everyNumberIsStoredAsTheFloat32OfItsValueAndComesBack() {
    for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      for (int i = 0; i < 1 << 16; i++) {
        short bits = (short) i;
        int stored = HalfBits.toFloat32(dtype, bits);
        Float expected = Half.number(dtype, bits);
        assertThat(Float.intBitsToFloat(stored)).as("%s %04x", dtype, i).isEqualTo(expected);
        assertThat(HalfBits.ofFloat32(dtype, stored)).as("%s %04x", dtype, i).isEqualTo(bits);
      }
    }
  }

  @Test
  void aNanStaysOneWhateverItsBits() {
    for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      for (int bits : new int[] {0x7f800001, 0xff800001, 0x7fc00000, 0x7f801000}) {
        assertThat(Half.number(dtype, HalfBits.ofFloat32(dtype, bits))).as("%s of %08x", dtype, bits).isNaN();
      }
    }
  }
}
