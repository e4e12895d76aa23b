package dev.adjoint.tornado;

import dev.adjoint.DType;

/**
 * The numbers by which device code knows the types of elements. A bool is stored as an int32 that is 0 or 1; float16 and
 * bfloat16 are stored as the float32 of the same value, since the bits of a number cannot be read on the device.
 */
final class ElementType {
  static final int FLOAT32 = 0;
  static final int FLOAT64 = 1;
  static final int INT32 = 2;
  static final int INT64 = 3;
  static final int BOOL = 4;

  private ElementType() {}

  static int of(DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case BOOL -> BOOL;
    };
  }

  /** How many words of four bytes an element takes. */
  static int words(DType dtype) {
    return dtype == DType.FLOAT64 || dtype == DType.INT64 ? 2 : 1;
  }
}
