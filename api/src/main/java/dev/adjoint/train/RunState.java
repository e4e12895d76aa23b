package dev.adjoint.train;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Stateful;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run in a checkpoint: what learns in the sections {@code model} and {@code optimizer}, with {@code schedule}, {@code
 * reduceOnPlateau} and {@code lossScaler} where it has one, what has been measured in {@code figures} and {@code history}, and
 * in texts how far it is, and the settings without which it would be another run.
 */
final class RunState {
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";
  static final String PLATEAU = "reduceOnPlateau";
  static final String SCALER = "lossScaler";
  private static final String MODEL = "model";
  private static final String FIGURES = "figures";
  private static final String HISTORY = "history";
  private static final String RATE = "rate";
  private static final String BASES = "learning rates";
  private static final String FOLLOWED = "reduceOnPlateau follows";

  private final Module net;
  private final Optimizer optimizer;
  private final Map<String, Stateful> parts;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final String followed;

  RunState(Training training, Goal goal, Steps steps, DataLoader<Sample> loader) {
    net = training.net;
    optimizer = training.optimizer;
    parts = steps.parts();
    followed = (goal.larger() ? "largest " : "smallest ") + goal.figure();
    Key key = training.key;
    settings.put("key", "Key.of(" + ((long) key.high() << Integer.SIZE | Integer.toUnsignedLong(key.low())) + ")");
    settings.put(OPTIMIZER, optimizer.getClass().getSimpleName());
    settings.put("accumulate", Integer.toString(training.accumulate));
    settings.put("samples", Integer.toString(loader.samples()));
    settings.put("samples in a batch", Integer.toString(loader.batchSize()));
    settings.put("batches", Integer.toString(loader.size()));
  }

  /** How far a run is: in this epoch, after so many of its batches, and so many steps in all, the last with this rate. */
  record Place(int epoch, int batch, long step, double rate, Figures figures, List<Epoch> history) {}

  void write(RunFiles files, Path file, Place place) {
    Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>();
    sections.put(MODEL, net.state());
    parts.forEach((name, part) -> sections.put(name, part.state()));
    sections.put(FIGURES, place.figures.state());
    sections.put(HISTORY, History.state(place.history));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("epoch", Integer.toString(place.epoch));
    texts.put("batch", Integer.toString(place.batch));
    texts.put("step", Long.toString(place.step));
    texts.put(RATE, Double.toString(place.rate));
    texts.put(BASES, bases().collect(Collectors.joining(" ")));
    if (parts.containsKey(PLATEAU)) {
      texts.put(FOLLOWED, followed);
    }
    texts.putAll(settings);
    files.write(file, sections, texts);
  }

  private Stream<String> bases() {
    return IntStream.range(0, optimizer.groups()).mapToObj(group -> Double.toString(optimizer.baseRate(group)));
  }

  /** Loads what learns, unless the checkpoint is another run's; after an error that may be done in part. */
  Place read(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    int epoch = number(file, checkpoint, "epoch");
    int batch = number(file, checkpoint, "batch");
    long step = whole(file, checkpoint, "step", 18);
    double rate = rates(file, checkpoint, RATE)[0];
    double[] bases = rates(file, checkpoint, BASES);
    checkSettings(file, checkpoint);
    Figures figures = Figures.read(file, FIGURES, checkpoint.section(FIGURES));
    List<Epoch> history = History.read(file, HISTORY, checkpoint.section(HISTORY), epoch);
    load(checkpoint);
    // Those with a schedule have been set by it.
    for (int group = 0; group < bases.length && !parts.containsKey(SCHEDULE); group++) {
      if (optimizer.baseRate(group) != bases[group]) {
        optimizer.setLearningRate(group, optimizer.baseRate(group));
      }
    }
    return new Place(epoch, batch, step, rate, figures, history);
  }

  private void checkSettings(Path file, Checkpoint checkpoint) {
    List<String> faults = new ArrayList<>();
    settings.forEach((name, given) -> {
      String before = checkpoint.metadata().getOrDefault(name, "missing");
      if (!before.equals(given)) {
        faults.add(name + ": there " + before + ", given " + given);
      }
    });
    for (String name : List.of(SCHEDULE, PLATEAU, SCALER)) {
      if (parts.containsKey(name) != checkpoint.sections().containsKey(name)) {
        faults.add(
            name + (parts.containsKey(name) ? ": there none, and this run has one" : ": there one, and this one has none"));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is of a run with other settings, which cannot be gone on with exactly: " + String.join("; ", faults)
              + ". Nothing was loaded. Make the run as it was; or begin another one from what was learned, without resume,"
              + " after net.load(Checkpoint.read(file).section(\"" + MODEL + "\"))");
    }
  }

  private void load(Checkpoint checkpoint) {
    net.load(checkpoint.section(MODEL));
    // The best of one figure says nothing of another: a plateau that follows another one begins anew, from the saved rates.
    boolean same = followed.equals(checkpoint.metadata().get(FOLLOWED));
    parts.forEach((name, part) -> {
      if (same || !name.equals(PLATEAU)) {
        part.load(checkpoint.section(name));
      }
    });
  }

  /** Numbers between spaces. */
  private static double[] rates(Path file, Checkpoint checkpoint, String name) {
    String text = checkpoint.metadata().getOrDefault(name, "");
    try {
      return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          file + " is no checkpoint of a training run: its text " + name + " is \"" + text + "\"; expected a number", e);
    }
  }

  private static int number(Path file, Checkpoint checkpoint, String name) {
    return (int) whole(file, checkpoint, name, 9);
  }

  private static long whole(Path file, Checkpoint checkpoint, String name, int digits) {
    String text = checkpoint.metadata().getOrDefault(name, "");
    if (!text.matches("[0-9]{1," + digits + "}")) {
      throw new IllegalArgumentException(
          file + " is no checkpoint of a training run: its text " + name + " is \"" + text + "\"; expected a whole number of "
              + digits + " digits at most");
    }
    return Long.parseLong(text);
  }
}
