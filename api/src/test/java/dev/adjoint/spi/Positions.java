package dev.adjoint.spi;

import dev.adjoint.Shape;
import java.util.Arrays;

/** Where, in a buffer, the elements of a view are. */
final class Positions {
  private Positions() {}

  /** The positions of all elements, in row-by-row order of their indices. */
  static int[] of(View view) {
    Shape shape = view.shape();
    int[] out = new int[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = view.offset();
      for (int axis = 0; axis < shape.rank(); axis++) {
        out[i] += coordinate(shape, i, axis) * view.stride(axis);
      }
    }
    return out;
  }

  /** As {@link #of}, for the view over another shape and with one axis held at its start. */
  static int[] without(int axis, View view, Shape shape) {
    int[] strides = view.strides();
    strides[axis] = 0;
    return of(new View(view.buffer(), shape, strides, view.offset()));
  }

  /** The coordinate along an axis of the {@code i}th index of a shape. */
  static int coordinate(Shape shape, int i, int axis) {
    int inner = 1;
    for (int a = axis + 1; a < shape.rank(); a++) {
      inner *= shape.size(a);
    }
    return i / inner % shape.size(axis);
  }

  /** A shape with the size 1 along some axes. */
  static Shape collapse(Shape shape, int[] axes) {
    int[] sizes = shape.toArray();
    Arrays.stream(axes).forEach(axis -> sizes[axis] = 1);
    return Shape.of(sizes);
  }
}
