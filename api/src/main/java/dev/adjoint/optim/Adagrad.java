package dev.adjoint.optim;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import dev.adjoint.ops.Updates.Slope;
import java.util.List;

/** Adagrad (Duchi et al., 2011): {@code p -= lr * g / (sqrt(s) + eps)}, where s is the sum of the squares of all gradients. */
public final class Adagrad extends Optimizer {
  private static final String SUM = "sum";

  private final List<AdagradOptions> options;

  /**
   * With a learning rate and {@link AdagradOptions#DEFAULT}.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Adagrad(List<Tensor> parameters, double lr) {
    this(parameters, AdagradOptions.DEFAULT.lr(lr));
  }

  /** With settings; throws as {@link #Adagrad(List, double)} does. */
  public Adagrad(List<Tensor> parameters, AdagradOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link #Adagrad(List, double)} does. */
  public Adagrad(List<ParameterGroup<AdagradOptions>> groups) {
    super(groups);
    options = groups.stream().map(ParameterGroup::options).toList();
  }

  @Override
  List<String> remembered(int group) {
    return List.of(SUM);
  }

  @Override
  void update(Slot slot, Tensor grad, double lr) {
    AdagradOptions o = options.get(slot.group);
    Slope slope = new Slope(slot.parameter, grad, o.maximize() ? -1 : 1, o.weightDecay());
    Tensor sum = slot.get(SUM);
    if (slot.steps() == 1) {
      sum.filli(o.initial());
    }
    Updates.addSquares(sum, slope, 1, 1);
    Updates.descend(slope, sum, o.eps(), lr / (1 + (slot.steps() - 1) * o.lrDecay()));
  }
}
