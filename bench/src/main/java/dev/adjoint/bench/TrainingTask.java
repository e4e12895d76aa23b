package dev.adjoint.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A perceptron with relu between its layers, where it starts, and what it learns: all that a contender needs in order to train
 * the same network as the others.
 *
 * @param widths the sizes of the input, of each hidden layer and of the output
 * @param inputs one batch, {@code rows() x widths[0]}, row by row
 * @param objective the loss
 * @param parameters the initial weight {@code [out, in]} and bias {@code [out]} of each layer in turn, as PyTorch lays them out
 * @param rate the learning rate of plain gradient descent
 */
public record TrainingTask(int[] widths, float[] inputs, Objective objective, List<float[]> parameters, double rate) {
  /** The benchmarks' network: 784-256-128-10, cross entropy, 64 rows, rate 0.01. */
  public static TrainingTask digits() {
    int[] widths = {784, 256, 128, 10};
    int rows = 64;
    return new TrainingTask(
        widths,
        Samples.uniform(1, rows * widths[0], 1),
        new Objective.CrossEntropy(Samples.labels(2, rows, 10)),
        initialParameters(widths, 3),
        0.01);
  }

  /**
   * A line through noise: 1-10-1, mean squared error, rate 0.01, and 100 points of y = 2x + 1 over -1 to 1, each off by normal
   * noise of deviation 0.1.
   */
  public static TrainingTask line() {
    int[] widths = {1, 10, 1};
    var noise = new SplittableRandom(4);
    var x = new float[100];
    var y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = 2f * i / (x.length - 1) - 1;
      y[i] = 2 * x[i] + 1 + 0.1f * (float) noise.nextGaussian();
    }
    return new TrainingTask(widths, x, new Objective.MeanSquaredError(y), initialParameters(widths, 5), 0.01);
  }

  /** Weights and biases as PyTorch's {@code Linear} draws them: uniform within one over the root of the fan-in. */
  public static List<float[]> initialParameters(int[] widths, long seed) {
    var parameters = new ArrayList<float[]>();
    for (int layer = 1; layer < widths.length; layer++) {
      double bound = 1 / Math.sqrt(widths[layer - 1]);
      parameters.add(Samples.uniform(seed + 2L * layer, widths[layer] * widths[layer - 1], bound));
      parameters.add(Samples.uniform(seed + 2L * layer + 1, widths[layer], bound));
    }
    return List.copyOf(parameters);
  }

  /** How many examples the batch holds. */
  public int rows() {
    return inputs.length / widths[0];
  }

  /** How many layers have a weight and a bias. */
  public int layers() {
    return widths.length - 1;
  }

  /** The shape of a parameter: {@code [out, in]} of a weight, {@code [out]} of a bias. */
  public long[] shape(int parameter) {
    int layer = parameter / 2;
    return isWeight(parameter) ? new long[] {widths[layer + 1], widths[layer]} : new long[] {widths[layer + 1]};
  }

  /** Whether a parameter is a layer's weight; the others are biases. */
  public boolean isWeight(int parameter) {
    return parameter % 2 == 0;
  }
}
