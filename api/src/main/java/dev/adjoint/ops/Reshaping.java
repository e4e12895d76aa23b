package dev.adjoint.ops;

import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rearrangements that are made of views and joins. */
public final class Reshaping {
  private Reshaping() {}

  /** The axes from {@code start} to {@code end}, both included, as one. */
  public static Tensor flatten(Tensor x, int start, int end) {
    int first = x.shape().axis(start);
    int last = x.shape().axis(end);
    if (first > last) {
      throw new ShapeException(
          "flatten from axis " + start + " to " + end + " of the shape " + x.shape() + ": they are reversed");
    }
    int[] sizes = Indices.withAxis(x).shape().toArray();
    int merged = 1;
    for (int i = first; i <= last; i++) {
      merged *= sizes[i];
    }
    return Views.reshape(x, replaced(sizes, first, last, merged));
  }

  /** One axis as several; one size may be -1. */
  public static Tensor unflatten(Tensor x, int axis, int... sizes) {
    int a = x.shape().axis(axis);
    Tensor along = Indices.withAxis(x);
    int size = along.shape().size(a);
    int[] inner;
    try {
      inner = Views.resolve(Shape.of(size), sizes).toArray();
    } catch (ShapeException e) {
      throw new ShapeException(
          "unflatten of axis " + axis + " of size " + size + " (shape " + x.shape() + ") into " + Arrays.toString(sizes)
              + ": expected sizes whose product is the axis's");
    }
    return Views.reshape(along, replaced(along.shape().toArray(), a, a, inner));
  }

  private static int[] replaced(int[] sizes, int first, int last, int... by) {
    int[] out = new int[sizes.length - (last - first + 1) + by.length];
    System.arraycopy(sizes, 0, out, 0, first);
    System.arraycopy(by, 0, out, first, by.length);
    System.arraycopy(sizes, last + 1, out, first + by.length, sizes.length - last - 1);
    return out;
  }

  /** Without those of the given axes that have size 1; of all axes where none is given. */
  public static Tensor squeeze(Tensor x, int... axes) {
    boolean[] asked = new boolean[Math.max(1, x.shape().rank())];
    Arrays.fill(asked, axes.length == 0);
    for (int axis : axes) {
      asked[x.shape().axis(axis)] = true;
    }
    int[] sizes = x.shape().toArray();
    int n = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != 1 || !asked[i]) {
        sizes[n++] = sizes[i];
      }
    }
    return Views.reshape(x, Arrays.copyOf(sizes, n));
  }

  /** With a new axis of size 1 at a position from 0 to the rank, or from the end: -1 is last. */
  public static Tensor unsqueeze(Tensor x, int axis) {
    int rank = x.shape().rank();
    int a = axis < 0 ? axis + rank + 1 : axis;
    if (a < 0 || a > rank) {
      throw new ShapeException(
          "unsqueeze at axis " + axis + " of the shape " + x.shape() + ": expected " + (-rank - 1) + " to " + rank);
    }
    int[] sizes = x.shape().toArray();
    return Views.reshape(x, replaced(sizes, a, a - 1, 1));
  }

  /** The axes {@code from} at the places {@code to}; the others keep their order. */
  public static Tensor movedim(Tensor x, int[] from, int[] to) {
    int rank = x.shape().rank();
    int[] order = new int[rank];
    boolean[] moved = new boolean[Math.max(1, rank)];
    Arrays.fill(order, -1);
    boolean valid = from.length == to.length;
    for (int i = 0; valid && i < from.length && rank > 0; i++) {
      int source = x.shape().axis(from[i]);
      int target = x.shape().axis(to[i]);
      valid = !moved[source] && order[target] < 0;
      moved[source] = true;
      order[target] = source;
    }
    if (!valid) {
      throw new ShapeException(
          "movedim of a tensor of shape " + x.shape() + " takes different axes, and as many places; given "
              + Arrays.toString(from) + " to " + Arrays.toString(to));
    }
    for (int i = 0, next = 0; i < rank; i++) {
      if (order[i] < 0) {
        while (moved[next]) {
          next++;
        }
        order[i] = next++;
      }
    }
    return Views.permute(x, order);
  }

  /** The whole tensor several times along each axis; more numbers than axes make new axes in front. */
  public static Tensor repeat(Tensor x, int... times) {
    int rank = times.length;
    if (rank < x.shape().rank() || Arrays.stream(times).anyMatch(n -> n < 0)) {
      throw new ShapeException(
          "repeat of a tensor of shape " + x.shape() + " takes a number of times, 0 or more, for each axis; given "
              + Arrays.toString(times));
    }
    int[] apart = new int[2 * rank];
    int[] stretched = new int[2 * rank];
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      int old = i - rank + x.shape().rank();
      int size = old < 0 ? 1 : x.shape().size(old);
      apart[2 * i] = 1;
      apart[2 * i + 1] = size;
      stretched[2 * i] = times[i];
      stretched[2 * i + 1] = size;
      sizes[i] = Math.multiplyExact(times[i], size);
    }
    return Views.reshape(Views.expand(Views.reshape(x, apart), Shape.of(stretched)).copy(), sizes);
  }

  /** {@link #repeat}, where fewer numbers than axes are for the last axes. */
  public static Tensor tile(Tensor x, int... times) {
    int[] all = new int[Math.max(times.length, x.shape().rank())];
    Arrays.fill(all, 1);
    System.arraycopy(times, 0, all, all.length - times.length, times.length);
    return repeat(x, all);
  }

  /** Each index along an axis several times in a row. */
  public static Tensor repeatInterleave(Tensor x, int axis, int times) {
    if (times < 0) {
      throw new ShapeException("repeatInterleave takes a number of times, 0 or more; given " + times);
    }
    int a = x.shape().axis(axis);
    Tensor from = Indices.withAxis(x).unsqueeze(a + 1);
    int[] sizes = from.shape().toArray();
    sizes[a + 1] = times;
    Tensor each = Views.expand(from, Shape.of(sizes)).copy();
    return flatten(each, a, a + 1);
  }

  /** Each index along an axis as often as the counts say, one for each. */
  public static Tensor repeatInterleave(Tensor x, int axis, Tensor counts) {
    int a = x.shape().axis(axis);
    Tensor from = Indices.withAxis(x);
    if (!counts.dtype().isInteger()) {
      throw new DTypeException("repeatInterleave takes int32 or int64 counts; given " + counts.dtype());
    }
    Tape.checkOneDevice("repeatInterleave", new Tensor[] {x, counts});
    int[] each = counts.toIntArray();
    int size = from.shape().size(a);
    if (counts.shape().rank() > 1 || each.length != 1 && each.length != size || Arrays.stream(each).anyMatch(n -> n < 0)) {
      throw new ShapeException(
          "repeatInterleave along axis " + axis + " of size " + size + " takes as many counts, 0 or more; given "
              + counts.shape() + ": " + Arrays.toString(each));
    }
    if (each.length == 1) {
      return repeatInterleave(x, axis, each[0]);
    }
    int[] index = new int[Math.toIntExact(Arrays.stream(each).asLongStream().sum())];
    for (int i = 0, at = 0; i < size; i++) {
      Arrays.fill(index, at, at + each[i], i);
      at += each[i];
    }
    return Gathering.pickSlices(from, a, Indices.of(index, x.backend()));
  }

  /** Everything moved along axes, each by its shift; what leaves at one end comes in at the other. */
  public static Tensor roll(Tensor x, int[] shifts, int[] axes) {
    if (shifts.length != axes.length) {
      throw new ShapeException(
          "roll takes a shift for each axis; given " + Arrays.toString(shifts) + " for the axes " + Arrays.toString(axes));
    }
    Tensor out = x;
    for (int i = 0; i < axes.length; i++) {
      int a = x.shape().axis(axes[i]);
      int size = x.shape().rank() == 0 ? 1 : x.shape().size(a);
      int start = size == 0 ? 0 : Math.floorMod(-(long) shifts[i], size);
      if (start != 0) {
        out = Joining.concat(a, Windows.narrow(out, a, start, size - start), Windows.narrow(out, a, 0, start));
      }
    }
    return out == x ? x.copy() : out;
  }

  /** Turned by 90 degrees in the plane of two axes, {@code times} times, from the first axis towards the second. */
  public static Tensor rot90(Tensor x, int times, int from, int to) {
    if (x.shape().axis(from) == x.shape().axis(to)) {
      throw new ShapeException("rot90 takes two different axes; given " + from + " and " + to + " of the shape " + x.shape());
    }
    return switch (Math.floorMod(times, 4)) {
      case 1 -> Windows.flip(x, to).transpose(from, to);
      case 2 -> Windows.flip(x, from, to);
      case 3 -> Windows.flip(x.transpose(from, to), to);
      default -> x.copy();
    };
  }

  /** The elements on or below a diagonal of the last two axes, 0 above. */
  public static Tensor tril(Tensor x, int diagonal) {
    return Band.of("tril", x, Integer.MIN_VALUE, diagonal);
  }

  /** The elements on or above a diagonal of the last two axes, 0 below. */
  public static Tensor triu(Tensor x, int diagonal) {
    return Band.of("triu", x, diagonal, Integer.MAX_VALUE);
  }

  /** A vector as a diagonal of a matrix of zeros; of a matrix its diagonal. */
  public static Tensor diag(Tensor x, int offset) {
    return switch (x.shape().rank()) {
      case 1 -> diagEmbed(x, offset);
      case 2 -> Windows.diagonal(x, offset, 0, 1).copy();
      default -> throw new ShapeException(
          "diag takes a vector or a matrix; given the shape " + x.shape() + ". Use diagonal or diagEmbed");
    };
  }

  /** The last axis as a diagonal of the last two axes of zeros. */
  public static Tensor diagEmbed(Tensor x, int offset) {
    if (x.shape().rank() == 0) {
      throw new ShapeException("diagEmbed takes a tensor with an axis; given a 0-d one");
    }
    long n = x.shape().size(-1) + Math.abs((long) offset);
    if (n > Integer.MAX_VALUE) {
      throw new ShapeException(
          "diagEmbed of the shape " + x.shape() + " at the offset " + offset + " would have " + n + " rows; expected at most "
              + Integer.MAX_VALUE);
    }
    int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
    sizes[sizes.length - 2] = (int) n;
    sizes[sizes.length - 1] = (int) n;
    return Windows.onDiagonal(x, Shape.of(sizes), offset);
  }

  /** Of vectors, or numbers, the coordinates of their grid: the i-th result changes along axis i only. */
  public static List<Tensor> meshgrid(Tensor... vectors) {
    int[] sizes = new int[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].shape().rank() > 1) {
        throw new ShapeException("meshgrid takes vectors; number " + i + " has the shape " + vectors[i].shape());
      }
      sizes[i] = vectors[i].size();
    }
    List<Tensor> grid = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      grid.add(Indices.column(vectors[i], vectors.length, i).expand(Shape.of(sizes)));
    }
    return grid;
  }

  /** {@link #meshgrid} with the first two axes exchanged: x runs along the rows, as in plots. */
  public static List<Tensor> meshgridXy(Tensor... vectors) {
    List<Tensor> grid = meshgrid(vectors);
    grid.replaceAll(g -> vectors.length < 2 ? g : g.transpose(0, 1));
    return grid;
  }
}
