package dev.adjoint.bench;

/** One contender training the network of a {@link TrainingTask}. */
public interface Trainer extends AutoCloseable {
  /**
   * Forward, backward, and one step of gradient descent on the whole batch.
   *
   * @return the loss before the step
   */
  float step();

  /** The gradient that the latest step found, in the layout of {@link TrainingTask#parameters()}. */
  float[] gradient(int parameter);

  /** Forgets the gradients, as a step does before it finds new ones. */
  default void clear() {}

  /** Frees what lies outside the heap. */
  @Override
  default void close() {}
}
