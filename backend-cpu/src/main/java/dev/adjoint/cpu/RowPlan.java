package dev.adjoint.cpu;

import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * How a generated kernel, which wants inputs without gaps, is run over a layout.
 *
 * @param nest the inputs alone
 * @param scalars a bit for each input that is one repeated element along a row
 */
record RowPlan(LoopNest nest, Manner manner, int scalars) {
  /** A row shorter than this costs more to set up than it saves. */
  private static final int SHORTEST_ROW = 48;

  /** The ways to run it. */
  enum Manner {
    /** All elements are one row. */
    AT_ONCE,
    /** The innermost loop is a row. */
    BY_ROWS,
    /** Inputs with gaps are first gathered into tiles. */
    BY_TILES
  }

  /** The best way; null if the kernel has no generated form. */
  static @Nullable RowPlan of(KernelUnit unit, LoopNest all) {
    if (!unit.isGenerable()) {
      return null;
    }
    for (int i = 0; i < unit.indexAxes().length; i++) {
      if (!all.isLinear(unit.arity() + i)) {
        return null; // a generated kernel knows where it is in the output, no more
      }
    }
    LoopNest nest = all.first(unit.arity());
    int scalars = 0;
    int innerScalars = 0;
    boolean linear = true;
    boolean rows = nest.innerSize() >= SHORTEST_ROW;
    for (int op = 0; op < nest.operands(); op++) {
      boolean scalar = nest.isScalar(op);
      scalars |= scalar ? 1 << op : 0;
      int stride = nest.innerStride(op);
      innerScalars |= stride == 0 ? 1 << op : 0;
      linear &= scalar || nest.isLinear(op) || !unit.reads(op);
      rows &= stride == 0 || stride == 1 || !unit.reads(op);
    }
    return linear ? new RowPlan(nest, Manner.AT_ONCE, scalars)
        : rows ? new RowPlan(nest, Manner.BY_ROWS, innerScalars)
            : new RowPlan(nest, Manner.BY_TILES, scalars);
  }

  /**
   * The inputs that are one repeated element, where all others lie as the output does, row by row: nothing to plan.
   *
   * @return a bit for each input; -1 if the layout is not that simple
   */
  static int simpleScalars(View[] inputs, View output) {
    if (!output.isContiguous()) {
      return -1;
    }
    int scalars = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (!inputs[i].isContiguous()) {
        if (!isRepeated(inputs[i]) || i >= Integer.SIZE - 2) {
          return -1;
        }
        scalars |= 1 << i;
      }
    }
    return scalars;
  }

  private static boolean isRepeated(View view) {
    for (int axis = 0; axis < view.shape().rank(); axis++) {
      if (view.stride(axis) != 0 && view.shape().size(axis) != 1) {
        return false;
      }
    }
    return true;
  }

  boolean isScalar(int operand) {
    return (scalars >> operand & 1) != 0;
  }
}
