package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.List;

/**
 * Adam with weight decay apart from the gradients (Loshchilov and Hutter, 2019, algorithm 2): before each step,
 * {@code p *= 1 - lr * weightDecay}.
 */
public final class AdamW extends Adam {
  /** With a learning rate and {@link AdamOptions#DECOUPLED}; throws as {@link Adam#Adam(List, double)} does. */
  public AdamW(List<Tensor> parameters, double lr) {
    this(parameters, AdamOptions.DECOUPLED.lr(lr));
  }

  /** With settings; throws as {@link Adam#Adam(List, double)} does. */
  public AdamW(List<Tensor> parameters, AdamOptions options) {
    this(List.of(new ParameterGroup<>(parameters, options)));
  }

  /** Of groups with their own settings; throws as {@link Adam#Adam(List, double)} does. */
  public AdamW(List<ParameterGroup<AdamOptions>> groups) {
    super(groups, true);
  }
}
