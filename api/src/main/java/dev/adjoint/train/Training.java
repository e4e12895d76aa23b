package dev.adjoint.train;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Lbfgs;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.PlateauOptions;
import dev.adjoint.optim.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A training loop over batches of inputs and targets:
 *
 * <pre>{@code
 * History history = new Training(net, new AdamW(net.parameters(), 1e-3), Losses::crossEntropy)
 *     .metric("accuracy", Metrics::accuracy)
 *     .validation(DataLoader.of(heldOut, 256))
 *     .checkpoints(Path.of("run"))
 *     .listen(TrainingListener.lines(System.out::println))
 *     .run(DataLoader.of(data, 32).shuffle(Key.of(1)), 10);
 * }</pre>
 *
 * Each batch runs in a {@link dev.adjoint.Scope}, on the device of the module's parameters, and draws its random numbers (those
 * of dropout, for instance) from the key of the run and the numbers of the epoch and the batch. So a run that is gone on with
 * gives what one without a break would have given, bit by bit, if it is made in the same way, with a loader that gives the same
 * batches in the same epoch.
 *
 * <p>Where there are checkpoints, a process that is told to end (by Ctrl-C) is held up until the step is over and a
 * checkpoint is written, 30 seconds at most. A run that fails leaves the checkpoint before.
 *
 * <p>The setters change this object and return it.
 */
public final class Training {
  final Module net;
  final Optimizer optimizer;
  final BinaryOperator<Tensor> loss;
  final Map<String, BinaryOperator<Tensor>> metrics = new LinkedHashMap<>();
  final List<TrainingListener> listeners = new ArrayList<>();
  Key key = Key.of(0);
  Schedule @Nullable [] schedules;
  @Nullable DataLoader<Sample> validation;
  @Nullable Path folder;
  @Nullable Path resume;
  @Nullable Goal goal;
  @Nullable PlateauOptions plateau;
  @Nullable LossScaler scaler;
  double clipNorm = Double.POSITIVE_INFINITY;
  int accumulate = 1;
  int everyEpochs = 1;
  int everySteps;
  int patience = Integer.MAX_VALUE;

  /**
   * A loop without validation and checkpoints.
   *
   * @param net what learns, each part in the mode that it is in: after {@link Module#eval} call {@link Module#train} unless
   *     dropout and batch norms should work as they will be used
   * @param optimizer of its parameters
   * @param loss of an output and a target: one element
   * @throws IllegalArgumentException for an {@link Lbfgs}, whose steps compute the loss themselves, several times
   */
  public Training(Module net, Optimizer optimizer, BinaryOperator<Tensor> loss) {
    this.net = Objects.requireNonNull(net, "Training: the module is null; expected one");
    this.optimizer = Objects.requireNonNull(optimizer, "Training: the optimizer is null; expected one");
    this.loss = Objects.requireNonNull(loss, "Training: the loss is null; expected a function, as Losses::crossEntropy");
    if (optimizer instanceof Lbfgs) {
      throw new IllegalArgumentException(
          "Lbfgs evaluates the loss several times a step, on the same batch; expected another optimizer. For Lbfgs write the"
              + " loop by hand, with step(closure)");
    }
  }

  private static void atLeastOne(String name, int given) {
    if (given < 1) {
      throw new IllegalArgumentException(name + " is 1 or more; given " + given);
    }
  }

  // ---- The step ----

  /** The key of the random numbers that are drawn in the steps; {@code Key.of(0)} unless set. */
  public Training key(Key key) {
    this.key = Objects.requireNonNull(key, "key(null): expected one such as Key.of(1)");
    return this;
  }

  /**
   * Sets the learning rate of each step of the optimizer.
   *
   * @param schedules one for all groups of parameters, or one for each; they count the optimizer's steps
   */
  public Training schedule(Schedule... schedules) {
    Objects.requireNonNull(schedules, "schedule(null): expected one such as Schedule.cosine(1000, 0)");
    for (Schedule schedule : schedules) {
      Objects.requireNonNull(schedule, "schedule(.., null, ..): expected schedules such as Schedule.cosine(1000, 0)");
    }
    this.schedules = schedules.clone();
    return this;
  }

  /**
   * Makes the learning rates smaller after epochs that did not get better, as {@link dev.adjoint.optim.ReduceOnPlateau} does:
   * by the figure that tells the best epoch, which is {@code validation.loss}, or {@code loss} without a validation, unless
   * {@link #minimize} or {@link #maximize} names another. Those say what better means, too. Not together with a schedule.
   */
  public Training reduceOnPlateau(PlateauOptions options) {
    plateau = Objects.requireNonNull(options, "reduceOnPlateau(null): expected settings such as PlateauOptions.DEFAULT");
    return this;
  }

  /**
   * Scales losses for their gradients, which are divided by the scale before they are clipped. A step whose gradients are not
   * finite is left out, is not counted, and makes the scale smaller; the run ends when that does not help.
   */
  public Training lossScaler(LossScaler scaler) {
    this.scaler = Objects.requireNonNull(scaler, "lossScaler(null): expected one such as new LossScaler()");
    return this;
  }

  /**
   * Scales gradients so that the norm of all of them together is at most a number. A norm that is infinite or NaN ends the run,
   * before the step that would ruin the parameters, unless a {@link #lossScaler} leaves that step out.
   *
   * @throws IllegalArgumentException unless it is more than 0
   */
  public Training clipNorm(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("The largest norm of the gradients is more than 0; given " + most);
    }
    clipNorm = most;
    return this;
  }

  /**
   * Makes a step of the optimizer of so many batches, of their mean loss: the work of a large batch in the memory of a small
   * one. At the end of an epoch there may be fewer.
   *
   * @throws IllegalArgumentException unless there is one or more
   */
  public Training accumulate(int batches) {
    atLeastOne("The number of batches in a step", batches);
    accumulate = batches;
    return this;
  }

  // ---- What is looked at ----

  /**
   * A figure beside the loss, of each batch's output and target, of one element; the mean over an epoch's samples counts.
   *
   * @throws IllegalArgumentException if the name is taken; {@code loss} is, and all that begin with {@code validation.}
   */
  public Training metric(String name, BinaryOperator<Tensor> figure) {
    Objects.requireNonNull(name, "metric(null, ..): the name is null; expected one such as \"accuracy\"");
    Objects.requireNonNull(figure, () -> "metric(" + name + ", null): expected a function such as Metrics::accuracy");
    if (name.startsWith(TrainingRun.VALIDATION)) {
      throw new IllegalArgumentException(
          "Names that begin with " + TrainingRun.VALIDATION + " are those of the validation's figures; given " + name
              + ". Leave the beginning out: with a validation, each metric is computed of it too");
    }
    if (name.equals(TrainingRun.LOSS) || metrics.putIfAbsent(name, figure) != null) {
      throw new IllegalArgumentException("There is a figure " + name + " already; give each metric a name of its own");
    }
    return this;
  }

  /**
   * Computes loss and metrics of these batches after each epoch, in eval mode, as {@code validation.loss} and so on.
   *
   * @throws IllegalArgumentException if there are no batches
   */
  public Training validation(DataLoader<Sample> batches) {
    Objects.requireNonNull(batches, "validation(null): expected a loader");
    if (batches.size() == 0) {
      throw new IllegalArgumentException(
          "The loader of the validation has no batches; give it more samples, or smaller batches, or leave the validation out");
    }
    validation = batches;
    return this;
  }

  /** Tells a listener, after those that were given before. */
  public Training listen(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(
        listener, "listen(null): expected a listener such as TrainingListener.lines(System.out::println)"));
    return this;
  }

  // ---- The best epoch ----

  /**
   * Takes the epoch for the best in which a figure is smallest. Unless set, that is {@code validation.loss}, or {@code loss}
   * without a validation.
   */
  public Training minimize(String figure) {
    goal = new Goal(Objects.requireNonNull(figure, "minimize(null): expected a figure's name, as \"loss\""), false);
    return this;
  }

  /** Takes the epoch for the best in which a figure is largest: {@code maximize("validation.accuracy")}. */
  public Training maximize(String figure) {
    goal = new Goal(Objects.requireNonNull(figure, "maximize(null): expected a figure's name, as \"accuracy\""), true);
    return this;
  }

  /**
   * Ends the run after so many epochs that were not better than the best before them; one whose figure is NaN never is. The
   * module stays as the last one left it; the best is in the checkpoint {@code best.safetensors}.
   *
   * @throws IllegalArgumentException unless there is one or more
   */
  public Training earlyStopping(int patience) {
    atLeastOne("A patience", patience);
    this.patience = patience;
    return this;
  }

  // ---- Checkpoints ----

  /**
   * Writes checkpoints to a folder, which is made if need be: {@code last.safetensors}, and {@code best.safetensors} whenever
   * an epoch is the best yet.
   */
  public Training checkpoints(Path folder) {
    this.folder = Objects.requireNonNull(folder, "checkpoints(null): expected a folder");
    return this;
  }

  /**
   * Writes the last checkpoint each so many epochs, and at the end; each epoch unless set.
   *
   * @throws IllegalArgumentException unless it is one or more
   */
  public Training checkpointEvery(int epochs) {
    atLeastOne("The number of epochs from checkpoint to checkpoint", epochs);
    everyEpochs = epochs;
    return this;
  }

  /**
   * Writes the last checkpoint also within epochs, each so many steps of the optimizer.
   *
   * @throws IllegalArgumentException unless it is one or more
   */
  public Training checkpointEverySteps(int steps) {
    atLeastOne("The number of steps from checkpoint to checkpoint", steps);
    everySteps = steps;
    return this;
  }

  /**
   * Goes on from a checkpoint of a run that was made in the same way. With another key, another kind of optimizer, another
   * {@link #accumulate}, other numbers of samples, of batches or of samples in a batch, or without what had a state (a
   * schedule, for instance) the run would be another one, and is refused. The optimizer's other settings are not in the
   * checkpoint: give it the same.
   *
   * <p>What may change: the number of epochs, clipping, what is looked at and what is written. A validation or a metric that
   * the run did not have begins with what is left of it; the epochs before have no such figures, and are not compared by them.
   * {@link #reduceOnPlateau} begins anew, from the saved rates, where it follows another figure than before.
   * Learning rates are the saved ones, but for groups of the optimizer that were made with another rate than those of the saved
   * run: the new rate counts from now on (with a schedule, as its base).
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public Training resume(Path checkpoint) {
    Objects.requireNonNull(checkpoint, "resume(null): expected the file of a checkpoint");
    if (!Files.isRegularFile(checkpoint)) {
      throw new IllegalArgumentException(
          checkpoint
              + ": there is no such checkpoint to go on from; expected last.safetensors or best.safetensors in the folder"
              + " that the run was given by checkpoints(folder)");
    }
    resume = checkpoint;
    return this;
  }

  // ---- Running ----

  /**
   * Trains on the batches of some epochs.
   *
   * @param batches those of the epochs 0, 1, ...: see {@link DataLoader#epoch(int)}
   * @param epochs how many in all, with those of the run that is gone on with
   * @throws dev.adjoint.AdjointException if a loss is infinite or NaN: parameters are as the last step left them, but buffers,
   *     as the running values of batch norms, keep what that batch did. Or if the module has other parts than that of the
   *     checkpoint to go on from; nothing has been loaded then
   * @throws dev.adjoint.io.FormatException if the checkpoint to go on from is damaged, or another kind of file
   * @throws java.io.UncheckedIOException if a checkpoint cannot be read or written
   * @throws TrainingInterruptedException if the thread is interrupted; the step is finished, and a checkpoint written before
   * @throws IllegalArgumentException if there are no batches or no epochs, nothing requires a gradient, the optimizer holds
   *     none of the module's parameters that do, the best epoch is told by a figure that is not computed, there are both a
   *     schedule and {@link #reduceOnPlateau}, or the checkpoint to go on from is of a run with other settings; nothing has
   *     been loaded then
   * @throws NullPointerException if the loss or a metric is null
   * @throws dev.adjoint.ShapeException if the loss or a metric has more than one element, or none
   */
  public History run(DataLoader<Sample> batches, int epochs) {
    atLeastOne("The number of epochs", epochs);
    if (batches.size() == 0) {
      throw new IllegalArgumentException("An epoch of this loader has no batches; give it more samples, or smaller batches");
    }
    try (Interruption interruption = new Interruption(folder != null)) {
      try {
        return TrainingRun.begin(this, batches, epochs, interruption).run();
      } catch (TrainingInterruptedException e) {
        throw interruption.end(e);
      }
    }
  }
}
