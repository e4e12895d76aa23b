package dev.adjoint.train;

import java.util.List;

/** The figure that tells the best epoch, and what better means for it. */
record Goal(String figure, boolean larger) {
  /** Whether a value is better than another; NaN is not better than any. */
  boolean isBetter(double value, double best) {
    return larger ? value > best : value < best;
  }

  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /**
   * How many epochs are over since the best one; its own is 0. All, if the figure has been no number yet. Those without the
   * figure do not count: the run that was gone on with had no validation, for instance. 0 also where none has it.
   */
  int epochsSinceBest(List<Epoch> history) {
    double best = worst();
    int since = 0;
    for (Epoch one : history) {
      Double value = one.figures().get(figure);
      if (value != null) {
        since++;
        if (isBetter(value, best)) {
          best = value;
          since = 0;
        }
      }
    }
    return since;
  }
}
