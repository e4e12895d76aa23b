package dev.adjoint.optim;

/**
 * Settings of {@link Lion}, made from {@link #DEFAULT}.
 *
 * @param lr the learning rate
 * @param beta1 how much of the mean counts for the direction of a step
 * @param beta2 how much of the mean stays
 * @param weightDecay which share of the parameter, times the learning rate, goes at each step
 * @param maximize whether to climb instead
 */
public record LionOptions(
    double lr, double beta1, double beta2, double weightDecay, boolean maximize) implements OptimizerOptions {
  /** As the paper: 0.0001, 0.9, 0.99, no weight decay. */
  public static final LionOptions DEFAULT = new LionOptions(1e-4, 0.9, 0.99, 0, false);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public LionOptions {
    Checks.learningRate(lr);
    Checks.share("beta1", beta1);
    Checks.share("beta2", beta2);
    Checks.atLeastZero("A weight decay", weightDecay);
  }

  /** With another learning rate. */
  public LionOptions lr(double value) {
    return new LionOptions(value, beta1, beta2, weightDecay, maximize);
  }

  /** With another share for the direction. */
  public LionOptions beta1(double value) {
    return new LionOptions(lr, value, beta2, weightDecay, maximize);
  }

  /** With another share of the mean. */
  public LionOptions beta2(double value) {
    return new LionOptions(lr, beta1, value, weightDecay, maximize);
  }

  /** With another weight decay. */
  public LionOptions weightDecay(double value) {
    return new LionOptions(lr, beta1, beta2, value, maximize);
  }

  /** With another direction. */
  public LionOptions maximize(boolean value) {
    return new LionOptions(lr, beta1, beta2, weightDecay, value);
  }
}
