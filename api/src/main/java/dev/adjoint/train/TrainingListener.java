package dev.adjoint.train;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Sees how a training run goes on, on its thread. What it throws ends the run. */
public interface TrainingListener {
  /**
   * Before the first batch, when all that the run itself would refuse is looked at. What it throws refuses the run, whose
   * listeners are told of its end then; module and optimizer are as they were.
   *
   * @param figures the names of those that the run computes. Each epoch has them but those of a run that is gone on with, and
   *     the one that it was gone on with in the midst of, which may lack some
   */
  default void started(Set<String> figures) {}

  /** After each batch. */
  default void batch(BatchReport report) {}

  /**
   * After each epoch, its validation and its checkpoint.
   *
   * @param epochs how many there are to be
   */
  default void epoch(Epoch epoch, int epochs) {}

  /** At the end, also of a run that fails or is interrupted: with the epochs that are complete. */
  default void ended(History history) {}

  /** A line for each epoch: {@code lines(System.out::println)}. */
  static TrainingListener lines(Consumer<String> to) {
    return new TrainingListener() {
      @Override
      public void epoch(Epoch epoch, int epochs) {
        StringBuilder line = new StringBuilder("epoch " + (epoch.number() + 1) + "/" + epochs);
        epoch.figures().forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
        line.append(String.format(Locale.ROOT, "  lr %.2e  %.1f s", epoch.learningRate(), epoch.seconds()));
        to.accept(line.toString());
      }
    };
  }

  /**
   * A line each so many batches, with the mean loss since the last one: {@code running(100, System.out::println)}.
   *
   * @throws IllegalArgumentException unless a line comes each batch or more seldom
   */
  static TrainingListener running(int every, Consumer<String> to) {
    return new RunningLoss(every, to);
  }
}
