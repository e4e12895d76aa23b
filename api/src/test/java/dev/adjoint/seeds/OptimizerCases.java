package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamOptions;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Lbfgs;
import dev.adjoint.optim.LbfgsOptions;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.ParameterGroup;
import dev.adjoint.optim.Sgd;
import dev.adjoint.optim.SgdOptions;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers against their formulas in plain loops. */
public abstract class OptimizerCases extends OnBackend {
  private static final double RATE = 0.05;
  private static final int STEPS = 60;
  private static final double[] CURVATURE = {0.5, 1, 4};

  /** Follows an optimizer and its formula along a loss. */
  private static void follows(
      OptimizerPaths.Line line, double[] start, Function<Tensor, Tensor> loss, Function<double[], double[]> slope) {
    Tensor x = Tensor.of(start.clone()).requiresGrad(true);
    Tensor unused = Tensor.of(7.0).requiresGrad(true);
    Optimizer optimizer = line.maker().apply(List.of(unused, x));
    double[] expected = start.clone();
    OptimizerPaths.Path[] paths = new OptimizerPaths.Path[start.length];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = line.path();
    }
    for (int step = 1; step <= STEPS; step++) {
      optimizer.zeroGrad();
      try (var _ = Adjoint.scope()) {
        loss.apply(x).backward();
        optimizer.step();
      }
      double[] gradient = slope.apply(expected);
      double[] actual = x.toDoubleArray();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = paths[i].next(expected[i], gradient[i], step);
        assertThat(actual[i]).as("element %d after step %d", i, step)
            .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
      }
    }
    assertThat(unused.toDoubleArray()).containsExactly(7);
  }

  static Tensor quadratic(Tensor x) {
    return x.mul(x).mul(Tensor.of(CURVATURE)).sum().mul(0.5);
  }

  /** {@code (1 - x)^2 + 100 (y - x^2)^2} (Rosenbrock, 1960). */
  static Tensor rosenbrock(Tensor at) {
    Tensor x = at.select(0, 0);
    Tensor y = at.select(0, 1);
    return x.rsub(1).pow(2).add(y.sub(x.mul(x)).pow(2).mul(100));
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.seeds.OptimizerPaths#all")
  void onAQuadratic(OptimizerPaths.Line line) {
    follows(line, new double[] {1, -2, 3}, OptimizerCases::quadratic,
        x -> new double[] {CURVATURE[0] * x[0], CURVATURE[1] * x[1], CURVATURE[2] * x[2]});
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.seeds.OptimizerPaths#all")
  void onRosenbrocksValley(OptimizerPaths.Line line) {
    follows(line, new double[] {-0.3, 0.2}, x -> rosenbrock(x).mul(0.1), x -> {
      double across = 200 * (x[1] - x[0] * x[0]);
      return new double[] {0.1 * (-2 * (1 - x[0]) - 2 * x[0] * across), 0.1 * across};
    });
  }

  @Test
  @DisplayName("L-BFGS finds the end of Rosenbrock's valley; a step returns the loss before it")
  void lbfgs() {
    Tensor x = Tensor.of(-1.2, 1).requiresGrad(true);
    Lbfgs lbfgs = new Lbfgs(List.of(x), LbfgsOptions.DEFAULT.changeTolerance(1e-14));
    Supplier<Tensor> closure = () -> {
      lbfgs.zeroGrad();
      Tensor loss = rosenbrock(x);
      loss.backward();
      return loss;
    };
    Tensor first = lbfgs.step(closure);
    lbfgs.step(closure);
    lbfgs.step(closure);
    assertThat(first.item()).isCloseTo(24.2, within(1e-12));
    assertThat(x.toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-7));
    assertThatThrownBy(lbfgs::step).isInstanceOf(AutogradException.class).hasMessageContaining("closure");
  }

  @Test
  @DisplayName("L-BFGS without line search takes the way of plain loops over its whole history")
  void lbfgsWithoutLineSearch() {
    double[] expected = {1, -2, 3};
    Tensor x = Tensor.of(expected.clone()).requiresGrad(true);
    Lbfgs lbfgs = new Lbfgs(List.of(x), LbfgsOptions.DEFAULT.lr(0.1).strongWolfe(false).iterations(1).history(2));
    PlainLbfgs plain = new PlainLbfgs(0.1, 2);
    for (int step = 0; step < STEPS; step++) {
      lbfgs.step(() -> {
        lbfgs.zeroGrad();
        Tensor loss = quadratic(x);
        loss.backward();
        return loss;
      });
      plain.step(expected, i -> CURVATURE[i] * expected[i]);
      assertThat(x.toDoubleArray()).as("after step %d", step).containsExactly(expected, within(1e-12));
    }
    assertThat(expected[2]).isCloseTo(0, within(0.05));
  }

  @Test
  @DisplayName("groups have settings and rates of their own; a rate may change")
  void groups() {
    Tensor a = Tensor.of(1.0).requiresGrad(true);
    Tensor b = Tensor.of(1.0).requiresGrad(true);
    Sgd sgd = new Sgd(List.of(
        new ParameterGroup<>(List.of(a), SgdOptions.DEFAULT.lr(0.5)),
        new ParameterGroup<>(List.of(b), SgdOptions.DEFAULT.lr(0.25).weightDecay(1))));
    a.add(b).sum().backward();
    sgd.step();
    assertThat(a.toDoubleArray()).containsExactly(0.5);
    assertThat(b.toDoubleArray()).containsExactly(1 - 0.25 * 2);
    sgd.setLearningRate(1, 0);
    sgd.step();
    assertThat(a.toDoubleArray()).containsExactly(0);
    assertThat(b.toDoubleArray()).containsExactly(0.5);
    sgd.setLearningRate(0.125);
    assertThat(sgd.learningRate(0)).isEqualTo(0.125);
    assertThat(sgd.learningRate(1)).isEqualTo(0.125);
    assertThat(sgd.groups()).isEqualTo(2);
    assertThat(sgd.parameters()).containsExactly(a, b);
    assertThatThrownBy(() -> sgd.learningRate(2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> sgd.setLearningRate(0, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  @DisplayName("each parameter counts its own steps: a first gradient moves by the rate, however late it comes")
  void lateParameters() {
    Tensor early = Tensor.of(1.0).requiresGrad(true);
    Tensor late = Tensor.of(1.0).requiresGrad(true);
    Adam adam = new Adam(List.of(early, late), RATE);
    for (int step = 0; step < 5; step++) {
      adam.zeroGrad();
      early.sum().backward();
      adam.step();
    }
    late.sum().backward();
    adam.step();
    assertThat(late.item()).isCloseTo(1 - RATE, within(1e-9));
  }

  @Test
  @DisplayName("gradients of several small batches add up to those of a large one")
  void accumulated() {
    Tensor data = Tensor.of(1.0, 2, 3, 4, 5, 6, 7, 8);
    Tensor whole = Tensor.of(0.5).requiresGrad(true);
    Tensor parts = Tensor.of(0.5).requiresGrad(true);
    Adam one = new Adam(List.of(whole), RATE);
    Adam several = new Adam(List.of(parts), RATE);
    for (int step = 0; step < 5; step++) {
      one.zeroGrad();
      data.mul(whole).tanh().mean().backward();
      one.step();
      several.zeroGrad();
      for (int part = 0; part < 4; part++) {
        data.narrow(0, 2 * part, 2).mul(parts).tanh().mean().div(4).backward();
      }
      several.step();
      assertThat(parts.item()).isCloseTo(whole.item(), within(1e-14));
    }
  }

  @Test
  @DisplayName("what no step would change, or change twice, is refused at once; numbers out of range, too")
  void refused() {
    Tensor x = Tensor.of(1.0, 2).requiresGrad(true);
    assertThatThrownBy(() -> new Sgd(List.of(Tensor.of(1.0).requiresGrad(true), x.mul(2)), RATE))
        .isInstanceOf(AutogradException.class).hasMessageContaining("Parameter 1").hasMessageContaining("no leaf");
    assertThatThrownBy(() -> new Adam(List.of(x, x), RATE)).hasMessageContaining("twice");
    var twice =
        List.of(new ParameterGroup<>(List.of(x), AdamOptions.DEFAULT), new ParameterGroup<>(List.of(x), AdamOptions.DEFAULT));
    assertThatThrownBy(() -> new AdamW(twice)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("twice");
    assertThatThrownBy(() -> new Adam(List.of(), RATE)).hasMessageContaining("no parameters");
    for (double rate : new double[] {-1, Double.NaN}) {
      assertThatThrownBy(() -> new Sgd(List.of(x), rate)).hasMessageContaining("learning rate").hasMessageContaining("" + rate);
    }
    assertThatThrownBy(() -> new Sgd(List.of(x), SgdOptions.DEFAULT.nesterov(true)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Nesterov");
    assertThatThrownBy(() -> AdamOptions.DEFAULT.beta1(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beta1").hasMessageContaining("1.0");
  }
}
