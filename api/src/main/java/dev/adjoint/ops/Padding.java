package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * More elements at the ends of axes, as many as pairs of numbers say: before and after along the last axis, before and after
 * along the one in front of it, and so on. A negative number takes elements away.
 */
public final class Padding {
  private Padding() {}

  /** What stands in the new places, by the coordinate along the axis, which may lie outside of it. */
  private enum Border {
    REFLECT, REPLICATE, CIRCULAR;

    int source(int i, int size) {
      return switch (this) {
        case REFLECT -> i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
        case REPLICATE -> Math.clamp(i, 0, size - 1);
        case CIRCULAR -> Math.floorMod(i, size);
      };
    }

    /** The most that may be added at one end. */
    int most(int size) {
      return switch (this) {
        case REFLECT -> size - 1;
        case REPLICATE -> size == 0 ? 0 : Integer.MAX_VALUE;
        case CIRCULAR -> size;
      };
    }

    String title() {
      return "pad" + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /** A number in the new places. */
  public static Tensor constant(Tensor x, double value, int... pads) {
    int[] sizes = padded("pad", x, pads);
    Tensor inner = x;
    int rank = sizes.length;
    for (int i = 0; i < pads.length / 2; i++) {
      int axis = rank - 1 - i;
      int start = Math.max(0, -pads[2 * i]);
      int end = inner.shape().size(axis) - Math.max(0, -pads[2 * i + 1]);
      inner = Windows.narrow(inner, axis, Math.min(start, end), Math.max(0, end - start));
    }
    int[] starts = new int[rank];
    for (int i = 0; i < pads.length / 2; i++) {
      starts[rank - 1 - i] = Math.max(0, pads[2 * i]);
    }
    Shape whole = Shape.of(sizes);
    if (inner.shape().equals(whole)) {
      return inner.copy();
    }
    Tensor embedded = Windows.embed(inner, whole, starts);
    if (value == 0) {
      return embedded;
    }
    Tensor number = Indices.number("pad", value, x);
    Tensor inside = Windows.embed(Tensor.onesLike(inner).to(DType.BOOL), whole, starts);
    return Tensor.where(inside, embedded, number);
  }

  /** The elements next to the ends, mirrored at the end ones, which do not repeat. */
  public static Tensor reflect(Tensor x, int... pads) {
    return bordered(Border.REFLECT, x, pads);
  }

  /** The end ones repeated. */
  public static Tensor replicate(Tensor x, int... pads) {
    return bordered(Border.REPLICATE, x, pads);
  }

  /** The elements from the other end. */
  public static Tensor circular(Tensor x, int... pads) {
    return bordered(Border.CIRCULAR, x, pads);
  }

  private static Tensor bordered(Border border, Tensor x, int... pads) {
    int[] sizes = padded(border.title(), x, pads);
    Tensor out = x;
    for (int i = 0; i < pads.length / 2; i++) {
      int axis = sizes.length - 1 - i;
      int before = pads[2 * i];
      int size = x.shape().size(axis);
      if (Math.max(before, pads[2 * i + 1]) > border.most(size)) {
        throw new ShapeException(
            border.title() + " along axis " + axis + " of size " + size + " (shape " + x.shape() + ") by " + before + " and "
                + pads[2 * i + 1] + ": expected at most " + border.most(size));
      }
      if (before != 0 || pads[2 * i + 1] != 0) {
        int[] from = new int[sizes[axis]];
        Arrays.setAll(from, at -> border.source(at - before, size));
        out = Gathering.pickSlices(out, axis, Indices.of(from, x.backend()));
      }
    }
    return out == x ? x.copy() : out;
  }

  /** The padded sizes; checks the pads. */
  private static int[] padded(String operation, Tensor x, int[] pads) {
    int[] sizes = x.shape().toArray();
    if (pads.length % 2 != 0 || pads.length / 2 > sizes.length) {
      throw new ShapeException(
          operation + " takes two numbers for each padded axis, from the last axis on; given " + Arrays.toString(pads)
              + " for the shape " + x.shape());
    }
    for (int i = 0; i < pads.length / 2; i++) {
      int axis = sizes.length - 1 - i;
      long size = (long) sizes[axis] + pads[2 * i] + pads[2 * i + 1];
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new ShapeException(
            operation + " of axis " + axis + " of size " + sizes[axis] + " (shape " + x.shape() + ") by " + pads[2 * i]
                + " and " + pads[2 * i + 1] + " gives the size " + size);
      }
      sizes[axis] = (int) size;
    }
    return sizes;
  }
}
