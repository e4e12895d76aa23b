package dev.adjoint.spi;

/**
 * Scans of Java arrays, for backends whose elements are in them: several rows at once, side by side, so that a scan along an
 * axis other than the last walks memory in order. Floating-point numbers are accumulated in float64, integers as longs.
 */
public final class RowScan {
  private RowScan() {}

  /**
   * Where some rows are in an array: element {@code i} of row {@code r} at {@code start + i * step + r * rowStep}.
   *
   * @param start the first element of the first row
   * @param step from an element to the next one of its row
   * @param rowStep from a row to the next one
   */
  public record Rows(int start, int step, int rowStep) {}

  /**
   * Writes the inclusive scan of each row.
   *
   * @param in a {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}
   * @param out of the same type
   * @param length of a row
   * @param rows how many
   */
  public static void scan(Reduction how, Object in, Rows from, Object out, Rows to, int length, int rows) {
    if (in instanceof float[] || in instanceof double[]) {
      double[] sums = new double[rows];
      double[] next = new double[rows];
      for (int i = 0; i < length; i++) {
        load(in, from.start + i * from.step, from.rowStep, i == 0 ? sums : next);
        if (i > 0) {
          combine(how, sums, next);
        }
        store(sums, out, to.start + i * to.step, to.rowStep);
      }
    } else {
      long[] sums = new long[rows];
      long[] next = new long[rows];
      for (int i = 0; i < length; i++) {
        load(in, from.start + i * from.step, from.rowStep, i == 0 ? sums : next);
        if (i > 0) {
          combine(how, sums, next);
        }
        store(sums, out, to.start + i * to.step, to.rowStep);
      }
    }
  }

  private static void combine(Reduction how, double[] sums, double[] next) {
    switch (how) {
      case SUM -> {
        for (int r = 0; r < sums.length; r++) {
          sums[r] += next[r];
        }
      }
      case PROD -> {
        for (int r = 0; r < sums.length; r++) {
          sums[r] *= next[r];
        }
      }
      case MAX -> {
        for (int r = 0; r < sums.length; r++) {
          sums[r] = Math.max(sums[r], next[r]);
        }
      }
      case MIN -> {
        for (int r = 0; r < sums.length; r++) {
          sums[r] = Math.min(sums[r], next[r]);
        }
      }
    }
  }

  private static void combine(Reduction how, long[] sums, long[] next) {
    for (int r = 0; r < sums.length; r++) {
      sums[r] = switch (how) {
        case SUM -> sums[r] + next[r];
        case PROD -> sums[r] * next[r];
        case MAX -> Math.max(sums[r], next[r]);
        case MIN -> Math.min(sums[r], next[r]);
      };
    }
  }

  private static void load(Object in, int at, int step, double[] to) {
    if (in instanceof float[] a) {
      for (int r = 0; r < to.length; r++) {
        to[r] = a[at + r * step];
      }
    } else {
      double[] a = (double[]) in;
      for (int r = 0; r < to.length; r++) {
        to[r] = a[at + r * step];
      }
    }
  }

  private static void load(Object in, int at, int step, long[] to) {
    if (in instanceof int[] a) {
      for (int r = 0; r < to.length; r++) {
        to[r] = a[at + r * step];
      }
    } else {
      long[] a = (long[]) in;
      for (int r = 0; r < to.length; r++) {
        to[r] = a[at + r * step];
      }
    }
  }

  private static void store(double[] from, Object out, int at, int step) {
    if (out instanceof float[] a) {
      for (int r = 0; r < from.length; r++) {
        a[at + r * step] = (float) from[r];
      }
    } else {
      double[] a = (double[]) out;
      for (int r = 0; r < from.length; r++) {
        a[at + r * step] = from[r];
      }
    }
  }

  private static void store(long[] from, Object out, int at, int step) {
    if (out instanceof int[] a) {
      for (int r = 0; r < from.length; r++) {
        a[at + r * step] = (int) from[r];
      }
    } else {
      long[] a = (long[]) out;
      for (int r = 0; r < from.length; r++) {
        a[at + r * step] = from[r];
      }
    }
  }
}
