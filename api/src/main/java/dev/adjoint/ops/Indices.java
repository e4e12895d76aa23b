package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** Tensors of indices: made, checked and combined. */
final class Indices {
  private static final Kernel COUNT = Kernel.of(Expr.index(0).cast(DType.INT32));
  private static final double[] NO_PARAMS = {};
  private static final View[] NO_INPUTS = {};

  private Indices() {}

  /** The indices 0 to n - 1, int32. */
  static Tensor count(int n, Backend backend) {
    View out = View.of(Memory.allocate(backend, DType.INT32, n), Shape.of(n));
    backend.map(COUNT, NO_PARAMS, NO_INPUTS, out);
    return Tensor.wrap(backend, out);
  }

  /** The given indices, int32. */
  static Tensor of(int[] indices, Backend backend) {
    return copied(indices, DType.INT32, indices.length, backend);
  }

  /** The given numbers, float64. */
  static Tensor doubles(double[] numbers, Backend backend) {
    return copied(numbers, DType.FLOAT64, numbers.length, backend);
  }

  /** The given integers, int64. */
  static Tensor longs(long[] integers, Backend backend) {
    return copied(integers, DType.INT64, integers.length, backend);
  }

  private static Tensor copied(Object array, DType dtype, int length, Backend backend) {
    View out = View.of(Memory.allocate(backend, dtype, length), Shape.of(length));
    backend.copyIn(array, 0, out.buffer(), 0, length);
    return Tensor.wrap(backend, out);
  }

  /** A 0-d tensor as one with one axis of size 1. */
  static Tensor withAxis(Tensor x) {
    return x.shape().rank() == 0 ? x.reshape(1) : x;
  }

  /**
   * An index as int32, after its range was checked.
   *
   * @param axis which it indexes, counted from the front
   */
  static Tensor checked(String operation, Shape shape, int axis, Tensor index) {
    return checked(operation, shape, axis, index, false);
  }

  /** As {@link #checked(String, Shape, int, Tensor)}, where -1 is the last index: the result counts from the front. */
  static Tensor fromEitherEnd(String operation, Shape shape, int axis, Tensor index) {
    return checked(operation, shape, axis, index, true);
  }

  private static Tensor checked(String operation, Shape shape, int axis, Tensor index, boolean negative) {
    if (!index.dtype().isInteger()) {
      throw new DTypeException(operation + " takes an int32 or int64 index; given " + index.dtype());
    }
    if (index.size() == 0) {
      return index.to(DType.INT32);
    }
    int size = shape.rank() == 0 ? 1 : shape.size(axis);
    long low = index.min().itemAsLong();
    long high = index.max().itemAsLong();
    long lowest = negative ? -size : 0;
    if (low < lowest || high >= size) {
      throw new ShapeException(
          operation + " along axis " + axis + " of a tensor of shape " + shape + ": index " + (low < lowest ? low : high)
              + " is out of range, "
              + (size == 0 ? "the axis is empty" : "the size is " + size + ", expected " + lowest + " to " + (size - 1))
              + (!negative && low < 0 && low >= -size
                  ? "; indices from the end are not accepted here, but in get and take"
                  : ""));
    }
    Tensor small = index.to(DType.INT32);
    return low >= 0 ? small : Tensor.where(small.lt(0), small.add(size), small);
  }

  /** Refuses an index with more than one axis. */
  static void checkOneAxis(String operation, Tensor index) {
    if (index.shape().rank() > 1) {
      throw new ShapeException(operation + " takes an index with one axis; given the shape " + index.shape());
    }
  }

  /** Refuses an index along an axis that has other axes than the tensor, or reaches further along them. */
  static void checkRank(String operation, Tensor x, int axis, Tensor index) {
    boolean fits = x.shape().rank() == index.shape().rank();
    for (int i = 0; fits && i < x.shape().rank(); i++) {
      fits = i == axis || index.shape().size(i) <= x.shape().size(i);
    }
    if (!fits) {
      throw new ShapeException(
          operation + " along axis " + axis + ": an index of shape " + index.shape() + " does not fit a tensor of shape "
              + x.shape() + "; expected as many axes, and no more along the other axes");
    }
  }

  /** An index with one axis, or 0-d, stretched to pick whole slices of a shape along an axis. */
  static Tensor alongAxis(Tensor index, Shape shape, int axis) {
    int[] sizes = shape.toArray();
    sizes[axis] = index.size();
    return column(index, shape.rank(), axis).expand(Shape.of(sizes));
  }

  /** A tensor with one axis, as one of a rank whose other axes have size 1. */
  static Tensor column(Tensor x, int rank, int axis) {
    int[] column = new int[rank];
    Arrays.fill(column, 1);
    column[axis] = x.size();
    return x.reshape(column);
  }

  /** Where each element of a shape is, row by row: its own index into the flattened tensor. */
  static Tensor places(Shape shape, Backend backend) {
    return count(shape.size(), backend).reshape(shape.toArray());
  }

  /** Where, row by row, a mask is true. */
  static int[] trues(Tensor mask) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException("A mask is a bool tensor; given " + mask.dtype() + mask.shape() + ". Compare, as in x.gt(0)");
    }
    boolean[] bits = mask.toBooleanArray();
    int[] places = new int[bits.length];
    int n = 0;
    for (int i = 0; i < bits.length; i++) {
      if (bits[i]) {
        places[n++] = i;
      }
    }
    return Arrays.copyOf(places, n);
  }

  /** A number as a 0-d tensor of another's type and device. */
  static Tensor number(String operation, double value, Tensor like) {
    DType type = like.dtype();
    if (!type.isFloating() && (value != Math.rint(value) || Double.isInfinite(value))) {
      throw new DTypeException(
          operation + ": a tensor " + type + " cannot hold " + value + ". Convert it with to(FLOAT32) first");
    }
    View out = View.of(Memory.allocate(like.backend(), type, 1), Shape.of());
    like.backend().map(Kernel.of(Expr.param(0, type)), new double[] {value}, NO_INPUTS, out);
    return Tensor.wrap(like.backend(), out);
  }
}
