package dev.adjoint.train;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.Optimizer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run refuses, at its beginning or of what a user's function returns. */
final class RunChecks {
  private RunChecks() {}

  static void goal(Goal goal, Set<String> figures) {
    if (!figures.contains(goal.figure())) {
      throw new IllegalArgumentException(
          "The best epoch is told by " + goal.figure() + ", which this run does not compute; it has " + figures
              + (figures.contains(TrainingRun.VALIDATION + TrainingRun.LOSS) ? "" : ", and no validation"));
    }
  }

  /** Ways to set the learning rates that would undo each other, or look for what is better in two directions. */
  static void rates(Training training, Goal goal) {
    if (training.plateau != null && training.schedules != null) {
      throw new IllegalArgumentException(
          "A schedule sets the learning rates anew at each step, so that reduceOnPlateau would change nothing; given both."
              + " Leave one of them out");
    }
    if (training.plateau != null && training.plateau.maximize() && !goal.larger()) {
      throw new IllegalArgumentException(
          "reduceOnPlateau takes larger figures for better, but the best epoch is the one with the smallest " + goal.figure()
              + ". Say maximize(figure) of the training, or leave maximize out of the settings");
    }
  }

  /** What a module was moved from stays behind in its optimizer, which would go on with it without a word. */
  static void optimizer(Module net, Optimizer optimizer) {
    List<Tensor> learned = net.parameters().stream().filter(Tensor::requiresGrad).toList();
    if (learned.isEmpty() && optimizer.parameters().stream().noneMatch(Tensor::requiresGrad)) {
      throw new IllegalArgumentException(
          "No parameter of " + net + " requires a gradient, nor any other that the optimizer holds: nothing would learn. After"
              + " freeze() call unfreeze() on the part that is to learn");
    }
    Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());
    held.addAll(optimizer.parameters());
    if (!learned.isEmpty() && learned.stream().noneMatch(held::contains)) {
      throw new IllegalArgumentException(
          "The optimizer holds none of the parameters of " + net + " that require a gradient; expected some of them. Where the"
              + " module was moved or converted with to(..), it has other tensors since: move it first, then make the"
              + " optimizer of its parameters()");
    }
  }

  /** What a loss or a metric returns. */
  static Tensor figure(String name, @Nullable Tensor value) {
    Objects.requireNonNull(value, () -> "The function of " + name + " returned null; expected a tensor of one element");
    if (value.size() != 1) {
      throw new ShapeException(
          "The function of " + name + " returned " + value.shape() + "; expected one element. Use mean() or sum() at its end");
    }
    return value;
  }
}
