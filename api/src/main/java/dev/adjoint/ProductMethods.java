package dev.adjoint;

import dev.adjoint.ops.MatMul;

/** The methods of a tensor that multiply it, as a vector or matrix, with another. */
abstract sealed class ProductMethods extends ScanMethods permits ShapeMethods {
  /** The matrix product over the last two axes; those before them are a batch and broadcast. */
  public Tensor matmul(Tensor other) {
    return MatMul.matmul(self(), other);
  }
}
