package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.List;

/**
 * Parameters that an optimizer treats alike, beside others that it treats in another way:
 *
 * <pre>{@code
 * var options = AdamOptions.DECOUPLED.lr(3e-4);
 * new AdamW(List.of(
 *     new ParameterGroup<>(weights, options),
 *     new ParameterGroup<>(biases, options.weightDecay(0))));
 * }</pre>
 *
 * @param parameters leaves
 * @param options the optimizer's settings for them
 */
public record ParameterGroup<O extends OptimizerOptions>(List<Tensor> parameters, O options) {
  /** A group. */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
  }
}
