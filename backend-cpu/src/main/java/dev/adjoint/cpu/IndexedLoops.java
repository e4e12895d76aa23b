package dev.adjoint.cpu;

import dev.adjoint.BackendException;

/** One row of a gather or a scatter, a loop a type. Operands of the nest: the addressed side, the index, the plain side. */
final class IndexedLoops {
  private IndexedLoops() {}

  /** {@code to[plain + i] = from[addressed + i + index[i] * step]}. */
  static void pick(Object from, int[] index, int step, Object to, LoopNest nest, LoopNest.Rows rows) {
    int a = rows.start(0);
    int as = nest.innerStride(0);
    int x = rows.start(1);
    int xs = nest.innerStride(1);
    int p = rows.start(2);
    int ps = nest.innerStride(2);
    int n = rows.length();
    switch (from) {
      case float[] s -> {
        float[] t = (float[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      case double[] s -> {
        double[] t = (double[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      case int[] s -> {
        int[] t = (int[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      case long[] s -> {
        long[] t = (long[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      case short[] s -> {
        short[] t = (short[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      case boolean[] s -> {
        boolean[] t = (boolean[]) to;
        for (int i = 0; i < n; i++) {
          t[p + i * ps] = s[a + i * as + index[x + i * xs] * step];
        }
      }
      default -> throw new AssertionError(from.getClass());
    }
  }

  /** {@code to[at + i] += from[from + i]}. */
  static void addRow(Object source, int from, int step, Object to, int at, int targetStep, int count) {
    switch (source) {
      case float[] s -> {
        float[] t = (float[]) to;
        for (int i = 0; i < count; i++) {
          t[at + i * targetStep] += s[from + i * step];
        }
      }
      case double[] s -> {
        double[] t = (double[]) to;
        for (int i = 0; i < count; i++) {
          t[at + i * targetStep] += s[from + i * step];
        }
      }
      case int[] s -> {
        int[] t = (int[]) to;
        for (int i = 0; i < count; i++) {
          t[at + i * targetStep] += s[from + i * step];
        }
      }
      case long[] s -> {
        long[] t = (long[]) to;
        for (int i = 0; i < count; i++) {
          t[at + i * targetStep] += s[from + i * step];
        }
      }
      default -> throw notNumbers();
    }
  }

  /** {@code to[addressed + i + index[i] * step] += from[plain + i]}. */
  static void add(Object from, int[] index, int step, Object to, LoopNest nest, LoopNest.Rows rows) {
    int a = rows.start(0);
    int as = nest.innerStride(0);
    int x = rows.start(1);
    int xs = nest.innerStride(1);
    int p = rows.start(2);
    int ps = nest.innerStride(2);
    int n = rows.length();
    switch (from) {
      case float[] s -> {
        float[] t = (float[]) to;
        for (int i = 0; i < n; i++) {
          t[a + i * as + index[x + i * xs] * step] += s[p + i * ps];
        }
      }
      case double[] s -> {
        double[] t = (double[]) to;
        for (int i = 0; i < n; i++) {
          t[a + i * as + index[x + i * xs] * step] += s[p + i * ps];
        }
      }
      case int[] s -> {
        int[] t = (int[]) to;
        for (int i = 0; i < n; i++) {
          t[a + i * as + index[x + i * xs] * step] += s[p + i * ps];
        }
      }
      case long[] s -> {
        long[] t = (long[]) to;
        for (int i = 0; i < n; i++) {
          t[a + i * as + index[x + i * xs] * step] += s[p + i * ps];
        }
      }
      default -> throw notNumbers();
    }
  }

  private static BackendException notNumbers() {
    return new BackendException("scatterAdd adds numbers; given bool. Cast to int32 first");
  }
}
