package dev.adjoint.cpu;

/** Plain loops on arrays of float32 or float64, at equal places of all of them: so the compiler vectorises them. */
final class PlaneLoops {
  private PlaneLoops() {}

  /** As {@link System#arraycopy}, of which the compiler makes less if it does not know the type. */
  static void copy(Object from, int at, Object to, int start, int count) {
    if (from instanceof float[] floats) {
      System.arraycopy(floats, at, (float[]) to, start, count);
    } else {
      System.arraycopy((double[]) from, at, (double[]) to, start, count);
    }
  }

  /** To each of several planes, one after the other, a number of its own. */
  static void addToPlanes(Object planes, int at, int size, Object numbers, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (planes instanceof float[] floats) {
        addScalar(floats, at + i * size, at + (i + 1) * size, ((float[]) numbers)[from + i]);
      } else {
        addScalar((double[]) planes, at + i * size, at + (i + 1) * size, ((double[]) numbers)[from + i]);
      }
    }
  }

  private static void addScalar(float[] to, int from, int end, float number) {
    for (int i = from; i < end; i++) {
      to[i] += number;
    }
  }

  private static void addScalar(double[] to, int from, int end, double number) {
    for (int i = from; i < end; i++) {
      to[i] += number;
    }
  }

  /** {@code to += more}, for the first elements. */
  static void add(Object to, Object more, int count) {
    add(to, 0, more, 0, count);
  }

  /** {@code to += more}, for some elements from a place of each on. */
  static void add(Object to, int start, Object more, int at, int count) {
    if (to instanceof float[] floats) {
      add(floats, start, (float[]) more, at, count);
    } else {
      add((double[]) to, start, (double[]) more, at, count);
    }
  }

  private static void add(float[] to, int start, float[] more, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] += more[at + i];
    }
  }

  private static void add(double[] to, int start, double[] more, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] += more[at + i];
    }
  }

  /** {@code to = fa * a}. */
  static void scale(Object a, double fa, Object to, int from, int end) {
    if (to instanceof float[]) {
      scale((float[]) a, (float) fa, (float[]) to, from, end);
    } else {
      scale((double[]) a, fa, (double[]) to, from, end);
    }
  }

  private static void scale(float[] a, float fa, float[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i];
    }
  }

  private static void scale(double[] a, double fa, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i];
    }
  }

  /** {@code to = fa * a + fb * b}. */
  static void combine(Object a, double fa, Object b, double fb, Object to, int from, int end) {
    if (to instanceof float[]) {
      combine((float[]) a, (float) fa, (float[]) b, (float) fb, (float[]) to, from, end);
    } else {
      combine((double[]) a, fa, (double[]) b, fb, (double[]) to, from, end);
    }
  }

  private static void combine(float[] a, float fa, float[] b, float fb, float[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i] + fb * b[i];
    }
  }

  private static void combine(double[] a, double fa, double[] b, double fb, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i] + fb * b[i];
    }
  }

  /** {@code to = fa * a + fb * b + fc * c}. */
  static void combine(Object a, double fa, Object b, double fb, Object c, double fc, Object to, int from, int end) {
    if (to instanceof float[]) {
      combine((float[]) a, (float) fa, (float[]) b, (float) fb, (float[]) c, (float) fc, (float[]) to, from, end);
    } else {
      combine((double[]) a, fa, (double[]) b, fb, (double[]) c, fc, (double[]) to, from, end);
    }
  }

  private static void combine(float[] a, float fa, float[] b, float fb, float[] c, float fc, float[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i] + fb * b[i] + fc * c[i];
    }
  }

  private static void combine(
      double[] a, double fa, double[] b, double fb, double[] c, double fc, double[] to, int from, int end) {
    for (int i = from; i < end; i++) {
      to[i] = fa * a[i] + fb * b[i] + fc * c[i];
    }
  }

  /** {@code a} and {@code b} become their sum and difference. */
  static void butterfly(Object a, Object b, int from, int end) {
    if (b instanceof float[]) {
      butterfly((float[]) a, (float[]) b, from, end);
    } else {
      butterfly((double[]) a, (double[]) b, from, end);
    }
  }

  private static void butterfly(float[] a, float[] b, int from, int end) {
    for (int i = from; i < end; i++) {
      float sum = a[i] + b[i];
      b[i] = a[i] - b[i];
      a[i] = sum;
    }
  }

  private static void butterfly(double[] a, double[] b, int from, int end) {
    for (int i = from; i < end; i++) {
      double sum = a[i] + b[i];
      b[i] = a[i] - b[i];
      a[i] = sum;
    }
  }

  /** The sum and the difference of {@code fa * a + fb * b} and {@code fc * c}. */
  static void pair(
      Object a, double fa, Object b, double fb, Object c, double fc, Object sum, Object difference, int from, int end) {
    if (difference instanceof float[]) {
      pair(
          (float[]) a, (float) fa, (float[]) b, (float) fb, (float[]) c, (float) fc, (float[]) sum, (float[]) difference, from,
          end);
    } else {
      pair((double[]) a, fa, (double[]) b, fb, (double[]) c, fc, (double[]) sum, (double[]) difference, from, end);
    }
  }

  private static void pair(
      float[] a, float fa, float[] b, float fb, float[] c, float fc, float[] sum, float[] difference, int from, int end) {
    for (int i = from; i < end; i++) {
      float s = fa * a[i] + fb * b[i];
      float t = fc * c[i];
      sum[i] = s + t;
      difference[i] = s - t;
    }
  }

  private static void pair(
      double[] a, double fa, double[] b, double fb, double[] c, double fc, double[] sum, double[] difference, int from,
      int end) {
    for (int i = from; i < end; i++) {
      double s = fa * a[i] + fb * b[i];
      double t = fc * c[i];
      sum[i] = s + t;
      difference[i] = s - t;
    }
  }

  /** The sum and the difference of {@code fa * a + fb * b} and {@code fc * c + fd * d}. */
  static void pair(
      Object a, double fa, Object b, double fb, Object c, double fc, Object d, double fd, Object sum, Object difference,
      int from, int end) {
    if (difference instanceof float[]) {
      pair(
          (float[]) a, (float) fa, (float[]) b, (float) fb, (float[]) c, (float) fc, (float[]) d, (float) fd, (float[]) sum,
          (float[]) difference, from, end);
    } else {
      pair(
          (double[]) a, fa, (double[]) b, fb, (double[]) c, fc, (double[]) d, fd, (double[]) sum, (double[]) difference, from,
          end);
    }
  }

  private static void pair(
      float[] a, float fa, float[] b, float fb, float[] c, float fc, float[] d, float fd, float[] sum, float[] difference,
      int from, int end) {
    for (int i = from; i < end; i++) {
      float s = fa * a[i] + fb * b[i];
      float t = fc * c[i] + fd * d[i];
      sum[i] = s + t;
      difference[i] = s - t;
    }
  }

  private static void pair(
      double[] a, double fa, double[] b, double fb, double[] c, double fc, double[] d, double fd, double[] sum,
      double[] difference, int from, int end) {
    for (int i = from; i < end; i++) {
      double s = fa * a[i] + fb * b[i];
      double t = fc * c[i] + fd * d[i];
      sum[i] = s + t;
      difference[i] = s - t;
    }
  }
}
