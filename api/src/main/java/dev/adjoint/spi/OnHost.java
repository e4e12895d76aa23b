package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.lang.reflect.Array;

/** What a backend need not bring: it is computed in Java, from elements that are copied out and back in. */
final class OnHost {
  private static final double[] NO_PARAMS = {};

  private OnHost() {}

  static void scan(Backend backend, Reduction how, View input, int axis, View output) {
    Object in = read(backend, input, axis);
    int length = input.shape().size(axis);
    Object out = array(output.dtype(), output.shape().size());
    for (int at = 0; at < output.shape().size(); at += length) {
      RowScan.Rows row = new RowScan.Rows(at, 1, 0);
      RowScan.scan(how, in, row, out, row, length, 1);
    }
    write(backend, out, axis, output);
  }

  static void sort(Backend backend, View input, int axis, boolean descending, View values, View indices) {
    Object in = read(backend, input, axis);
    int length = input.shape().size(axis);
    int size = input.shape().size();
    Object sorted = array(values.dtype(), size);
    int[] from = new int[size];
    RowSort rows = new RowSort(length);
    for (int at = 0; at < size; at += length) {
      rows.sort(in, at, 1, descending, sorted, from, at, 1);
    }
    write(backend, sorted, axis, values);
    write(backend, from, axis, indices);
  }

  /** The elements as a Java array, one row along the axis after the other. */
  private static Object read(Backend backend, View view, int axis) {
    View last = withLast(view, axis);
    int size = last.shape().size();
    if (!last.isContiguous()) {
      View rows = View.of(backend.allocate(view.dtype(), size), last.shape());
      copy(backend, last, rows);
      last = rows;
    }
    Object out = array(view.dtype(), size);
    if (size > 0) {
      backend.copyOut(last.buffer(), last.offset(), out, 0, size);
    }
    if (last.buffer() != view.buffer()) {
      backend.recycle(last.buffer());
    }
    return out;
  }

  private static void write(Backend backend, Object rows, int axis, View output) {
    View last = withLast(output, axis);
    int size = Array.getLength(rows);
    if (size == 0) {
      return;
    }
    if (last.isContiguous()) {
      backend.copyIn(rows, 0, last.buffer(), last.offset(), size);
      return;
    }
    View written = View.of(backend.allocate(output.dtype(), size), last.shape());
    backend.copyIn(rows, 0, written.buffer(), 0, size);
    copy(backend, written, last);
    backend.recycle(written.buffer());
  }

  private static void copy(Backend backend, View from, View to) {
    backend.map(Kernel.of(Expr.arg(0, from.dtype())), NO_PARAMS, new View[] {from}, to);
  }

  /** The view with an axis moved to the end. */
  private static View withLast(View view, int axis) {
    int rank = view.shape().rank();
    int[] sizes = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int from = i == rank - 1 ? axis : i < axis ? i : i + 1;
      sizes[i] = view.shape().size(from);
      strides[i] = view.stride(from);
    }
    return new View(view.buffer(), Shape.of(sizes), strides, view.offset());
  }

  private static Object array(DType dtype, int size) {
    return switch (dtype) {
      case BOOL -> new boolean[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case FLOAT16, BFLOAT16 -> new short[size];
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
    };
  }
}
