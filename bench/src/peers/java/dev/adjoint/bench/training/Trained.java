package dev.adjoint.bench.training;

import static org.bytedeco.pytorch.global.torch.cross_entropy;

import dev.adjoint.Tensor;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Optimizer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.TensorVector;

/**
 * The losses of a course.
 *
 * @param ours before each step of Adjoint
 * @param libtorchs before each step of libtorch
 */
record Trained(double[] ours, double[] libtorchs) {
  /** Trains in both libraries. */
  static Trained of(Course course, int steps) {
    Sample[] batches = IntStream.range(0, Course.BATCHES).mapToObj(course.batch()).toArray(Sample[]::new);
    Module network = course.network().get();
    try (Weights weights = new Weights(network.state(), network.namedParameters().keySet())) {
      return new Trained(ours(course, network, batches, steps), libtorchs(course, weights, batches, steps));
    }
  }

  private static double[] ours(Course course, Module network, Sample[] batches, int steps) {
    Optimizer optimizer = course.method().ours(network.parameters(), course.lr());
    var losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      Sample batch = batches[step % batches.length];
      optimizer.zeroGrad();
      Tensor logits = network.apply(batch.input());
      Tensor loss = Losses.crossEntropy(logits.reshape(-1, logits.shape().size(-1)), batch.target());
      loss.backward();
      optimizer.step();
      losses[step] = loss.item();
    }
    return losses;
  }

  private static double[] libtorchs(Course course, Weights weights, Sample[] batches, int steps) {
    var losses = new double[steps];
    try (var parameters = new TensorVector(weights.parameters().toArray(org.bytedeco.pytorch.Tensor[]::new));
        var optimizer = course.method().libtorchs(parameters, course.lr())) {
      for (int step = 0; step < steps; step++) {
        Sample batch = batches[step % batches.length];
        try (var _ = new PointerScope()) {
          optimizer.zero_grad();
          var logits = course.libtorch().apply(weights, Weights.copy(batch.input()));
          var loss = cross_entropy(logits, Weights.copy(batch.target()));
          loss.backward();
          optimizer.step();
          losses[step] = loss.item_double();
        }
      }
    }
    return losses;
  }

  /** The largest of the differences between the first losses of two, each relative to the second. */
  static double difference(double[] losses, double[] from, int steps) {
    return IntStream.range(0, steps).mapToDouble(i -> Math.abs(losses[i] - from[i]) / Math.abs(from[i]))
        .reduce(0, (a, b) -> Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.max(a, b));
  }
}
