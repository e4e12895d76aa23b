package dev.adjoint.train;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means over samples, as they gather batch by batch. */
final class Figures {
  private static final Shape PAIR = Shape.of(2);

  private final Map<String, double[]> sums = new LinkedHashMap<>();

  void add(String name, double value, int samples) {
    double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
    sum[0] += value * samples;
    sum[1] += samples;
  }

  /** The means, with a prefix before their names. */
  Map<String, Double> means(String prefix) {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(prefix + name, sum[0] / sum[1]));
    return means;
  }

  /** Each sum and its weight, float64 {@code [2]}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    sums.forEach((name, sum) -> state.put(name, Tensor.of(sum.clone())));
    return state;
  }

  /** Those of a section of a file; throws as {@link History#read} does. */
  static Figures read(Path file, String section, Map<String, Tensor> state) {
    Figures figures = new Figures();
    state.forEach((name, sum) -> {
      if (!sum.shape().equals(PAIR)) {
        throw History.fault(file, section, name + " of shape " + sum.shape(), PAIR + ": a sum and its weight");
      }
      figures.sums.put(name, sum.toDoubleArray());
    });
    return figures;
  }
}
