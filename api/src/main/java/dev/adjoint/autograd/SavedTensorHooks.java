package dev.adjoint.autograd;

import dev.adjoint.Tensor;

/** What becomes of a tensor between the forward pass, which saves it, and the backward pass, which reads it. */
public interface SavedTensorHooks {
  /** What is kept in place of a tensor; must not change it. */
  Object pack(Tensor tensor);

  /** The tensor again: of the shape, type and device of the one that was packed. */
  Tensor unpack(Object packed);

  /** Called when what was packed will not be read again. */
  default void release(Object packed) {}
}
