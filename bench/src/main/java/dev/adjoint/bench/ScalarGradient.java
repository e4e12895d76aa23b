package dev.adjoint.bench;

/** One contender computing a number from a vector, and the gradient of that number. */
public interface ScalarGradient {
  /**
   * Forward and backward.
   *
   * @return the number
   */
  float forwardBackward();

  /** The gradient that the latest call found. */
  float[] gradient();
}
