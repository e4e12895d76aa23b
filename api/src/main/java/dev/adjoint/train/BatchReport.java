package dev.adjoint.train;

/**
 * What a batch came to.
 *
 * @param epoch from 0 on
 * @param epochs how many there are to be
 * @param batch in the epoch, from 0 on
 * @param batches in an epoch
 * @param step how many steps the optimizer has made since the run began
 * @param loss of this batch
 * @param learningRate of the first group of parameters
 */
public record BatchReport(int epoch, int epochs, int batch, int batches, long step, double loss, double learningRate) {
  /** How many batches are over since the run began. */
  public long done() {
    return (long) epoch * batches + batch + 1;
  }

  /** How many batches the run has if it does not stop early. */
  public long total() {
    return (long) epochs * batches;
  }
}
