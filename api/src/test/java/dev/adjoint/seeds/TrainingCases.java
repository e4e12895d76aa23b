package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Embedding;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Training from the first step to the last. */
public abstract class TrainingCases extends OnBackend {
  private static final double RATE = 0.1;

  @Test
  @DisplayName("a line fitted by gradient descent takes the way that plain loops take")
  void line() {
    double[][] places = new double[16][3];
    double[] heights = new double[16];
    for (int i = 0; i < 16; i++) {
      places[i] = new double[] {Math.sin(i), Math.cos(3.0 * i), 1};
      heights[i] = 2 * places[i][0] - places[i][1] + 0.5 + 0.1 * Math.sin(7.0 * i);
    }
    Tensor x = Tensor.of(places);
    Tensor y = Tensor.of(heights);
    Tensor weights = Tensor.of(0.0, 0.0, 0.0).requiresGrad(true);
    Sgd descent = new Sgd(List.of(weights), RATE);
    double[] expected = new double[3];
    for (int step = 1; step <= 50; step++) {
      descent.zeroGrad();
      x.matmul(weights).sub(y).pow(2).mean().backward();
      descent.step();
      descend(places, heights, expected);
      for (int i = 0; i < 3; i++) {
        assertThat(weights.toDoubleArray()[i]).as("weight %d after step %d", i, step).isCloseTo(expected[i], within(1e-12));
      }
    }
    assertThat(expected[0]).isCloseTo(2, within(0.1));
  }

  private static void descend(double[][] places, double[] heights, double[] weights) {
    double[] gradient = new double[weights.length];
    for (int i = 0; i < heights.length; i++) {
      double error = -heights[i];
      for (int j = 0; j < weights.length; j++) {
        error += places[i][j] * weights[j];
      }
      for (int j = 0; j < weights.length; j++) {
        gradient[j] += 2 * error * places[i][j] / heights.length;
      }
    }
    for (int j = 0; j < weights.length; j++) {
      weights[j] -= RATE * gradient[j];
    }
  }

  /** The losses of so many steps towards "one of both, but not both". */
  private static double[] exclusiveOr(int steps) {
    Tensor inputs = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    Tensor targets = Tensor.of(0, 1, 1, 0).reshape(4, 1);
    Sequential net = new Sequential(new Linear(2, 16, Key.of(1)), Sequential.step(Tensor::tanh), new Linear(16, 1, Key.of(2)));
    Adam adam = new Adam(net.parameters(), 0.05);
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      try (var _ = Adjoint.scope()) {
        adam.zeroGrad();
        Tensor loss = Losses.mse(net.forward(inputs), targets);
        loss.backward();
        adam.step();
        losses[step] = loss.item();
      }
    }
    return losses;
  }

  @Test
  @DisplayName("a network of two layers learns what no line can tell apart")
  void network() {
    double[] losses = exclusiveOr(300);
    assertThat(losses[0]).isGreaterThan(0.1);
    assertThat(losses[299]).isLessThan(1e-3);
  }

  @Test
  @DisplayName("a table of vectors, dropout and cross entropy learn what comes next")
  void symbols() {
    int symbols = 7;
    int[] now = new int[symbols];
    int[] next = new int[symbols];
    for (int i = 0; i < symbols; i++) {
      now[i] = i;
      next[i] = (i * 3 + 1) % symbols;
    }
    Embedding table = new Embedding(symbols, 16, Key.of(1));
    Linear logits = new Linear(16, symbols, Key.of(2));
    List<Tensor> parameters = Stream.concat(table.parameters().stream(), logits.parameters().stream()).toList();
    Sgd descent = new Sgd(parameters, 0.5, 0.9);
    for (int step = 0; step < 60; step++) {
      descent.zeroGrad();
      Tensor seen = Functional.dropout(table.forward(Tensor.ofInts(now)), 0.2, true, Key.of(step));
      Losses.crossEntropy(logits.forward(seen), Tensor.ofInts(next)).backward();
      descent.step();
    }
    Tensor learned = logits.forward(table.forward(Tensor.ofInts(now)));
    assertThat(learned.argmax(1).toDoubleArray()).containsExactly(Tensor.ofInts(next).toDoubleArray());
    assertThat(Losses.crossEntropy(learned, Tensor.ofInts(next)).item()).isLessThan(0.1);
  }

  @Test
  @DisplayName("threads that train beside each other learn what one alone learns")
  void besideEachOther() throws Exception {
    double[] alone = exclusiveOr(40);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<double[]>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(threads.submit(() -> exclusiveOr(40)));
      }
      for (Future<double[]> done : running) {
        assertThat(done.get()).containsExactly(alone, within(1e-5));
      }
    }
  }
}
