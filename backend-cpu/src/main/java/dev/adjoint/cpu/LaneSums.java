package dev.adjoint.cpu;

import dev.adjoint.spi.Kernel.Step;
import java.util.List;

/**
 * The order in which neighbouring elements are summed in their own type: the same in generated kernels, whatever the lanes of
 * the machine's vectors, and in plain loops.
 *
 * <p>A sum is up to {@link #BLOCK} elements; in a reduction up to {@code groups} times as many. Elements are dealt out to
 * partial sums, all of which begin at 0: one after the other to {@code groups} times as many as a cache line holds, as long as
 * there are so many elements; of those that are left each to the partial sum of its place in a line in the first group. Then
 * the other groups are added to the first in their order, and of its partial sums the second half to the first half until one
 * is left.
 */
final class LaneSums {
  /** Elements that are summed in float32: some tens of them in each partial sum, so that the error stays within a few ulp. */
  static final int BLOCK = 1024;
  /** Sums of cheap expressions are bound by the latency of an addition: so many groups side by side. */
  private static final int GROUPS = 4;
  private static final int CHEAP_STEPS = 8;
  /** Partial sums that plain loops keep in registers. */
  private static final int TOGETHER = 8;

  private LaneSums() {}

  /** The groups for the sum of an expression's values. */
  static int groups(List<Step> steps) {
    return steps.size() <= CHEAP_STEPS ? GROUPS : 1;
  }

  /** The sum of a block. */
  static float of(float[] t, int at, int count, int groups) {
    int line = LaneType.FLOAT.line();
    float[] sums = new float[groups * line];
    int dealt = count - count % sums.length;
    for (int lane = 0; lane < sums.length; lane += TOGETHER) {
      addStrided(t, at + lane, at + dealt, sums, lane);
    }
    for (int i = dealt; i < count; i++) {
      sums[(i - dealt) % line] += t[at + i];
    }
    for (int i = line; i < sums.length; i++) {
      sums[i % line] += sums[i];
    }
    for (int half = line / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }

  private static void addStrided(float[] t, int from, int to, float[] sums, int lane) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = from; i < to; i += sums.length) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
      s4 += t[i + 4];
      s5 += t[i + 5];
      s6 += t[i + 6];
      s7 += t[i + 7];
    }
    sums[lane] = s0;
    sums[lane + 1] = s1;
    sums[lane + 2] = s2;
    sums[lane + 3] = s3;
    sums[lane + 4] = s4;
    sums[lane + 5] = s5;
    sums[lane + 6] = s6;
    sums[lane + 7] = s7;
  }

  /** The sum of a block. */
  static double of(double[] t, int at, int count, int groups) {
    int line = LaneType.DOUBLE.line();
    double[] sums = new double[groups * line];
    int dealt = count - count % sums.length;
    for (int lane = 0; lane < sums.length; lane += TOGETHER) {
      addStrided(t, at + lane, at + dealt, sums, lane);
    }
    for (int i = dealt; i < count; i++) {
      sums[(i - dealt) % line] += t[at + i];
    }
    for (int i = line; i < sums.length; i++) {
      sums[i % line] += sums[i];
    }
    for (int half = line / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }

  private static void addStrided(double[] t, int from, int to, double[] sums, int lane) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = from; i < to; i += sums.length) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
      s4 += t[i + 4];
      s5 += t[i + 5];
      s6 += t[i + 6];
      s7 += t[i + 7];
    }
    sums[lane] = s0;
    sums[lane + 1] = s1;
    sums[lane + 2] = s2;
    sums[lane + 3] = s3;
    sums[lane + 4] = s4;
    sums[lane + 5] = s5;
    sums[lane + 6] = s6;
    sums[lane + 7] = s7;
  }
}
