package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a program's inputs, and of the elements that it returns, lie: the start of each row, and in it segments
 * whose elements lie one after the other or are one. Operands are the inputs, then the outputs.
 */
final class RowLayout {
  /** A shorter segment costs more to set up than it saves. */
  static final int SHORTEST_SEGMENT = 16;

  private final LoopNest across;
  private final LoopNest along;
  private final int rows;
  /** Where the segments of a row begin, an operand after the other. */
  private final int[] segments;

  private RowLayout(LoopNest across, LoopNest along, int rows) {
    this.across = across;
    this.along = along;
    this.rows = rows;
    int operands = along.operands();
    this.segments = new int[segments() * operands];
    LoopNest.Rows walk = along.rows(0, along.count());
    for (int i = 0; walk.next(); i++) {
      System.arraycopy(walk.starts(), 0, segments, i * operands, operands);
    }
  }

  /** The layout; null if elements of a row have gaps. */
  static @Nullable RowLayout of(RowProgram program, View[] inputs, int[] axes, View[] outputs) {
    Shape shape = inputs[0].shape();
    View[] operands = Arrays.copyOf(inputs, inputs.length + outputs.length);
    System.arraycopy(outputs, 0, operands, inputs.length, outputs.length);
    boolean[] combined = new boolean[shape.rank()];
    for (int axis : axes) {
      combined[axis] = true;
    }
    LoopNest across = nest(shape, operands, combined, false);
    LoopNest along = nest(shape, operands, combined, true);
    if (along.innerSize() < SHORTEST_SEGMENT) {
      return null;
    }
    for (int op = 0; op < operands.length; op++) {
      int stride = along.innerStride(op);
      boolean row = op >= inputs.length && !isEach(program, op - inputs.length);
      if (stride != 1 && (stride != 0 || op >= inputs.length) && !row) {
        return null;
      }
    }
    return new RowLayout(across, along, across.count());
  }

  static boolean isEach(RowProgram program, int place) {
    return program.steps().get(program.result(place)).kind() == RowProgram.Kind.EACH;
  }

  private static LoopNest nest(Shape shape, View[] operands, boolean[] combined, boolean along) {
    int n = 0;
    int[] sizes = new int[combined.length];
    int[][] strides = new int[operands.length][combined.length];
    for (int axis = 0; axis < combined.length; axis++) {
      if (combined[axis] == along) {
        sizes[n] = shape.size(axis);
        for (int op = 0; op < operands.length; op++) {
          boolean repeated = operands[op].shape().size(axis) == 1 && shape.size(axis) != 1;
          strides[op][n] = repeated ? 0 : operands[op].stride(axis);
        }
        n++;
      }
    }
    int[] offsets = new int[operands.length];
    for (int op = 0; op < operands.length; op++) {
      strides[op] = Arrays.copyOf(strides[op], n);
      offsets[op] = along ? 0 : operands[op].offset();
    }
    return LoopNest.of(Arrays.copyOf(sizes, n), strides, offsets);
  }

  int rows() {
    return rows;
  }

  /** The elements of a row. */
  int length() {
    return along.count();
  }

  /** The elements of a segment. */
  int segment() {
    return along.innerSize();
  }

  /** The segments of a row. */
  int segments() {
    return along.count() / along.innerSize();
  }

  /** Whether a row is one segment, and the rows lie evenly. */
  boolean isEven() {
    return segments() == 1 && across.rank() <= 1;
  }

  /** From one row of an operand to the next, where they lie evenly. */
  int rowStride(int operand) {
    return across.rank() == 0 ? 0 : across.stride(operand, 0);
  }

  /** Where an operand's first row begins. */
  int offset(int operand) {
    return across.offset(operand);
  }

  /** Where, counted from the start of its row, an operand's segment begins. */
  int segmentStart(int segment, int operand) {
    return segments[segment * along.operands() + operand];
  }

  /** Whether an operand is one element along a segment. */
  boolean isRepeated(int operand) {
    return along.innerStride(operand) == 0;
  }

  int operands() {
    return across.operands();
  }

  /** Where an operand's rows begin: those from {@code row} on, into {@code starts} at the number of operands apart. */
  void starts(int row, int count, int[] starts) {
    int operands = across.operands();
    for (int r = 0; r < count; r++) {
      for (int op = 0; op < operands; op++) {
        starts[r * operands + op] = across.offset(op);
      }
      int rest = row + r;
      for (int axis = across.rank() - 1; axis >= 0 && rest > 0; axis--) {
        int at = rest % across.size(axis);
        rest /= across.size(axis);
        for (int op = 0; op < operands; op++) {
          starts[r * operands + op] += at * across.stride(op, axis);
        }
      }
    }
  }
}
