package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Running results of a reduction, in slots: in float64 for floating-point numbers, so that the error of a long float32 sum
 * does not grow; in int64 for all others.
 */
final class Accumulator {
  private final Reduction reduction;
  private final double @Nullable [] numbers;
  private final long @Nullable [] integers;

  Accumulator(Reduction reduction, DType dtype, int slots) {
    this.reduction = reduction;
    this.numbers = dtype.isFloating() ? new double[slots] : null;
    this.integers = dtype.isFloating() ? null : new long[slots];
    clear();
  }

  /** Sets every slot to the value that changes nothing. */
  void clear() {
    if (numbers != null) {
      Arrays.fill(numbers, identity(reduction));
    } else {
      Arrays.fill(integers, integerIdentity(reduction));
    }
  }

  /** The number that changes nothing. */
  static double identity(Reduction reduction) {
    return switch (reduction) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static long integerIdentity(Reduction reduction) {
    return switch (reduction) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
    };
  }

  /** Combines a number into a slot. */
  void add(int slot, double value) {
    numbers[slot] = combine(numbers[slot], value);
  }

  /** Combines elements into one slot. */
  void addAll(int slot, Object tile, int at, int count) {
    switch (tile) {
      case float[] t when reduction == Reduction.SUM -> add(slot, sum(t, at, count));
      case double[] t when reduction == Reduction.SUM -> add(slot, sum(t, at, count));
      case float[] t -> {
        double value = numbers[slot];
        for (int i = at; i < at + count; i++) {
          value = combine(value, t[i]);
        }
        numbers[slot] = value;
      }
      case double[] t -> {
        double value = numbers[slot];
        for (int i = at; i < at + count; i++) {
          value = combine(value, t[i]);
        }
        numbers[slot] = value;
      }
      default -> {
        long[] wide = widened(tile, at, count);
        long value = integers[slot];
        for (int i = 0; i < count; i++) {
          value = combine(value, wide[i]);
        }
        integers[slot] = value;
      }
    }
  }

  /** Combines elements into as many slots, one each. */
  void addEach(Object tile, int at, int count) {
    switch (tile) {
      case float[] t when reduction == Reduction.SUM -> {
        double[] sums = numbers;
        for (int i = 0; i < count; i++) {
          sums[i] += t[at + i];
        }
      }
      case double[] t when reduction == Reduction.SUM && at == 0 -> {
        double[] sums = numbers;
        for (int i = 0; i < count; i++) {
          sums[i] += t[i];
        }
      }
      case float[] t -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = combine(numbers[i], t[at + i]);
        }
      }
      case double[] t -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = combine(numbers[i], t[at + i]);
        }
      }
      default -> {
        long[] wide = widened(tile, at, count);
        for (int i = 0; i < count; i++) {
          integers[i] = combine(integers[i], wide[i]);
        }
      }
    }
  }

  /** Combines {@code count} slots of another one into those from {@code slot} on. */
  void merge(int slot, Accumulator other, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (numbers != null) {
        numbers[slot + i] = combine(numbers[slot + i], other.numbers[from + i]);
      } else {
        integers[slot + i] = combine(integers[slot + i], other.integers[from + i]);
      }
    }
  }

  /** Writes the first slots as elements of the target's type. */
  void write(Object target, int at, int count) {
    for (int i = 0; i < count; i++) {
      switch (target) {
        case float[] t -> t[at + i] = (float) numbers[i];
        case double[] t -> t[at + i] = numbers[i];
        case int[] t -> t[at + i] = (int) integers[i];
        case long[] t -> t[at + i] = integers[i];
        case boolean[] t -> t[at + i] = integers[i] != 0;
        default -> throw new AssertionError(target.getClass());
      }
    }
  }

  private static long[] widened(Object tile, int at, int count) {
    long[] wide = new long[count];
    if (tile instanceof boolean[] t) {
      for (int i = 0; i < count; i++) {
        wide[i] = t[at + i] ? 1 : 0;
      }
    } else {
      StridedCopy.row(tile, at, 1, wide, 0, 1, count);
    }
    return wide;
  }

  private double combine(double a, double b) {
    return switch (reduction) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private long combine(long a, long b) {
    return switch (reduction) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /** Four sums side by side: one alone waits for each addition to end. */
  private static double sum(float[] t, int at, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = at;
    for (; i < at + count - 3; i += 4) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
    }
    for (; i < at + count; i++) {
      s0 += t[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private static double sum(double[] t, int at, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = at;
    for (; i < at + count - 3; i += 4) {
      s0 += t[i];
      s1 += t[i + 1];
      s2 += t[i + 2];
      s3 += t[i + 3];
    }
    for (; i < at + count; i++) {
      s0 += t[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
