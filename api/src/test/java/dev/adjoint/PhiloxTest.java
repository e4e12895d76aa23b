package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator, in Java and as an expression, against the known answers that its authors publish (Random123, kat_vectors). */
class PhiloxTest {
  @BeforeEach
  void useBackend() {
    Backends.use("reference");
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(HexFormat::fromHexDigits).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void knownAnswers(String given, String expected) {
    int[] in = words(given);
    int[] out = words(expected);
    assertThat(Philox.block(in[0], in[1], in[2], in[3], in[4], in[5])).containsExactly(out);
    Expr[] counter = new Expr[4];
    for (int i = 0; i < 4; i++) {
      counter[i] = Expr.constant(in[i] & 0xFFFFFFFFL, DType.INT64);
    }
    Expr[] block = Philox.block(counter[0], counter[1], counter[2], counter[3]);
    double[] keys = Philox.roundKeys(new Key(in[5], in[4]));
    for (int i = 0; i < 4; i++) {
      assertThat((int) evaluate(block[i], keys, 1)[0]).as("word %d", i).isEqualTo(out[i]);
    }
  }

  /** A map without inputs on the backend in use. */
  private static long[] evaluate(Expr e, double[] params, int n) {
    var backend = Backends.current();
    View out = View.of(backend.allocate(DType.INT64, n), Shape.of(n));
    backend.map(Kernel.of(e), params, new View[0], out);
    return Tensor.wrap(backend, out).toLongArray();
  }

  @Test
  void countersBeyond32Bits() {
    Key key = Key.of(0x123456789ABCDEFL);
    for (double from : new double[] {0, 0x1p33 - 4, 0x1p40 + 2}) { // half a block a number: a block's words change at 2^33
      long[] bits = evaluate(
          Philox.bits(Expr.index(0).add(Expr.constant(from, DType.INT64))), Philox.roundKeys(key), 9);
      for (int i = 0; i < bits.length; i++) {
        long number = (long) from + i;
        int[] block = Philox.block(key, number >>> 1, Philox.NUMBERS);
        int half = (int) (number & 1) * 2;
        assertThat(bits[i]).as("number %d", number).isEqualTo(block[half] & 0xFFFFFFFFL | (long) block[half + 1] << 32);
      }
    }
  }

  @Test
  void float32NumbersAreTheUpperBitsOfEachWord() {
    Key key = Key.of(77);
    float[] numbers = Tensor.rand(key, 10).toFloatArray();
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).isEqualTo((Philox.block(key, i / 4, Philox.NUMBERS)[i % 4] >>> 8) * 0x1p-24f);
    }
  }

  @Test
  void normalNumbersAreBoxAndMullersOfTwoWords() {
    Key key = Key.of(78);
    double[] numbers = Tensor.randn(key, DType.FLOAT64, 11).toDoubleArray();
    for (int i = 0; i < numbers.length; i++) {
      int[] block = Philox.block(key, i / 4, Philox.NUMBERS);
      int pair = i % 4 & ~1;
      double u = ((block[pair] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
      double angle = 2 * Math.PI * ((block[pair + 1] & 0xFFFFFFFFL) * 0x1p-32);
      assertThat(numbers[i]).isEqualTo(Math.sqrt(-2 * Math.log(u)) * (i % 2 == 0 ? Math.cos(angle) : Math.sin(angle)));
    }
  }
}
