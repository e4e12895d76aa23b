package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** Numbers that an operation works out on its own, as tensors beside an input. */
final class Constants {
  private Constants() {}

  /** A tensor with one axis, of the type and on the device of another. */
  static Tensor of(Tensor like, double... values) {
    return Tensor.of(values).to(like.dtype()).to(like.device());
  }

  /** An int32 tensor with one axis, on the device of another. */
  static Tensor indices(Tensor beside, int... values) {
    return Tensor.ofInts(values).to(beside.device());
  }
}
