package dev.adjoint.optim;

/**
 * Settings of {@link Adam} and {@link AdamW}, made from {@link #DEFAULT} or {@link #DECOUPLED}.
 *
 * @param lr the learning rate
 * @param beta1 how much of the mean of gradients stays at each step
 * @param beta2 how much of the mean of their squares stays
 * @param eps added to the root of that
 * @param weightDecay for Adam, how much of the parameter counts as gradient; for AdamW, which share of it, times the
 *     learning rate, goes at each step
 * @param amsgrad whether the largest mean of squares so far counts (Reddi et al., 2018)
 * @param maximize whether to climb instead
 */
public record AdamOptions(
    double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad,
    boolean maximize) implements OptimizerOptions {
  /** What Adam has by itself: 0.001, 0.9, 0.999, 1e-8, no weight decay. */
  public static final AdamOptions DEFAULT = new AdamOptions(1e-3, 0.9, 0.999, 1e-8, 0, false, false);
  /** What AdamW has by itself: the same, with a weight decay of 0.01. */
  public static final AdamOptions DECOUPLED = DEFAULT.weightDecay(0.01);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public AdamOptions {
    Checks.learningRate(lr);
    Checks.share("beta1", beta1);
    Checks.share("beta2", beta2);
    Checks.atLeastZero("An eps", eps);
    Checks.atLeastZero("A weight decay", weightDecay);
  }

  /** With another learning rate. */
  public AdamOptions lr(double value) {
    return new AdamOptions(value, beta1, beta2, eps, weightDecay, amsgrad, maximize);
  }

  /** With another share of the mean. */
  public AdamOptions beta1(double value) {
    return new AdamOptions(lr, value, beta2, eps, weightDecay, amsgrad, maximize);
  }

  /** With another share of the mean of squares. */
  public AdamOptions beta2(double value) {
    return new AdamOptions(lr, beta1, value, eps, weightDecay, amsgrad, maximize);
  }

  /** With another eps. */
  public AdamOptions eps(double value) {
    return new AdamOptions(lr, beta1, beta2, value, weightDecay, amsgrad, maximize);
  }

  /** With another weight decay. */
  public AdamOptions weightDecay(double value) {
    return new AdamOptions(lr, beta1, beta2, eps, value, amsgrad, maximize);
  }

  /** With or without AMSGrad. */
  public AdamOptions amsgrad(boolean value) {
    return new AdamOptions(lr, beta1, beta2, eps, weightDecay, value, maximize);
  }

  /** With another direction. */
  public AdamOptions maximize(boolean value) {
    return new AdamOptions(lr, beta1, beta2, eps, weightDecay, amsgrad, value);
  }
}
