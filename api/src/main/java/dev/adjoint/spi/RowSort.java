package dev.adjoint.spi;

import java.util.Arrays;

/**
 * A stable sort of one row of a Java array, for backends whose elements are in such arrays; keeps its scratch memory for the
 * next row. Elements become unsigned keys in their order, which are sorted by insertion where they are few, and else byte by
 * byte from the lowest, skipping bytes that all keys share: four passes over the elements for 32-bit types, eight for 64-bit.
 */
public final class RowSort {
  private static final int FEW = 40;
  private static final int DIGITS = 8;
  private static final int VALUES = 256;

  private long[] keys;
  private long[] otherKeys;
  private int[] order;
  private int[] otherOrder;
  private final int[] counts = new int[DIGITS * VALUES];

  /** A sorter of rows of a length. */
  public RowSort(int length) {
    keys = new long[length];
    order = new int[length];
    boolean few = length <= FEW;
    otherKeys = few ? keys : new long[length];
    otherOrder = few ? order : new int[length];
  }

  /**
   * Sorts a row.
   *
   * @param in a {@code boolean[]}, {@code int[]}, {@code long[]}, {@code float[]} or {@code double[]}
   * @param from the row's first element, and {@code step} the way to the next
   * @param values gets the elements in order, an array as {@code in}
   * @param indices gets where in the row each comes from
   * @param to where the first goes in both, and {@code toStep} the way to the next
   */
  public void sort(
      Object in, int from, int step, boolean descending, Object values, int[] indices, int to, int toStep) {
    load(in, from, step, descending);
    if (keys.length <= FEW) {
      insert();
    } else {
      byDigits();
    }
    place(in, from, step, values, to, toStep);
    for (int i = 0; i < order.length; i++) {
      indices[to + i * toStep] = order[i];
    }
  }

  /** Unsigned keys: -0.0 is 0.0, and every NaN the same, after infinity. */
  private void load(Object in, int from, int step, boolean descending) {
    int n = keys.length;
    long flip = descending ? -1 : 0;
    switch (in) {
      case float[] a -> {
        for (int i = 0; i < n; i++) {
          int bits = Float.floatToIntBits(a[from + i * step] + 0f);
          keys[i] = narrow((bits ^ (bits >> 31 & Integer.MAX_VALUE)) ^ flip);
        }
      }
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          long bits = Double.doubleToLongBits(a[from + i * step] + 0d);
          keys[i] = (bits ^ (bits >> 63 & Long.MAX_VALUE)) ^ flip ^ Long.MIN_VALUE;
        }
      }
      case int[] a -> {
        for (int i = 0; i < n; i++) {
          keys[i] = narrow(a[from + i * step] ^ flip);
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          keys[i] = a[from + i * step] ^ flip ^ Long.MIN_VALUE;
        }
      }
      case boolean[] a -> {
        for (int i = 0; i < n; i++) {
          keys[i] = narrow((a[from + i * step] ? 1 : 0) ^ flip);
        }
      }
      default -> throw new IllegalArgumentException("There is no tensor type for " + in.getClass().getSimpleName());
    }
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
  }

  private static long narrow(long key) {
    return (key ^ Integer.MIN_VALUE) & 0xffff_ffffL;
  }

  private void insert() {
    for (int i = 1; i < keys.length; i++) {
      long key = keys[i];
      int j = i;
      while (j > 0 && Long.compareUnsigned(keys[j - 1], key) > 0) {
        keys[j] = keys[j - 1];
        order[j] = order[j - 1];
        j--;
      }
      keys[j] = key;
      order[j] = i;
    }
  }

  private void byDigits() {
    Arrays.fill(counts, 0);
    for (long key : keys) {
      for (int digit = 0; digit < DIGITS; digit++) {
        counts[digit * VALUES + value(key, digit)]++;
      }
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      if (counts[digit * VALUES + value(keys[0], digit)] < keys.length) {
        byDigit(digit);
      }
    }
  }

  private void byDigit(int digit) {
    int base = digit * VALUES;
    int next = 0;
    for (int v = base; v < base + VALUES; v++) {
      int count = counts[v];
      counts[v] = next;
      next += count;
    }
    for (int i = 0; i < keys.length; i++) {
      int at = counts[base + value(keys[i], digit)]++;
      otherKeys[at] = keys[i];
      otherOrder[at] = order[i];
    }
    long[] k = keys;
    keys = otherKeys;
    otherKeys = k;
    int[] o = order;
    order = otherOrder;
    otherOrder = o;
  }

  private static int value(long key, int digit) {
    return (int) (key >>> 8 * digit) & 0xff;
  }

  private void place(Object in, int from, int step, Object values, int to, int toStep) {
    int n = order.length;
    switch (in) {
      case float[] a -> {
        float[] out = (float[]) values;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = a[from + order[i] * step];
        }
      }
      case double[] a -> {
        double[] out = (double[]) values;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = a[from + order[i] * step];
        }
      }
      case int[] a -> {
        int[] out = (int[]) values;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = a[from + order[i] * step];
        }
      }
      case long[] a -> {
        long[] out = (long[]) values;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = a[from + order[i] * step];
        }
      }
      case boolean[] a -> {
        boolean[] out = (boolean[]) values;
        for (int i = 0; i < n; i++) {
          out[to + i * toStep] = a[from + order[i] * step];
        }
      }
      default -> throw new IllegalArgumentException("There is no tensor type for " + in.getClass().getSimpleName());
    }
  }
}
