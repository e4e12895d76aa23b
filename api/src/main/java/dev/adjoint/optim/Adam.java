package dev.adjoint.optim;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import dev.adjoint.ops.Updates.Slope;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1): {@code p -= lr * m / (sqrt(v) + eps)}, where m and v are the means of the gradients
 * and of their squares, without their bias towards 0. Weight decay adds to the gradient; {@link AdamW} keeps it apart.
 */
public sealed class Adam extends Optimizer permits AdamW {
  private static final String MEAN = "mean";
  private static final String SQUARES = "squares";
  private static final String LARGEST = "largestSquares";

  private final List<AdamOptions> options;
  private final boolean decoupled;

  /**
   * Adam with a learning rate, and its usual constants 0.9, 0.999 and 1e-8.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Adam(List<Tensor> parameters, double lr) {
    this(parameters, AdamOptions.DEFAULT.lr(lr));
  }

  /** With settings; throws as {@link #Adam(List, double)} does. */
  public Adam(List<Tensor> parameters, AdamOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link #Adam(List, double)} does. */
  public Adam(List<ParameterGroup<AdamOptions>> groups) {
    this(groups, false);
  }

  /** @param decoupled whether weight decay leaves the gradient alone */
  Adam(List<ParameterGroup<AdamOptions>> groups, boolean decoupled) {
    super(groups);
    options = groups.stream().map(ParameterGroup::options).toList();
    this.decoupled = decoupled;
  }

  @Override
  final List<String> remembered(int group) {
    return options.get(group).amsgrad() ? List.of(MEAN, SQUARES, LARGEST) : List.of(MEAN, SQUARES);
  }

  @Override
  final void update(Slot slot, Tensor grad, double lr) {
    AdamOptions o = options.get(slot.group);
    Slope slope = new Slope(slot.parameter, grad, o.maximize() ? -1 : 1, decoupled ? 0 : o.weightDecay());
    Tensor mean = slot.get(MEAN);
    Tensor squares = slot.get(SQUARES);
    Updates.average(mean, slope, 1 - o.beta1());
    Updates.addSquares(squares, slope, o.beta2(), 1 - o.beta2());
    if (o.amsgrad()) {
      Updates.larger(slot.get(LARGEST), squares);
      squares = slot.get(LARGEST);
    }
    double rate = lr / (1 - Math.pow(o.beta1(), slot.steps()));
    double factor = 1 / (1 - Math.pow(o.beta2(), slot.steps()));
    double kept = decoupled ? 1 - lr * o.weightDecay() : 1;
    Updates.descend(slot.parameter, mean, rate, squares, factor, o.eps(), kept);
  }
}
