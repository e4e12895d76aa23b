package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import org.jspecify.annotations.Nullable;

/** The logarithm of a sum of exponentials along axes. */
final class LogSumExp extends Operation {
  private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype);
    Expr shift = Softmax.shift(p, p.input(0));
    return p.returning(p.row(p.fold(Reduction.SUM, p.input(0).sub(shift).exp()).log().add(shift)));
  });
  /** The share of an element in the sum, times a gradient or a tangent. */
  private static final Elementwise SHARE = Elementwise.of("logsumexp_grad", 0, Elementwise.Operands.REAL,
      (a, p) -> a[0].sub(a[1]).exp().mul(a[2]));

  private final Extent extent;

  LogSumExp(Extent extent) {
    this.extent = extent;
  }

  @Override
  public String name() {
    return "logsumexp";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0];
    // Without an element there is no largest one to shift by.
    return x.size() > 0 ? Compute.rows(PROGRAMS.of(x.dtype()), Compute.NO_PARAMS, extent, x)[0]
        : Tensor.zeros(extent.result(), x.dtype(), x.backend()).log();
  }

  @Override
  protected boolean reads(int input, int other) {
    return true;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return SHARE.apply(values.input(0), extent.stretch(values.output()), extent.stretch(gradient));
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    if (tangent == null) {
      return null;
    }
    Tensor shares = SHARE.apply(values.input(0), extent.stretch(values.output()), tangent);
    return extent.axes().length == 0 ? shares : Reduce.sum(shares, extent.keepsAxes(), extent.axes());
  }
}
