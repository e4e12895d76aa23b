package dev.adjoint.optim;

/**
 * Settings of {@link LossScaler}, made from {@link #DEFAULT}.
 *
 * @param scale to begin with
 * @param growth what the scale is multiplied by to make it larger
 * @param backoff what it is multiplied by to make it smaller
 * @param interval after how many steps without infinity or NaN it grows
 */
public record LossScalerOptions(double scale, double growth, double backoff, long interval) {
  /** As PyTorch: 65536, twice as large after 2000 steps, half as large after infinity or NaN. */
  public static final LossScalerOptions DEFAULT = new LossScalerOptions(65536, 2, 0.5, 2000);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public LossScalerOptions {
    Checks.aboveZero("A scale", scale);
    Checks.require(growth > 1 && growth < Double.POSITIVE_INFINITY, "The growth of a scale", "more than 1, and finite", growth);
    Checks.require(backoff > 0 && backoff < 1, "The backoff of a scale", "more than 0 and less than 1", backoff);
    Checks.require(interval > 0, "The interval between growths", "more than 0", interval);
  }

  /** With another scale to begin with. */
  public LossScalerOptions scale(double value) {
    return new LossScalerOptions(value, growth, backoff, interval);
  }

  /** With another growth. */
  public LossScalerOptions growth(double value) {
    return new LossScalerOptions(scale, value, backoff, interval);
  }

  /** With another backoff. */
  public LossScalerOptions backoff(double value) {
    return new LossScalerOptions(scale, growth, value, interval);
  }

  /** With another interval. */
  public LossScalerOptions interval(long steps) {
    return new LossScalerOptions(scale, growth, backoff, steps);
  }
}
