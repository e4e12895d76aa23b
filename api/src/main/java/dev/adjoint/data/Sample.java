package dev.adjoint.data;

import dev.adjoint.Tensor;
import java.util.List;

/**
 * What a model is given and what it should answer, of one example, or of a batch of them along the first axis.
 *
 * @param input what the model is given
 * @param target what it should answer
 */
public record Sample(Tensor input, Tensor target) {
  /**
   * Samples along a new first axis.
   *
   * @param samples at least one; inputs of one shape and type, and targets of one shape and type
   */
  public static Sample stack(List<Sample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("A batch is stacked of one sample or more; given none");
    }
    return new Sample(
        Tensor.stack(0, samples.stream().map(Sample::input).toArray(Tensor[]::new)),
        Tensor.stack(0, samples.stream().map(Sample::target).toArray(Tensor[]::new)));
  }
}
