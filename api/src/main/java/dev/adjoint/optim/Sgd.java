package dev.adjoint.optim;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import dev.adjoint.ops.Updates.Slope;
import java.util.List;

/**
 * Gradient descent, with momentum if asked for: {@code v = momentum * v + (1 - dampening) * g; p -= lr * v}, where the first v
 * is g. With Nesterov's momentum {@code p -= lr * (g + momentum * v)}.
 */
public final class Sgd extends Optimizer {
  private static final String MOMENTUM = "momentum";

  private final List<SgdOptions> options;

  /**
   * Plain gradient descent.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Sgd(List<Tensor> parameters, double lr) {
    this(parameters, SgdOptions.DEFAULT.lr(lr));
  }

  /** Gradient descent with momentum; throws as {@link #Sgd(List, double)} does. */
  public Sgd(List<Tensor> parameters, double lr, double momentum) {
    this(parameters, SgdOptions.DEFAULT.lr(lr).momentum(momentum));
  }

  /** With settings; throws as {@link #Sgd(List, double)} does. */
  public Sgd(List<Tensor> parameters, SgdOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link #Sgd(List, double)} does. */
  public Sgd(List<ParameterGroup<SgdOptions>> groups) {
    super(groups);
    options = groups.stream().map(ParameterGroup::options).toList();
    for (SgdOptions o : options) {
      Checks.require(!o.nesterov() || o.momentum() > 0 && o.dampening() == 0, "Nesterov's momentum",
          "for a momentum above 0 and no dampening", "momentum " + o.momentum() + " and dampening " + o.dampening());
    }
  }

  @Override
  List<String> remembered(int group) {
    return options.get(group).momentum() == 0 ? List.of() : List.of(MOMENTUM);
  }

  @Override
  void update(Slot slot, Tensor grad, double lr) {
    SgdOptions o = options.get(slot.group);
    Slope slope = new Slope(slot.parameter, grad, o.maximize() ? -1 : 1, o.weightDecay());
    if (o.momentum() == 0) {
      Updates.descend(slope, lr);
      return;
    }
    Tensor velocity = slot.get(MOMENTUM);
    Updates.accelerate(velocity, slope, o.momentum(), slot.steps() == 1 ? 1 : 1 - o.dampening());
    if (o.nesterov()) {
      Updates.descendAhead(slope, velocity, o.momentum(), lr);
    } else {
      Updates.descend(slot.parameter, velocity, lr);
    }
  }
}
