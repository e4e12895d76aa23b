package dev.adjoint.cpu;

import java.util.Arrays;

/** Moves elements between arrays with any strides. int32 widens to, and narrows from, the {@code long[]} it is computed in. */
final class StridedCopy {
  /** Elements of a cache line, about. */
  static final int LINE = 16;
  private static final int STRETCH = 16;

  private StridedCopy() {}

  /** Elements {@code from} to {@code from + count} of a nest's one operand, one after the other. */
  static void load(LoopNest nest, Object source, int from, int count, Object target, int at) {
    int stride = nest.innerStride(0);
    if (nest.rank() == 1) {
      row(source, nest.offset(0) + from * stride, stride, target, at, 1, count);
    } else if (nest.rank() == 2 && nest.stride(0, 0) == 0 && count > nest.innerSize()) {
      loadRepeating(nest, source, from, count, target, at);
    } else if (Math.abs(stride) > LINE) {
      loadAcross(nest, source, from, count, target, at);
    } else if (nest.innerSize() < RowWalk.LONGEST && source instanceof float[] floats) {
      loadShort(nest, floats, from, count, (float[]) target, at);
    } else if (nest.innerSize() < RowWalk.LONGEST && source instanceof double[] doubles) {
      loadShort(nest, doubles, from, count, (double[]) target, at);
    } else {
      LoopNest.Rows rows = nest.rows(from, count);
      for (int done = at; rows.next(); done += rows.length()) {
        row(source, rows.start(0), stride, target, done, 1, rows.length());
      }
    }
  }

  private static void loadShort(LoopNest nest, float[] source, int from, int count, float[] target, int at) {
    RowWalk walk = new RowWalk(nest, from);
    int step = nest.innerStride(0);
    for (int done = 0; done < count; walk.next()) {
      int n = Math.min(walk.left(), count - done);
      floats(source, walk.start(), step, target, at + done, 1, n);
      done += n;
    }
  }

  private static void loadShort(LoopNest nest, double[] source, int from, int count, double[] target, int at) {
    RowWalk walk = new RowWalk(nest, from);
    int step = nest.innerStride(0);
    for (int done = 0; done < count; walk.next()) {
      int n = Math.min(walk.left(), count - done);
      doubles(source, walk.start(), step, target, at + done, 1, n);
      done += n;
    }
  }

  /** The same row over and over: once read, copies of the copy grow. */
  private static void loadRepeating(LoopNest nest, Object source, int from, int count, Object target, int at) {
    int done = nest.innerSize();
    LoopNest.Rows rows = nest.rows(from, done);
    for (int here = at; rows.next(); here += rows.length()) {
      row(source, rows.start(0), nest.innerStride(0), target, here, 1, rows.length());
    }
    for (int n; done < count; done += n) {
      n = Math.min(done, count - done);
      System.arraycopy(target, at, target, at + done, n);
    }
  }

  /**
   * Rows whose elements lie far apart: several rows a short stretch at a time, because the next row is likely to want the
   * same cache lines.
   */
  private static void loadAcross(LoopNest nest, Object source, int from, int count, Object target, int at) {
    int stride = nest.innerStride(0);
    int[] starts = new int[LINE];
    Object block = source instanceof float[] ? new float[LINE * STRETCH]
        : source instanceof double[] ? new double[LINE * STRETCH] : null;
    LoopNest.Rows rows = nest.rows(from, count);
    boolean more = rows.next();
    for (int done = at; more;) {
      int length = rows.length();
      int together = 0;
      while (more && together < LINE && rows.length() == length) {
        starts[together++] = rows.start(0);
        more = rows.next();
      }
      for (int column = 0; column < length; column += STRETCH) {
        int n = Math.min(STRETCH, length - column);
        if (source instanceof float[] floats) {
          block(floats, starts, together, column * stride, stride, (float[]) block, n);
        } else if (source instanceof double[] doubles) {
          block(doubles, starts, together, column * stride, stride, (double[]) block, n);
        }
        for (int i = 0; i < together; i++) {
          if (block != null) {
            System.arraycopy(block, i * STRETCH, target, done + i * length + column, n);
          } else {
            row(source, starts[i] + column * stride, stride, target, done + i * length + column, 1, n);
          }
        }
      }
      done += together * length;
    }
  }

  /**
   * Elements of several rows, a column at a time, into a small array of its own: source and target may be as far apart from row
   * to row as makes them want the same place in the cache.
   */
  private static void block(float[] source, int[] starts, int together, int from, int stride, float[] block, int columns) {
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < together; i++) {
        block[i * STRETCH + column] = source[starts[i] + from + column * stride];
      }
    }
  }

  /** As for {@code float}. */
  private static void block(double[] source, int[] starts, int together, int from, int stride, double[] block, int columns) {
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < together; i++) {
        block[i * STRETCH + column] = source[starts[i] + from + column * stride];
      }
    }
  }

  /** The reverse of {@link #load}. */
  static void store(Object source, int at, LoopNest nest, Object target, int from, int count) {
    if (nest.rank() > 1 && nest.innerSize() < RowWalk.LONGEST && target instanceof float[] floats) {
      storeShort((float[]) source, at, nest, floats, from, count);
      return;
    }
    LoopNest.Rows rows = nest.rows(from, count);
    for (int done = at; rows.next(); done += rows.length()) {
      row(source, done, 1, target, rows.start(0), nest.innerStride(0), rows.length());
    }
  }

  private static void storeShort(float[] source, int at, LoopNest nest, float[] target, int from, int count) {
    RowWalk walk = new RowWalk(nest, from);
    int step = nest.innerStride(0);
    for (int done = 0; done < count; walk.next()) {
      int n = Math.min(walk.left(), count - done);
      floats(source, at + done, 1, target, walk.start(), step, n);
      done += n;
    }
  }

  /** The positions themselves, as if the operand held its own addresses. */
  static void positions(LoopNest nest, int from, int count, long[] target) {
    LoopNest.Rows rows = nest.rows(from, count);
    for (int done = 0; rows.next(); done += rows.length()) {
      for (int i = 0; i < rows.length(); i++) {
        target[done + i] = rows.start(0) + (long) i * nest.innerStride(0);
      }
    }
  }

  /** The same number in a range of elements. */
  static void fill(Object target, int at, int count, double value) {
    switch (target) {
      case float[] t -> Arrays.fill(t, at, at + count, (float) value);
      case double[] t -> Arrays.fill(t, at, at + count, value);
      case int[] t -> Arrays.fill(t, at, at + count, (int) value);
      case long[] t -> Arrays.fill(t, at, at + count, (long) value);
      case boolean[] t -> Arrays.fill(t, at, at + count, value != 0);
      default -> throw new AssertionError(target.getClass());
    }
  }

  /** One row. */
  static void row(Object source, int from, int step, Object target, int at, int targetStep, int count) {
    if (step == 1 && targetStep == 1 && source.getClass() == target.getClass()) {
      if (source instanceof float[] floats) { // of known types the compiler makes more of the copy
        System.arraycopy(floats, from, (float[]) target, at, count);
      } else {
        System.arraycopy(source, from, target, at, count);
      }
      return;
    }
    switch (source) {
      case float[] s -> floats(s, from, step, (float[]) target, at, targetStep, count);
      case double[] s -> doubles(s, from, step, (double[]) target, at, targetStep, count);
      case int[] s when target instanceof long[] wide -> widen(s, from, step, wide, at, count);
      case int[] s -> ints(s, from, step, (int[]) target, at, targetStep, count);
      case long[] s when target instanceof int[] narrow -> narrow(s, from, narrow, at, targetStep, count);
      case long[] s -> longs(s, from, step, (long[]) target, at, targetStep, count);
      case short[] s -> shorts(s, from, step, (short[]) target, at, targetStep, count);
      case boolean[] s -> booleans(s, from, step, (boolean[]) target, at, targetStep, count);
      default -> throw new AssertionError(source.getClass());
    }
  }

  private static void floats(float[] source, int from, int step, float[] target, int at, int targetStep, int count) {
    if (step == 0 && targetStep == 1) {
      Arrays.fill(target, at, at + count, source[from]);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void doubles(double[] source, int from, int step, double[] target, int at, int targetStep, int count) {
    if (step == 0 && targetStep == 1) {
      Arrays.fill(target, at, at + count, source[from]);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void ints(int[] source, int from, int step, int[] target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void longs(long[] source, int from, int step, long[] target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void shorts(short[] source, int from, int step, short[] target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void booleans(
      boolean[] source, int from, int step, boolean[] target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = source[from + i * step];
    }
  }

  private static void widen(int[] source, int from, int step, long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = source[from + i * step];
    }
  }

  private static void narrow(long[] source, int from, int[] target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i * targetStep] = (int) source[from + i];
    }
  }
}
