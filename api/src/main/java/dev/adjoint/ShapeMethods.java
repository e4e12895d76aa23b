package dev.adjoint;

import dev.adjoint.ops.Views;
import java.util.Arrays;

/** The methods of a tensor that show the same elements otherwise. */
abstract sealed class ShapeMethods extends ProductMethods permits IndexMethods {
  /** The sizes along the axes. */
  public abstract Shape shape();

  /** The same elements in another shape; one size may be -1. A view where the elements lie row by row. */
  public Tensor reshape(int... sizes) {
    return Views.reshape(self(), sizes);
  }

  /** All elements along one axis. */
  public Tensor flatten() {
    return Views.reshape(self(), shape().size());
  }

  /** Two axes exchanged. */
  public Tensor transpose(int a, int b) {
    int[] order = new int[shape().rank()];
    Arrays.setAll(order, i -> i);
    int x = shape().axis(a);
    int y = shape().axis(b);
    if (order.length > 0) {
      order[x] = y;
      order[y] = x;
    }
    return Views.permute(self(), order);
  }

  /** The transpose of a matrix. */
  public Tensor t() {
    if (shape().rank() != 2) {
      throw new ShapeException(
          "t() transposes a matrix; given the shape " + shape() + ". Use transpose(a, b) or permute(axes)");
    }
    return Views.permute(self(), 1, 0);
  }

  /** The axes in another order: axis {@code i} of the result is axis {@code axes[i]} of this one. */
  public Tensor permute(int... axes) {
    return Views.permute(self(), axes);
  }

  /** Stretched to a shape that this one broadcasts to. */
  public Tensor expand(int... sizes) {
    return Views.expand(self(), Shape.of(sizes));
  }

  /** Stretched to a shape that this one broadcasts to. */
  public Tensor expand(Shape shape) {
    return Views.expand(self(), shape);
  }

  /** The indices {@code start} to {@code start + length - 1} along an axis. */
  public Tensor narrow(int axis, int start, int length) {
    return Views.narrow(self(), axis, start, length);
  }

  /** One index along an axis, which is dropped; -1 is the last index. */
  public Tensor select(int axis, int index) {
    int a = shape().axis(axis);
    int size = shape().rank() == 0 ? 0 : shape().size(a);
    if (index < -size || index >= size) {
      throw new ShapeException("select: index " + index + " along axis " + axis + " is out of range for the shape " + shape());
    }
    return narrow(a, index < 0 ? index + size : index, 1).squeeze(a);
  }

  /** Without an axis of size 1. */
  public Tensor squeeze(int axis) {
    int a = shape().axis(axis);
    if (shape().rank() == 0 || shape().size(a) != 1) {
      throw new ShapeException("squeeze of axis " + axis + " of the shape " + shape() + ": expected an axis of size 1");
    }
    int[] order = shape().toArray();
    int[] sizes = new int[order.length - 1];
    System.arraycopy(order, 0, sizes, 0, a);
    System.arraycopy(order, a + 1, sizes, a, sizes.length - a);
    return Views.reshape(self(), sizes);
  }

  /** With a new axis of size 1 at a position from 0 to the rank, or from the end: -1 is last. */
  public Tensor unsqueeze(int axis) {
    int[] old = shape().toArray();
    int a = axis < 0 ? axis + old.length + 1 : axis;
    if (a < 0 || a > old.length) {
      throw new ShapeException(
          "unsqueeze at axis " + axis + " of the shape " + shape() + ": expected " + (-old.length - 1) + " to " + old.length);
    }
    int[] sizes = new int[old.length + 1];
    System.arraycopy(old, 0, sizes, 0, a);
    sizes[a] = 1;
    System.arraycopy(old, a, sizes, a + 1, old.length - a);
    return Views.reshape(self(), sizes);
  }

  /** The indices along the axes in reverse order. */
  public Tensor flip(int... axes) {
    return Views.flip(self(), axes);
  }
}
