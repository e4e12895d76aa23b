package dev.adjoint.train;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.Device;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a loop, and where it is. */
final class TrainingRun {
  static final String LOSS = "loss";
  static final String VALIDATION = "validation.";

  private final Training training;
  private final DataLoader<Sample> loader;
  private final int epochs;
  private final Interruption interruption;
  private final Module net;
  private final Optimizer optimizer;
  private final Steps steps;
  private final @Nullable RunFiles files;
  private final @Nullable Device device;
  private final Goal goal;
  private final List<Epoch> history = new ArrayList<>();
  private final RunState state;
  private Figures figures = new Figures();
  private int epoch;
  private int batch;
  private double rate;

  private TrainingRun(Training training, DataLoader<Sample> loader, int epochs, Interruption interruption) {
    this.training = training;
    this.loader = loader;
    this.epochs = epochs;
    this.interruption = interruption;
    net = training.net;
    optimizer = training.optimizer;
    List<Tensor> parameters = net.parameters();
    device = parameters.isEmpty() ? null : parameters.getFirst().device();
    goal = training.goal != null ? training.goal
        : new Goal(training.validation == null ? LOSS : VALIDATION + LOSS, false);
    RunChecks.goal(goal, figureNames());
    RunChecks.rates(training, goal);
    RunChecks.optimizer(net, optimizer);
    files = training.folder == null ? null : new RunFiles(training.folder, interruption);
    steps = new Steps(training, goal);
    state = new RunState(training, goal, steps, loader);
  }

  private Set<String> figureNames() {
    Set<String> names = new LinkedHashSet<>(List.of(LOSS));
    names.addAll(training.metrics.keySet());
    if (training.validation != null) {
      List.copyOf(names).forEach(name -> names.add(VALIDATION + name));
    }
    return names;
  }

  /** A run that has begun, up to its first batch; where it is refused, nothing has changed. */
  static TrainingRun begin(Training training, DataLoader<Sample> loader, int epochs, Interruption interruption) {
    Before before = new Before(training);
    try {
      TrainingRun run = new TrainingRun(training, loader, epochs, interruption);
      run.goOn();
      run.tellStart();
      return run;
    } catch (Throwable e) {
      before.restore();
      throw e;
    }
  }

  private void goOn() {
    if (training.resume != null) {
      RunState.Place place = state.read(training.resume);
      epoch = place.epoch();
      batch = place.batch();
      steps.done(place.step());
      rate = place.rate();
      figures = place.figures();
      history.addAll(place.history());
    }
  }

  private void tellStart() {
    Set<String> names = Collections.unmodifiableSet(figureNames());
    try {
      training.listeners.forEach(listener -> listener.started(names));
    } catch (Throwable e) {
      endAfter(e);
      throw e;
    }
  }

  History run() {
    boolean stopped = false;
    try {
      steps.forget();
      while (epoch < epochs && !stopped) {
        stopped = hasStopped();
        if (!stopped) {
          epoch();
        }
      }
      // Not only unchecked exceptions: Kotlin's listeners and losses throw any.
    } catch (Throwable e) {
      endAfter(e);
      throw e;
    }
    return end(stopped);
  }

  /** Ends a run after an error, which matters more than a listener that cannot be told of it. */
  private void endAfter(Throwable e) {
    try {
      end(false);
    } catch (Throwable again) {
      if (again != e) {
        e.addSuppressed(again);
      }
    }
  }

  private History end(boolean stopped) {
    steps.forget();
    History ended = new History(history, stopped);
    training.listeners.forEach(listener -> listener.ended(ended));
    return ended;
  }

  // ---- An epoch ----

  private void epoch() {
    long start = System.nanoTime();
    Batches batches = new Batches(loader, epoch, batch, interruption);
    while (batches.hasNext()) {
      leaveIfInterrupted();
      int size = Math.min(training.accumulate, loader.size() - batch);
      long before = steps.done();
      for (int i = 1; i <= size; i++) {
        rate = steps.learningRate();
        double loss = learn(batches.next(), size, i == size);
        BatchReport report = new BatchReport(epoch, epochs, batch, loader.size(), steps.done(), loss, rate);
        batch++;
        training.listeners.forEach(listener -> listener.batch(report));
      }
      if (training.everySteps > 0 && steps.done() > before && steps.done() % training.everySteps == 0) {
        save();
      }
    }
    Map<String, Double> means = figures.means("");
    // What the run that was gone on with measured beside them is not that of the whole epoch.
    means.keySet().retainAll(figureNames());
    means.putAll(validate());
    history.add(new Epoch(epoch, means, rate, (System.nanoTime() - start) / 1e9));
    steps.epoch(means.get(goal.figure()));
    figures = new Figures();
    epoch++;
    batch = 0;
    keep();
    training.listeners.forEach(listener -> listener.epoch(history.getLast(), epochs));
  }

  /** A batch; with the last one of a step the optimizer's. */
  private double learn(Sample sample, int batchesOfStep, boolean last) {
    Key key = training.key.fold(epoch).fold(batch);
    try (var _ = Adjoint.scope(); var _ = Adjoint.keysFrom(key)) {
      Tensor input = placed(sample.input());
      Tensor target = placed(sample.target());
      Tensor output = net.apply(input);
      Tensor loss = loss(output, target);
      double value = loss.item();
      if (!Double.isFinite(value)) {
        throw notFinite(value, input);
      }
      steps.backward(batchesOfStep == 1 ? loss : loss.div(batchesOfStep));
      add(figures, value, output, target);
      if (last) {
        steps.step();
      }
      return value;
    }
  }

  private Map<String, Double> validate() {
    if (training.validation == null) {
      return Map.of();
    }
    Figures validated = new Figures();
    try (var _ = net.evaluating(); var _ = Adjoint.noGrad()) {
      Batches batches = new Batches(training.validation, 0, 0, interruption);
      while (batches.hasNext()) {
        leaveIfInterrupted();
        Sample sample = batches.next();
        try (var _ = Adjoint.scope(); var _ = Adjoint.keysFrom(training.key)) {
          Tensor output = net.apply(placed(sample.input()));
          Tensor target = placed(sample.target());
          add(validated, loss(output, target).item(), output, target);
        }
      }
    }
    return validated.means(VALIDATION);
  }

  private Tensor placed(Tensor x) {
    return device == null ? x : x.to(device);
  }

  private Tensor loss(Tensor output, Tensor target) {
    return RunChecks.figure("the loss", training.loss.apply(output, target));
  }

  private void add(Figures to, double loss, Tensor output, Tensor target) {
    int samples = target.shape().rank() == 0 ? 1 : target.shape().size(0);
    to.add(LOSS, loss, samples);
    try (var _ = Adjoint.noGrad()) {
      training.metrics.forEach((name, metric) -> {
        Tensor value = RunChecks.figure("the metric " + name, metric.apply(output.detach(), target));
        to.add(name, value.item(), samples);
      });
    }
  }

  private AdjointException notFinite(double value, Tensor input) {
    String kept = " The parameters are as the last step left them";
    String advice;
    if (!allFinite(net.parameters())) {
      advice = "The parameters themselves are not finite since the last step, whose loss was: its gradients were not, or the"
          + " learning rate, " + steps.learningRate() + ", is too high. With clipNorm, for instance clipNorm(1), a run stops"
          + " before such a step; Adjoint.detectAnomaly() finds the operation.";
      kept = "";
    } else if (!allFinite(List.of(input))) {
      advice = "The batch's input itself has numbers that are not finite: look at the data.";
    } else {
      advice = "Lower the learning rate, which is " + steps.learningRate() + ", keep gradients small with clipNorm(1),"
          + " or find the operation: run that batch inside Adjoint.detectAnomaly().";
    }
    if (!net.buffers().isEmpty()) {
      kept +=
          (kept.isEmpty() ? " The" : ", but the") + " buffers, as running values, keep what this batch did: make or load the"
              + " module anew";
    }
    String where = files == null ? "" : (kept.isEmpty() ? " Checkpoints" : "; checkpoints") + " are in " + training.folder;
    return new AdjointException("The loss of batch " + batch + " of epoch " + epoch + " (both numbered from 0) is " + value
        + ", after " + steps.done() + " steps; expected a finite number. " + advice + kept + where);
  }

  private static boolean allFinite(List<Tensor> tensors) {
    return tensors.stream().allMatch(x -> !x.dtype().isFloating() || x.isFinite().all().item() != 0);
  }

  // ---- The best, the last, and the end ----

  private boolean hasStopped() {
    return !history.isEmpty() && goal.epochsSinceBest(history) >= training.patience;
  }

  private void keep() {
    if (files != null) {
      // The best comes first: a run that goes on from the last one would never make up for it.
      if (history.getLast().figures().containsKey(goal.figure()) && goal.epochsSinceBest(history) == 0) {
        state.write(files, files.best(), place());
      }
      if (epoch % training.everyEpochs == 0 || epoch == epochs || hasStopped()) {
        save();
      }
    }
  }

  private void save() {
    if (files != null) {
      state.write(files, files.last(), place());
    }
  }

  private RunState.Place place() {
    return new RunState.Place(epoch, batch, steps.done(), rate, figures, history);
  }

  private void leaveIfInterrupted() {
    if (interruption.isWanted()) {
      save();
      Path last = files == null ? null : files.last();
      throw new TrainingInterruptedException(
          "Training was interrupted in epoch " + (epoch + 1) + " of " + epochs + ", after " + batch + " of its " + loader.size()
              + " batches (" + steps.done() + " steps). "
              + (last == null
                  ? "What it learned is in the module alone; checkpoints(folder) keeps it"
                  : "Its checkpoint is " + last + ": go on from there with resume(Path.of(\"" + last
                      + "\")), in Kotlin resume = Path.of(\"" + last + "\")"),
          last);
    }
  }
}
