package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;

/** Neighbouring elements combined into one, several side by side: one alone waits for each addition to end. */
final class Folds {
  private Folds() {}

  static double of(Reduction reduction, float[] t, int at, int count) {
    return switch (reduction) {
      case SUM -> sum(t, at, at + count);
      case PROD -> product(t, at, at + count);
      case MAX -> max(t, at, at + count);
      case MIN -> min(t, at, at + count);
    };
  }

  static double of(Reduction reduction, double[] t, int at, int count) {
    return switch (reduction) {
      case SUM -> sum(t, at, at + count);
      case PROD -> product(t, at, at + count);
      case MAX -> max(t, at, at + count);
      case MIN -> min(t, at, at + count);
    };
  }

  /** Of {@code boolean[]}, {@code int[]} or {@code long[]}. */
  static long ofIntegers(Reduction reduction, Object tile, int at, int count) {
    return switch (tile) {
      case boolean[] t -> ofBools(reduction, t, at, at + count);
      case int[] t when reduction == Reduction.SUM -> sum(t, at, at + count);
      case int[] t -> {
        long value = Accumulator.integerIdentity(reduction);
        for (int i = at; i < at + count; i++) {
          value = combine(reduction, value, t[i]);
        }
        yield value;
      }
      case long[] t when reduction == Reduction.SUM -> sum(t, at, at + count);
      case long[] t -> {
        long value = Accumulator.integerIdentity(reduction);
        for (int i = at; i < at + count; i++) {
          value = combine(reduction, value, t[i]);
        }
        yield value;
      }
      default -> throw new AssertionError(tile.getClass());
    };
  }

  static double combine(Reduction reduction, double a, double b) {
    return switch (reduction) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  static long combine(Reduction reduction, long a, long b) {
    return switch (reduction) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static double sum(float[] t, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
    }
    for (; i < to; i++) {
      s0 += t[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private static double sum(double[] t, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
    }
    for (; i < to; i++) {
      s0 += t[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private static double product(float[] t, int from, int to) {
    double value = 1;
    for (int i = from; i < to; i++) {
      value *= t[i];
    }
    return value;
  }

  private static double product(double[] t, int from, int to) {
    double value = 1;
    for (int i = from; i < to; i++) {
      value *= t[i];
    }
    return value;
  }

  private static double max(float[] t, int from, int to) {
    float m0 = Float.NEGATIVE_INFINITY;
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = from;
    for (; i < to - 3; i += 4) {
      m0 = Math.max(m0, t[i]);
      m1 = Math.max(m1, t[i + 1]);
      m2 = Math.max(m2, t[i + 2]);
      m3 = Math.max(m3, t[i + 3]);
    }
    for (; i < to; i++) {
      m0 = Math.max(m0, t[i]);
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  private static double max(double[] t, int from, int to) {
    double m0 = Double.NEGATIVE_INFINITY;
    double m1 = m0;
    int i = from;
    for (; i < to - 1; i += 2) {
      m0 = Math.max(m0, t[i]);
      m1 = Math.max(m1, t[i + 1]);
    }
    return Math.max(i < to ? Math.max(m0, t[i]) : m0, m1);
  }

  private static double min(float[] t, int from, int to) {
    float m0 = Float.POSITIVE_INFINITY;
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = from;
    for (; i < to - 3; i += 4) {
      m0 = Math.min(m0, t[i]);
      m1 = Math.min(m1, t[i + 1]);
      m2 = Math.min(m2, t[i + 2]);
      m3 = Math.min(m3, t[i + 3]);
    }
    for (; i < to; i++) {
      m0 = Math.min(m0, t[i]);
    }
    return Math.min(Math.min(m0, m1), Math.min(m2, m3));
  }

  private static double min(double[] t, int from, int to) {
    double m0 = Double.POSITIVE_INFINITY;
    double m1 = m0;
    int i = from;
    for (; i < to - 1; i += 2) {
      m0 = Math.min(m0, t[i]);
      m1 = Math.min(m1, t[i + 1]);
    }
    return Math.min(i < to ? Math.min(m0, t[i]) : m0, m1);
  }

  private static long sum(int[] t, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += t[i];
    }
    return sum;
  }

  private static long sum(long[] t, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += t[i];
    }
    return sum;
  }

  private static long ofBools(Reduction reduction, boolean[] t, int from, int to) {
    int set = 0;
    for (int i = from; i < to; i++) {
      set += t[i] ? 1 : 0;
    }
    return switch (reduction) {
      case SUM -> set;
      case PROD, MIN -> set == to - from ? 1 : 0;
      case MAX -> set > 0 ? 1 : 0;
    };
  }
}
