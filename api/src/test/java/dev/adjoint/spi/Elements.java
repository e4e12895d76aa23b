package dev.adjoint.spi;

import dev.adjoint.DType;
import java.lang.reflect.Array;
import java.util.Random;

/** A Java array with the elements of a dtype, read and written as numbers. */
final class Elements {
  private final DType dtype;
  private final Object array;

  Elements(DType dtype, int size) {
    this.dtype = dtype;
    this.array = switch (dtype) {
      case BOOL -> new boolean[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case FLOAT16, BFLOAT16 -> new short[size];
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
    };
  }

  /** Numbers as elements of a dtype, converted as {@link Expr.Cast} converts. */
  static Elements of(DType dtype, double... numbers) {
    Elements out = new Elements(dtype, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      out.set(i, numbers[i]);
    }
    return out;
  }

  /** Whole numbers as elements of a dtype. */
  static Elements ofIntegers(DType dtype, long... numbers) {
    Elements out = new Elements(dtype, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      out.set(i, numbers[i]);
    }
    return out;
  }

  /** Numbers between two bounds, the same ones for the same seed; for bool, half of them true. */
  static Elements random(DType dtype, int size, double low, double high, long seed) {
    Random random = new Random(seed);
    Elements out = new Elements(dtype, size);
    for (int i = 0; i < size; i++) {
      double x = low + (high - low) * random.nextDouble();
      if (dtype == DType.BOOL) {
        out.set(i, random.nextBoolean() ? 1L : 0L);
      } else {
        out.set(i, dtype.isInteger() ? Math.rint(x) : x);
      }
    }
    return out;
  }

  DType dtype() {
    return dtype;
  }

  int size() {
    return Array.getLength(array);
  }

  /**
   * The array itself: a {@code boolean[]}, {@code int[]}, {@code long[]}, {@code float[]},
   * {@code double[]} or, of the bits of float16 and bfloat16, {@code short[]}.
   */
  Object array() {
    return array;
  }

  /** An element as a floating-point number. */
  double number(int i) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16 -> Half.number(dtype, ((short[]) array)[i]);
      case FLOAT32 -> ((float[]) array)[i];
      case FLOAT64 -> ((double[]) array)[i];
      default -> integer(i);
    };
  }

  /** An element of an integer or bool type; true is 1. */
  long integer(int i) {
    return switch (dtype) {
      case BOOL -> ((boolean[]) array)[i] ? 1 : 0;
      case INT32 -> ((int[]) array)[i];
      case INT64 -> ((long[]) array)[i];
      default -> throw new AssertionError("The elements are " + dtype + ", not integers");
    };
  }

  void set(int i, double value) {
    switch (dtype) {
      case BOOL -> ((boolean[]) array)[i] = value != 0;
      case INT32 -> ((int[]) array)[i] = (int) value;
      case INT64 -> ((long[]) array)[i] = (long) value;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[i] = Half.bits(dtype, value);
      case FLOAT32 -> ((float[]) array)[i] = (float) value;
      case FLOAT64 -> ((double[]) array)[i] = value;
    }
  }

  void set(int i, long value) {
    switch (dtype) {
      case BOOL -> ((boolean[]) array)[i] = value != 0;
      case INT32 -> ((int[]) array)[i] = (int) value;
      case INT64 -> ((long[]) array)[i] = value;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[i] = Half.bits(dtype, value);
      case FLOAT32 -> ((float[]) array)[i] = value;
      case FLOAT64 -> ((double[]) array)[i] = value;
    }
  }

  /** Sets an element to one of other elements of the same dtype. */
  void set(int i, Elements from, int at) {
    if (dtype.isFloating()) {
      set(i, from.number(at));
    } else {
      set(i, from.integer(at));
    }
  }

  /** The elements at these places, as new elements. */
  Elements pick(int[] places) {
    Elements out = new Elements(dtype, places.length);
    for (int i = 0; i < places.length; i++) {
      out.set(i, this, places[i]);
    }
    return out;
  }

  /** One element as text. */
  String text(int i) {
    return dtype.isFloating() ? Double.toString(number(i)) : Long.toString(integer(i));
  }
}
