package dev.adjoint.optim;

/**
 * Settings of {@link Sgd}, made from {@link #DEFAULT}: {@code SgdOptions.DEFAULT.lr(0.1).momentum(0.9)}.
 *
 * @param lr the learning rate
 * @param momentum how much of the velocity stays at each step
 * @param dampening how much of the gradient does not get into a velocity, from the second step on
 * @param weightDecay how much of the parameter counts as gradient
 * @param nesterov whether the step goes along the velocity that comes next (Sutskever et al., 2013); needs momentum and
 *     no dampening
 * @param maximize whether to climb instead
 */
public record SgdOptions(
    double lr, double momentum, double dampening, double weightDecay, boolean nesterov,
    boolean maximize) implements OptimizerOptions {
  /** As PyTorch: learning rate 0.001, and nothing else. */
  public static final SgdOptions DEFAULT = new SgdOptions(1e-3, 0, 0, 0, false, false);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public SgdOptions {
    Checks.learningRate(lr);
    Checks.atLeastZero("A momentum", momentum);
    Checks.require(Double.isFinite(dampening), "A dampening", "a number", dampening);
    Checks.atLeastZero("A weight decay", weightDecay);
  }

  /** With another learning rate. */
  public SgdOptions lr(double value) {
    return new SgdOptions(value, momentum, dampening, weightDecay, nesterov, maximize);
  }

  /** With another momentum. */
  public SgdOptions momentum(double value) {
    return new SgdOptions(lr, value, dampening, weightDecay, nesterov, maximize);
  }

  /** With another dampening. */
  public SgdOptions dampening(double value) {
    return new SgdOptions(lr, momentum, value, weightDecay, nesterov, maximize);
  }

  /** With another weight decay. */
  public SgdOptions weightDecay(double value) {
    return new SgdOptions(lr, momentum, dampening, value, nesterov, maximize);
  }

  /** With or without Nesterov's momentum. */
  public SgdOptions nesterov(boolean value) {
    return new SgdOptions(lr, momentum, dampening, weightDecay, value, maximize);
  }

  /** With another direction. */
  public SgdOptions maximize(boolean value) {
    return new SgdOptions(lr, momentum, dampening, weightDecay, nesterov, value);
  }
}
