package dev.adjoint.train;

import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a training run came to, epoch by epoch; those of the run that was gone on with come first.
 *
 * @param epochs in order
 * @param stoppedEarly whether it ended before its last epoch, since nothing got better
 */
public record History(List<Epoch> epochs, boolean stoppedEarly) {
  private static final String RATE = "lr";
  private static final String SECONDS = "seconds";

  /** With a copy of the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * A figure of each epoch, to be drawn for instance: {@code values("validation.loss")}.
   *
   * @throws IllegalArgumentException if an epoch has none of that name
   */
  public double[] values(String name) {
    return epochs.stream().mapToDouble(epoch -> epoch.figure(name)).toArray();
  }

  /** The last epoch; throws an IllegalStateException if there is none. */
  public Epoch last() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("No epoch has ended yet");
    }
    return epochs.getLast();
  }

  // ---- In a checkpoint: each figure is a float64 tensor with a number for each epoch ----

  static Map<String, Tensor> state(List<Epoch> epochs) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    if (!epochs.isEmpty()) {
      for (String name : epochs.getLast().figures().keySet()) {
        state.put("figure." + name, column(epochs.stream().mapToDouble(e -> e.figures().getOrDefault(name, Double.NaN))));
      }
      state.put(RATE, column(epochs.stream().mapToDouble(Epoch::learningRate)));
      state.put(SECONDS, column(epochs.stream().mapToDouble(Epoch::seconds)));
    }
    return state;
  }

  private static Tensor column(DoubleStream values) {
    return Tensor.of(values.toArray());
  }

  static List<Epoch> read(Map<String, Tensor> state) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    state.forEach((name, column) -> columns.put(name, column.toDoubleArray()));
    double[] rates = columns.getOrDefault(RATE, new double[0]);
    double[] seconds = columns.getOrDefault(SECONDS, new double[0]);
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < rates.length; i++) {
      Map<String, Double> figures = new LinkedHashMap<>();
      for (Map.Entry<String, double[]> column : columns.entrySet()) {
        if (column.getKey().startsWith("figure.")) {
          figures.put(column.getKey().substring("figure.".length()), column.getValue()[i]);
        }
      }
      epochs.add(new Epoch(i, figures, rates[i], seconds[i]));
    }
    return epochs;
  }
}
