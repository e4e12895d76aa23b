package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a tensor lie in a buffer: the element at index {@code (i0, i1, ...)} is at {@code offset + i0 *
 * strides[0] + i1 * strides[1] + ...}. A stride may be 0 (the element repeats along that axis) or negative.
 */
public final class View {
  private final Buffer buffer;
  private final Shape shape;
  /** Null for a whole buffer row by row until somebody asks. */
  private int @Nullable [] strides;
  private final int offset;
  private final boolean contiguous;

  /** A view; {@code strides} has one entry an axis and is not copied. */
  public View(Buffer buffer, Shape shape, int[] strides, int offset) {
    this.buffer = buffer;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.contiguous = isRowMajor(shape, strides);
  }

  private View(Buffer buffer, Shape shape) {
    this.buffer = buffer;
    this.shape = shape;
    this.offset = 0;
    this.contiguous = true;
  }

  /** The whole of a buffer, row by row. */
  public static View of(Buffer buffer, Shape shape) {
    return new View(buffer, shape);
  }

  private static boolean isRowMajor(Shape shape, int[] strides) {
    int expected = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int size = shape.size(i);
      if (size != 1 && strides[i] != expected) {
        return shape.size() == 0;
      }
      expected *= size;
    }
    return true;
  }

  private int[] steps() {
    int[] known = strides;
    if (known == null) {
      known = shape.rowMajorStrides();
      VarHandle.storeStoreFence(); // another thread that sees the array sees what is in it
      strides = known;
    }
    return known;
  }

  /** The storage. */
  public Buffer buffer() {
    return buffer;
  }

  /** The sizes along the axes. */
  public Shape shape() {
    return shape;
  }

  /** The type of the elements. */
  public DType dtype() {
    return buffer.dtype();
  }

  /** The stride of an axis, in elements. */
  public int stride(int axis) {
    return steps()[axis];
  }

  /** The strides as a new array. */
  public int[] strides() {
    return steps().clone();
  }

  /** Where the first element is, in elements from the buffer's start. */
  public int offset() {
    return offset;
  }

  /** Whether the elements lie row by row without gaps, from {@link #offset()} on. */
  public boolean isContiguous() {
    return contiguous;
  }

  /**
   * Whether two indices may share one element: some axis longer than 1 has stride 0, or steps no further than what the axes of
   * smaller strides reach.
   */
  public boolean repeats() {
    if (contiguous) {
      return false;
    }
    int[] strides = steps();
    // From the smallest stride on: each must be further than all the axes before it reach together.
    long reach = 0;
    for (int previous = 0;;) {
      int next = -1;
      int smallest = 0;
      for (int i = 0; i < strides.length; i++) {
        int step = Math.abs(strides[i]);
        if (shape.size(i) > 1 && (step == 0 || next >= 0 && step == smallest)) {
          return true;
        }
        if (shape.size(i) > 1 && step > previous && (next < 0 || step < smallest)) {
          next = i;
          smallest = step;
        }
      }
      if (next < 0 || smallest <= reach) {
        return next >= 0;
      }
      reach += (long) smallest * (shape.size(next) - 1);
      previous = smallest;
    }
  }

  /** Whether the other view shows the same elements at the same indices. */
  public boolean sameAs(View other) {
    return buffer == other.buffer
        && offset == other.offset
        && shape.equals(other.shape)
        && (contiguous && other.contiguous || Arrays.equals(steps(), other.steps()));
  }

  /** This view stretched to a shape that it broadcasts to: stretched axes get stride 0. */
  public View broadcastTo(Shape target) {
    if (shape.equals(target)) {
      return this;
    }
    int[] strides = steps();
    int[] out = new int[target.rank()];
    int shift = target.rank() - shape.rank();
    for (int i = 0; i < shape.rank(); i++) {
      out[i + shift] = shape.size(i) == 1 ? 0 : strides[i];
    }
    return new View(buffer, target, out, offset);
  }

  @Override
  public String toString() {
    return dtype() + shape.toString() + " strides " + Arrays.toString(steps()) + " offset " + offset;
  }
}
