package dev.adjoint.cpu;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** A Java array: {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code short[]} or {@code boolean[]}. */
final class CpuBuffer implements Buffer {
  private final DType dtype;
  private final int size;
  /** Null once it was handed back. */
  private @Nullable Object array;

  CpuBuffer(DType dtype, int size) {
    this(dtype, size, newArray(dtype, size));
  }

  CpuBuffer(DType dtype, int size, Object array) {
    this.dtype = dtype;
    this.size = size;
    this.array = array;
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
      Object array = own.array;
      if (array == null) {
        throw own.ended();
      }
      return array;
    }
    throw new BackendException(
        "The cpu backend was given a buffer of another backend (" + buffer.getClass().getName()
            + "); move the tensor to the cpu first");
  }

  private BackendException ended() {
    return new BackendException(
        "A tensor " + dtype + " of " + size + " elements was used after the end of the Scope it was made in. Use it inside, or"
            + " tell the scope with keep(tensor)");
  }

  /**
   * Gives up the array, which may then be another buffer's.
   *
   * @return null if it was given up before
   */
  synchronized @Nullable Object giveUp() {
    Object mine = array;
    array = null;
    return mine;
  }

  /** Lets go of the array, which nobody will use again. */
  void end() {
    array = null;
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
