package dev.adjoint.optim;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import dev.adjoint.ops.Updates.Slope;
import java.util.ArrayList;
import java.util.List;

/**
 * RMSprop (Hinton, 2012; centered: Graves, 2013): {@code p -= lr * g / (sqrt(v) + eps)}, where v is the mean of the squares of
 * the gradients; with momentum, {@code b = momentum * b + g / (sqrt(v) + eps); p -= lr * b}.
 */
public final class RmsProp extends Optimizer {
  private static final String SQUARES = "squares";
  private static final String MEAN = "mean";
  private static final String MOMENTUM = "momentum";

  private final List<RmsPropOptions> options;

  /**
   * With a learning rate and {@link RmsPropOptions#DEFAULT}.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public RmsProp(List<Tensor> parameters, double lr) {
    this(parameters, RmsPropOptions.DEFAULT.lr(lr));
  }

  /** With settings; throws as {@link #RmsProp(List, double)} does. */
  public RmsProp(List<Tensor> parameters, RmsPropOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link #RmsProp(List, double)} does. */
  public RmsProp(List<ParameterGroup<RmsPropOptions>> groups) {
    super(groups);
    options = groups.stream().map(ParameterGroup::options).toList();
  }

  @Override
  List<String> remembered(int group) {
    List<String> names = new ArrayList<>(List.of(SQUARES));
    if (options.get(group).centered()) {
      names.add(MEAN);
    }
    if (options.get(group).momentum() > 0) {
      names.add(MOMENTUM);
    }
    return names;
  }

  @Override
  void update(Slot slot, Tensor grad, double lr) {
    RmsPropOptions o = options.get(slot.group);
    Slope slope = new Slope(slot.parameter, grad, o.maximize() ? -1 : 1, o.weightDecay());
    Tensor squares = slot.get(SQUARES);
    Updates.addSquares(squares, slope, o.alpha(), 1 - o.alpha());
    if (o.centered()) {
      Updates.average(slot.get(MEAN), slope, 1 - o.alpha());
    }
    if (o.momentum() == 0) {
      if (o.centered()) {
        Updates.descend(slope, squares, slot.get(MEAN), o.eps(), lr);
      } else {
        Updates.descend(slope, squares, o.eps(), lr);
      }
      return;
    }
    Tensor velocity = slot.get(MOMENTUM);
    if (o.centered()) {
      Updates.accelerate(velocity, slope, squares, slot.get(MEAN), o.eps(), o.momentum());
    } else {
      Updates.accelerate(velocity, slope, squares, o.eps(), o.momentum());
    }
    Updates.descend(slot.parameter, velocity, lr);
  }
}
