package dev.adjoint;

import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Half;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the elements of a tensor come back to Java, as numbers, arrays and text. */
final class Reading {
  /** Of larger tensors, longer axes than twice the ends are printed by their first and last few entries. */
  private static final int FULL_SIZE = 1000;

  private static final int ENDS = 3;
  private static final int LINE = 80;

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
      case FLOAT16, BFLOAT16 -> new short[n];
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
    DType dtype = x.dtype();
    Object values = array(x, dtype.computed());
    write(out, dtype, values, x.shape().toArray(), 0, 0);
    out.append(", ").append(dtype);
    if (x.shape().rank() != 1) {
      out.append(x.shape());
    }
    if (Tape.isAmbiguous(x)) {
      return out.append(", gradFn=invalid)").toString();
    }
    @Nullable Object gradFn = x.gradFn();
    if (gradFn != null) {
      out.append(", gradFn=").append(x.gradFn().name());
    } else if (x.requiresGrad()) {
      out.append(", requiresGrad");
    }
    return out.append(')').toString();
  }

  private static int write(StringBuilder out, DType dtype, Object values, int[] sizes, int axis, int at) {
    if (axis == sizes.length) {
      out.append(number(dtype, Array.get(values, at)));
      return at + 1;
    }
    int block = 1;
    for (int i = axis + 1; i < sizes.length; i++) {
      block *= sizes[i];
    }
    out.append('[');
    boolean gap = Array.getLength(values) > FULL_SIZE && sizes[axis] > 2 * ENDS;
    String newLine = ",\n" + " ".repeat(axis + 8);
    boolean last = axis == sizes.length - 1;
    for (int i = 0; i < sizes[axis]; i++) {
      if (gap && i == ENDS) {
        out.append(last ? ", ..." : newLine + "...");
        i = sizes[axis] - ENDS;
      }
      int start = out.length();
      out.append(i == 0 ? "" : last ? ", " : newLine);
      write(out, dtype, values, sizes, axis + 1, at + i * block);
      if (last && i > 0 && out.length() - out.lastIndexOf("\n") > LINE) {
        out.replace(start, start + 2, newLine);
      }
    }
    out.append(']');
    return at + sizes[axis] * block;
  }

  private static String number(DType dtype, Object value) {
    if (value instanceof Float || value instanceof Double) {
      double d = ((Number) value).doubleValue();
      if (d == Math.rint(d) && Math.abs(d) < 1e7) {
        return (d == 0 && 1 / d < 0 ? "-" : "") + (long) d;
      }
      if (dtype.isHalf() && Double.isFinite(d)) {
        return shortest(dtype, (float) d);
      }
      return value instanceof Float ? value.toString()
          : String.format(Locale.ROOT, "%.8g", d).replaceFirst("(\\.\\d*?)0+($|e)", "$1$2");
    }
    return value.toString();
  }

  /** With as many digits as tell it from the type's other numbers: five are enough. */
  private static String shortest(DType dtype, float value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1;; digits++) {
      float rounded = exact.round(new MathContext(digits)).floatValue();
      if (digits == 5 || Half.round(dtype, rounded) == value) {
        return Float.toString(rounded);
      }
    }
  }
}
