package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;

/** What generated kernels call for the functions that the Vector API lacks: one lane after the other. */
final class LaneLoops {
  private LaneLoops() {}

  static void apply(UnaryOp op, double[] lanes) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = op.apply(lanes[i]);
    }
  }

  static void apply(UnaryOp op, float[] lanes) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (float) op.apply((double) lanes[i]);
    }
  }

  /** The result takes the place of the first operand. */
  static void apply(BinaryOp op, double[] lanes, double[] others) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = op.apply(lanes[i], others[i]);
    }
  }

  /** The result takes the place of the first operand. */
  static void apply(BinaryOp op, float[] lanes, float[] others) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (float) op.apply((double) lanes[i], (double) others[i]);
    }
  }
}
