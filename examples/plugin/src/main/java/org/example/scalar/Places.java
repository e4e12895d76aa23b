package org.example.scalar;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;

/** Where the elements of a view lie in its buffer, in row-by-row order of their indices. */
final class Places {
  private Places() {}

  static int[] of(View view) {
    return of(view.shape(), view.strides(), view.offset());
  }

  /** Of a view over another shape, and with its index along one axis held at 0. */
  static int[] without(int axis, View view, Shape shape) {
    int[] strides = view.strides();
    strides[axis] = 0;
    return of(shape, strides, view.offset());
  }

  private static int[] of(Shape shape, int[] strides, int offset) {
    int[] places = new int[shape.size()];
    int[] index = new int[shape.rank()];
    int at = offset;
    for (int i = 0; i < places.length; i++) {
      places[i] = at;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < shape.size(axis)) {
          break;
        }
        at -= index[axis] * strides[axis];
        index[axis] = 0;
      }
    }
    return places;
  }
}
