package dev.adjoint.optim;

/**
 * Settings of {@link ReduceOnPlateau}, made from {@link #DEFAULT}.
 *
 * @param maximize whether larger numbers are better
 * @param factor what a rate is multiplied by
 * @param patience how many numbers that are not better are borne before that
 * @param threshold by how much a number is better than the best
 * @param relative whether that is a share of the best
 * @param cooldown how many numbers do not count after a change
 * @param least no rate gets less
 * @param eps a smaller change of a rate is left out
 */
public record PlateauOptions(
    boolean maximize, double factor, int patience, double threshold, boolean relative, int cooldown, double least, double eps) {
  /** As PyTorch: less is better by a share of 0.0001, after 10 numbers that are not the rate is a tenth. */
  public static final PlateauOptions DEFAULT = new PlateauOptions(false, 0.1, 10, 1e-4, true, 0, 0, 1e-8);

  /** Settings; throws an IllegalArgumentException for a number that is none. */
  public PlateauOptions {
    Checks.require(factor >= 0 && factor < 1, "The factor of a rate", "0 or more, and less than 1", factor);
    Checks.require(patience >= 0, "A patience", "0 or more", patience);
    Checks.atLeastZero("A threshold", threshold);
    Checks.require(cooldown >= 0, "A cooldown", "0 or more", cooldown);
    Checks.atLeastZero("A least rate", least);
    Checks.atLeastZero("An eps", eps);
  }

  /** With larger or smaller numbers being better. */
  public PlateauOptions maximize(boolean value) {
    return new PlateauOptions(value, factor, patience, threshold, relative, cooldown, least, eps);
  }

  /** With another factor. */
  public PlateauOptions factor(double value) {
    return new PlateauOptions(maximize, value, patience, threshold, relative, cooldown, least, eps);
  }

  /** With another patience. */
  public PlateauOptions patience(int value) {
    return new PlateauOptions(maximize, factor, value, threshold, relative, cooldown, least, eps);
  }

  /** With another threshold: a share of the best, or a difference. */
  public PlateauOptions threshold(double value, boolean isRelative) {
    return new PlateauOptions(maximize, factor, patience, value, isRelative, cooldown, least, eps);
  }

  /** With another cooldown. */
  public PlateauOptions cooldown(int value) {
    return new PlateauOptions(maximize, factor, patience, threshold, relative, value, least, eps);
  }

  /** With another least rate. */
  public PlateauOptions least(double value) {
    return new PlateauOptions(maximize, factor, patience, threshold, relative, cooldown, value, eps);
  }

  /** With another eps. */
  public PlateauOptions eps(double value) {
    return new PlateauOptions(maximize, factor, patience, threshold, relative, cooldown, least, value);
  }

  boolean isBetter(double value, double best) {
    double margin = relative ? threshold * best : threshold;
    return maximize ? value > best + margin : value < best - margin;
  }
}
