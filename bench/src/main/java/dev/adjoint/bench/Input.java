package dev.adjoint.bench;

import java.util.stream.IntStream;

/**
 * A tensor of uniform numbers that a {@link Work} starts from.
 *
 * @param shape its sizes
 * @param low its numbers lie from here
 * @param high to here
 * @param learned whether a backward pass finds its gradient
 */
public record Input(int[] shape, double low, double high, boolean learned) {
  static Input leaf(double low, double high, int... shape) {
    return new Input(shape, low, high, true);
  }

  static Input data(int... shape) {
    return new Input(shape, -1, 1, false);
  }

  /** Within one over the root of the fan-in, which is the product of all sizes but the first. */
  static Input weight(int... shape) {
    double bound = 1 / Math.sqrt(IntStream.of(shape).skip(1).asDoubleStream().reduce(1, (a, b) -> a * b));
    return leaf(-bound, bound, shape);
  }

  /** A weight too large for a copy beside the tensor: all its numbers are the same. */
  static Input largeWeight(int out, int in) {
    return leaf(1.0 / in, 1.0 / in, out, in);
  }

  static Input bias(int size) {
    return leaf(-0.1, 0.1, size);
  }

  /** Whether all its numbers are {@link #low()}. */
  public boolean isConstant() {
    return low == high;
  }

  /** How many elements. */
  public int count() {
    return IntStream.of(shape).reduce(1, Math::multiplyExact);
  }

  /** The sizes as libtorch takes them. */
  public long[] longShape() {
    return IntStream.of(shape).asLongStream().toArray();
  }

  /** The numbers, row by row. */
  public float[] values(long seed) {
    return Samples.uniform(seed, count(), low, high);
  }

  /** The same numbers as float64. */
  public double[] doubles(long seed) {
    float[] values = values(seed);
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
