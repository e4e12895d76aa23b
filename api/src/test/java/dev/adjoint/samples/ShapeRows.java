package dev.adjoint.samples;

import dev.adjoint.Tensor;

/** Other ways to see the same elements, and joining. */
final class ShapeRows extends Family {
  ShapeRows() {
    super("Shapes");
  }

  @Override
  protected void declare() {
    op("concat", "torch.cat", "paddle.concat", "mindspore.ops.cat", "numpy.concatenate")
        .row("two", (a, b) -> Tensor.concat(1, a, b), "torch.cat([a, b], 1)", Input.real(-1, 1, 2, 1), Input.real(-1, 1, 2, 2))
        .row("one of them twice", (a, b) -> Tensor.concat(0, a, b, a), "torch.cat([a, b, a], 0)", Input.real(-1, 1, 2),
            Input.real(-1, 1, 1));
  }
}
