package dev.adjoint.spi;

import dev.adjoint.Shape;

/** Ways in which a tensor may lie in its buffer. */
enum Layout {
  CONTIGUOUS,
  /** The axes are stored in reverse order. */
  TRANSPOSED,
  /** Part of a tensor that is longer along every axis. */
  NARROWED,
  /** Every second element along the last axis. */
  STEPPED,
  /** Stored backwards: every stride is negative. */
  REVERSED,
  /** One slice, repeated along the first axis. */
  STRETCHED;

  /** The layouts in which every index has an element of its own: those that may be written. */
  static final Layout[] WRITABLE = {CONTIGUOUS, TRANSPOSED, NARROWED, STEPPED, REVERSED};

  /** Numbers in this layout on a backend; the rest of the buffer is filled with other numbers. */
  Placed place(Backend backend, Shape shape, Elements values) {
    int rank = shape.rank();
    int[] stored = shape.toArray();
    int[] strides = new int[rank];
    int offset = 0;
    switch (this) {
      case NARROWED -> {
        for (int axis = 0; axis < rank; axis++) {
          stored[axis] += 2;
        }
      }
      case STEPPED -> {
        if (rank > 0) {
          stored[rank - 1] *= 2;
        }
      }
      default -> {}
    }
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      int axis = this == TRANSPOSED ? rank - 1 - i : i;
      strides[axis] = stride;
      stride *= Math.max(1, stored[axis]);
    }
    for (int axis = 0; axis < rank; axis++) {
      switch (this) {
        case NARROWED -> offset += strides[axis];
        case REVERSED -> {
          offset += strides[axis] * Math.max(0, stored[axis] - 1);
          strides[axis] = -strides[axis];
        }
        default -> {}
      }
    }
    if (this == STEPPED && rank > 0) {
      strides[rank - 1] = 2;
    } else if (this == STRETCHED && rank > 0) {
      strides[0] = 0;
    }
    return Placed.of(backend, shape, strides, offset, stride + offset, values, toString());
  }
}
