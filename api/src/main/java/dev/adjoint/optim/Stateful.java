package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.Map;

/** What remembers something from step to step, so that training which goes on later needs it besides the parameters. */
public interface Stateful {
  /**
   * What is remembered, by name: copies, which later steps do not change. Numbers are 0-d, int64 or float64. Of a parameter
   * that no step has changed yet there is nothing.
   */
  Map<String, Tensor> state();

  /**
   * Goes on from where {@link #state} was taken: with the same settings, the next steps are the same, bit by bit. Values are
   * copied, to the device that they are needed on.
   *
   * @throws IllegalArgumentException if names are missing or unexpected, or a tensor has another shape or type than expected;
   *     the message lists all of them, and nothing has changed then
   */
  void load(Map<String, Tensor> state);
}
