package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.Sgd;
import dev.adjoint.train.Metrics;

/** A training loop written out by hand: which of two rings a point is on. */
public final class TrainingLoop {
  private static final int POINTS = 2000;
  private static final int EPOCHS = 5;
  private static final int EVERY = 25;

  private TrainingLoop() {}

  /** Trains, prints the running loss, and in the end the share of points that it tells right. */
  public static void main(String[] args) {
    System.exit(Program.run(TrainingLoop::run, args));
  }

  static void run(String... args) {
    Program.expectArguments(args, 0, 0, "TrainingLoop");
    Key[] keys = Key.of(2026).split(5);
    Tensor labels = Random.randint(keys[0], 0, 2, POINTS);
    Tensor angle = Tensor.rand(keys[1], POINTS).mul(2 * Math.PI);
    Tensor radius = labels.add(1).add(Tensor.randn(keys[2], POINTS).mul(0.2));
    Tensor points = Tensor.stack(1, radius.mul(angle.cos()), radius.mul(angle.sin()));
    DataLoader<Sample> loader = DataLoader.of(Dataset.of(points, labels), 20).shuffle(keys[3]);

    Key[] weights = keys[4].split(2);
    Module net = new Sequential(new Linear(2, 32, weights[0]), Layers.tanh(), new Linear(32, 2, weights[1]));
    Sgd optimizer = new Sgd(net.parameters(), 0.1, 0.9);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      double running = 0;
      int batches = 0;
      for (Sample batch : loader.epoch(epoch)) {
        try (var _ = Adjoint.scope()) { // the next step uses the memory of this one again
          optimizer.zeroGrad();
          Tensor loss = Losses.crossEntropy(net.apply(batch.input()), batch.target());
          loss.backward();
          optimizer.step();
          running += loss.item();
        }
        if (++batches % EVERY == 0) {
          System.out.printf("epoch %d, batch %3d: loss %.3f%n", epoch + 1, batches, running / EVERY);
          running = 0;
        }
      }
    }
    try (var _ = Adjoint.noGrad()) {
      System.out.printf("right: %.1f %%%n", 100 * Metrics.accuracy(net.apply(points), labels).item());
    }
  }
}
