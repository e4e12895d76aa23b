package dev.adjoint.train;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Figures of a batch, for {@link Training#metric}. Any function of an output and a target that gives one number is one too. */
public final class Metrics {
  private Metrics() {}

  /**
   * The share of the targets at which the output is largest.
   *
   * @param output {@code [n, classes, ...]}: a number for each class
   * @param target {@code [n, ...]}: the numbers of the classes
   * @return 0-d, float32
   * @throws DTypeException for targets that are no whole numbers
   * @throws ShapeException for other shapes
   */
  public static Tensor accuracy(Tensor output, Tensor target) {
    Shape shape = output.shape();
    if (shape.rank() < 2 || !shape.without(1).equals(target.shape())) {
      boolean sequences = shape.rank() > 2 && shape.without(-1).equals(target.shape());
      throw new ShapeException(
          "accuracy takes an output [n, classes, ...] and targets [n, ...], classes by their numbers; given "
              + shape + " and " + target.shape()
              + (sequences ? ". With the classes along the last axis use accuracy(output.flatten(0, -2), target.flatten())"
                  : ""));
    }
    if (!target.dtype().isInteger()) {
      throw new DTypeException("accuracy takes int32 or int64 targets; given " + target.dtype());
    }
    return output.argmax(1).eq(target).to(DType.FLOAT32).mean();
  }
}
