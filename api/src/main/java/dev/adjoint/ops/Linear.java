package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import org.jspecify.annotations.Nullable;

/** A linear operation on one tensor: says only what its transpose is; its tangent is itself, and nothing is saved. */
abstract class Linear extends Operation {
  /** The transpose applied to a gradient. */
  abstract Tensor transpose(Tensor gradient);

  @Override
  protected final boolean readsNothing() {
    return true;
  }

  @Override
  protected final Tensor reverse(int input, Values values, Tensor gradient) {
    return transpose(gradient);
  }

  @Override
  protected final @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : Tape.apply(this, tangent);
  }
}
