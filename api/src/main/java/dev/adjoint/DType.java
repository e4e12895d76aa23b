package dev.adjoint;

/**
 * The type of a tensor's elements.
 *
 * <p><b>Promotion.</b> Operands of different types are promoted as PyTorch promotes. The highest category wins (bool, integer,
 * floating), and the wider type within it; float16 and bfloat16, of which neither holds the other's numbers, give float32.
 * Operands without axes (0-d) take part in this only where their category is higher than that of the operands with axes: a
 * float32 vector times a float64 number in a 0-d tensor is float32, an int32 vector times it is float64. Java numbers never
 * change a floating-point type; a number with a fraction makes integers float32. Functions of real numbers, and division, take
 * bools and integers as float32. Sums of bools and integers are int64. Matrix products do not promote: they ask for one type.
 *
 * <p><b>float16 and bfloat16</b> are types of storage. Each operation reads its elements as float32, computes, and rounds its
 * result once, to the nearest, ties to even; sums and matrix products too are accumulated in float32 or better. What lies
 * beyond the largest finite number (65504 in float16, about 3.39e38 in bfloat16) becomes infinite, so that a sum of 100000
 * ones is infinite in float16; a mean is rounded only after the division.
 *
 * <p><b>Casts.</b> To a narrower floating-point type: rounded to the nearest, ties to even. From floating to integers: the
 * fraction is cut off; NaN becomes 0, and what the type cannot hold becomes its smallest or largest number, as in Java. From
 * int64 to int32: the low 32 bits. To bool: whatever is not 0 is true, NaN too. From bool: 0 and 1. A gradient flows back
 * through casts between floating-point types, and arrives in the type of what it belongs to.
 */
public enum DType {
  /** True or false. */
  BOOL("bool", 1, 0),
  /** Signed 32-bit integers. */
  INT32("int32", 4, 1),
  /** Signed 64-bit integers. */
  INT64("int64", 8, 1),
  /** IEEE 754 half precision: 11 bits of precision, up to 65504. Stored so, computed in float32. */
  FLOAT16("float16", 2, 2),
  /** The upper half of a float32: 8 bits of precision, and the range of float32. Stored so, computed in float32. */
  BFLOAT16("bfloat16", 2, 2),
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

  /** Whether gradients are defined for this type: float16, bfloat16, float32 and float64. */
  public boolean isFloating() {
    return category == 2;
  }

  /** Whether this is float16 or bfloat16. */
  public boolean isHalf() {
    return this == FLOAT16 || this == BFLOAT16;
  }

  /** Whether this is int32 or int64. */
  public boolean isInteger() {
    return category == 1;
  }

  /** The type that elements are computed in: float32 for float16 and bfloat16, the type itself for the others. */
  public DType computed() {
    return isHalf() ? FLOAT32 : this;
  }

  /** The type of the result of an operation on two vectors of these types. */
  public static DType promote(DType a, DType b) {
    if (a != b && a.isHalf() && b.isHalf()) {
      return FLOAT32;
    }
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
