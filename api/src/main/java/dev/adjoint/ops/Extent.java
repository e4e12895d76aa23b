package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/**
 * What is reduced: a shape, along which of its axes, and whether these stay with size 1.
 *
 * @param axes ascending; none for a 0-d tensor
 */
record Extent(Shape from, int[] axes, boolean keepsAxes) {
  /** Along the given axes, counted from either end; along all of them where none is given. */
  static Extent of(Shape from, boolean keepsAxes, int... axes) {
    return new Extent(from, resolve(from, axes), keepsAxes);
  }

  private static int[] resolve(Shape shape, int[] axes) {
    if (axes.length == 0) {
      int[] all = new int[shape.rank()];
      for (int i = 0; i < all.length; i++) {
        all[i] = i;
      }
      return all;
    }
    int[] out = Arrays.stream(axes).map(shape::axis).sorted().toArray();
    for (int i = 1; i < out.length; i++) {
      if (out[i] == out[i - 1]) {
        throw new ShapeException("Axis " + out[i] + " is given twice: " + Arrays.toString(axes));
      }
    }
    return shape.rank() == 0 ? new int[0] : out;
  }

  /** How many elements go into one of the result. */
  int count() {
    int count = 1;
    for (int axis : axes) {
      count *= from.size(axis);
    }
    return count;
  }

  /** Refuses to choose from nothing. */
  void checkNotEmpty(String operation) {
    for (int axis : axes) {
      if (from.size(axis) == 0) {
        throw new ShapeException(
            operation + " along axis " + axis + " of a tensor of shape " + from + ": there is no element to choose from");
      }
    }
  }

  /** The result's shape with the axes kept. */
  Shape kept() {
    int[] sizes = from.toArray();
    for (int axis : axes) {
      sizes[axis] = 1;
    }
    return Shape.of(sizes);
  }

  Shape result() {
    if (keepsAxes) {
      return kept();
    }
    int[] sizes = new int[from.rank() - axes.length];
    for (int i = 0, n = 0, a = 0; i < from.rank(); i++) {
      if (a < axes.length && axes[a] == i) {
        a++;
      } else {
        sizes[n++] = from.size(i);
      }
    }
    return Shape.of(sizes);
  }

  /** A tensor of the result's shape along the axes again. */
  Tensor stretch(Tensor result) {
    if (result.shape().rank() == 0) {
      return Views.expand(result, from);
    }
    return Views.expand(Views.reshape(result, kept().toArray()), from);
  }
}
