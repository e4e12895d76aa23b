package dev.adjoint.bench;

import java.util.SplittableRandom;

/** Numbers that are the same on every run and for every contender. */
public final class Samples {
  private Samples() {}

  /**
   * Uniform numbers.
   *
   * @param seed which numbers: the same seed gives the same ones
   * @param count how many
   * @param bound they lie between {@code -bound} and {@code bound}
   */
  public static float[] uniform(long seed, int count, double bound) {
    return uniform(seed, count, -bound, bound);
  }

  /** Uniform numbers between two bounds. */
  public static float[] uniform(long seed, int count, double low, double high) {
    var random = new SplittableRandom(seed);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  /** Class labels between 0 and {@code classes - 1}. */
  public static int[] labels(long seed, int count, int classes) {
    return new SplittableRandom(seed).ints(count, 0, classes).toArray();
  }
}
