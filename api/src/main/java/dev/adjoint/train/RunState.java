package dev.adjoint.train;

import dev.adjoint.Tensor;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Scheduler;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run in a checkpoint: what learns in the sections {@code model}, {@code optimizer} and {@code schedule}, what has been
 * measured in {@code figures} and {@code history}, and how far it is in texts.
 */
final class RunState {
  private static final String MODEL = "model";
  private static final String OPTIMIZER = "optimizer";
  private static final String SCHEDULE = "schedule";
  private static final String FIGURES = "figures";
  private static final String HISTORY = "history";
  private static final String RATE = "rate";

  private final Module net;
  private final Optimizer optimizer;
  private final @Nullable Scheduler scheduler;
  private final int batches;

  RunState(Module net, Optimizer optimizer, @Nullable Scheduler scheduler, int batches) {
    this.net = net;
    this.optimizer = optimizer;
    this.scheduler = scheduler;
    this.batches = batches;
  }

  /** How far a run is: in this epoch, after so many of its batches, and so many steps in all, the last with this rate. */
  record Place(int epoch, int batch, long step, double rate, Figures figures, List<Epoch> history) {}

  void write(RunFiles files, Path file, Place place) {
    Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>();
    sections.put(MODEL, net.state());
    sections.put(OPTIMIZER, optimizer.state());
    if (scheduler != null) {
      sections.put(SCHEDULE, scheduler.state());
    }
    sections.put(FIGURES, place.figures.state());
    sections.put(HISTORY, History.state(place.history));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("epoch", Integer.toString(place.epoch));
    texts.put("batch", Integer.toString(place.batch));
    texts.put("batches", Integer.toString(batches));
    texts.put("step", Long.toString(place.step));
    texts.put(RATE, Double.toString(place.rate));
    files.write(file, sections, texts);
  }

  /** Loads what learns, unless the checkpoint is another run's. */
  Place read(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    Place place = new Place(number(file, checkpoint, "epoch"), number(file, checkpoint, "batch"),
        whole(file, checkpoint, "step", 18), rate(file, checkpoint), Figures.read(checkpoint.section(FIGURES)),
        History.read(checkpoint.section(HISTORY)));
    int before = number(file, checkpoint, "batches");
    if (before != batches) {
      throw new IllegalArgumentException(
          file + " is of a run with " + before + " batches in an epoch; given a loader with " + batches
              + ". Go on with the same data and the same size of batches");
    }
    if (scheduler == null == checkpoint.sections().containsKey(SCHEDULE)) {
      throw new IllegalArgumentException(
          file + " is of a run " + (scheduler == null ? "with a schedule, and this one has none"
              : "without a schedule, and this one has one") + ". Go on with the same settings");
    }
    load(checkpoint);
    return place;
  }

  /** Loads all or nothing: what comes later may be refused when the module has been loaded. */
  private void load(Checkpoint checkpoint) {
    Map<String, Tensor> moduleBefore = new LinkedHashMap<>();
    net.state().forEach((name, tensor) -> moduleBefore.put(name, tensor.detach().copy()));
    Map<String, Tensor> optimizerBefore = optimizer.state();
    try {
      net.load(checkpoint.section(MODEL));
      optimizer.load(checkpoint.section(OPTIMIZER));
      if (scheduler != null) {
        scheduler.load(checkpoint.section(SCHEDULE));
      }
    } catch (RuntimeException e) {
      net.load(moduleBefore);
      optimizer.load(optimizerBefore);
      throw e;
    }
  }

  private static double rate(Path file, Checkpoint checkpoint) {
    String text = checkpoint.metadata().getOrDefault(RATE, "");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          file + " is no checkpoint of a training run: its text " + RATE + " is \"" + text + "\"; expected a number", e);
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
