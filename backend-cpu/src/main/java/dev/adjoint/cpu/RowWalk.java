package dev.adjoint.cpu;

/** A walk along the rows of a nest's one operand, for rows so short that the way from one to the next is what they cost. */
final class RowWalk {
  /** Longer rows are walked as well by {@link LoopNest.Rows}. */
  static final int LONGEST = 64;

  private final int[] sizes;
  private final int[] strides;
  private final int[] coordinates;
  private final int length;
  private final int step;
  private int row;
  private int column;

  /** From an element on. */
  RowWalk(LoopNest nest, int from) {
    int last = nest.rank() - 1;
    this.length = nest.size(last);
    this.step = nest.stride(0, last);
    this.sizes = new int[last];
    this.strides = new int[last];
    this.coordinates = new int[last];
    this.column = from % length;
    this.row = nest.offset(0);
    int rest = from / length;
    for (int axis = last - 1; axis >= 0; axis--) {
      sizes[axis] = nest.size(axis);
      strides[axis] = nest.stride(0, axis);
      coordinates[axis] = rest % sizes[axis];
      rest /= sizes[axis];
      row += coordinates[axis] * strides[axis];
    }
  }

  /** The place of the element. */
  int start() {
    return row + column * step;
  }

  /** How many elements there are from it to the end of its row. */
  int left() {
    return length - column;
  }

  /** Goes to the next row. */
  void next() {
    column = 0;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      row += strides[axis];
      if (++coordinates[axis] < sizes[axis]) {
        return;
      }
      row -= sizes[axis] * strides[axis];
      coordinates[axis] = 0;
    }
  }
}
