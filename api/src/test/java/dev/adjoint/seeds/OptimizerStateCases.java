package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamOptions;
import dev.adjoint.optim.ExponentialAverage;
import dev.adjoint.optim.Lbfgs;
import dev.adjoint.optim.LbfgsOptions;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.LossScalerOptions;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.PlateauOptions;
import dev.adjoint.optim.ReduceOnPlateau;
import dev.adjoint.optim.Schedule;
import dev.adjoint.optim.Scheduler;
import dev.adjoint.optim.Sgd;
import dev.adjoint.optim.SgdOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What optimizers and what goes with them remember, taken, and loaded into others. */
public abstract class OptimizerStateCases extends OnBackend {
  /** All of a training that goes on later. */
  private static final class Run {
    final Linear net = new Linear(3, 2, Key.of(1));
    final Tensor frozen = Tensor.of(1).requiresGrad(true);
    final Optimizer optimizer;
    final Scheduler scheduler;
    final ReduceOnPlateau plateau;
    final ExponentialAverage average;
    final LossScaler scaler = new LossScaler(LossScalerOptions.DEFAULT.scale(4).interval(3));
    private final boolean evaluates;

    Run(Function<List<Tensor>, Optimizer> maker) {
      List<Tensor> parameters = List.of(net.parameters().get(0), frozen, net.parameters().get(1));
      optimizer = maker.apply(parameters);
      scheduler = new Scheduler(optimizer, Schedule.linear(0.1, 1, 5).then(7, Schedule.exponential(0.9)));
      plateau = new ReduceOnPlateau(optimizer, PlateauOptions.DEFAULT.patience(3));
      average = new ExponentialAverage(parameters, 0.9);
      evaluates = optimizer instanceof Lbfgs;
    }

    private Tensor loss(int step, double scale) {
      optimizer.zeroGrad();
      Tensor x = Tensor.rand(Key.of(evaluates ? 1 : step), 8, 3);
      Tensor loss = Losses.mse(net.forward(x).tanh(), x.narrow(1, 0, 2).square());
      loss.mul(scale).backward();
      return loss;
    }

    void train(int from, int to) {
      for (int i = from; i < to; i++) {
        int step = i;
        try (var _ = Adjoint.scope()) {
          Tensor loss;
          if (evaluates) {
            loss = optimizer.step(() -> loss(step, 1));
          } else {
            loss = loss(step, scaler.scale());
            scaler.step(optimizer);
            scaler.update();
          }
          plateau.step(loss.item());
          scheduler.step();
          average.update();
        }
      }
    }

    Map<String, Map<String, Tensor>> save() {
      Map<String, Tensor> model = new LinkedHashMap<>();
      net.namedParameters().forEach((name, value) -> model.put(name, value.detach().copy()));
      return Map.of("model", model, "optimizer", optimizer.state(), "scheduler", scheduler.state(), "plateau", plateau.state(),
          "average", average.state(), "scaler", scaler.state());
    }

    void load(Map<String, Map<String, Tensor>> saved) {
      try (var _ = Adjoint.noGrad()) {
        net.namedParameters().forEach((name, value) -> value.assign(saved.get("model").get(name)));
      }
      scheduler.load(saved.get("scheduler"));
      optimizer.load(saved.get("optimizer"));
      plateau.load(saved.get("plateau"));
      average.load(saved.get("average"));
      scaler.load(saved.get("scaler"));
    }
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected, String what) {
    assertThat(actual.keySet()).as(what).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, value) -> {
      assertThat(actual.get(name).dtype()).as("%s %s", what, name).isEqualTo(value.dtype());
      assertThat(actual.get(name).toDoubleArray()).as("%s %s", what, name).containsExactly(value.toDoubleArray());
    });
  }

  private static void goesOn(Function<List<Tensor>, Optimizer> maker) {
    Run whole = new Run(maker);
    whole.train(0, 20);
    Run first = new Run(maker);
    first.train(0, 10);
    var saved = first.save();
    first.train(10, 12);
    Run second = new Run(maker);
    second.load(saved);
    second.train(10, 20);
    var expected = whole.save();
    second.save().forEach((what, state) -> assertSame(state, expected.get(what), what));
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.seeds.OptimizerPaths#all")
  void tenStepsAndTenMoreAreTwenty(OptimizerPaths.Line line) {
    goesOn(line.maker());
  }

  @Test
  @DisplayName("L-BFGS: ten steps and ten more are twenty, bit by bit, with and without line search")
  void lbfgs() {
    LbfgsOptions o = LbfgsOptions.DEFAULT.lr(0.2).iterations(2).history(4).changeTolerance(0).gradientTolerance(0);
    goesOn(parameters -> new Lbfgs(parameters, o));
    goesOn(parameters -> new Lbfgs(parameters, o.strongWolfe(false)));
  }

  @Test
  @DisplayName("a state is a copy, with names for what it holds; of a parameter without a step there is nothing")
  void names() {
    Tensor a = Tensor.of(1, 2).requiresGrad(true);
    Tensor b = Tensor.of(3).requiresGrad(true);
    Adam adam = new Adam(List.of(a, b), AdamOptions.DEFAULT.amsgrad(true));
    assertThat(adam.state()).containsOnlyKeys("lr.0");
    a.sum().backward();
    adam.step();
    Map<String, Tensor> state = adam.state();
    assertThat(state).containsOnlyKeys("lr.0", "0.step", "0.mean", "0.squares", "0.largestSquares");
    assertThat(state.get("0.step").dtype()).isEqualTo(DType.INT64);
    assertThat(state.get("0.step").shape().rank()).isZero();
    assertThat(state.get("lr.0").dtype()).isEqualTo(DType.FLOAT64);
    double[] before = state.get("0.mean").toDoubleArray();
    adam.step();
    assertThat(state.get("0.mean").toDoubleArray()).containsExactly(before);
    assertThat(state.get("0.step").itemAsLong()).isEqualTo(1);
  }

  @Test
  @DisplayName("a state that does not fit is refused with all that is wrong, and nothing has changed")
  void refused() {
    Tensor a = Tensor.of(1, 2).requiresGrad(true);
    Tensor b = Tensor.of(3).requiresGrad(true);
    Adam adam = new Adam(List.of(a, b), 0.25);
    a.sum().add(b.sum()).backward();
    adam.step();
    Map<String, Tensor> before = adam.state();
    Map<String, Tensor> wrong = new LinkedHashMap<>(before);
    wrong.put("lr.0", Tensor.scalar(0.5));
    wrong.remove("0.mean");
    wrong.put("1.squares", Tensor.of(1, 2));
    wrong.put("1.mean", Tensor.of(1.0));
    wrong.put("2.step", Tensor.scalar(1.0));
    assertThatThrownBy(() -> adam.load(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(
        "Adam", "0.mean is missing, expected float32[2]", "1.squares is float32[2], expected float32[1]",
        "1.mean is float64[1], expected float32[1]", "2.step is not expected", "Nothing was loaded");
    assertSame(adam.state(), before, "Adam");
    assertThatThrownBy(() -> new Sgd(List.of(a, b), 0.1).load(before)).hasMessageContaining("0.mean is not expected");
    Scheduler scheduler = new Scheduler(adam, Schedule.exponential(0.5));
    assertThatThrownBy(() -> scheduler.load(Map.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step is missing");
    LossScaler scaler = new LossScaler();
    assertThatThrownBy(() -> scaler.load(Map.of("scale", Tensor.scalar(2.0)))).hasMessageContaining("good is missing");
    assertThat(scaler.scale()).isEqualTo(65536);
    ExponentialAverage average = new ExponentialAverage(List.of(a), 0.5);
    assertThatThrownBy(() -> average.load(Map.of("0.average", Tensor.of(1)))).hasMessageContaining("expected float32[2]");
    ReduceOnPlateau plateau = new ReduceOnPlateau(adam);
    assertThatThrownBy(() -> plateau.load(Map.of("best", Tensor.scalar(1.0))))
        .hasMessageContainingAll("worse is missing", "resting is missing");
    Lbfgs lbfgs = new Lbfgs(List.of(a), 1);
    Map<String, Tensor> part = Map.of("lr.0", Tensor.scalar(1.0), "direction", Tensor.of(1, 2));
    assertThatThrownBy(() -> lbfgs.load(part)).hasMessageContainingAll("step is missing", "gradient is missing");
  }

  @Test
  @DisplayName("the rates of groups come with the state")
  void rates() {
    Tensor a = Tensor.of(1, 2).requiresGrad(true);
    Sgd sgd = new Sgd(List.of(a), SgdOptions.DEFAULT.lr(1));
    sgd.setLearningRate(0.25);
    Sgd other = new Sgd(List.of(a), SgdOptions.DEFAULT.lr(1));
    other.load(sgd.state());
    assertThat(other.learningRate(0)).isEqualTo(0.25);
  }
}
