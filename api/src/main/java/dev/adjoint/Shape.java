package dev.adjoint;

import java.util.Arrays;

/** The sizes of a tensor along its axes. Immutable; {@code []} is the shape of a 0-d tensor, which has one element. */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final int size;

  private Shape(int[] sizes) {
    long n = 1;
    for (int s : sizes) {
      if (s == 0) {
        n = 0; // however large the others are
      }
    }
    for (int s : sizes) {
      if (s < 0) {
        throw new ShapeException("A shape cannot have a negative size: " + Arrays.toString(sizes));
      }
      n *= s;
      if (n > Integer.MAX_VALUE) {
        throw new ShapeException(
            "A tensor holds at most " + Integer.MAX_VALUE + " elements; the shape " + Arrays.toString(sizes) + " has more");
      }
    }
    this.sizes = sizes;
    this.size = (int) n;
  }

  /** The shape with these sizes. */
  public static Shape of(int... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** The number of elements: the product of the sizes, 1 for a 0-d tensor. */
  public int size() {
    return size;
  }

  /**
   * The size along an axis.
   *
   * @param axis from 0, or counted from the end: -1 is the last
   */
  public int size(int axis) {
    return sizes[axis(axis)];
  }

  /**
   * The axis counted from the front.
   *
   * @param axis from 0, or counted from the end: -1 is the last
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis) {
    int rank = Math.max(1, sizes.length);
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "There is no axis " + axis + " in the shape " + this + ": expected " + -rank + " to " + (rank - 1));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * The shape with one axis less.
   *
   * @param axis the one that is left out, from 0, or counted from the end: -1 is the last
   * @throws ShapeException if there is no such axis, or the other sizes alone are of too many elements
   */
  public Shape without(int axis) {
    if (sizes.length == 0) {
      throw new ShapeException("The shape [] has no axis to leave out; given " + axis);
    }
    int left = axis(axis);
    int[] others = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, others, 0, left);
    System.arraycopy(sizes, left + 1, others, left, others.length - left);
    return of(others);
  }

  /** The sizes as a new array. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** The strides, in elements, of a tensor of this shape stored row by row. */
  public int[] rowMajorStrides() {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, sizes[i]);
    }
    return strides;
  }

  /**
   * The shape that two operands broadcast to, by NumPy's rule: axes are matched from the last, and a size of 1 or a
   * missing axis stretches.
   *
   * @throws ShapeException if they do not broadcast
   */
  public static Shape broadcast(Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = a.sizeOrOne(i - rank + a.rank());
      int y = b.sizeOrOne(i - rank + b.rank());
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            "Shapes " + a + " and " + b + " do not broadcast: along axis " + (i - rank) + " the sizes are " + x + " and " + y
                + ", expected equal sizes or a 1");
      }
      out[i] = x == 1 ? y : x;
    }
    return new Shape(out);
  }

  /** Whether a tensor of this shape broadcasts to the given shape without changing it. */
  public boolean broadcastsTo(Shape target) {
    if (rank() > target.rank()) {
      return false;
    }
    for (int i = 1; i <= rank(); i++) {
      int mine = sizes[rank() - i];
      if (mine != 1 && mine != target.sizes[target.rank() - i]) {
        return false;
      }
    }
    return true;
  }

  private int sizeOrOne(int axis) {
    return axis < 0 ? 1 : sizes[axis];
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes in brackets, for instance {@code [2, 3]}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
