package dev.adjoint.optim;

import java.util.Arrays;

/**
 * A learning rate for each step, as a formula: of the rate that the optimizer was made with, and of how many steps are over.
 * A {@link Scheduler} follows it. PyTorch's formulas, in closed form; any lambda is one too.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate for the next step.
   *
   * @param base the rate that the optimizer was made with
   * @param step how many steps are over, from 0 on
   */
  double rate(double base, long step);

  /** Times {@code gamma} each {@code size} steps. */
  static Schedule step(long size, double gamma) {
    Checks.require(size > 0, "The size of a step", "more than 0", size);
    Checks.atLeastZero("gamma", gamma);
    return (base, step) -> base * Math.pow(gamma, step / size);
  }

  /** Times {@code gamma} at each of some steps. */
  static Schedule multiStep(double gamma, long... milestones) {
    Checks.atLeastZero("gamma", gamma);
    long[] all = milestones.clone();
    return (base, step) -> base * Math.pow(gamma, Arrays.stream(all).filter(milestone -> milestone <= step).count());
  }

  /** Times {@code gamma} at each step. */
  static Schedule exponential(double gamma) {
    return step(1, gamma);
  }

  /**
   * Half a cosine from the base down to {@code least} (Loshchilov and Hutter, 2017), and up again if there are more steps.
   *
   * @param steps to the least rate
   */
  static Schedule cosine(long steps, double least) {
    Checks.require(steps > 0, "The steps of a cosine", "more than 0", steps);
    Checks.atLeastZero("A least rate", least);
    return (base, step) -> least + (base - least) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }

  /**
   * Half a cosine from the base down to {@code least}, again and again (Loshchilov and Hutter, 2017).
   *
   * @param steps of the first fall
   * @param factor how many times longer each fall is than the one before
   */
  static Schedule cosineWithRestarts(long steps, int factor, double least) {
    Checks.require(factor > 0, "The factor of the lengths", "1 or more", factor);
    Checks.require(steps > 0, "The steps of a cosine", "more than 0", steps);
    Checks.atLeastZero("A least rate", least);
    return (base, step) -> {
      long length = steps;
      long rest = factor == 1 ? step % steps : step;
      for (; rest >= length; length *= factor) {
        rest -= length;
      }
      return least + (base - least) * (1 + Math.cos(Math.PI * rest / length)) / 2;
    };
  }

  /**
   * From {@code start} times the base to {@code end} times the base in a straight line, and then that: a warm-up, for instance.
   *
   * @param steps to the end
   */
  static Schedule linear(double start, double end, long steps) {
    Checks.require(steps > 0, "The steps of a line", "more than 0", steps);
    Checks.atLeastZero("The start of a line", start);
    Checks.atLeastZero("The end of a line", end);
    return (base, step) -> base * (start + (end - start) * Math.min(step, steps) / steps);
  }

  /** One cycle up to {@code most} and down again, with {@link OneCycleOptions#of its usual settings}. */
  static Schedule oneCycle(double most, long steps) {
    return oneCycle(OneCycleOptions.of(most, steps));
  }

  /** One cycle up and down again (Smith and Topin, 2017). The base does not count. */
  static Schedule oneCycle(OneCycleOptions options) {
    Checks.require(!options.threePhase() || options.rising() <= 0.5, "The share of the steps that go up",
        "0.5 at most in three phases",
        options.rising());
    return (_, step) -> options.rate(step);
  }

  /** This one for some steps, and then another one from its start. */
  default Schedule then(long after, Schedule next) {
    Checks.require(after >= 0, "The number of steps until the next schedule", "0 or more", after);
    return (base, step) -> step < after ? rate(base, step) : next.rate(base, step - after);
  }

  /** Both at once: the rate of this one is the base of the other. */
  default Schedule and(Schedule other) {
    return (base, step) -> other.rate(rate(base, step), step);
  }
}
