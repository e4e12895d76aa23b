package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.Random;

/** Tensors as plain numbers, for tests. */
final class Numbers {
  private Numbers() {}

  /** The elements of a row-by-row view of floating-point numbers. */
  static double[] of(View view) {
    double[] out = new double[view.shape().size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = switch (CpuBuffer.arrayOf(view)) {
        case float[] a -> a[view.offset() + i];
        case double[] a -> a[view.offset() + i];
        default -> throw new AssertionError(view);
      };
    }
    return out;
  }

  /** A row-by-row tensor of numbers from -1 to 1. */
  static View random(Backend backend, DType dtype, long seed, int... sizes) {
    Shape shape = Shape.of(sizes);
    View view = View.of(backend.allocate(dtype, shape.size()), shape);
    Random random = new Random(seed);
    Object array = CpuBuffer.arrayOf(view);
    for (int i = 0; i < shape.size(); i++) {
      double value = random.nextDouble() * 2 - 1;
      if (array instanceof float[] floats) {
        floats[i] = (float) value;
      } else {
        ((double[]) array)[i] = value;
      }
    }
    return view;
  }

  static int[] coordinates(Shape shape, int index) {
    int[] at = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return at;
  }

  static int position(Shape shape, int[] at) {
    int position = 0;
    for (int axis = 0; axis < at.length; axis++) {
      position = position * shape.size(axis) + at[axis];
    }
    return position;
  }
}
