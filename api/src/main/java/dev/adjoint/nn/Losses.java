package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Losses: one number that training makes small. */
public final class Losses {
  private Losses() {}

  /**
   * The mean of the squared differences.
   *
   * @param target of the shape of {@code predicted}: broadcasting would compare each with each
   */
  public static Tensor mse(Tensor predicted, Tensor target) {
    if (!predicted.shape().equals(target.shape())) {
      throw new ShapeException(
          "mse takes two tensors of one shape; given " + predicted.shape() + " and " + target.shape()
              + ": reshape one to the other");
    }
    return predicted.sub(target).pow(2).mean();
  }

  /**
   * The mean of {@code -log(softmax(logits)[target])}.
   *
   * @param logits {@code [n, classes]}, floating-point
   * @param target {@code [n]}, int32 or int64, each from 0 to classes - 1
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    if (logits.shape().rank() != 2 || target.shape().rank() != 1 || logits.shape().size(0) != target.shape().size(0)) {
      throw new ShapeException(
          "crossEntropy takes logits [n, classes] and targets [n]; given " + logits.shape() + " and " + target.shape());
    }
    return logits.logSoftmax(1).gather(1, target.unsqueeze(1)).mean().neg();
  }
}
