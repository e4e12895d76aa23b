package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/**
 * Numbers of a standard normal distribution far from its mean, where the distribution function is 0 or 1 to all its digits:
 * those of a Rayleigh distribution's tail, of which some are drawn again (Marsaglia, 1964).
 */
final class NormalTail {
  private NormalTail() {}

  /**
   * How far beyond the tail's beginning numbers are: exact even where that is lost beside the beginning.
   *
   * @param from where the tail begins, above 0; hardly any number is drawn again from 2 on
   * @param to where it ends, or infinity
   */
  static Tensor beyond(double from, double to, Shape shape, DType type, Key key) {
    double[] out = new double[shape.size()];
    double mass = Math.expm1((from - to) * (from + to) / 2);
    int done = 0;
    for (int round = 0; done < out.length; round++) {
      Shape left = Shape.of(out.length - done);
      double[] numbers = Random.uniform(key.fold(2 * round), 0, 1, left, type).toDoubleArray();
      double[] chances = Random.uniform(key.fold(2 * round + 1), 0, 1, left, type).toDoubleArray();
      for (int i = 0; i < numbers.length; i++) {
        // Half of z^2 - from^2 is exponentially distributed; z stays with a chance of from / z.
        double squares = -2 * Math.log1p(numbers[i] * mass);
        double offset = squares / (from + Math.sqrt(from * from + squares));
        if (chances[i] * (from + offset) <= from) {
          out[done++] = offset;
        }
      }
    }
    return Tensor.of(out, shape);
  }
}
