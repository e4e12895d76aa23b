package dev.adjoint.train;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.Device;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.GradientClipping;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Scheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a loop, and where it is. */
final class TrainingRun {
  static final String LOSS = "loss";
  private static final String VALIDATION = "validation.";

  private final Training training;
  private final DataLoader<Sample> loader;
  private final int epochs;
  private final Interruption interruption;
  private final Module net;
  private final Optimizer optimizer;
  private final @Nullable Scheduler scheduler;
  private final @Nullable RunFiles files;
  private final @Nullable Device device;
  private final Training.Goal goal;
  private final List<Epoch> history = new ArrayList<>();
  private final RunState state;
  private Figures figures = new Figures();
  private int epoch;
  private int batch;
  private long step;
  private double rate;

  TrainingRun(Training training, DataLoader<Sample> loader, int epochs, Interruption interruption) {
    this.training = training;
    this.loader = loader;
    this.epochs = epochs;
    this.interruption = interruption;
    net = training.net;
    optimizer = training.optimizer;
    scheduler = training.schedules == null ? null : new Scheduler(optimizer, training.schedules);
    files = training.folder == null ? null : new RunFiles(training.folder, interruption);
    List<Tensor> parameters = net.parameters();
    device = parameters.isEmpty() ? null : parameters.getFirst().device();
    goal = training.goal != null ? training.goal
        : new Training.Goal(training.validation == null ? LOSS : VALIDATION + LOSS, false);
    state = new RunState(net, optimizer, scheduler, loader.size());
  }

  History run() {
    checkGoal();
    checkOptimizer();
    if (training.resume != null) {
      RunState.Place place = state.read(training.resume);
      epoch = place.epoch();
      batch = place.batch();
      step = place.step();
      rate = place.rate();
      figures = place.figures();
      history.addAll(place.history());
    }
    optimizer.zeroGrad();
    boolean stopped = false;
    try {
      while (epoch < epochs && !stopped) {
        stopped = hasStopped();
        if (!stopped) {
          epoch();
        }
      }
    } finally {
      optimizer.zeroGrad();
      History so = new History(history, stopped);
      training.listeners.forEach(listener -> listener.ended(so));
    }
    return new History(history, stopped);
  }

  private void checkGoal() {
    String metric = goal.figure().startsWith(VALIDATION) ? goal.figure().substring(VALIDATION.length()) : goal.figure();
    if (!metric.equals(LOSS) && !training.metrics.containsKey(metric)
        || goal.figure().startsWith(VALIDATION) && training.validation == null) {
      throw new IllegalArgumentException(
          "The best epoch is told by " + goal.figure() + ", which this run does not compute; it has loss and "
              + training.metrics
                  .keySet()
              + (training.validation == null ? ", and no validation" : ", and these of the validation"));
    }
  }

  /** What a module was moved from stays behind in its optimizer, which would go on with it without a word. */
  private void checkOptimizer() {
    List<Tensor> learned = net.parameters().stream().filter(Tensor::requiresGrad).toList();
    Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());
    held.addAll(optimizer.parameters());
    if (!learned.isEmpty() && learned.stream().noneMatch(held::contains)) {
      throw new IllegalArgumentException(
          "The optimizer holds none of the parameters of " + net + " that require a gradient; expected some of them. Where the"
              + " module was moved or converted with to(..), it has other tensors since: move it first, then make the"
              + " optimizer of its parameters()");
    }
  }

  // ---- An epoch ----

  private void epoch() {
    long start = System.nanoTime();
    Batches batches = new Batches(loader, epoch, batch, interruption);
    while (batches.hasNext()) {
      leaveIfInterrupted();
      int size = Math.min(training.accumulate, loader.size() - batch);
      for (int i = 1; i <= size; i++) {
        rate = optimizer.learningRate(0);
        double loss = learn(batches.next(), size, i == size);
        BatchReport report = new BatchReport(epoch, epochs, batch, loader.size(), step, loss, rate);
        batch++;
        training.listeners.forEach(listener -> listener.batch(report));
      }
      if (training.everySteps > 0 && step % training.everySteps == 0) {
        save();
      }
    }
    Map<String, Double> means = figures.means("");
    means.putAll(validate());
    history.add(new Epoch(epoch, means, rate, (System.nanoTime() - start) / 1e9));
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
      (batchesOfStep == 1 ? loss : loss.div(batchesOfStep)).backward();
      add(figures, value, output, target);
      if (last) {
        step();
      }
      return value;
    }
  }

  private void step() {
    if (training.clipNorm < Double.POSITIVE_INFINITY) {
      GradientClipping.byNorm(optimizer.parameters(), training.clipNorm, 2, true);
    }
    optimizer.step();
    optimizer.zeroGrad();
    if (scheduler != null) {
      scheduler.step();
    }
    step++;
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
    Tensor loss = training.loss.apply(output, target);
    if (loss.size() != 1) {
      throw new ShapeException("A loss has one element; given " + loss.shape() + ". Use mean() or sum() at its end");
    }
    return loss;
  }

  private void add(Figures to, double loss, Tensor output, Tensor target) {
    int samples = target.shape().rank() == 0 ? 1 : target.shape().size(0);
    to.add(LOSS, loss, samples);
    try (var _ = Adjoint.noGrad()) {
      training.metrics.forEach((name, metric) -> to.add(name, metric.apply(output.detach(), target).item(), samples));
    }
  }

  private AdjointException notFinite(double value, Tensor input) {
    boolean bad = input.dtype().isFloating() && input.isFinite().all().item() == 0;
    return new AdjointException(
        "The loss of batch " + batch + " of epoch " + epoch + " (both numbered from 0) is " + value + ", after " + step
            + " steps; expected a finite number. "
            + (bad ? "The batch's input itself has numbers that are not finite: look at the data."
                : "Lower the learning rate, which is " + optimizer.learningRate(0) + ", keep gradients small with clipNorm(1),"
                    + " or find the operation: run that batch inside Adjoint.detectAnomaly().")
            + " The parameters are as the last step left them"
            + (net.buffers().isEmpty() ? ""
                : ", but the buffers, as running values, keep what this batch did: make or load the module anew")
            + (files == null ? "" : "; checkpoints are in " + training.folder));
  }

  // ---- The best, the last, and the end ----

  /** How many epochs are over since the best one; its own is 0. All, and 1 at least, if there is no best one yet. */
  private int epochsSinceBest() {
    double best = goal.worst();
    int since = 0;
    for (Epoch one : history) {
      double value = one.figure(goal.figure());
      since++;
      if (goal.isBetter(value, best)) {
        best = value;
        since = 0;
      }
    }
    return since;
  }

  private boolean hasStopped() {
    return !history.isEmpty() && epochsSinceBest() >= training.patience;
  }

  private void keep() {
    if (files != null) {
      // The best comes first: a run that goes on from the last one would never make up for it.
      if (epochsSinceBest() == 0) {
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
    return new RunState.Place(epoch, batch, step, rate, figures, history);
  }

  private void leaveIfInterrupted() {
    if (interruption.isWanted()) {
      save();
      Path last = files == null ? null : files.last();
      throw interruption.end(new TrainingInterruptedException(
          "Training was interrupted in epoch " + epoch + " after " + batch + " of " + loader.size() + " batches (" + step
              + " steps). "
              + (last == null
                  ? "What it learned is in the module alone; checkpoints(folder) keeps it"
                  : "Go on with resume(Path.of(\"" + last + "\"))"),
          last));
    }
  }
}
