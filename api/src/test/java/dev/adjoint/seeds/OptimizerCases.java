package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Sgd;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Optimizers against their formulas in plain loops: the loss is {@code sum(curvature * x^2) / 2}. */
public abstract class OptimizerCases extends OnBackend {
  private static final double RATE = 0.05;
  private static final int STEPS = 20;
  private static final double[] START = {1, -2, 3};
  private static final double[] CURVATURE = {0.5, 1, 4};

  /** One number's way: what an optimizer makes of its gradient. */
  private interface Path {
    double next(double x, double gradient, int step);
  }

  private static void follows(Function<List<Tensor>, Optimizer> maker, Function<Integer, Path> paths) {
    Tensor x = Tensor.of(START.clone()).requiresGrad(true);
    Tensor unused = Tensor.of(7.0).requiresGrad(true);
    Optimizer optimizer = maker.apply(List.of(unused, x));
    double[] expected = START.clone();
    Path[] path = {paths.apply(0), paths.apply(1), paths.apply(2)};
    for (int step = 1; step <= STEPS; step++) {
      optimizer.zeroGrad();
      x.mul(x).mul(Tensor.of(CURVATURE)).sum().mul(0.5).backward();
      optimizer.step();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = path[i].next(expected[i], CURVATURE[i] * expected[i], step);
        assertThat(x.toDoubleArray()[i]).as("element %d after step %d", i, step).isCloseTo(expected[i], within(1e-13));
      }
    }
    assertThat(unused.toDoubleArray()).containsExactly(7);
  }

  @Test
  @DisplayName("SGD: p - lr * g")
  void plain() {
    follows(parameters -> new Sgd(parameters, RATE), _ -> (x, g, _) -> x - RATE * g);
  }

  @Test
  @DisplayName("SGD with momentum: v = momentum * v + g from v = g on; p - lr * v")
  void momentum() {
    follows(parameters -> new Sgd(parameters, RATE, 0.9), _ -> new Path() {
      private double velocity;

      @Override
      public double next(double x, double gradient, int step) {
        velocity = 0.9 * velocity + gradient;
        return x - RATE * velocity;
      }
    });
  }

  @Test
  @DisplayName("what no step would change, or change twice, is refused at once")
  void refused() {
    Tensor x = Tensor.of(1.0, 2).requiresGrad(true);
    assertThatThrownBy(() -> new Sgd(List.of(Tensor.of(1.0).requiresGrad(true), x.mul(2)), RATE))
        .isInstanceOf(AutogradException.class).hasMessageContaining("Parameter 1").hasMessageContaining("no leaf");
    assertThatThrownBy(() -> new Adam(List.of(x, x), RATE)).hasMessageContaining("twice");
    assertThatThrownBy(() -> new Adam(List.of(), RATE)).hasMessageContaining("no parameters");
    for (double rate : new double[] {-1, Double.NaN}) {
      assertThatThrownBy(() -> new Sgd(List.of(x), rate)).hasMessageContaining("learning rate").hasMessageContaining("" + rate);
    }
  }

  @Test
  @DisplayName("Adam: algorithm 1 of Kingma and Ba")
  void adam() {
    follows(parameters -> new Adam(parameters, RATE), _ -> new Path() {
      private double first;
      private double second;

      @Override
      public double next(double x, double gradient, int step) {
        first = 0.9 * first + 0.1 * gradient;
        second = 0.999 * second + 0.001 * gradient * gradient;
        double unbiased = second / (1 - Math.pow(0.999, step));
        return x - RATE * first / (1 - Math.pow(0.9, step)) / (Math.sqrt(unbiased) + 1e-8);
      }
    });
  }
}
