package dev.adjoint.samples;

import dev.adjoint.Tensor;

/** Sums, means, extrema and what is made of them. */
final class ReductionRows extends Family {
  ReductionRows() {
    super("Reductions");
  }

  @Override
  protected void declare() {
    op("sum", "torch.sum", "paddle.sum", "mindspore.ops.sum", "numpy.sum")
        .row("all", x -> x.sum(), "torch.sum(a)", Input.real(-1, 1, 2, 3))
        .row("axis 0", x -> x.sum(0), "torch.sum(a, [0])", Input.real(-1, 1, 2, 3))
        .row("axes -1, 0, kept", x -> x.sumKeep(-1, 0), "torch.sum(a, [-1, 0], True)", Input.real(-1, 1, 2, 3, 2))
        .row("0-d", x -> x.sum(0), "torch.sum(a, [0])", Input.real(1, 2))
        .row("empty", x -> x.sum(0), "torch.sum(a, [0])", Input.real(1, 2, 0, 3));
  }
}
