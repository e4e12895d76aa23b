package dev.adjoint.samples;

import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.samples.Sample.Check;

/** Placing in place: on copies, as a leaf's value stays. */
final class InPlaceRows extends Family {
  private static final String REFUSED = "in place is refused under forward mode";

  InPlaceRows() {
    super("Placing in place");
  }

  @Override
  protected void declare() {
    op("filli", "torch.Tensor.fill_", "paddle.Tensor.fill_", "mindspore.Tensor.fill_", "numpy.ndarray.fill")
        .row("vector", x -> x.copy().filli(2), "a.clone().fill_(2)", Input.real(-1, 1, 3))
        .row("part", x -> {
          var y = x.copy();
          y.narrow(0, 1, 2).filli(2);
          return y.mul(x);
        }, "a * torch.tensor([0., 2., 2.]).to(a) + a * a * torch.tensor([1., 0., 0.]).to(a)", Input.real(-1, 1, 3))
        .row("0-d", x -> x.copy().filli(2), "a.clone().fill_(2)", Input.real(-1, 1))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("zeroi", "torch.Tensor.zero_", "paddle.Tensor.zero_", "mindspore.Tensor.zero_", "")
        .row("matrix", x -> x.copy().zeroi(), "a.clone().zero_()", Input.real(-1, 1, 2, 3))
        .row("empty", x -> x.copy().zeroi(), "a.clone().zero_()", Input.real(-1, 1, 0, 3))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("maskedFilli", "torch.Tensor.masked_fill_", "paddle.Tensor.masked_fill_", "mindspore.Tensor.masked_fill",
        "numpy.putmask")
        .row("matrix", (x, m) -> x.copy().maskedFilli(m, 5), "torch.masked_fill(a, b, 5.)", Input.real(-1, 1, 2, 3),
            Input.bools(2, 3))
        .row("broadcast", (x, m) -> x.copy().maskedFilli(m, 5), "torch.masked_fill(a, b, 5.)", Input.real(-1, 1, 2, 3),
            Input.bools(3))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("scatterAddi", "torch.Tensor.scatter_add_", "paddle.Tensor.put_along_axis_", "mindspore.Tensor.scatter_add",
        "numpy.add.at")
        .row("duplicates", (x, i, s) -> x.copy().scatterAddi(0, i, s), "torch.scatter_add(a, 0, b, c)", Input.real(-1, 1, 3),
            Input.ints(Shape.of(3), 1, 1, 2), Input.real(2, 3, 3))
        .row("matrix", (x, i, s) -> x.copy().scatterAddi(1, i, s), "torch.scatter_add(a, 1, b, c)", Input.real(-1, 1, 2, 3),
            Input.ints(0, 3, 2, 2), Input.real(2, 3, 2, 2))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("scatteri", "torch.Tensor.scatter_", "paddle.Tensor.put_along_axis_", "mindspore.Tensor.scatter", "numpy.put_along_axis")
        .row("vector", (x, i, s) -> x.copy().scatteri(0, i, s), "torch.scatter(a, 0, b, c)", Input.real(-1, 1, 3),
            Input.ints(Shape.of(2), 2, 0), Input.real(2, 3, 2))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("indexAddi", "torch.Tensor.index_add_", "paddle.Tensor.index_add_", "mindspore.Tensor.index_add", "numpy.add.at")
        .row("rows", (x, i, s) -> x.copy().indexAddi(0, i, s), "torch.index_add(a, 0, b, c)", Input.real(-1, 1, 3, 2),
            Input.ints(Shape.of(2), 2, 2), Input.real(2, 3, 2, 2))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
    op("indexPutAddi", "torch.Tensor.index_put_", "paddle.Tensor.index_put_", "mindspore.Tensor.index_put", "numpy.add.at")
        .row("duplicates", (x, i, v) -> x.copy().indexPutAddi(v, Index.of(i)), "torch.index_put(a, [b], c, True)",
            Input.real(-1, 1, 3), Input.ints(Shape.of(3), 1, 1, -1), Input.real(2, 3, 3))
        .exceptAll(Check.FORWARD_MODE, REFUSED);
  }
}
