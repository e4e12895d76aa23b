package dev.adjoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;

/** How near float32 results of different origin have to be. */
final class Closeness {
  private static final double RELATIVE = 1e-4;

  private Closeness() {}

  /**
   * Each element within 1e-4 of the largest expected one: sums of many terms leave small elements no digits of their own. Only
   * the element furthest off is handed to AssertJ, whose own comparison of arrays takes quadratic time to describe a failure.
   */
  static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(0);
    assertThat(largest).as("largest expected element, without which the comparison says nothing").isPositive();
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] - expected[i]);
      if (Double.isNaN(error) || error > Math.abs(actual[worst] - expected[worst])) {
        worst = i;
      }
    }
    assertThat(actual[worst])
        .as("element %d of %d", worst, expected.length)
        .isCloseTo(expected[worst], within((float) (RELATIVE * largest)));
  }

  static void assertClose(float actual, float expected) {
    assertClose(new float[] {actual}, new float[] {expected});
  }
}
