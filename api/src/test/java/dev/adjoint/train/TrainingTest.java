package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.Lbfgs;
import dev.adjoint.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Tensor X = Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}});
  private static final Dataset<Sample> LINE = Dataset.of(X, X.mul(2).add(1));

  @TempDir Path folder;

  private static Training line(Module net, double lr) {
    return new Training(net, new Sgd(net.parameters(), lr), Losses::mse);
  }

  private static Linear net() {
    return new Linear(1, 1, Key.of(1));
  }

  @Test
  void itLearnsAndTellsHow() {
    List<String> lines = new ArrayList<>();
    Linear net = net();
    History history = line(net, 0.03).metric("error", (output, target) -> output.sub(target).abs().mean())
        .listen(TrainingListener.lines(lines::add)).listen(TrainingListener.running(2, lines::add))
        .run(DataLoader.of(LINE, 2).shuffle(Key.of(2)), 200);
    assertThat(history.last().figure("loss")).isLessThan(1e-3).isLessThan(history.values("loss")[0] / 100);
    assertThat(history.values("error")).hasSize(200);
    assertThat(net.apply(Tensor.of(new float[][] {{10}})).item()).isCloseTo(21, within(0.2));
    assertThat(history.stoppedEarly()).isFalse();
    assertThat(lines.getFirst()).matches("epoch 1/200  batch 2/3  loss \\d+\\.\\d{4}");
    assertThat(lines.get(1)).matches("epoch 1/200  loss \\d+\\.\\d{4}  error \\d+\\.\\d{4}  lr 3.00e-02  \\d+\\.\\d s");
    assertThatThrownBy(() -> history.values("accuracy")).hasMessageContainingAll("accuracy", "[loss, error]");
  }

  @Test
  void theLossOfAnEpochIsTheMeanOverItsSamples() {
    Linear net = net();
    Tensor before = Losses.mse(net.apply(X), X.mul(2).add(1));
    History history = line(net, 0).validation(DataLoader.of(LINE, 3)).run(DataLoader.of(LINE, 2), 1);
    assertThat(history.last().figure("loss")).isCloseTo(before.item(), within(1e-4));
    assertThat(history.last().figure("validation.loss")).isCloseTo(before.item(), within(1e-4));
  }

  @Test
  void aStepOfSeveralBatchesIsThatOfALargeOne() {
    Dataset<Sample> four = LINE.subset(0, 1, 2, 3);
    Linear large = net();
    line(large, 0.01).run(DataLoader.of(four, 4), 3);
    Linear small = net();
    line(small, 0.01).accumulate(2).run(DataLoader.of(four, 2), 3);
    assertThat(small.parameters().getFirst().item()).isCloseTo(large.parameters().getFirst().item(), within(1e-5));
    // What is left over at the end of an epoch is a step, too.
    Linear rest = net();
    line(rest, 0.01).accumulate(100).run(DataLoader.of(four, 2), 3);
    assertThat(rest.parameters().getFirst().item()).isCloseTo(large.parameters().getFirst().item(), within(1e-5));
  }

  @Test
  void gradientsAreClipped() {
    Linear net = net();
    double[] before = net.state().get("weight").toDoubleArray();
    line(net, 1).clipNorm(0.1).run(DataLoader.of(LINE, 5), 1);
    assertThat(Math.abs(net.state().get("weight").item() - before[0])).isBetween(1e-3, 0.1);
  }

  /** Its first loss is 0, whose gradient is infinite. */
  private static Module root() {
    return new Module() {
      private final Supplier<Tensor> p = parameter("p", Tensor.zeros(1));

      @Override
      public Tensor forward(Tensor x) {
        return p.get().mul(x).sqrt();
      }
    };
  }

  private static Training sum(Module net) {
    return new Training(net, new Sgd(net.parameters(), 0.1), (out, target) -> out.sum());
  }

  @Test
  void clippingStopsARunWhoseGradientsAreNotFinite() {
    Module root = root();
    assertThatThrownBy(() -> sum(root).clipNorm(1).run(DataLoader.of(LINE, 5), 1)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("norm", "step 0", "expected a finite number", "of the shapes [1]", "detectAnomaly")
        .extracting(Throwable::getMessage).asString().doesNotContain("errorIfNonfinite");
    assertThat(root.state().get("p").item()).isZero();
  }

  @Test
  void withoutClippingParametersThatAStepHasRuinedAreNamed() {
    assertThatThrownBy(() -> sum(root()).run(DataLoader.of(LINE, 1), 2)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("after 1 steps", "The parameters themselves are not finite since the last step", "clipNorm(1)")
        .extracting(Throwable::getMessage).asString().doesNotContain("as the last step left them");
  }

  @Test
  void validationIsInEvalModeAndLeavesModesAsTheyWere() {
    SmallRun run = new SmallRun();
    Module frozen = run.net.children().get(1);
    frozen.eval();
    List<Boolean> modes = new ArrayList<>();
    run.net.onForward((module, input, output) -> {
      modes.add(module.isTraining());
      return null;
    });
    run.training.run(SmallRun.batches(), 1);
    assertThat(modes).containsExactly(true, true, true, true, true, false, false);
    assertThat(frozen.isTraining()).isFalse();
    assertThat(run.net.isTraining()).isTrue();
    run.net.eval();
    run.training.run(SmallRun.batches(), 1);
    assertThat(run.net.namedModules().values()).noneMatch(Module::isTraining);
  }

  @Test
  void aFrozenNetworkInEvalModeStaysAsItIsButForWhatLearns() {
    Module net = new SmallRun().net;
    Module head = net.children().getLast();
    net.freeze().eval();
    head.unfreeze();
    Map<String, double[]> before = values(net);
    new Training(net, new Sgd(head.parameters(), 0.1), Losses::crossEntropy)
        .validation(DataLoader.of(SmallRun.points(Key.of(9), 8), 4)).run(SmallRun.batches(), 2);
    assertThat(net.namedModules().values()).noneMatch(Module::isTraining);
    assertThat(before).containsKey("1.running_mean");
    values(net).forEach((name, after) -> {
      if (name.startsWith("4.")) {
        assertThat(after).as(name).isNotEqualTo(before.get(name));
      } else {
        assertThat(after).as(name).isEqualTo(before.get(name));
      }
    });
  }

  private static Map<String, double[]> values(Module net) {
    Map<String, double[]> values = new LinkedHashMap<>();
    net.state().forEach((name, value) -> values.put(name, value.toDoubleArray()));
    return values;
  }

  @Test
  void validationLeavesTheModeOfAPartInTwoPlaces() {
    Module shared = new Dropout(0.1, Key.of(3));
    Module second = new Sequential(shared);
    Module net = new Sequential(net(), new Sequential(shared), second);
    second.eval();
    shared.train();
    line(net, 0.01).validation(DataLoader.of(LINE, 5)).run(DataLoader.of(LINE, 5), 1);
    assertThat(second.isTraining()).isFalse();
    assertThat(shared.isTraining()).isTrue();
  }

  @Test
  void eachBatchTellsTheRateThatItIsLearnedWith() {
    List<Double> rates = new ArrayList<>();
    line(net(), 0.01).accumulate(3).listen(new TrainingListener() {
      @Override
      public void batch(BatchReport report) {
        rates.add(report.learningRate());
      }
    }).run(DataLoader.of(LINE, 1), 1);
    assertThat(rates).containsExactly(0.01, 0.01, 0.01, 0.01, 0.01);
  }

  @Test
  void aLossThatIsNotFiniteIsNamed() {
    Linear net = net();
    assertThatThrownBy(() -> line(net, 1e30).checkpoints(folder).run(DataLoader.of(LINE, 1), 2))
        .isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("batch 1 of epoch 0", "after 1 steps", "1.0E30", "clipNorm(1)", "detectAnomaly",
            folder.toString());
    Dataset<Sample> bad = Dataset.of(Tensor.of(new float[][] {{1}, {Float.NaN}}), Tensor.of(new float[][] {{1}, {1}}));
    assertThatThrownBy(() -> line(net(), 0.1).run(DataLoader.of(bad, 1), 1))
        .hasMessageContainingAll("batch 1 of epoch 0", "is NaN", "look at the data");
  }

  @Test
  void ofABatchThatIsNotFiniteTheBuffersAreNamed() {
    Dataset<Sample> bad = Dataset.of(Tensor.of(new float[][] {{1}, {Float.NaN}}), Tensor.of(new float[][] {{1}, {1}}));
    Module net = new Sequential(net(), new BatchNorm(1));
    assertThatThrownBy(() -> line(net, 0.1).run(DataLoader.of(bad, 2), 1))
        .hasMessageContainingAll("batch 0 of epoch 0", "running values", "what this batch did");
    assertThatThrownBy(() -> line(net(), 0.1).run(DataLoader.of(bad, 2), 1))
        .extracting(Throwable::getMessage).asString().doesNotContain("running values");
  }

  @Test
  void aFigureThatIsNoNumberIsNeverTheBest() {
    double[] losses = {Double.NaN, 3, 4, 5};
    int[] calls = {0};
    History history = line(net(), 0.01).validation(DataLoader.of(LINE, 5)).earlyStopping(2).checkpoints(folder)
        .metric("made", (_, _) -> Tensor.scalar(losses[calls[0]++ / 2])).minimize("validation.made")
        .run(DataLoader.of(LINE, 5), 4);
    assertThat(history.values("validation.made")).containsExactly(losses);
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "2");
    Path other = folder.resolve("other");
    line(net(), 0.01).metric("made", (_, _) -> Tensor.scalar(Double.NaN)).minimize("made").checkpoints(other)
        .run(DataLoader.of(LINE, 5), 1);
    assertThat(other.resolve("last.safetensors")).exists();
    assertThat(other.resolve("best.safetensors")).doesNotExist();
  }

  @Test
  void theBestIsWrittenBeforeTheLast() throws IOException {
    // A folder with something in it, which no file replaces.
    Files.createDirectories(folder.resolve("last.safetensors/full"));
    assertThatThrownBy(() -> line(net(), 0.01).checkpoints(folder).run(DataLoader.of(LINE, 5), 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("last.safetensors");
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "1");
  }

  @Test
  void linesHaveTheSameDigitsEverywhere() {
    List<String> lines = new ArrayList<>();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      line(net(), 0.01).listen(TrainingListener.lines(lines::add)).run(DataLoader.of(LINE, 5), 1);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(lines.getFirst()).startsWith("epoch 1/1  loss ");
  }

  @Test
  void anOptimizerOfOtherTensorsIsRefused() {
    Linear net = net();
    Sgd early = new Sgd(net.parameters(), 0.1);
    net.to(DType.FLOAT64);
    assertThatThrownBy(() -> new Training(net, early, Losses::mse).run(DataLoader.of(LINE, 5), 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("none of the parameters", "move", "then make");
  }

  @Test
  @SuppressWarnings("DataFlowIssue")
  void whatIsNullIsRefused() {
    Training training = line(net(), 0.1);
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("key(null)", () -> training.key(null));
    calls.put("listen(null)", () -> training.listen(null));
    calls.put("keysFrom(null)", () -> Adjoint.keysFrom(null));
    calls.put("validation(null)", () -> training.validation(null));
    calls.put("checkpoints(null)", () -> training.checkpoints(null));
    calls.put("resume(null)", () -> training.resume(null));
    calls.put("minimize(null)", () -> training.minimize(null));
    calls.put("maximize(null)", () -> training.maximize(null));
    calls.put("metric(null", () -> training.metric(null, Losses::mse));
    calls.put("metric(error, null)", () -> training.metric("error", null));
    calls.forEach((text, call) -> assertThatThrownBy(call::run).as(text)
        .isInstanceOf(NullPointerException.class).hasMessageContainingAll(text, "expected"));
  }

  @Test
  void itStopsWhenNothingGetsBetterAndTheBestIsKept() {
    Linear net = net();
    double[] losses = {5, 3, 4, 2, 2.5, 2, 9, 9};
    int[] calls = {0};
    History history = line(net, 0.01).validation(DataLoader.of(LINE, 5)).earlyStopping(3).checkpoints(folder)
        .metric("made", (output, target) -> Tensor.scalar(losses[Math.min(calls[0]++ / 2, 7)]))
        .minimize("validation.made").run(DataLoader.of(LINE, 5), 100);
    assertThat(history.values("validation.made")).containsExactly(5, 3, 4, 2, 2.5, 2, 9);
    assertThat(history.stoppedEarly()).isTrue();
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "4");
    assertThat(Checkpoint.read(folder.resolve("last.safetensors")).metadata()).containsEntry("epoch", "7");
    // A run that has stopped early stays where it is.
    History again = line(net, 0.01).validation(DataLoader.of(LINE, 5)).earlyStopping(3).metric("made", Losses::mse)
        .minimize("validation.made").resume(folder.resolve("last.safetensors")).run(DataLoader.of(LINE, 5), 100);
    assertThat(again.epochs()).hasSize(7);
    assertThat(again.stoppedEarly()).isTrue();
  }

  @Test
  void theLargestCanBeTheBest() {
    int[] calls = {0};
    line(net(), 0.01).checkpoints(folder).metric("made", (_, _) -> Tensor.scalar(calls[0]++ == 1 ? 7f : 1f)).maximize("made")
        .run(DataLoader.of(LINE, 5), 3);
    assertThat(Checkpoint.read(folder.resolve("best.safetensors")).metadata()).containsEntry("epoch", "2");
  }

  @Test
  void theEndIsTold() {
    List<Integer> ended = new ArrayList<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void epoch(Epoch epoch, int epochs) {
        throw new IllegalStateException("full disk");
      }

      @Override
      public void ended(History history) {
        ended.add(history.epochs().size());
      }
    };
    assertThatThrownBy(() -> line(net(), 0.01).listen(listener).run(DataLoader.of(LINE, 5), 3)).hasMessage("full disk");
    assertThat(ended).containsExactly(1);
  }

  @Test
  void accuracyIsTheShareOfLargestOutputs() {
    Tensor output = Tensor.of(new float[][] {{1, 2}, {3, 0}, {0, 5}, {0, 1}});
    assertThat(Metrics.accuracy(output, Tensor.ofInts(1, 0, 0, 1)).item()).isEqualTo(0.75);
    assertThatThrownBy(() -> Metrics.accuracy(output, output)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[n, classes, ...]", "[4, 2]");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    DataLoader<Sample> loader = DataLoader.of(LINE, 5);
    assertThatThrownBy(() -> line(net(), 0.1).run(loader, 0)).hasMessageContaining("1 or more; given 0");
    assertThatThrownBy(() -> line(net(), 0.1).run(DataLoader.of(LINE, 6).dropLast(), 1)).hasMessageContaining("no batches");
    assertThatThrownBy(() -> line(net(), 0.1).validation(DataLoader.of(LINE, 6).dropLast()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("validation", "no batches");
    assertThatThrownBy(() -> line(net(), 0.1).accumulate(0)).hasMessageContaining("given 0");
    assertThatThrownBy(() -> line(net(), 0.1).earlyStopping(0)).hasMessageContaining("given 0");
    assertThatThrownBy(() -> line(net(), 0.1).clipNorm(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> line(net(), 0.1).checkpointEvery(0)).hasMessageContaining("given 0");
    assertThatThrownBy(() -> line(net(), 0.1).checkpointEverySteps(0)).hasMessageContaining("given 0");
    assertThatThrownBy(() -> line(net(), 0.1).metric("loss", Losses::mse)).hasMessageContaining("name of its own");
    assertThatThrownBy(() -> line(net(), 0.1).metric("validation.loss", Losses::mse))
        .hasMessageContaining("Leave the beginning");
    assertThatThrownBy(() -> TrainingListener.running(0, _ -> {})).hasMessageContaining("given 0");
    assertThatThrownBy(() -> line(net(), 0.1).minimize("accuracy").run(loader, 1))
        .hasMessageContainingAll("accuracy", "no validation");
    assertThatThrownBy(() -> line(net(), 0.1).minimize("validation.loss").run(loader, 1)).hasMessageContaining("no validation");
    Linear net = net();
    assertThatThrownBy(() -> new Training(net, new Sgd(net.parameters(), 1), Tensor::sub).run(loader, 1))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("one element", "[5, 1]", "mean()");
    assertThatThrownBy(() -> new Training(net, new Lbfgs(net.parameters(), 1), Losses::mse))
        .hasMessageContaining("closure");
  }
}
