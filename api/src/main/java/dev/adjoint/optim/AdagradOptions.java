package dev.adjoint.optim;

/**
 * Settings of {@link Adagrad}, made from {@link #DEFAULT}.
 *
 * @param lr the learning rate
 * @param lrDecay how fast the learning rate falls: it is divided by {@code 1 + lrDecay * steps}
 * @param weightDecay how much of the parameter counts as gradient
 * @param initial what the sums of squares begin with
 * @param eps added to the root of a sum
 * @param maximize whether to climb instead
 */
public record AdagradOptions(
    double lr, double lrDecay, double weightDecay, double initial, double eps, boolean maximize) implements OptimizerOptions {
  /** As PyTorch: 0.01, eps 1e-10, and nothing else. */
  public static final AdagradOptions DEFAULT = new AdagradOptions(1e-2, 0, 0, 0, 1e-10, false);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public AdagradOptions {
    Checks.learningRate(lr);
    Checks.atLeastZero("A decay of the learning rate", lrDecay);
    Checks.atLeastZero("A weight decay", weightDecay);
    Checks.atLeastZero("The beginning of a sum of squares", initial);
    Checks.atLeastZero("An eps", eps);
  }

  /** With another learning rate. */
  public AdagradOptions lr(double value) {
    return new AdagradOptions(value, lrDecay, weightDecay, initial, eps, maximize);
  }

  /** With another fall of the learning rate. */
  public AdagradOptions lrDecay(double value) {
    return new AdagradOptions(lr, value, weightDecay, initial, eps, maximize);
  }

  /** With another weight decay. */
  public AdagradOptions weightDecay(double value) {
    return new AdagradOptions(lr, lrDecay, value, initial, eps, maximize);
  }

  /** With another beginning of the sums. */
  public AdagradOptions initial(double value) {
    return new AdagradOptions(lr, lrDecay, weightDecay, value, eps, maximize);
  }

  /** With another eps. */
  public AdagradOptions eps(double value) {
    return new AdagradOptions(lr, lrDecay, weightDecay, initial, value, maximize);
  }

  /** With another direction. */
  public AdagradOptions maximize(boolean value) {
    return new AdagradOptions(lr, lrDecay, weightDecay, initial, eps, value);
  }
}
