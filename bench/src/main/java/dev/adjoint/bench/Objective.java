package dev.adjoint.bench;

/** What a network is trained to lower, with the answers it is trained towards. */
public sealed interface Objective {
  /**
   * Softmax cross entropy, averaged over the batch.
   *
   * @param labels the right class of every row
   */
  record CrossEntropy(int[] labels) implements Objective {}

  /**
   * Mean squared error, averaged over the batch.
   *
   * @param targets the right outputs, row by row
   */
  record MeanSquaredError(float[] targets) implements Objective {}
}
