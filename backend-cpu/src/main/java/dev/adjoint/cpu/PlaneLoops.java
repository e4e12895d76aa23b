package dev.adjoint.cpu;

/** Plain loops on arrays of float32 or float64, at equal places of all of them: so the compiler vectorises them. */
final class PlaneLoops {
  private PlaneLoops() {}

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
    if (to instanceof float[] floats) {
      add(floats, (float[]) more, count);
    } else {
      add((double[]) to, (double[]) more, count);
    }
  }

  private static void add(float[] to, float[] more, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += more[i];
    }
  }

  private static void add(double[] to, double[] more, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += more[i];
    }
  }
}
