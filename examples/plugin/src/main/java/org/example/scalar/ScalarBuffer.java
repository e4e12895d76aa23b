package org.example.scalar;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Half;
import dev.adjoint.spi.View;

/** Elements in a Java array of their type; those of 16 bits lie in a {@code short[]}. */
final class ScalarBuffer implements Buffer {
  private final DType dtype;
  private final int size;
  private final Object array;

  ScalarBuffer(DType dtype, int size) {
    this.dtype = dtype;
    this.size = size;
    this.array = switch (dtype) {
      case BOOL -> new boolean[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case FLOAT16, BFLOAT16 -> new short[size];
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
    };
  }

  /** The buffer as this backend's own; Adjoint mixes no backends, but a program may call a backend by itself. */
  static ScalarBuffer of(Buffer buffer) {
    if (buffer instanceof ScalarBuffer own) {
      return own;
    }
    throw new BackendException("The scalar backend was given a buffer of another backend (" + buffer.getClass().getName()
        + "). Move the tensor with to(Device.of(\"scalar\")) first");
  }

  static ScalarBuffer of(View view) {
    return of(view.buffer());
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }

  Object array() {
    return array;
  }

  /** An element of a floating-point type. */
  double real(int at) {
    return switch (dtype) {
      case FLOAT64 -> ((double[]) array)[at];
      case FLOAT32 -> ((float[]) array)[at];
      case FLOAT16, BFLOAT16 -> Half.number(dtype, ((short[]) array)[at]);
      default -> throw new IllegalStateException(dtype + " is read by integer()");
    };
  }

  /** An element of an integer type, or a bool as 0 or 1. */
  long integer(int at) {
    return switch (dtype) {
      case INT64 -> ((long[]) array)[at];
      case INT32 -> ((int[]) array)[at];
      case BOOL -> ((boolean[]) array)[at] ? 1 : 0;
      default -> throw new IllegalStateException(dtype + " is read by real()");
    };
  }

  /** Sets an element from the one of two numbers that has its type. */
  void set(int at, double real, long integer) {
    switch (dtype) {
      case FLOAT64 -> ((double[]) array)[at] = real;
      case FLOAT32 -> ((float[]) array)[at] = (float) real;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[at] = Half.bits(dtype, real);
      case INT64 -> ((long[]) array)[at] = integer;
      case INT32 -> ((int[]) array)[at] = (int) integer;
      case BOOL -> ((boolean[]) array)[at] = integer != 0;
    }
  }
}
