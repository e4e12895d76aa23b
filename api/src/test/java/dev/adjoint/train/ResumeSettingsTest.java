package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Key;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Schedule;
import dev.adjoint.optim.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are gone on with in another way than they began. */
class ResumeSettingsTest {
  private static final DataLoader<Sample> BATCHES = DataLoader.of(SmallRun.points(Key.of(4), 18), 4);
  private static final DataLoader<Sample> HELD_OUT = DataLoader.of(SmallRun.points(Key.of(9), 8), 4);

  @TempDir Path folder;
  private Linear net;

  @BeforeEach
  void make() {
    net = new Linear(3, 2, Key.of(1));
  }

  private Training training(double lr) {
    net = new Linear(3, 2, Key.of(1));
    return new Training(net, new Sgd(net.parameters(), lr), Losses::crossEntropy).checkpoints(folder);
  }

  private Path last() {
    return folder.resolve("last.safetensors");
  }

  private void refused(ThrowingCallable run, String... texts) {
    assertThatThrownBy(run).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(texts)
        .hasMessageContainingAll(last().toString(), "Nothing was loaded", "as it was");
    assertThat(net.state().get("weight").toFloatArray())
        .isEqualTo(new Linear(3, 2, Key.of(1)).state().get("weight").toFloatArray());
  }

  @Test
  void whatCannotBeGoneOnWithExactlyIsRefused() {
    training(0.1).key(Key.of(7)).accumulate(2).run(BATCHES, 1);
    refused(() -> training(0.1).accumulate(2).resume(last()).run(BATCHES, 2), "key: there Key.of(7), given Key.of(0)");
    refused(() -> training(0.1).key(Key.of(7)).accumulate(3).resume(last()).run(BATCHES, 2), "accumulate: there 2, given 3");
    // 17 samples are 5 batches of 4, too.
    DataLoader<Sample> fewer = DataLoader.of(SmallRun.points(Key.of(4), 17), 4);
    refused(() -> training(0.1).key(Key.of(7)).accumulate(2).resume(last()).run(fewer, 2), "samples: there 18, given 17");
    DataLoader<Sample> larger = DataLoader.of(SmallRun.points(Key.of(4), 18), 9);
    refused(() -> training(0.1).resume(last()).run(larger, 2), "key: there", "accumulate: there 2, given 1",
        "samples in a batch: there 4, given 9", "batches: there 5, given 2");
    assertThat(training(0.1).key(Key.of(7)).accumulate(2).resume(last()).run(BATCHES, 2).epochs()).hasSize(2);
  }

  @Test
  void aKeyIsToldAsItIsMade() {
    training(0.1).key(Key.of(-3_000_000_000L)).run(BATCHES, 1);
    refused(() -> training(0.1).resume(last()).run(BATCHES, 2), "Key.of(-3000000000)");
  }

  @Test
  void theRateIsTheSavedOneUnlessTheOptimizerWasMadeWithAnother() {
    Training slower = training(0.1);
    slower.listen(new TrainingListener() {
      @Override
      public void epoch(Epoch epoch, int epochs) {
        slower.optimizer.setLearningRate(0.03);
      }
    }).run(BATCHES, 2);
    assertThat(training(0.1).resume(last()).run(BATCHES, 3).last().learningRate()).isEqualTo(0.03);
    // That run was made with 0.1, too.
    assertThat(training(0.2).resume(last()).run(BATCHES, 4).last().learningRate()).isEqualTo(0.2);
    assertThat(training(0.2).resume(last()).run(BATCHES, 5).last().learningRate()).isEqualTo(0.2);
  }

  @Test
  void anotherRateIsTheBaseOfTheSchedule() {
    training(0.5).schedule(Schedule.step(5, 0.5)).run(BATCHES, 1);
    History history = training(0.25).schedule(Schedule.step(5, 0.5)).resume(last()).run(BATCHES, 3);
    assertThat(history.epochs().stream().map(Epoch::learningRate)).containsExactly(0.5, 0.125, 0.0625);
  }

  @Test
  void aValidationThatIsNewBeginsWithTheRest() {
    training(0.1).run(BATCHES, 4);
    History history = training(0.1).validation(HELD_OUT).metric("accuracy", Metrics::accuracy).earlyStopping(2).resume(last())
        .run(BATCHES, 5);
    assertThat(history.stoppedEarly()).isFalse();
    assertThat(history.epochs().get(3).figures()).containsOnlyKeys("loss");
    assertThat(history.last().figures()).containsOnlyKeys("loss", "accuracy", "validation.loss", "validation.accuracy");
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "5");
    // Gone on with without it again, the figures of each epoch stay its own.
    History again = training(0.1).resume(last()).run(BATCHES, 6);
    assertThat(again.epochs().subList(0, 5)).isEqualTo(history.epochs());
    assertThat(again.last().figures()).containsOnlyKeys("loss");
  }

  @Test
  void aFigureOfHalfAnEpochIsLeftOut() {
    List<Long> steps = new ArrayList<>();
    Training first = training(0.1).metric("accuracy", Metrics::accuracy).checkpointEverySteps(3).listen(new TrainingListener() {
      @Override
      public void batch(BatchReport report) {
        steps.add(report.step());
        if (report.batch() == 3) {
          throw new IllegalStateException("power cut");
        }
      }
    });
    assertThatThrownBy(() -> first.run(BATCHES, 1)).hasMessage("power cut");
    assertThat(steps).containsExactly(1L, 2L, 3L, 4L);
    assertThat(training(0.1).resume(last()).run(BATCHES, 1).last().figures()).containsOnlyKeys("loss");
  }
}
