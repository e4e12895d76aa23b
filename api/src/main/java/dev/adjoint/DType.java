package dev.adjoint;

/** The type of a tensor's elements. */
public enum DType {
  /** True or false. */
  BOOL("bool", 1, 0),
  /** Signed 32-bit integers. */
  INT32("int32", 4, 1),
  /** Signed 64-bit integers. */
  INT64("int64", 8, 1),
  /** IEEE 754 single precision: the default of a tensor made from numbers. */
  FLOAT32("float32", 4, 2),
  /** IEEE 754 double precision. */
  FLOAT64("float64", 8, 2);

  private final String label;
  private final int bytes;
  private final int category;

  DType(String label, int bytes, int category) {
    this.label = label;
    this.bytes = bytes;
    this.category = category;
  }

  /** Bytes an element takes. */
  public int bytes() {
    return bytes;
  }

  /** Whether gradients are defined for this type: float32 and float64. */
  public boolean isFloating() {
    return category == 2;
  }

  /** Whether this is int32 or int64. */
  public boolean isInteger() {
    return category == 1;
  }

  /**
   * The type of the result of an operation on two vectors of these types: the one of the higher category (bool, integer,
   * floating), and the wider one within a category, as PyTorch promotes.
   */
  public static DType promote(DType a, DType b) {
    return a.ordinal() >= b.ordinal() ? a : b;
  }

  /**
   * The type of the result where operands without axes do not widen operands with axes: within a category the type of a
   * tensor with axes wins over that of a 0-d tensor.
   */
  public static DType promote(DType a, boolean aHasAxes, DType b, boolean bHasAxes) {
    if (a != b && a.category == b.category && aHasAxes != bHasAxes) {
      return aHasAxes ? a : b;
    }
    return promote(a, b);
  }

  /** The name as it is printed, for instance {@code float32}. */
  @Override
  public String toString() {
    return label;
  }
}
