package dev.adjoint.cpu;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.View;

/** A Java array: {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code short[]} or {@code boolean[]}. */
final class CpuBuffer implements Buffer {
  private final DType dtype;
  private final int size;
  private final Object array;

  CpuBuffer(DType dtype, int size) {
    this.dtype = dtype;
    this.size = size;
    this.array = newArray(dtype, size);
  }

  static Object newArray(DType dtype, int size) {
    return switch (dtype) {
      case BOOL -> new boolean[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case FLOAT16, BFLOAT16 -> new short[size];
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
    };
  }

  /** The array behind a buffer; also called by generated kernels. */
  static Object arrayOf(Buffer buffer) {
    if (buffer instanceof CpuBuffer own) {
      return own.array;
    }
    throw new BackendException(
        "The cpu backend was given a buffer of another backend (" + buffer.getClass().getName()
            + "); move the tensor to the cpu first");
  }

  /** The array behind a view. */
  static Object arrayOf(View view) {
    return arrayOf(view.buffer());
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }
}
