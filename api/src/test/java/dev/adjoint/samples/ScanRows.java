package dev.adjoint.samples;

import static dev.adjoint.samples.ReductionRows.byAxis;
import static dev.adjoint.samples.ReductionRows.pair;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;

/** Running sums, products and extrema. */
final class ScanRows extends Family {
  private static final double INF = Double.POSITIVE_INFINITY;

  ScanRows() {
    super("Scans");
  }

  private static Tensor[] one(Tensor x) {
    return new Tensor[] {x};
  }

  @Override
  protected void declare() {
    byAxis(op("cumsum", "torch.cumsum", "paddle.cumsum", "mindspore.ops.cumsum", "numpy.cumsum"), x -> a -> one(x.cumsum(a)),
        "torch.cumsum(a, %d)")
        .row("no elements along it", x -> x.cumsum(0), "torch.cumsum(a, 0)", Input.real(1, 2, 0, 2));
    byAxis(op("cumprod", "torch.cumprod", "paddle.cumprod", "mindspore.ops.cumprod", "numpy.cumprod"),
        x -> a -> one(x.cumprod(a)), "torch.cumprod(a, %d)")
        .row("no elements along it", x -> x.cumprod(0), "torch.cumprod(a, 0)", Input.real(1, 2, 0, 2))
        .row("one zero", x -> x.cumprod(0), "torch.cumprod(a, 0)", Input.of(2, 0, 4))
        .row("two zeros", x -> x.cumprod(0), "torch.cumprod(a, 0)", Input.of(0, 2, 0, 3))
        .row("zeros last", x -> x.cumprod(0), "torch.cumprod(a, 0)", Input.of(3, 2, 0, 0))
        .row("rows with and without", x -> x.cumprod(1), "torch.cumprod(a, 1)",
            Input.of(Shape.of(3, 3), 1, 2, 3, 0, 4, 5, 0, 6, 0))
        .row("seven", x -> x.cumprod(0), "torch.cumprod(a, 0)", Input.real(0.5, 2, 7));
    byAxis(op("cummax", "torch.cummax", "paddle.cummax", "mindspore.ops.cummax", ""), x -> a -> pair(x.cummax(a)),
        "torch.cummax(a, %d)")
        .rows("ties", in -> pair(in[0].cummax(0)), "torch.cummax(a, 0)", Input.of(1, 1, 0, 2)).kink()
        .rows("NaN", in -> pair(in[0].cummax(0)), "torch.cummax(a, 0)", Input.of(1, Double.NaN, 3, Double.NaN, 2)).kink();
    byAxis(op("cummin", "torch.cummin", "paddle.cummin", "mindspore.ops.cummin", ""), x -> a -> pair(x.cummin(a)),
        "torch.cummin(a, %d)")
        .rows("ties", in -> pair(in[0].cummin(0)), "torch.cummin(a, 0)", Input.of(1, 1, 2, 0)).kink()
        .rows("NaN", in -> pair(in[0].cummin(0)), "torch.cummin(a, 0)", Input.of(1, Double.NaN, 3, Double.NaN, 2)).kink();
    byAxis(op("logcumsumexp", "torch.logcumsumexp", "paddle.logcumsumexp", "", ""), x -> a -> one(x.logcumsumexp(a)),
        "torch.logcumsumexp(a, %d)")
        .row("equals", x -> x.logcumsumexp(0), "torch.logcumsumexp(a, 0)", Input.of(0, 0, 0))
        .row("far apart", x -> x.logcumsumexp(0), "torch.logcumsumexp(a, 0)", Input.of(-1000, 0, 1000, 1001))
        .row("minus infinity", x -> x.logcumsumexp(0), "torch.logcumsumexp(a, 0)", Input.of(-INF, 0, 1)).kink()
        .except(Check.GOLDEN, "libtorch has the gradient NaN")
        .row("seven", x -> x.logcumsumexp(0), "torch.logcumsumexp(a, 0)", Input.real(-2, 2, 7));
    op("diff", "torch.diff", "paddle.diff", "mindspore.ops.diff", "numpy.diff")
        .row("vector", x -> x.diff(), "torch.diff(a)", Input.real(-1, 1, 4))
        .row("axis 0", x -> x.diff(1, 0), "torch.diff(a, 1, 0)", Input.real(-1, 1, 3, 2))
        .row("twice", x -> x.diff(2, -1), "torch.diff(a, 2, -1)", Input.real(-1, 1, 2, 4))
        .row("zero times", x -> x.diff(0, -1), "torch.diff(a, 0, -1)", Input.real(-1, 1, 2, 2))
        .row("more often than there are", x -> x.diff(3, 0), "torch.diff(a, 3, 0)", Input.real(-1, 1, 2))
        .row("transposed", x -> x.diff(1, 1), "torch.diff(a, 1, 1)", Input.real(-1, 1, 3, 2).transposed())
        .row("narrowed", x -> x.diff(1, 1), "torch.diff(a, 1, 1)", Input.real(-1, 1, 2, 4).narrowed())
        .row("flipped", x -> x.diff(), "torch.diff(a)", Input.real(-1, 1, 4).flipped())
        .row("expanded", x -> x.diff(), "torch.diff(a)", Input.real(-1, 1, 3).expanded(2))
        .row("empty", x -> x.diff(1, 1), "torch.diff(a, 1, 1)", Input.real(-1, 1, 0, 3))
        .row("no elements along it", x -> x.diff(1, 0), "torch.diff(a, 1, 0)", Input.real(-1, 1, 0, 3));
    op("trapezoid", "torch.trapezoid", "paddle.trapezoid", "mindspore.ops.trapz", "scipy.integrate.trapezoid")
        .row("vector", x -> x.trapezoid(1, -1), "torch.trapezoid(a)", Input.real(-1, 1, 4))
        .row("axis 0", x -> x.trapezoid(0.5, 0), "torch.trapezoid(a, dx=0.5, dim=0)", Input.real(-1, 1, 3, 2))
        .row("transposed", x -> x.trapezoid(2, 1), "torch.trapezoid(a, dx=2., dim=1)", Input.real(-1, 1, 3, 2).transposed())
        .row("flipped", x -> x.trapezoid(1, -1), "torch.trapezoid(a)", Input.real(-1, 1, 4).flipped())
        .row("places", (y, x) -> y.trapezoid(x, -1), "torch.trapezoid(a, b)", Input.real(-1, 1, 2, 3), Input.of(0, 1, 3))
        .row("places, axis 0", (y, x) -> y.trapezoid(x, 0), "torch.trapezoid(a, b, dim=0)", Input.real(-1, 1, 3, 2),
            Input.of(0, 1, 3))
        .row("one", x -> x.trapezoid(1, 0), "torch.trapezoid(a)", Input.real(-1, 1, 1))
        .row("expanded", x -> x.trapezoid(1, 0), "torch.trapezoid(a, dx=1, dim=0)", Input.real(-1, 1, 3).expanded(2));
    op("cumulativeTrapezoid", "torch.cumulative_trapezoid", "paddle.cumulative_trapezoid", "",
        "scipy.integrate.cumulative_trapezoid")
        .row("vector", x -> x.cumulativeTrapezoid(1, -1), "torch.cumulative_trapezoid(a)", Input.real(-1, 1, 4))
        .row("axis 0", x -> x.cumulativeTrapezoid(0.5, 0), "torch.cumulative_trapezoid(a, dx=0.5, dim=0)",
            Input.real(-1, 1, 3, 2))
        .row("transposed", x -> x.cumulativeTrapezoid(2, 1), "torch.cumulative_trapezoid(a, dx=2., dim=1)",
            Input.real(-1, 1, 3, 2).transposed())
        .row("narrowed", x -> x.cumulativeTrapezoid(1, 1), "torch.cumulative_trapezoid(a)",
            Input.real(-1, 1, 2, 4).narrowed());
  }
}
