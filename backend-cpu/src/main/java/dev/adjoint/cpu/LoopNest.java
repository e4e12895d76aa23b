package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/**
 * Nested loops over several operands at once, outermost first, as few of them as possible: axes of size 1 are gone, and
 * neighbouring axes that every operand walks as one are one. Elements are counted row by row, so that a position in one
 * nest is the same element in a nest of any subset of the operands.
 */
final class LoopNest {
  private final int[] sizes;
  private final int[][] strides;
  private final int[] offsets;
  private final int count;

  private LoopNest(int[] sizes, int[][] strides, int[] offsets, int count) {
    this.sizes = sizes;
    this.strides = strides;
    this.offsets = offsets;
    this.count = count;
  }

  /**
   * The nest over axes of the given sizes.
   *
   * @param strides of each operand, one entry an axis
   * @param offsets of each operand
   */
  static LoopNest of(int[] sizes, int[][] strides, int[] offsets) {
    int operands = strides.length;
    int[] merged = new int[Math.max(1, sizes.length)];
    int[][] steps = new int[operands][merged.length];
    int rank = 0;
    int count = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      int size = sizes[axis];
      count *= size;
      if (size == 1) {
        continue;
      }
      boolean merges = rank > 0;
      for (int op = 0; op < operands && merges; op++) {
        merges = steps[op][rank - 1] == strides[op][axis] * size;
      }
      if (merges) {
        merged[rank - 1] *= size;
      } else {
        merged[rank++] = size;
      }
      for (int op = 0; op < operands; op++) {
        steps[op][rank - 1] = strides[op][axis];
      }
    }
    if (rank == 0) {
      merged[rank++] = 1;
      for (int[] step : steps) {
        step[0] = 1;
      }
    }
    if (rank < merged.length) {
      merged = Arrays.copyOf(merged, rank);
      for (int op = 0; op < operands; op++) {
        steps[op] = Arrays.copyOf(steps[op], rank);
      }
    }
    return new LoopNest(merged, steps, offsets, count);
  }

  /** The nest over the axes of a shape. */
  static LoopNest of(Shape shape, View... operands) {
    int[][] strides = new int[operands.length][];
    int[] offsets = new int[operands.length];
    for (int op = 0; op < operands.length; op++) {
      strides[op] = operands[op].strides();
      offsets[op] = operands[op].offset();
    }
    return of(shape.toArray(), strides, offsets);
  }

  /** The nest of one operand alone: it may merge further. */
  LoopNest only(int operand) {
    return of(sizes, new int[][] {strides[operand]}, new int[] {offsets[operand]});
  }

  /** The nest of the first operands alone: it may merge further. */
  LoopNest first(int operands) {
    return of(sizes, Arrays.copyOf(strides, operands), Arrays.copyOf(offsets, operands));
  }

  /** The number of elements. */
  int count() {
    return count;
  }

  int rank() {
    return sizes.length;
  }

  int operands() {
    return strides.length;
  }

  int size(int axis) {
    return sizes[axis];
  }

  int stride(int operand, int axis) {
    return strides[operand][axis];
  }

  int offset(int operand) {
    return offsets[operand];
  }

  /** The length of the innermost loop. */
  int innerSize() {
    return sizes[sizes.length - 1];
  }

  /** The stride of an operand in the innermost loop. */
  int innerStride(int operand) {
    return strides[operand][sizes.length - 1];
  }

  /** Whether an operand's elements lie one after the other, from its offset on. */
  boolean isLinear(int operand) {
    int expected = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (strides[operand][axis] != expected) {
        return false;
      }
      expected *= sizes[axis];
    }
    return true;
  }

  /** Whether an operand is one element, repeated. */
  boolean isScalar(int operand) {
    for (int stride : strides[operand]) {
      if (stride != 0) {
        return false;
      }
    }
    return true;
  }

  /** The rows, whole or cut at the ends, that make up the elements {@code from} to {@code from + count}. */
  Rows rows(int from, int count) {
    return new Rows(from, count);
  }

  /** A walk along rows of the innermost loop. */
  final class Rows {
    private final int[] coordinates = new int[sizes.length];
    private final int[] starts = offsets.clone();
    private int left;
    private int length;

    private Rows(int from, int count) {
      left = count;
      int rest = from;
      for (int axis = sizes.length - 1; axis >= 0 && rest > 0; axis--) {
        coordinates[axis] = rest % sizes[axis];
        rest /= sizes[axis];
        for (int op = 0; op < starts.length; op++) {
          starts[op] += coordinates[axis] * strides[op][axis];
        }
      }
    }

    /** Goes to the next row; false at the end. */
    boolean next() {
      int inner = sizes.length - 1;
      if (left == 0) {
        return false;
      }
      if (length > 0) {
        advance(inner, length);
      }
      length = Math.min(left, sizes[inner] - coordinates[inner]);
      left -= length;
      return true;
    }

    private void advance(int axis, int by) {
      coordinates[axis] += by;
      boolean wraps = coordinates[axis] == sizes[axis];
      int moved = wraps ? by - sizes[axis] : by;
      for (int op = 0; op < starts.length; op++) {
        starts[op] += moved * strides[op][axis];
      }
      if (wraps) {
        coordinates[axis] = 0;
        if (axis > 0) {
          advance(axis - 1, 1);
        }
      }
    }

    /** The number of elements of this row. */
    int length() {
      return length;
    }

    /** Where an operand's first element of this row is. */
    int start(int operand) {
      return starts[operand];
    }

    /** Where every operand's first element of this row is; changes with the walk. */
    int[] starts() {
      return starts;
    }
  }
}
