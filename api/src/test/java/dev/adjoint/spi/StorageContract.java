package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import org.junit.jupiter.api.Test;

/** Buffers, and what is copied into and out of them. */
interface StorageContract extends Contract {
  @Test
  default void aBufferKnowsItsTypeAndSize() {
    for (DType dtype : types()) {
      for (int size : SIZES) {
        Buffer buffer = backend().allocate(dtype, size);
        assertThat(buffer.dtype()).as("dtype of a buffer of %d %s", size, dtype).isEqualTo(dtype);
        assertThat(buffer.size()).as("size of a buffer of %d %s", size, dtype).isEqualTo(size);
      }
    }
  }

  @Test
  default void whatIsCopiedInComesOut() {
    for (DType dtype : types()) {
      for (int size : SIZES) {
        Elements values = Elements.random(dtype, size, -100, 100, size);
        Buffer buffer = Placed.of(backend(), values).view().buffer();
        new Agreement(0, 0).check("copyOut of " + size + " " + dtype, Placed.read(backend(), buffer), values);
      }
    }
  }

  @Test
  default void everyBitOfANumberIsKept() {
    checkRoundTrip(Elements.ofIntegers(DType.INT64, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, -1, 0));
    checkRoundTrip(Elements.ofIntegers(DType.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 24) + 1, -1, 0));
    double infinity = Double.POSITIVE_INFINITY;
    checkRoundTrip(Elements.of(DType.FLOAT32, 0.1, Double.NaN, infinity, -infinity, Float.MIN_VALUE, Float.MAX_VALUE));
    checkRoundTrip(Elements.of(DType.FLOAT64, 0.1, Double.NaN, infinity, -infinity, Double.MIN_VALUE, Double.MAX_VALUE));
    checkRoundTrip(Elements.ofIntegers(DType.BOOL, 1, 0, 0, 1, 1));
    for (DType half : halves()) {
      checkRoundTrip(Elements.of(half, 0.1, Double.NaN, infinity, -infinity, 0x1p-24, 65504, -0.0));
      short[] bits = new short[1 << 16];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = (short) i;
      }
      Buffer buffer = backend().allocate(half, bits.length);
      backend().copyIn(bits, 0, buffer, 0, bits.length);
      short[] back = new short[bits.length];
      backend().copyOut(buffer, 0, back, 0, bits.length);
      assertThat(back).as("the bits of %s", half).isEqualTo(bits);
    }
  }

  private void checkRoundTrip(Elements values) {
    Buffer buffer = Placed.of(backend(), values).view().buffer();
    new Agreement(0, 0).check("copyOut of special " + values.dtype(), Placed.read(backend(), buffer), values);
  }

  @Test
  default void whoLacksATypeSaysSo() {
    for (DType dtype : DType.values()) {
      if (!has(dtype)) {
        assertThatThrownBy(() -> backend().allocate(dtype, 3)).as("a buffer of %s", dtype).isInstanceOf(DTypeException.class)
            .hasMessageContaining(dtype.toString()).hasMessageContaining(backend().name());
      }
    }
  }

  @Test
  default void partsAreCopiedAtOffsets() {
    for (DType dtype : types()) {
      Elements old = Elements.random(dtype, 40, -100, 100, 1);
      Elements fresh = Elements.random(dtype, 30, -100, 100, 2);
      Elements expected = Elements.random(dtype, 40, -100, 100, 1);
      for (int i = 0; i < 13; i++) {
        expected.set(17 + i, fresh, 5 + i);
      }
      Buffer buffer = Placed.of(backend(), old).view().buffer();
      backend().copyIn(fresh.array(), 5, buffer, 17, 13);
      backend().copyIn(fresh.array(), 30, buffer, 40, 0);
      new Agreement(0, 0).check("copyIn of part of " + dtype, Placed.read(backend(), buffer), expected);

      Elements part = Elements.random(dtype, 20, -100, 100, 3);
      Elements expectedPart = Elements.random(dtype, 20, -100, 100, 3);
      for (int i = 0; i < 9; i++) {
        expectedPart.set(6 + i, expected, 12 + i);
      }
      backend().copyOut(buffer, 12, part.array(), 6, 9);
      backend().copyOut(buffer, 40, part.array(), 20, 0);
      new Agreement(0, 0).check("copyOut of part of " + dtype, part, expectedPart);
    }
  }

  @Test
  default void aBufferKeepsNoArrayOfTheCaller() {
    Elements values = Elements.of(DType.FLOAT32, 1, 2, 3);
    Buffer buffer = Placed.of(backend(), values).view().buffer();
    values.set(0, 9.0);
    Elements expected = Elements.of(DType.FLOAT32, 1, 2, 3);
    new Agreement(0, 0).check("a buffer whose source changed", Placed.read(backend(), buffer), expected);
  }
}
