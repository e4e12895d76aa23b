package dev.adjoint.optim;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import dev.adjoint.ops.Updates.Slope;
import java.util.List;

/**
 * Lion (Chen et al., 2023, algorithm 2): {@code p -= lr * (sign(beta1 * m + (1 - beta1) * g) + weightDecay * p)}, and then
 * {@code m = beta2 * m + (1 - beta2) * g}. Every element moves by the learning rate, so that this is 3 to 10 times smaller than
 * AdamW's.
 */
public final class Lion extends Optimizer {
  private static final String MEAN = "mean";

  private final List<LionOptions> options;

  /**
   * With a learning rate and {@link LionOptions#DEFAULT}.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Lion(List<Tensor> parameters, double lr) {
    this(parameters, LionOptions.DEFAULT.lr(lr));
  }

  /** With settings; throws as {@link #Lion(List, double)} does. */
  public Lion(List<Tensor> parameters, LionOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link #Lion(List, double)} does. */
  public Lion(List<ParameterGroup<LionOptions>> groups) {
    super(groups);
    options = groups.stream().map(ParameterGroup::options).toList();
  }

  @Override
  List<String> remembered(int group) {
    return List.of(MEAN);
  }

  @Override
  void update(Slot slot, Tensor grad, double lr) {
    LionOptions o = options.get(slot.group);
    Slope slope = new Slope(slot.parameter, grad, o.maximize() ? -1 : 1, 0);
    Tensor mean = slot.get(MEAN);
    Updates.descendSign(slope, mean, 1 - o.beta1(), lr, 1 - lr * o.weightDecay());
    Updates.average(mean, slope, 1 - o.beta2());
  }
}
