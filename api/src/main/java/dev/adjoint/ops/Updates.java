package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;

/** What optimizers do to parameters and to what they remember of each: in place, each tensor read and written once. */
public final class Updates {
  private static final Elementwise DESCENT =
      Elementwise.of("descent", 1, Operands.REAL, (a, p) -> a[0].sub(a[1].mul(p[0])));
  private static final Elementwise MOMENTUM =
      Elementwise.of("momentum", 1, Operands.REAL, (a, p) -> a[0].mul(p[0]).add(a[1]));
  private static final Elementwise MEAN =
      Elementwise.of("moving_mean", 1, Operands.REAL, (a, p) -> a[0].add(a[1].sub(a[0]).mul(p[0])));
  private static final Elementwise SQUARES =
      Elementwise.of("moving_squares", 1, Operands.REAL, (a, p) -> a[0].add(a[1].mul(a[1]).sub(a[0]).mul(p[0])));
  private static final Elementwise SCALED_DESCENT =
      Elementwise.of("scaled_descent", 3, Operands.REAL,
          (a, p) -> a[0].sub(a[1].mul(p[0]).div(a[2].mul(p[1]).sqrt().add(p[2]))));

  private Updates() {}

  /** {@code parameter -= rate * direction}. */
  public static void descend(Tensor parameter, Tensor direction, double rate) {
    DESCENT.applyInPlace(new double[] {rate}, parameter, direction);
  }

  /** {@code velocity = momentum * velocity + grad}. */
  public static void accelerate(Tensor velocity, Tensor grad, double momentum) {
    MOMENTUM.applyInPlace(new double[] {momentum}, velocity, grad);
  }

  /** {@code mean += weight * (grad - mean)}. */
  public static void average(Tensor mean, Tensor grad, double weight) {
    MEAN.applyInPlace(new double[] {weight}, mean, grad);
  }

  /** {@code mean += weight * (grad^2 - mean)}. */
  public static void averageSquares(Tensor mean, Tensor grad, double weight) {
    SQUARES.applyInPlace(new double[] {weight}, mean, grad);
  }

  /** {@code parameter -= rate * direction / (sqrt(factor * squares) + eps)}. */
  public static void descend(Tensor parameter, Tensor direction, double rate, Tensor squares, double factor, double eps) {
    SCALED_DESCENT.applyInPlace(new double[] {rate, factor, eps}, parameter, direction, squares);
  }
}
