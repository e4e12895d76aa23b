package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.lang.reflect.Array;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How tensors are made from Java arrays. */
final class Creation {
  static final String ABSENT = "The values of a tensor are null; expected an array";

  private Creation() {}

  /** With one axis. */
  static Tensor of(Object array) {
    return of(array, Shape.of(Array.getLength(Objects.requireNonNull(array, ABSENT))));
  }

  static Tensor of(Object array, Shape shape) {
    Objects.requireNonNull(array, ABSENT);
    int n = Array.getLength(array);
    if (n != shape.size()) {
      throw new ShapeException("The shape " + shape + " has " + shape.size() + " elements; given " + n);
    }
    Backend backend = Backends.current();
    View view = View.of(Memory.allocate(backend, dtype(array), n), shape);
    backend.copyIn(array, 0, view.buffer(), 0, n);
    return Tensor.wrap(backend, view);
  }

  private static DType dtype(Object array) {
    return switch (array) {
      case float[] a -> DType.FLOAT32;
      case double[] a -> DType.FLOAT64;
      case int[] a -> DType.INT32;
      case long[] a -> DType.INT64;
      case boolean[] a -> DType.BOOL;
      default -> throw new DTypeException("There is no tensor type for " + array.getClass().getSimpleName());
    };
  }

  static Tensor nested(Object nested) {
    Objects.requireNonNull(nested, ABSENT);
    int rank = 0;
    Class<?> element = nested.getClass();
    for (; element.isArray(); element = element.getComponentType()) {
      rank++;
    }
    int[] sizes = new int[rank];
    @Nullable Object level = nested;
    for (int i = 0; i < rank; i++) {
      sizes[i] = length(level, i);
      if (sizes[i] == 0) {
        break;
      }
      level = i + 1 < rank ? Array.get(level, 0) : level;
    }
    Shape shape = Shape.of(sizes);
    Object flat = Array.newInstance(element, shape.size());
    flatten(nested, sizes, 0, flat, 0);
    return of(flat, shape);
  }

  private static int flatten(@Nullable Object from, int[] sizes, int axis, Object to, int at) {
    int n = length(from, axis);
    if (n != sizes[axis]) {
      throw new ShapeException(
          "Rows of a tensor have equal lengths: along axis " + axis + " one has " + n + " entries and the first "
              + sizes[axis]);
    }
    if (axis == sizes.length - 1) {
      System.arraycopy(from, 0, to, at, n);
      return at + n;
    }
    int next = at;
    for (int i = 0; i < n; i++) {
      next = flatten(Array.get(from, i), sizes, axis + 1, to, next);
    }
    return next;
  }

  private static int length(@Nullable Object row, int axis) {
    if (row == null) {
      throw new ShapeException("Rows of a tensor are arrays of equal lengths: along axis " + axis + " one is null");
    }
    return Array.getLength(row);
  }
}
