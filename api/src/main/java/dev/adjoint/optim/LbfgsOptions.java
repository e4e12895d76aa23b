package dev.adjoint.optim;

/**
 * Settings of {@link Lbfgs}, made from {@link #DEFAULT}.
 *
 * @param lr the length of a step along the direction, or the first that the line search tries
 * @param iterations how many iterations a step has at most
 * @param evaluations after how many evaluations of the loss a step begins no other iteration; 0 for 5/4 of the iterations
 * @param gradientTolerance a step ends when no element of the gradient is larger
 * @param changeTolerance a step ends when neither the loss nor any parameter changes more
 * @param history how many of the last changes tell the curvature
 * @param strongWolfe whether a line search finds a length that meets the strong Wolfe conditions
 */
public record LbfgsOptions(
    double lr, int iterations, int evaluations, double gradientTolerance, double changeTolerance, int history,
    boolean strongWolfe) implements OptimizerOptions {
  /** As PyTorch: 1, 20 iterations, 1e-7, 1e-9, 100 changes; but with the line search, without which it often diverges. */
  public static final LbfgsOptions DEFAULT = new LbfgsOptions(1, 20, 0, 1e-7, 1e-9, 100, true);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public LbfgsOptions {
    Checks.learningRate(lr);
    Checks.require(iterations > 0, "A number of iterations", "more than 0", iterations);
    Checks.require(evaluations >= 0, "A number of evaluations", "0 or more", evaluations);
    Checks.atLeastZero("A tolerance of the gradient", gradientTolerance);
    Checks.atLeastZero("A tolerance of changes", changeTolerance);
    Checks.require(history > 0, "The length of a history", "more than 0", history);
  }

  /** With another length. */
  public LbfgsOptions lr(double value) {
    return new LbfgsOptions(value, iterations, evaluations, gradientTolerance, changeTolerance, history, strongWolfe);
  }

  /** With another number of iterations. */
  public LbfgsOptions iterations(int value) {
    return new LbfgsOptions(lr, value, evaluations, gradientTolerance, changeTolerance, history, strongWolfe);
  }

  /** With another number of evaluations. */
  public LbfgsOptions evaluations(int value) {
    return new LbfgsOptions(lr, iterations, value, gradientTolerance, changeTolerance, history, strongWolfe);
  }

  /** With another tolerance of the gradient. */
  public LbfgsOptions gradientTolerance(double value) {
    return new LbfgsOptions(lr, iterations, evaluations, value, changeTolerance, history, strongWolfe);
  }

  /** With another tolerance of changes. */
  public LbfgsOptions changeTolerance(double value) {
    return new LbfgsOptions(lr, iterations, evaluations, gradientTolerance, value, history, strongWolfe);
  }

  /** With another length of the history. */
  public LbfgsOptions history(int value) {
    return new LbfgsOptions(lr, iterations, evaluations, gradientTolerance, changeTolerance, value, strongWolfe);
  }

  /** With or without the line search. */
  public LbfgsOptions strongWolfe(boolean value) {
    return new LbfgsOptions(lr, iterations, evaluations, gradientTolerance, changeTolerance, history, value);
  }
}
