package dev.adjoint.io;

import dev.adjoint.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How numbers lie in files, and the type of the tensors they are read into: a wider one where there is none of theirs. */
enum Element {
  /** float64. */
  F64(DType.FLOAT64, 8),
  /** float32. */
  F32(DType.FLOAT32, 4),
  /** float16. */
  F16(DType.FLOAT16, 2),
  /** bfloat16. */
  BF16(DType.BFLOAT16, 2),
  /** int64. */
  I64(DType.INT64, 8),
  /** int32. */
  I32(DType.INT32, 4),
  /** A byte each: what is not 0 is true. */
  BOOL(DType.BOOL, 1),
  /** Signed, 16 bits. */
  I16(DType.INT32, 2),
  /** Unsigned, 16 bits. */
  U16(DType.INT32, 2),
  /** Signed, 8 bits. */
  I8(DType.INT32, 1),
  /** Unsigned, 8 bits. */
  U8(DType.INT32, 1),
  /** Unsigned, 32 bits. */
  U32(DType.INT64, 4);

  private static final int BYTE = 0xFF;
  private static final int SHORT = 0xFFFF;
  private static final long INT = 0xFFFFFFFFL;

  /** The type that they are read into. */
  final DType dtype;
  /** Bytes that one takes in the file. */
  final int bytes;

  Element(DType dtype, int bytes) {
    this.dtype = dtype;
    this.bytes = bytes;
  }

  /** How a tensor's numbers are written. */
  static Element of(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> F64;
      case FLOAT32 -> F32;
      case FLOAT16 -> F16;
      case BFLOAT16 -> BF16;
      case INT64 -> I64;
      case INT32 -> I32;
      case BOOL -> BOOL;
    };
  }

  /** A Java array for so many of them, as backends take it. */
  Object array(int count) {
    return switch (dtype) {
      case FLOAT64 -> new double[count];
      case FLOAT32 -> new float[count];
      case FLOAT16, BFLOAT16 -> new short[count];
      case INT64 -> new long[count];
      case INT32 -> new int[count];
      case BOOL -> new boolean[count];
    };
  }

  /** Reads the first {@code count} from a file's bytes into an array of {@link #array}. */
  void read(MemorySegment from, ByteOrder order, Object to, int count) {
    switch (this) {
      case F64 -> MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), 0, to, 0, count);
      case F32 -> MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), 0, to, 0, count);
      case F16, BF16 -> MemorySegment.copy(from, ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 0, to, 0, count);
      case I64 -> MemorySegment.copy(from, ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), 0, to, 0, count);
      case I32 -> MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 0, to, 0, count);
      case BOOL -> {
        boolean[] flags = (boolean[]) to;
        for (int i = 0; i < count; i++) {
          flags[i] = from.get(ValueLayout.JAVA_BYTE, i) != 0;
        }
      }
      case U32 -> {
        long[] longs = (long[]) to;
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        for (int i = 0; i < count; i++) {
          longs[i] = from.get(layout, 4L * i) & INT;
        }
      }
      case I16, U16 -> {
        int[] ints = (int[]) to;
        ValueLayout.OfShort layout = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        for (int i = 0; i < count; i++) {
          short bits = from.get(layout, 2L * i);
          ints[i] = this == U16 ? bits & SHORT : bits;
        }
      }
      case I8, U8 -> {
        int[] ints = (int[]) to;
        for (int i = 0; i < count; i++) {
          byte bits = from.get(ValueLayout.JAVA_BYTE, i);
          ints[i] = this == U8 ? bits & BYTE : bits;
        }
      }
    }
  }

  /** Writes the first {@code count} of an array of {@link #array}, little-endian; of what {@link #of} gives. */
  void write(Object from, MemorySegment to, int count) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    switch (from) {
      case double[] a -> MemorySegment.copy(a, 0, to, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), 0, count);
      case float[] a -> MemorySegment.copy(a, 0, to, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), 0, count);
      case short[] a -> MemorySegment.copy(a, 0, to, ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 0, count);
      case long[] a -> MemorySegment.copy(a, 0, to, ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), 0, count);
      case int[] a -> MemorySegment.copy(a, 0, to, ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 0, count);
      case boolean[] a -> {
        for (int i = 0; i < count; i++) {
          to.set(ValueLayout.JAVA_BYTE, i, (byte) (a[i] ? 1 : 0));
        }
      }
      default -> throw new IllegalArgumentException("There are no elements of " + from.getClass().getSimpleName());
    }
  }
}
