package dev.adjoint.optim;

/**
 * Settings of {@link RmsProp}, made from {@link #DEFAULT}.
 *
 * @param lr the learning rate
 * @param alpha how much of the mean of squares stays at each step
 * @param eps added to the root of that
 * @param weightDecay how much of the parameter counts as gradient
 * @param momentum how much of the velocity stays at each step
 * @param centered whether the square of the mean is taken off: the variance counts (Graves, 2013)
 * @param maximize whether to climb instead
 */
public record RmsPropOptions(
    double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered,
    boolean maximize) implements OptimizerOptions {
  /** As PyTorch: 0.01, alpha 0.99, eps 1e-8, and nothing else. */
  public static final RmsPropOptions DEFAULT = new RmsPropOptions(1e-2, 0.99, 1e-8, 0, 0, false, false);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public RmsPropOptions {
    Checks.learningRate(lr);
    Checks.share("alpha", alpha);
    Checks.atLeastZero("An eps", eps);
    Checks.atLeastZero("A weight decay", weightDecay);
    Checks.atLeastZero("A momentum", momentum);
  }

  /** With another learning rate. */
  public RmsPropOptions lr(double value) {
    return new RmsPropOptions(value, alpha, eps, weightDecay, momentum, centered, maximize);
  }

  /** With another share of the mean of squares. */
  public RmsPropOptions alpha(double value) {
    return new RmsPropOptions(lr, value, eps, weightDecay, momentum, centered, maximize);
  }

  /** With another eps. */
  public RmsPropOptions eps(double value) {
    return new RmsPropOptions(lr, alpha, value, weightDecay, momentum, centered, maximize);
  }

  /** With another weight decay. */
  public RmsPropOptions weightDecay(double value) {
    return new RmsPropOptions(lr, alpha, eps, value, momentum, centered, maximize);
  }

  /** With another momentum. */
  public RmsPropOptions momentum(double value) {
    return new RmsPropOptions(lr, alpha, eps, weightDecay, value, centered, maximize);
  }

  /** With or without the mean taken off. */
  public RmsPropOptions centered(boolean value) {
    return new RmsPropOptions(lr, alpha, eps, weightDecay, momentum, value, maximize);
  }

  /** With another direction. */
  public RmsPropOptions maximize(boolean value) {
    return new RmsPropOptions(lr, alpha, eps, weightDecay, momentum, centered, value);
  }
}
