package dev.adjoint.train;

/** The figure that tells the best epoch, and what better means for it. */
record Goal(String figure, boolean larger) {
  /** Whether a value is better than another; NaN is not better than any. */
  boolean isBetter(double value, double best) {
    return larger ? value > best : value < best;
  }

  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
