package dev.adjoint.optim;

/**
 * Settings of {@link Schedule#oneCycle(OneCycleOptions)}, made by {@link #of}.
 *
 * @param most the largest rate
 * @param steps of the whole cycle; after them the rate stays
 * @param rising which share of them the rate goes up
 * @param cosine whether in half cosines; otherwise in straight lines
 * @param startDivisor how many times smaller the first rate is than the largest
 * @param endDivisor how many times smaller the last rate is than the first
 * @param threePhase whether the rate goes down to the first one, in as many steps as up, before it goes to the last
 */
public record OneCycleOptions(
    double most, long steps, double rising, boolean cosine, double startDivisor, double endDivisor, boolean threePhase) {
  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public OneCycleOptions {
    Checks.learningRate(most);
    Checks.require(steps > 1, "The steps of a cycle", "more than 1", steps);
    Checks.require(rising > 0 && rising < 1, "The share of the steps that go up", "more than 0 and less than 1", rising);
    Checks.aboveZero("The divisor of the first rate", startDivisor);
    Checks.aboveZero("The divisor of the last rate", endDivisor);
  }

  /** As PyTorch: up for 3 of 10 steps, in cosines, from 1/25 of the largest rate, and down to 1/10000 of that. */
  public static OneCycleOptions of(double most, long steps) {
    return new OneCycleOptions(most, steps, 0.3, true, 25, 1e4, false);
  }

  /** With another share of the steps that go up. */
  public OneCycleOptions rising(double value) {
    return new OneCycleOptions(most, steps, value, cosine, startDivisor, endDivisor, threePhase);
  }

  /** With cosines or straight lines. */
  public OneCycleOptions cosine(boolean value) {
    return new OneCycleOptions(most, steps, rising, value, startDivisor, endDivisor, threePhase);
  }

  /** With another divisor of the first rate. */
  public OneCycleOptions startDivisor(double value) {
    return new OneCycleOptions(most, steps, rising, cosine, value, endDivisor, threePhase);
  }

  /** With another divisor of the last rate. */
  public OneCycleOptions endDivisor(double value) {
    return new OneCycleOptions(most, steps, rising, cosine, startDivisor, value, threePhase);
  }

  /** With two phases or three. */
  public OneCycleOptions threePhase(boolean value) {
    return new OneCycleOptions(most, steps, rising, cosine, startDivisor, endDivisor, value);
  }

  double rate(long step) {
    double first = most / startDivisor;
    double last = first / endDivisor;
    double peak = rising * steps - 1;
    double down = threePhase ? 2 * peak : steps - 1;
    if (step < peak) {
      return between(first, most, step / peak);
    }
    if (step < down || !threePhase) {
      return between(most, threePhase ? first : last, (step - peak) / (down - peak));
    }
    return between(first, last, (step - down) / (steps - 1 - down));
  }

  private double between(double from, double to, double share) {
    double passed = Math.min(share, 1);
    return cosine ? to + (from - to) / 2 * (1 + Math.cos(Math.PI * passed)) : from + (to - from) * passed;
  }
}
