package dev.adjoint;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.lang.reflect.Array;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How tensors are made from Java arrays and from nothing. */
final class Creation {
  private static final double[] NO_PARAMS = {};
  private static final View[] NO_INPUTS = {};
  private static final Map<DType, Kernel> FULL = new EnumMap<>(DType.class);
  private static final Map<DType, Kernel> COUNT = new EnumMap<>(DType.class);

  static {
    for (DType type : DType.values()) {
      FULL.put(type, Kernel.of(Expr.param(0, type)));
      COUNT.put(type, Kernel.of(Expr.index(0).cast(type)));
    }
  }

  private Creation() {}

  static Tensor of(Object array, Shape shape) {
    int n = Array.getLength(array);
    if (n != shape.size()) {
      throw new ShapeException("The shape " + shape + " has " + shape.size() + " elements; given " + n);
    }
    Backend backend = Backends.current();
    View view = View.of(backend.allocate(dtype(array), n), shape);
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

  static Tensor full(Shape shape, double value, DType dtype, Backend backend) {
    return computed(FULL.get(dtype), new double[] {value}, shape, backend);
  }

  static Tensor arange(int n, DType dtype) {
    return computed(COUNT.get(dtype), NO_PARAMS, Shape.of(n), Backends.current());
  }

  static Tensor eye(int n) {
    Kernel diagonal = Kernel.of(Expr.index(0).eq(Expr.index(1)).cast(DType.FLOAT32));
    return computed(diagonal, NO_PARAMS, Shape.of(n, n), Backends.current());
  }

  private static Tensor computed(Kernel kernel, double[] params, Shape shape, Backend backend) {
    View view = View.of(backend.allocate(kernel.dtype(), shape.size()), shape);
    backend.map(kernel, params, NO_INPUTS, view);
    return Tensor.wrap(backend, view);
  }
}
