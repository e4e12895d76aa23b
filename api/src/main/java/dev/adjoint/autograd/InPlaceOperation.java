package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.View;

/** An operation that can write its result over its first input. */
public abstract class InPlaceOperation extends Operation {
  /** Writes the result over the target, which is where the first input lies. */
  protected abstract void runInto(View target, Tensor[] inputs);
}
