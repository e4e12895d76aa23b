package dev.adjoint.train;

import java.util.Locale;
import java.util.function.Consumer;

/** The mean loss of the last batches, each so many of them. */
final class RunningLoss implements TrainingListener {
  private final int every;
  private final Consumer<String> to;
  private double sum;
  private int batches;

  RunningLoss(int every, Consumer<String> to) {
    if (every < 1) {
      throw new IllegalArgumentException("A running loss is told each 1 batch or more; given " + every);
    }
    this.every = every;
    this.to = to;
  }

  @Override
  public void batch(BatchReport report) {
    sum += report.loss();
    batches++;
    if (batches == every) {
      to.accept(String.format(Locale.ROOT, "epoch %d/%d  batch %d/%d  loss %.4f",
          report.epoch() + 1, report.epochs(), report.batch() + 1, report.batches(), sum / batches));
      sum = 0;
      batches = 0;
    }
  }
}
