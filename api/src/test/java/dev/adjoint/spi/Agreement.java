package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * How close floating-point results have to be: {@code |actual - expected| <= tolerance * max(|expected|, floor)}. NaN agrees
 * with NaN alone, an infinity with the same infinity alone. Integers and bools have to be equal.
 */
record Agreement(double tolerance, double floor) {
  /** Fails, naming what was computed, unless the elements agree. */
  void check(String what, Elements actual, Elements expected) {
    assertThat(actual.dtype()).as("the dtype of %s", what).isEqualTo(expected.dtype());
    assertThat(actual.size()).as("the number of elements of %s", what).isEqualTo(expected.size());
    int wrong = 0;
    int first = -1;
    for (int i = 0; i < actual.size(); i++) {
      if (!agrees(actual, expected, i)) {
        first = wrong++ == 0 ? i : first;
      }
    }
    if (wrong > 0) {
      fail("%s: %d of %d elements are wrong; the first one, at %d, is %s, expected %s",
          what, wrong, actual.size(), first, actual.text(first), expected.text(first));
    }
  }

  private boolean agrees(Elements actual, Elements expected, int i) {
    if (!expected.dtype().isFloating()) {
      return actual.integer(i) == expected.integer(i);
    }
    double a = actual.number(i);
    double e = expected.number(i);
    if (Double.isNaN(e) || Double.isInfinite(e)) {
      return Double.compare(a, e) == 0;
    }
    return Math.abs(a - e) <= tolerance * Math.max(Math.abs(e), floor);
  }
}
