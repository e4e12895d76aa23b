package dev.adjoint.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A linear map of small squares, the same along both axes, of which there are many: number {@code i} of plane {@code p} is
 * element {@code p} of square {@code i}. It is a list of steps over whole planes, which the compiler vectorises.
 *
 * <p>The maps are those of Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray, "Fast algorithms for convolutional neural
 * networks", 2015): {@code A' [(G g G') * (B' d B)] A} are 4 x 4 outputs from 6 x 6 inputs {@code d} and 3 x 3 weights
 * {@code g}, with 36 multiplications in place of 144. The points are 0, a, -a, b, -b and infinity, with the roots of a half
 * and of two for a and b: their powers stay near 1, and with them the rounding errors smaller than with the usual 1 and 2.
 */
final class WinogradTransform {
  private static final double A2 = 0.5;
  private static final double B2 = 2;
  private static final double A = Math.sqrt(A2);
  private static final double B = Math.sqrt(B2);
  /** Products of each point's distances to the others. */
  private static final double N0 = A2 * B2;
  private static final double NA = 2 * A2 * (A2 - B2);
  private static final double NB = 2 * B2 * (B2 - A2);

  /** Elements of a plane at a time, so that all planes' share stays in the cache. */
  private static final int STRETCH = 512;

  /** {@code B'}: 6 from 6. */
  static final WinogradTransform INPUT = new WinogradTransform(6, WinogradTransform::input);
  /** {@code G}: 6 from 3. */
  static final WinogradTransform WEIGHT = new WinogradTransform(3, WinogradTransform::weight);
  /** {@code A'}: 4 from 6. */
  static final WinogradTransform OUTPUT = new WinogradTransform(6, WinogradTransform::output);
  /** {@code A}: 6 from 4. */
  static final WinogradTransform OUTPUT_TRANSPOSED = new WinogradTransform(4, WinogradTransform::outputTransposed);
  /** {@code G'}: 3 from 6. */
  static final WinogradTransform WEIGHT_TRANSPOSED = new WinogradTransform(6, WinogradTransform::weightTransposed);

  /** One axis: adds steps that compute new planes from some, and says which they are. */
  private interface Axis {
    int[] apply(WinogradTransform of, int[] planes);
  }

  /**
   * {@code sum = f0 * a + f1 * b} and {@code difference = f2 * c + f3 * d}; to two planes their sum and their difference, or,
   * if the second is -1, to one their sum.
   */
  private record Step(int a, int b, int c, int d, double[] factors, int to, int other) {}

  private final List<Step> steps = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final int[] result;
  private int planes;

  private WinogradTransform(int size, Axis axis) {
    int[][] squares = new int[size][size];
    for (int[] row : squares) {
      Arrays.setAll(row, _ -> planes++);
    }
    int[][] columns = new int[size][];
    for (int j = 0; j < size; j++) {
      int column = j;
      columns[j] = axis.apply(this, Arrays.stream(squares).mapToInt(row -> row[column]).toArray());
    }
    int to = columns[0].length;
    result = new int[to * to];
    for (int i = 0; i < to; i++) {
      int row = i;
      System.arraycopy(axis.apply(this, Arrays.stream(columns).mapToInt(c -> c[row]).toArray()), 0, result, i * to, to);
    }
  }

  /** How many planes it needs; its argument is in the first ones, row by row. */
  int planes() {
    return planes;
  }

  /** The planes in which it leaves its result, row by row. */
  int result(int element) {
    return result[element];
  }

  private int fresh() {
    return free.isEmpty() ? planes++ : free.pop();
  }

  private void pair(int a, double fa, int b, double fb, int c, double fc, int d, double fd, int to, int other) {
    steps.add(new Step(a, b, c, d, new double[] {fa, fb, fc, fd}, to, other));
  }

  private void sum(int a, double fa, int b, double fb, int c, double fc, int to) {
    steps.add(new Step(a, b, c, -1, new double[] {fa, fb, fc}, to, -1));
  }

  /** Sums and differences in place. */
  private void butterfly(int a, int b) {
    steps.add(new Step(a, b, -1, -1, new double[0], a, b));
  }

  private static int[] input(WinogradTransform t, int[] d) {
    int first = t.fresh();
    int second = t.fresh();
    t.sum(d[0], A2 * B2, d[2], -A2 - B2, d[4], 1, d[0]);
    t.sum(d[1], A2 * B2, d[3], -A2 - B2, d[5], 1, d[5]);
    t.pair(d[4], 1, d[2], -B2, d[3], A, d[1], -A * B2, first, second);
    t.pair(d[4], 1, d[2], -A2, d[3], B, d[1], -B * A2, d[3], d[4]);
    t.free.push(d[1]);
    t.free.push(d[2]);
    return new int[] {d[0], first, second, d[3], d[4], d[5]};
  }

  private static int[] output(WinogradTransform t, int[] m) {
    t.butterfly(m[1], m[2]);
    t.butterfly(m[3], m[4]);
    t.sum(m[0], 1, m[1], 1, m[3], 1, m[0]);
    t.sum(m[5], 1, m[2], A * A2, m[4], B * B2, m[5]);
    t.sum(m[2], A, m[4], B, -1, 0, m[2]);
    t.sum(m[1], A2, m[3], B2, -1, 0, m[1]);
    t.free.push(m[3]);
    t.free.push(m[4]);
    return new int[] {m[0], m[2], m[1], m[5]};
  }

  private static int[] outputTransposed(WinogradTransform t, int[] y) {
    int first = t.fresh();
    int second = t.fresh();
    t.pair(y[0], 1, y[2], A2, y[1], A, y[3], A * A2, first, second);
    t.pair(y[0], 1, y[2], B2, y[1], B, y[3], B * B2, y[1], y[2]);
    return new int[] {y[0], first, second, y[1], y[2], y[3]};
  }

  private static int[] weight(WinogradTransform t, int[] g) {
    int[] u = {t.fresh(), t.fresh(), t.fresh(), t.fresh()};
    t.pair(g[0], 1 / NA, g[2], A2 / NA, g[1], A / NA, -1, 0, u[0], u[1]);
    t.pair(g[0], 1 / NB, g[2], B2 / NB, g[1], B / NB, -1, 0, u[2], u[3]);
    t.sum(g[0], 1 / N0, -1, 0, -1, 0, g[0]);
    t.free.push(g[1]);
    return new int[] {g[0], u[0], u[1], u[2], u[3], g[2]};
  }

  private static int[] weightTransposed(WinogradTransform t, int[] u) {
    t.butterfly(u[1], u[2]);
    t.butterfly(u[3], u[4]);
    t.sum(u[0], 1 / N0, u[1], 1 / NA, u[3], 1 / NB, u[0]);
    t.sum(u[5], 1, u[1], A2 / NA, u[3], B2 / NB, u[5]);
    t.sum(u[2], A / NA, u[4], B / NB, -1, 0, u[2]);
    for (int i : new int[] {u[1], u[3], u[4]}) {
      t.free.push(i);
    }
    return new int[] {u[0], u[2], u[5]};
  }

  /** Transforms squares {@code from} to {@code to}. */
  void run(Object[] planes, int from, int to) {
    for (int start = from; start < to; start += STRETCH) {
      int end = Math.min(to, start + STRETCH);
      for (Step step : steps) {
        run(step, planes, start, end);
      }
    }
  }

  private static void run(Step s, Object[] planes, int from, int end) {
    Object a = planes[s.a()];
    Object b = planes[Math.max(0, s.b())];
    Object c = planes[Math.max(0, s.c())];
    Object d = planes[Math.max(0, s.d())];
    Object to = planes[s.to()];
    double[] f = s.factors();
    if (s.other() < 0) {
      if (s.c() >= 0) {
        PlaneLoops.combine(a, f[0], b, f[1], c, f[2], to, from, end);
      } else if (s.b() >= 0) {
        PlaneLoops.combine(a, f[0], b, f[1], to, from, end);
      } else {
        PlaneLoops.scale(a, f[0], to, from, end);
      }
    } else if (f.length == 0) {
      PlaneLoops.butterfly(a, b, from, end);
    } else if (s.d() < 0) {
      PlaneLoops.pair(a, f[0], b, f[1], c, f[2], to, planes[s.other()], from, end);
    } else {
      PlaneLoops.pair(a, f[0], b, f[1], c, f[2], d, f[3], to, planes[s.other()], from, end);
    }
  }
}
