package dev.adjoint.nn;

/**
 * How a normalising layer works, made from {@link #DEFAULT}: {@code NormOptions.DEFAULT.eps(1e-6).withoutBias()}.
 *
 * @param eps added to the variance, 0 or more
 * @param weight whether it learns what to multiply by; without, it has no bias either
 * @param bias whether it learns what to add
 * @param momentum for batch normalisation, how much of the running values a batch replaces, from 0 to 1
 * @param tracked for batch normalisation, whether it keeps running values; without, it uses those of the batch always
 */
public record NormOptions(double eps, boolean weight, boolean bias, double momentum, boolean tracked) {
  /** An eps of 1e-5, weights and biases, running values with a momentum of 0.1. */
  public static final NormOptions DEFAULT = new NormOptions(1e-5, true, true, 0.1, true);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if eps is negative or not finite, or the momentum is not from 0 to 1
   */
  public NormOptions {
    OptionChecks.eps("A normalisation", eps);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("A batch normalisation takes a momentum from 0 to 1; given " + momentum);
    }
  }

  /** With another eps. */
  public NormOptions eps(double number) {
    return new NormOptions(number, weight, bias, momentum, tracked);
  }

  /** With another momentum. */
  public NormOptions momentum(double number) {
    return new NormOptions(eps, weight, bias, number, tracked);
  }

  /** Without a weight and a bias. */
  public NormOptions withoutWeight() {
    return new NormOptions(eps, false, false, momentum, tracked);
  }

  /** Without a bias. */
  public NormOptions withoutBias() {
    return new NormOptions(eps, weight, false, momentum, tracked);
  }

  /** Without running values. */
  public NormOptions untracked() {
    return new NormOptions(eps, weight, bias, momentum, false);
  }
}
