package dev.adjoint.samples;

import dev.adjoint.Tensor;

/** The functions of one and of two numbers that carry a derivative of their own. */
final class PrimitiveRows extends Family {
  PrimitiveRows() {
    super("Scalar primitives");
  }

  @Override
  protected void declare() {
    op("add", "torch.add", "paddle.add", "mindspore.ops.add", "numpy.add")
        .binary(Tensor::add, "torch.add(a, b)", -2, 2, -2, 2)
        .unary("a number, ", x -> x.add(1.5), "torch.add(a, 1.5)", -2, 2);
    op("tanh", "torch.tanh", "paddle.tanh", "mindspore.ops.tanh", "numpy.tanh")
        .unary(Tensor::tanh, "torch.tanh(a)", -2, 2);
    op("abs", "torch.abs", "paddle.abs", "mindspore.ops.abs", "numpy.abs")
        .unary(Tensor::abs, "torch.abs(a)", 0.2, 2)
        .row("at zero", Tensor::abs, "torch.abs(a)", Input.of(-2, 0, 3, -0.0)).kink();
  }
}
