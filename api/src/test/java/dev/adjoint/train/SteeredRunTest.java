package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AdjointException;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.LossScalerOptions;
import dev.adjoint.optim.PlateauOptions;
import dev.adjoint.optim.Schedule;
import dev.adjoint.optim.Sgd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose learning rates follow a figure, and whose losses are scaled. */
class SteeredRunTest {
  private static final Tensor X = Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}});
  private static final DataLoader<Sample> LINE = DataLoader.of(Dataset.of(X, X.mul(2).add(1)), 5);
  private static final PlateauOptions AT_ONCE = PlateauOptions.DEFAULT.patience(0).factor(0.5);

  @TempDir Path folder;

  private static Linear net() {
    return new Linear(1, 1, Key.of(1));
  }

  private static Training line(Module net, double lr) {
    return new Training(net, new Sgd(net.parameters(), lr), Losses::mse);
  }

  private static List<Double> rates(History history) {
    return history.epochs().stream().map(Epoch::learningRate).toList();
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) -> assertThat(actual.get(name).toDoubleArray()).as(name).isEqualTo(value.toDoubleArray()));
  }

  /** A loss that falls from batch to batch where it is learned, and stays the same where it is not. */
  private static Training falling(Linear net) {
    int[] calls = {0};
    return new Training(net, new Sgd(net.parameters(), 0.5),
        (output, _) -> output.mul(0).mean().add(output.requiresGrad() ? 100 - calls[0]++ : 7));
  }

  @Test
  void aPlateauOfTheValidationMakesTheRateSmaller() {
    assertThat(rates(falling(net()).validation(LINE).reduceOnPlateau(AT_ONCE).run(LINE, 4)))
        .containsExactly(0.5, 0.5, 0.25, 0.125);
    assertThat(rates(falling(net()).reduceOnPlateau(AT_ONCE).run(LINE, 4))).containsExactly(0.5, 0.5, 0.5, 0.5);
  }

  @Test
  void itFollowsTheFigureOfTheBestEpochAndItsDirection() {
    double[] made = {1, 2, 3, 2};
    int[] calls = {0};
    Training training = line(net(), 0.5).metric("made", (_, _) -> Tensor.scalar(made[calls[0]++])).maximize("made");
    History history = training.reduceOnPlateau(AT_ONCE).run(LINE, 4);
    assertThat(rates(history)).containsExactly(0.5, 0.5, 0.5, 0.5);
    assertThat(training.optimizer.learningRate(0)).isEqualTo(0.25);
  }

  @Test
  void twoMastersOfTheRatesAreRefused() {
    assertThatThrownBy(() -> line(net(), 1).schedule(Schedule.exponential(0.9)).reduceOnPlateau(AT_ONCE).run(LINE, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("schedule", "reduceOnPlateau", "Leave one");
    assertThatThrownBy(() -> line(net(), 1).reduceOnPlateau(AT_ONCE.maximize(true)).run(LINE, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("larger", "smallest loss", "maximize(figure)");
  }

  @Test
  void aScaleThatIsAPowerOfTwoChangesNothing() {
    Linear plain = net();
    line(plain, 0.01).clipNorm(1).accumulate(2).run(LINE, 5);
    Linear scaled = net();
    line(scaled, 0.01).clipNorm(1).accumulate(2).lossScaler(new LossScaler()).run(LINE, 5);
    assertSame(scaled.state(), plain.state());
  }

  @Test
  void aStepThatOverflowsIsLeftOutAndNotCounted() {
    Linear net = net();
    Linear plain = net();
    LossScaler scaler = new LossScaler(LossScalerOptions.DEFAULT.scale(0x1p129));
    // Scales of 2^129 and 2^128 are infinite in float32, and the gradients with them.
    line(net, 0.001).clipNorm(1).lossScaler(scaler).checkpoints(folder).run(LINE, 3);
    line(plain, 0.001).clipNorm(1).run(LINE, 1);
    assertThat(scaler.scale()).isLessThan(0x1p129);
    int steps = Integer.parseInt(Checkpoint.read(folder.resolve("last.safetensors")).metadata().get("step"));
    assertThat(steps).isLessThan(3);
    assertSame(net.state(), steps == 1 ? plain.state() : net().state());
  }

  @Test
  void aRunThatNoScaleHelpsEnds() {
    Module root = new Module() {
      private final Supplier<Tensor> p = parameter("p", Tensor.zeros(1));

      @Override
      public Tensor forward(Tensor x) {
        return p.get().mul(x).sqrt();
      }
    };
    Training training = new Training(root, new Sgd(root.parameters(), 0.1), (out, _) -> out.sum()).lossScaler(new LossScaler());
    assertThatThrownBy(() -> training.run(LINE, 1000)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("step 0", "not finite with any scale", "detectAnomaly");
    assertThat(root.state().get("p").item()).isZero();
  }

  @Test
  void aRunThatClippingEndsLeavesAScalerThatWorks() {
    Module root = new Module() {
      private final Supplier<Tensor> p = parameter("p", Tensor.ones(2));

      @Override
      public Tensor forward(Tensor x) {
        return p.get();
      }
    };
    // Finite gradients, whose squares are not, and neither is the root of their sum.
    float[] factor = {1e30f};
    LossScaler scaler = new LossScaler(LossScalerOptions.DEFAULT.scale(1));
    Training training = new Training(root, new Sgd(root.parameters(), 0.1), (out, _) -> out.mul(factor[0]).sum())
        .clipNorm(1).lossScaler(scaler);
    assertThatThrownBy(() -> training.run(LINE, 1)).isInstanceOf(AdjointException.class).hasMessageContaining("norm");
    assertThat(scaler.unscale(training.optimizer)).isTrue();
    // As is one that was left in the midst of a step by hand.
    factor[0] = 1;
    training.run(LINE, 1);
    assertThat(root.state().get("p").toFloatArray()[0]).isLessThan(1);
    assertThat(scaler.unscale(training.optimizer)).isTrue();
    scaler.load(scaler.state());
    assertThat(scaler.step(training.optimizer)).isTrue();
  }

  /** With rates that get smaller, and steps that are left out again and again. */
  private static Training steered(SmallRun run, LossScaler scaler) {
    return new Training(run.net, run.optimizer, Losses::crossEntropy).accumulate(2).clipNorm(0.5)
        .validation(DataLoader.of(SmallRun.points(Key.of(9), 8), 4)).reduceOnPlateau(AT_ONCE.threshold(0.05, true))
        .lossScaler(scaler);
  }

  private static LossScaler restless() {
    return new LossScaler(LossScalerOptions.DEFAULT.scale(0x1p130).interval(4));
  }

  @Test
  void tenEpochsAndTenAreTwenty() {
    SmallRun twenty = new SmallRun();
    LossScaler scaler = restless();
    History expected = steered(twenty, scaler).checkpoints(folder).run(SmallRun.batches(), 20);
    Path last = folder.resolve("last.safetensors");
    assertThat(Integer.parseInt(Checkpoint.read(last).metadata().get("step"))).as("steps left out").isBetween(20, 55);
    assertThat(rates(expected).get(9)).as("rate of epoch 9").isLessThan(rates(expected).get(0))
        .isGreaterThan(rates(expected).get(19));
    steered(new SmallRun(), restless()).checkpoints(folder).run(SmallRun.batches(), 10);
    SmallRun again = new SmallRun();
    LossScaler scalerAgain = restless();
    History history = steered(again, scalerAgain).resume(last).run(SmallRun.batches(), 20);
    assertSame(again.net.state(), twenty.net.state());
    assertSame(again.optimizer.state(), twenty.optimizer.state());
    assertSame(scalerAgain.state(), scaler.state());
    assertThat(rates(history)).isEqualTo(rates(expected));
    assertThat(history.values("validation.loss")).isEqualTo(expected.values("validation.loss"));
    SmallRun without = new SmallRun();
    assertThatThrownBy(() -> new Training(without.net, without.optimizer, Losses::crossEntropy).accumulate(2).resume(last)
        .run(SmallRun.batches(), 20)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("reduceOnPlateau: there one", "lossScaler: there one", "Nothing was loaded");
  }
}
