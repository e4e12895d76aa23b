package dev.adjoint.train;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Schedule;

/** A network and a run of it, made anew each time, with all that a checkpoint must not forget. */
final class SmallRun {
  static final int BATCHES = 5;

  final Module net = new Sequential(
      new Linear(3, 8, Key.of(1)), new BatchNorm(8), Sequential.step(Tensor::tanh), new Dropout(0.3, Key.of(2)),
      new Linear(8, 2, Key.of(3)));
  final Optimizer optimizer = new AdamW(net.parameters(), 0.02);
  final Training training = new Training(net, optimizer, Losses::crossEntropy)
      .schedule(Schedule.cosine(40, 0.001)).clipNorm(0.5).accumulate(2)
      .metric("accuracy", Metrics::accuracy)
      .validation(DataLoader.of(points(Key.of(9), 8), 4));

  /** Points in a cube, and whether the first number is larger than the second. */
  static Dataset<Sample> points(Key key, int n) {
    Tensor x = Tensor.randn(key, n, 3);
    return Dataset.of(x, x.select(1, 0).gt(x.select(1, 1)).to(DType.INT64));
  }

  static DataLoader<Sample> batches() {
    return DataLoader.of(points(Key.of(4), 18), 4).shuffle(Key.of(5));
  }
}
