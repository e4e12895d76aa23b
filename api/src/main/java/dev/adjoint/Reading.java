package dev.adjoint;

import java.lang.reflect.Array;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the elements of a tensor come back to Java, as numbers, arrays and text. */
final class Reading {
  /** Longer axes are printed by their first and last few entries. */
  private static final int FULL_AXIS = 8;

  private static final int ENDS = 3;

  private Reading() {}

  static Number item(Tensor x) {
    if (x.size() != 1) {
      throw new ShapeException(
          "item() reads a tensor of one element; this one has the shape " + x.shape() + ". Use toDoubleArray()");
    }
    if (x.dtype().isFloating()) {
      return ((double[]) array(x, DType.FLOAT64))[0];
    }
    return ((long[]) array(x, DType.INT64))[0];
  }

  static Object array(Tensor x, DType dtype) {
    Tensor plain = x.detach();
    Tensor rows = (plain.dtype() == dtype ? plain : plain.to(dtype)).contiguous();
    int n = x.size();
    Object out = switch (dtype) {
      case FLOAT32 -> new float[n];
      case FLOAT64 -> new double[n];
      case INT32 -> new int[n];
      case INT64 -> new long[n];
      case BOOL -> new boolean[n];
    };
    rows.backend().copyOut(rows.view().buffer(), rows.view().offset(), out, 0, n);
    return out;
  }

  static String text(Tensor x) {
    StringBuilder out = new StringBuilder("Tensor(");
    Object values = array(x, x.dtype());
    write(out, values, x.shape().toArray(), 0, 0);
    out.append(", ").append(x.dtype());
    if (x.shape().rank() != 1) {
      out.append(x.shape());
    }
    @Nullable Object gradFn = x.gradFn();
    if (gradFn != null) {
      out.append(", gradFn=").append(x.gradFn().name());
    } else if (x.requiresGrad()) {
      out.append(", requiresGrad");
    }
    return out.append(')').toString();
  }

  private static int write(StringBuilder out, Object values, int[] sizes, int axis, int at) {
    if (axis == sizes.length) {
      out.append(number(Array.get(values, at)));
      return at + 1;
    }
    int block = 1;
    for (int i = axis + 1; i < sizes.length; i++) {
      block *= sizes[i];
    }
    out.append('[');
    boolean gap = sizes[axis] > FULL_AXIS;
    for (int i = 0; i < sizes[axis]; i++) {
      if (gap && i == ENDS) {
        out.append(", ...");
        i = sizes[axis] - ENDS;
      }
      out.append(i == 0 ? "" : axis == sizes.length - 1 ? ", " : ",\n" + " ".repeat(axis + 8));
      write(out, values, sizes, axis + 1, at + i * block);
    }
    out.append(']');
    return at + sizes[axis] * block;
  }

  private static String number(Object value) {
    if (value instanceof Float || value instanceof Double) {
      double d = ((Number) value).doubleValue();
      if (d == Math.rint(d) && Math.abs(d) < 1e7) {
        return Long.toString((long) d);
      }
      return value instanceof Float ? value.toString()
          : String.format(Locale.ROOT, "%.8g", d).replaceFirst("(\\.\\d*?)0+($|e)", "$1$2");
    }
    return value.toString();
  }
}
