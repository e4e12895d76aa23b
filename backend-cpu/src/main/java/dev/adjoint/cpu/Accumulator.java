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
    this(reduction, dtype.isFloating() ? new double[slots] : null, dtype.isFloating() ? null : new long[slots]);
  }

  /** Of floating-point numbers, in an array that is used again if it is given back by {@link #giveTo}. */
  Accumulator(Reduction reduction, int slots, Scratch scratch) {
    this(reduction, (double[]) scratch.take(DType.FLOAT64, slots), null);
  }

  private Accumulator(Reduction reduction, double @Nullable [] numbers, long @Nullable [] integers) {
    this.reduction = reduction;
    this.numbers = numbers;
    this.integers = integers;
    clear();
  }

  /** Gives the array back; to be called when nobody reads the results any more. */
  void giveTo(Scratch scratch) {
    if (numbers != null) {
      scratch.give(numbers);
    }
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

  /** The integer that changes nothing. */
  static long integerIdentity(Reduction reduction) {
    return switch (reduction) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
    };
  }

  /** Combines a number into a slot. */
  void add(int slot, double value) {
    numbers[slot] = Folds.combine(reduction, numbers[slot], value);
  }

  /** Combines elements, of the type of the results or of one that is widened to it, into one slot. */
  void addAll(int slot, Object tile, int at, int count) {
    switch (tile) {
      case float[] t -> add(slot, Folds.of(reduction, t, at, count));
      case double[] t -> add(slot, Folds.of(reduction, t, at, count));
      default -> integers[slot] = Folds.combine(reduction, integers[slot], Folds.ofIntegers(reduction, tile, at, count));
    }
  }

  /** Combines elements into as many slots, one each. */
  void addEach(Object tile, int at, int count) {
    switch (tile) {
      case float[] t -> addEach(t, at, count);
      case double[] t -> addEach(t, at, count);
      default -> {
        long[] wide = widened(tile, at, count);
        for (int i = 0; i < count; i++) {
          integers[i] = Folds.combine(reduction, integers[i], wide[i]);
        }
      }
    }
  }

  // A loop for each way to combine: what a loop does must be known for it to become vector code.

  private void addEach(float[] t, int at, int count) {
    double[] all = numbers;
    switch (reduction) {
      case SUM -> {
        for (int i = 0; i < count; i++) {
          all[i] += t[at + i];
        }
      }
      case PROD -> {
        for (int i = 0; i < count; i++) {
          all[i] *= t[at + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          all[i] = Math.max(all[i], t[at + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          all[i] = Math.min(all[i], t[at + i]);
        }
      }
    }
  }

  private void addEach(double[] t, int at, int count) {
    double[] all = numbers;
    switch (reduction) {
      case SUM -> {
        for (int i = 0; i < count; i++) {
          all[i] += t[at + i];
        }
      }
      case PROD -> {
        for (int i = 0; i < count; i++) {
          all[i] *= t[at + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          all[i] = Math.max(all[i], t[at + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          all[i] = Math.min(all[i], t[at + i]);
        }
      }
    }
  }

  /** Combines {@code count} slots of another one into those from {@code slot} on. */
  void merge(int slot, Accumulator other, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (numbers != null) {
        numbers[slot + i] = Folds.combine(reduction, numbers[slot + i], other.numbers[from + i]);
      } else {
        integers[slot + i] = Folds.combine(reduction, integers[slot + i], other.integers[from + i]);
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
}
