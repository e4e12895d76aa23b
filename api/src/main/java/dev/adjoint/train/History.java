package dev.adjoint.train;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.io.FormatException;
import java.nio.file.Path;
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

  /**
   * The epochs of a section of a file.
   *
   * @throws FormatException if they are not as many, or written in another way: by another version, for instance
   */
  static List<Epoch> read(Path file, String section, Map<String, Tensor> state, int epochs) {
    double[] rates = numbers(file, section, RATE, state.get(RATE), epochs);
    double[] seconds = numbers(file, section, SECONDS, state.get(SECONDS), epochs);
    List<Map<String, Double>> figures = Stream.generate(() -> (Map<String, Double>) new LinkedHashMap<String, Double>())
        .limit(epochs).toList();
    state.forEach((name, rows) -> {
      if (name.startsWith(FIGURE)) {
        Shape shape = rows.shape();
        if (shape.rank() != 2 || shape.size(1) != 2) {
          throw fault(file, section, name + " of shape " + shape, "[n, 2]: rows of an epoch's number and its value");
        }
        double[] pairs = rows.toDoubleArray();
        for (int i = 0; i < pairs.length; i += 2) {
          if (!(pairs[i] >= 0 && pairs[i] < epochs && pairs[i] == Math.rint(pairs[i]))) {
            throw fault(file, section, name + " of epoch " + pairs[i], "whole numbers from 0 on, less than " + epochs);
          }
          figures.get((int) pairs[i]).put(name.substring(FIGURE.length()), pairs[i + 1]);
        }
      }
    });
    return IntStream.range(0, epochs).mapToObj(i -> new Epoch(i, figures.get(i), rates[i], seconds[i])).toList();
  }

  private static double[] numbers(Path file, String section, String name, @Nullable Tensor column, int epochs) {
    if (column == null && epochs == 0) {
      return new double[0];
    }
    if (column == null || !column.shape().equals(Shape.of(epochs))) {
      throw fault(file, section, column == null ? "no " + name : name + " of shape " + column.shape(),
          "[" + epochs + "], a number for each epoch");
    }
    return column.toDoubleArray();
  }

  static FormatException fault(Path file, String section, String found, String expected) {
    return new FormatException(file, "section " + section, found,
        expected + ". The file is damaged, or of a version that wrote it in another way: begin another run from what was"
            + " learned, without resume",
        null);
  }
}
