package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AdjointException;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.AdamOptions;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.ParameterGroup;
import dev.adjoint.optim.Schedule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a break gives what one without gives. */
class ResumeTest {
  @TempDir Path folder;

  private Path last() {
    return folder.resolve("last.safetensors");
  }

  private static SmallRun whole(int epochs) {
    SmallRun run = new SmallRun();
    run.training.run(SmallRun.batches(), epochs);
    return run;
  }

  private static void assertSame(SmallRun actual, SmallRun expected) {
    assertSame(actual.net.state(), expected.net.state());
    assertSame(actual.optimizer.state(), expected.optimizer.state());
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) -> assertThat(actual.get(name).toDoubleArray()).as(name).isEqualTo(value.toDoubleArray()));
  }

  private static TrainingListener at(int epoch, int batch, Runnable what) {
    return new TrainingListener() {
      @Override
      public void batch(BatchReport report) {
        if (report.epoch() == epoch && report.batch() == batch) {
          what.run();
        }
      }
    };
  }

  @Test
  void tenEpochsAndTenAreTwenty() {
    SmallRun twenty = new SmallRun();
    History expected = twenty.training.run(SmallRun.batches(), 20);
    new SmallRun().training.checkpoints(folder).run(SmallRun.batches(), 10);
    SmallRun again = new SmallRun();
    History history = again.training.checkpoints(folder).resume(last()).run(SmallRun.batches(), 20);
    assertSame(again, twenty);
    assertThat(history.epochs()).hasSize(20);
    for (String figure : history.last().figures().keySet()) {
      assertThat(history.values(figure)).isEqualTo(expected.values(figure));
    }
    assertThat(history.epochs().stream().map(Epoch::learningRate))
        .isEqualTo(expected.epochs().stream().map(Epoch::learningRate).toList());
    assertThat(history.last().figures()).containsOnlyKeys("loss", "accuracy", "validation.loss", "validation.accuracy");
    SmallRun other = new SmallRun();
    other.training.key(Key.of(1)).run(SmallRun.batches(), 20);
    assertThat(other.net.state().get("0.weight").toFloatArray())
        .as("dropout draws others").isNotEqualTo(twenty.net.state().get("0.weight").toFloatArray());
  }

  @Test
  void aFailureInTheMiddleOfAnEpochLeavesTheCheckpointBefore() {
    assertThatThrownBy(() -> new SmallRun().training.checkpoints(folder).checkpointEverySteps(2).listen(at(2, 4, () -> {
      throw new IllegalStateException("power cut");
    })).run(SmallRun.batches(), 4)).hasMessage("power cut");
    // Three steps an epoch, of 2, 2 and 1 batches: the eighth is the second of epoch 2.
    assertThat(Checkpoint.read(last()).metadata()).containsEntry("epoch", "2").containsEntry("batch", "4")
        .containsEntry("step", "8");
    SmallRun again = new SmallRun();
    again.training.resume(last()).run(SmallRun.batches(), 4);
    assertSame(again, whole(4));
  }

  @Test
  void anInterruptFinishesTheStepAndLeavesACheckpoint() {
    SmallRun first = new SmallRun();
    first.training.checkpoints(folder).listen(at(1, 2, Thread.currentThread()::interrupt));
    assertThatThrownBy(() -> first.training.run(SmallRun.batches(), 4))
        .isInstanceOfSatisfying(TrainingInterruptedException.class, e -> assertThat(e.checkpoint()).contains(last()))
        .hasMessageContainingAll("epoch 2 of 4, after 4 of its 5 batches", "resume(Path.of(\"" + last() + "\"))");
    assertThat(Thread.interrupted()).isTrue();
    History history = new SmallRun().training.resume(last()).run(SmallRun.batches(), 2);
    assertThat(history.epochs()).hasSize(2);
    SmallRun again = new SmallRun();
    again.training.resume(last()).run(SmallRun.batches(), 4);
    assertSame(again, whole(4));
  }

  @Test
  void anInterruptWhileItWaitsForABatchLosesNone() throws InterruptedException {
    Thread runner = Thread.currentThread();
    CountDownLatch interrupted = new CountDownLatch(1);
    DataLoader<Sample> slow = SmallRun.batches().map(Key.of(0), (batch, key) -> {
      if (key.equals(Key.of(0).fold(1).fold(3)) && interrupted.getCount() > 0) {
        runner.interrupt();
        interrupted.countDown();
      }
      return batch;
    });
    assertThatThrownBy(() -> new SmallRun().training.checkpoints(folder).run(slow, 4))
        .isInstanceOf(TrainingInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    SmallRun again = new SmallRun();
    again.training.resume(last()).run(SmallRun.batches(), 4);
    assertSame(again, whole(4));
  }

  @Test
  void withoutAFolderAnInterruptSaysSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new SmallRun().training.run(SmallRun.batches(), 1))
        .isInstanceOfSatisfying(TrainingInterruptedException.class, e -> assertThat(e.checkpoint()).isEmpty())
        .hasMessageContaining("checkpoints(folder)");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void checkpointsOfOtherRunsAreRefused() {
    new SmallRun().training.checkpoints(folder).run(SmallRun.batches(), 1);
    assertThatThrownBy(() -> new SmallRun().training.resume(last()).run(DataLoader.of(SmallRun.points(Key.of(4), 18), 9), 2))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("batches: there 5", "given 2");
    SmallRun plain = new SmallRun();
    assertThatThrownBy(() -> new Training(plain.net, plain.optimizer, (output, _) -> output.mean()).resume(last())
        .run(SmallRun.batches(), 2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("this one has none");
    assertThatThrownBy(() -> plain.training.resume(folder.resolve("none")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("none", "last.safetensors");
    Path other = folder.resolve("other");
    Checkpoint.write(other, Map.of(), Map.of());
    assertThatThrownBy(() -> plain.training.resume(other).run(SmallRun.batches(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(other.toString(), "no checkpoint of a training run", "text epoch", "a whole number");
    assertSame(plain, new SmallRun());
  }

  @Test
  void aRefusedCheckpointLeavesModuleAndOptimizerAsTheyWere() {
    new SmallRun().training.checkpoints(folder).run(SmallRun.batches(), 1);
    SmallRun run = new SmallRun();
    List<ParameterGroup<AdamOptions>> groups = Stream.of(run.net.parameters().subList(0, 2),
        run.net.parameters().subList(2, run.net.parameters().size()))
        .map(some -> new ParameterGroup<>(some, AdamOptions.DECOUPLED)).toList();
    assertThatThrownBy(() -> new Training(run.net, new AdamW(groups), Losses::crossEntropy)
        .schedule(Schedule.exponential(1)).accumulate(2).resume(last()).run(SmallRun.batches(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no state of AdamW", "2 groups", "Nothing was loaded");
    assertSame(run, new SmallRun());
    assertSame(run, new SmallRun());
    // All but the schedule fits.
    Checkpoint whole = Checkpoint.read(last());
    Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>(whole.sections());
    sections.put("schedule", Map.of());
    Path damaged = folder.resolve("damaged.safetensors");
    Checkpoint.write(damaged, sections, whole.metadata());
    assertThatThrownBy(() -> run.training.resume(damaged).run(SmallRun.batches(), 2))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no state of a Scheduler");
    assertSame(run, new SmallRun());
    // A module of other parts.
    Linear other = new Linear(3, 2, Key.of(1));
    double[] before = other.state().get("weight").toDoubleArray();
    assertThatThrownBy(() -> new Training(other, new AdamW(other.parameters(), 0.1), Losses::crossEntropy)
        .schedule(Schedule.exponential(1)).accumulate(2).resume(last()).run(SmallRun.batches(), 2))
        .isInstanceOf(AdjointException.class).hasMessageContaining("does not fit");
    assertThat(other.state().get("weight").toDoubleArray()).isEqualTo(before);
  }

  @Test
  void stepsAreCountedBeyondTheLargestInt() {
    new SmallRun().training.checkpoints(folder).run(SmallRun.batches(), 1);
    Checkpoint whole = Checkpoint.read(last());
    Map<String, String> texts = new LinkedHashMap<>(whole.metadata());
    texts.put("step", "3000000000");
    Checkpoint.write(last(), whole.sections(), texts);
    new SmallRun().training.checkpoints(folder).resume(last()).run(SmallRun.batches(), 2);
    assertThat(Checkpoint.read(last()).metadata()).containsEntry("step", "3000000003");
  }

  @Test
  void anEpochWhoseBatchesAreAllOverKeepsItsRate() {
    boolean[] over = {false};
    assertThatThrownBy(() -> new SmallRun().training.checkpoints(folder).checkpointEverySteps(1)
        .listen(at(0, 4, () -> over[0] = true)).metric("made", (_, _) -> {
          if (over[0]) {
            throw new IllegalStateException("power cut");
          }
          return Tensor.scalar(1.0);
        }).run(SmallRun.batches(), 1)).hasMessage("power cut");
    assertThat(Checkpoint.read(last()).metadata()).containsEntry("epoch", "0").containsEntry("batch", "5");
    double expected = new SmallRun().training.run(SmallRun.batches(), 1).last().learningRate();
    assertThat(new SmallRun().training.resume(last()).run(SmallRun.batches(), 1).last().learningRate())
        .isEqualTo(expected).isGreaterThan(0);
  }

  @Test
  void checkpointsComeAsOftenAsAskedFor() {
    SmallRun run = new SmallRun();
    run.training.checkpoints(folder.resolve("new")).checkpointEvery(2).schedule(Schedule.exponential(1)).run(SmallRun.batches(),
        3);
    assertThat(Checkpoint.read(folder.resolve("new/last.safetensors")).metadata()).containsEntry("epoch", "3");
    SmallRun again = new SmallRun();
    assertThatThrownBy(() -> again.training.checkpoints(folder).checkpointEvery(2).listen(at(3, 0, () -> {
      throw new IllegalStateException("power cut");
    })).run(SmallRun.batches(), 4)).hasMessage("power cut");
    assertThat(Checkpoint.read(last()).metadata()).containsEntry("epoch", "2");
  }
}
