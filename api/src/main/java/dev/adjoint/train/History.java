package dev.adjoint.train;

import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a training run came to, epoch by epoch; those of the run that was gone on with come first.
 *
 * @param epochs in order
 * @param stoppedEarly whether it ended before its last epoch, since nothing got better
 */
public record History(List<Epoch> epochs, boolean stoppedEarly) {
  private static final String RATE = "lr";
  private static final String SECONDS = "seconds";
  private static final String FIGURE = "figure.";

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

  // ---- In a checkpoint, float64: rates and seconds of each epoch; of each figure rows of an epoch's number and its value ----

  static Map<String, Tensor> state(List<Epoch> epochs) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    if (!epochs.isEmpty()) {
      // Not all have the same figures: a run may have been gone on with by another that has more of them, or less.
      Set<String> names = new LinkedHashSet<>();
      epochs.forEach(epoch -> names.addAll(epoch.figures().keySet()));
      for (String name : names) {
        state.put(FIGURE + name, Tensor.of(epochs.stream().filter(epoch -> epoch.figures().containsKey(name))
            .map(epoch -> new double[] {epoch.number(), epoch.figure(name)}).toArray(double[][]::new)));
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
    double[] rates = numbers(state.get(RATE));
    double[] seconds = numbers(state.get(SECONDS));
    List<Map<String, Double>> figures = Stream.generate(() -> (Map<String, Double>) new LinkedHashMap<String, Double>())
        .limit(rates.length).toList();
    state.forEach((name, rows) -> {
      if (name.startsWith(FIGURE)) {
        double[] pairs = rows.toDoubleArray();
        for (int i = 0; i < pairs.length; i += 2) {
          figures.get((int) pairs[i]).put(name.substring(FIGURE.length()), pairs[i + 1]);
        }
      }
    });
    return IntStream.range(0, rates.length).mapToObj(i -> new Epoch(i, figures.get(i), rates[i], seconds[i])).toList();
  }

  private static double[] numbers(@Nullable Tensor column) {
    return column == null ? new double[0] : column.toDoubleArray();
  }
}
