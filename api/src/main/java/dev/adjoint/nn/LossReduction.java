package dev.adjoint.nn;

import dev.adjoint.Tensor;

/** What becomes of the losses of the elements, or of the examples. */
public enum LossReduction {
  /** Their mean; NaN where there is none. */
  MEAN,
  /** Their sum. */
  SUM,
  /** Each stays. */
  NONE,
  /** Their sum, divided by the size of the first axis. */
  BATCH_MEAN;

  Tensor of(Tensor losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case NONE -> losses;
      case BATCH_MEAN -> losses.sum().div(losses.shape().rank() == 0 ? 1 : losses.shape().size(0));
    };
  }
}
