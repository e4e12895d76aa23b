package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.io.FormatException;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.PlateauOptions;
import dev.adjoint.optim.Schedule;
import dev.adjoint.optim.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  void anotherKindOfOptimizerIsRefused() {
    training(0.1).run(BATCHES, 1);
    refused(() -> new Training(net = new Linear(3, 2, Key.of(1)), new Adam(net.parameters(), 0.1), Losses::crossEntropy)
        .resume(last()).run(BATCHES, 2), "optimizer: there Sgd, given Adam");
    // What these two remember is of the same form.
    new Training(net, new Adam(net.parameters(), 0.1), Losses::crossEntropy).checkpoints(folder).run(BATCHES, 1);
    refused(() -> new Training(net = new Linear(3, 2, Key.of(1)), new AdamW(net.parameters(), 0.1), Losses::crossEntropy)
        .resume(last()).run(BATCHES, 2), "optimizer: there Adam, given AdamW");
  }

  private Training made(double figure) {
    return training(0.5).metric("made", (_, _) -> Tensor.scalar(figure))
        .reduceOnPlateau(PlateauOptions.DEFAULT.patience(0).factor(0.5));
  }

  @Test
  void aPlateauOfAnotherFigureBeginsAnewFromTheSavedRates() {
    made(1).minimize("made").run(BATCHES, 3);
    // Two epochs were not better than the first: the rate is 0.125.
    Training same = made(2).minimize("made").resume(last());
    same.run(BATCHES, 4);
    assertThat(same.optimizer.learningRate(0)).as("worse than the saved best").isEqualTo(0.0625);
    made(1).minimize("made").run(BATCHES, 3);
    Training direction = made(0.5).maximize("made").resume(last());
    direction.run(BATCHES, 4);
    assertThat(direction.optimizer.learningRate(0)).as("the first of those that should be large").isEqualTo(0.125);
    made(0).minimize("made").run(BATCHES, 3);
    Training figure = made(0).validation(HELD_OUT).resume(last());
    figure.run(BATCHES, 4);
    assertThat(figure.optimizer.learningRate(0)).as("the first loss of the validation").isEqualTo(0.125);
  }

  private Checkpoint damaged(String section, String name, Tensor value) {
    Checkpoint whole = Checkpoint.read(last());
    Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>(whole.sections());
    Map<String, Tensor> tensors = new LinkedHashMap<>(whole.section(section));
    tensors.put(name, value);
    sections.put(section, tensors);
    Checkpoint.write(last(), sections, whole.metadata());
    return whole;
  }

  private void assertDamaged(String section, String name, Tensor value, String... texts) {
    Checkpoint whole = damaged(section, name, value);
    assertThatThrownBy(() -> training(0.1).resume(last()).run(BATCHES, 4)).isInstanceOf(FormatException.class)
        .hasMessageContainingAll(texts).hasMessageContainingAll(last().toString(), "section " + section, name);
    // Another run's is refused for that.
    assertThatThrownBy(() -> training(0.1).key(Key.of(3)).resume(last()).run(BATCHES, 4))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("key");
    Checkpoint.write(last(), whole.sections(), whole.metadata());
  }

  @Test
  void aHistoryThatIsWrittenInAnotherWayIsNamed() {
    training(0.1).run(BATCHES, 3);
    assertDamaged("history", "figure.loss", Tensor.of(new double[] {1, 2, 3}), "[3]", "[n, 2]");
    assertDamaged("history", "figure.loss", Tensor.of(new double[][] {{0, 1}, {3, 1}}), "epoch 3.0", "less than 3");
    assertDamaged("history", "figure.loss", Tensor.of(new double[][] {{0.5, 1}}), "epoch 0.5", "whole numbers");
    assertDamaged("history", "lr", Tensor.of(new double[] {1, 2}), "[2]", "[3]");
    assertDamaged("figures", "loss", Tensor.of(new double[] {1}), "[1]", "[2]");
    assertThat(training(0.1).resume(last()).run(BATCHES, 4).epochs()).hasSize(4);
  }

  @Test
  void anEpochWithoutTheFigureIsNotTheBest() {
    // All batches of the first epoch are over.
    boolean[] over = {false};
    assertThatThrownBy(() -> training(0.1).validation(HELD_OUT).checkpointEverySteps(1).listen(new TrainingListener() {
      @Override
      public void batch(BatchReport report) {
        over[0] = report.batch() == 4;
      }
    }).metric("other", (_, _) -> {
      if (over[0]) {
        throw new IllegalStateException("power cut");
      }
      return Tensor.scalar(1.0);
    }).run(BATCHES, 1)).hasMessage("power cut");
    Training resumed = training(0.1).metric("made", (_, _) -> Tensor.scalar(1.0)).minimize("made").resume(last());
    assertThat(resumed.run(BATCHES, 1).last().figures()).containsOnlyKeys("loss");
    assertThat(folder.resolve("best.safetensors")).doesNotExist();
    training(0.1).metric("made", (_, _) -> Tensor.scalar(1.0)).minimize("made").resume(last()).run(BATCHES, 2);
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "2");
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
