package dev.adjoint.train;

import dev.adjoint.AdjointException;
import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import dev.adjoint.optim.GradientClipping;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.ReduceOnPlateau;
import dev.adjoint.optim.Scheduler;
import dev.adjoint.optim.Stateful;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The optimizer's steps in a run, with what sets its learning rates and the scale of the losses. */
final class Steps {
  /** A gradient that overflows with so small a scale does with any. */
  private static final double LEAST_SCALE = 0x1p-24;

  private final Optimizer optimizer;
  private final double clipNorm;
  private final @Nullable Scheduler scheduler;
  private final @Nullable ReduceOnPlateau plateau;
  private final @Nullable LossScaler scaler;
  private long done;

  Steps(Training training, Goal goal) {
    optimizer = training.optimizer;
    clipNorm = training.clipNorm;
    scheduler = training.schedules == null ? null : new Scheduler(optimizer, training.schedules);
    plateau = training.plateau == null ? null
        : new ReduceOnPlateau(optimizer, training.plateau.maximize(goal.larger()));
    scaler = training.scaler;
  }

  /** How many there were. */
  long done() {
    return done;
  }

  /** Goes on after so many. */
  void done(long steps) {
    done = steps;
  }

  double learningRate() {
    return optimizer.learningRate(0);
  }

  void backward(Tensor loss) {
    (scaler == null ? loss : scaler.scale(loss)).backward();
  }

  /** A step from the gradients, which are forgotten; whether there was one. */
  boolean step() {
    boolean finite = scaler == null || scaler.unscale(optimizer);
    if (finite && clipNorm < Double.POSITIVE_INFINITY) {
      clip();
    }
    if (scaler == null) {
      optimizer.step();
    } else {
      scaler.step(optimizer);
      scaler.update();
      checkScale(scaler, finite);
    }
    optimizer.zeroGrad();
    if (finite) {
      done++;
      if (scheduler != null) {
        scheduler.step();
      }
    }
    return finite;
  }

  private void clip() {
    try {
      GradientClipping.byNorm(optimizer.parameters(), clipNorm, 2, true);
    } catch (AutogradException e) {
      String bad = optimizer.parameters().stream().map(Tensor::grad)
          .filter(grad -> grad != null && grad.isFinite().all().item() == 0).map(grad -> grad.shape().toString())
          .collect(Collectors.joining(", "));
      throw new AdjointException(
          "The norm of the gradients of step " + done + " (numbered from 0) is not finite; expected a finite number. "
              + (bad.isEmpty() ? "Each gradient is, but their squares are too large to be added up."
                  : "Not finite are those of the parameters of the shapes " + bad + ".")
              + " The parameters are as the last step left them. Look for the operation: run the batch inside"
              + " Adjoint.detectAnomaly()",
          e);
    }
  }

  /** Forgets gradients, and what the scaler knows of them: a step that failed may have left some. */
  void forget() {
    optimizer.zeroGrad();
    if (scaler != null) {
      scaler.load(scaler.state());
    }
  }

  private void checkScale(LossScaler scaler, boolean finite) {
    if (!finite && scaler.scale() < LEAST_SCALE) {
      throw new AdjointException(
          "The gradients of step " + done + " (numbered from 0) are not finite with any scale of the loss, down to "
              + scaler.scale() + "; the parameters are as the last step left them. Look for the operation: run the batch inside"
              + " Adjoint.detectAnomaly(), without lossScaler");
    }
  }

  /** Looks at the figure of an epoch; null where it has none, since its batches were over before somebody asked for it. */
  void epoch(@Nullable Double figure) {
    if (plateau != null && figure != null) {
      plateau.step(figure);
    }
  }

  /** What has a state, by its name in a checkpoint: the optimizer comes first. */
  Map<String, Stateful> parts() {
    Map<String, Stateful> parts = new LinkedHashMap<>();
    parts.put(RunState.OPTIMIZER, optimizer);
    if (scheduler != null) {
      parts.put(RunState.SCHEDULE, scheduler);
    }
    if (plateau != null) {
      parts.put(RunState.PLATEAU, plateau);
    }
    if (scaler != null) {
      parts.put(RunState.SCALER, scaler);
    }
    return parts;
  }
}
