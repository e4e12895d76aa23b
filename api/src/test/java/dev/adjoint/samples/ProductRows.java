package dev.adjoint.samples;

import dev.adjoint.Tensor;

/** Matrix products and what is made of them. */
final class ProductRows extends Family {
  ProductRows() {
    super("Products");
  }

  @Override
  protected void declare() {
    op("matmul", "torch.matmul", "paddle.matmul", "mindspore.ops.matmul", "numpy.matmul")
        .row("matrices", Tensor::matmul, "torch.matmul(a, b)", Input.real(-1, 1, 2, 3), Input.real(-1, 1, 3, 2))
        .row("transposed", Tensor::matmul, "torch.matmul(a, b)", Input.real(-1, 1, 3, 2).transposed(),
            Input.real(-1, 1, 2, 3).transposed())
        .row("vectors", Tensor::matmul, "torch.matmul(a, b)", Input.real(-1, 1, 3), Input.real(-1, 1, 3));
  }
}
