package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import org.jspecify.annotations.Nullable;

/**
 * What elements have of a chosen value y of their row: those equal to it one share each of equal size, the others none.
 * Linear in its last input: spread over the elements by their shares, or collected from them.
 */
final class Shares extends Operation {
  private static final TypedPrograms SPREAD = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype);
    Expr share = p.row(p.input(2).div(p.fold(Reduction.SUM, won(p).cast(dtype))));
    return p.returning(p.each(won(p).then(share, Expr.constant(0, dtype))));
  });
  private static final TypedPrograms COLLECTED = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype);
    Expr winners = p.fold(Reduction.SUM, won(p).cast(dtype));
    Expr sum = p.fold(Reduction.SUM, won(p).then(p.input(2), Expr.constant(0, dtype)));
    return p.returning(p.row(sum.div(winners)));
  });

  private final Extent extent;
  private final boolean spreads;

  private Shares(Extent extent, boolean spreads) {
    this.extent = extent;
    this.spreads = spreads;
  }

  /** A value of each row, shared among the elements of x that are y. */
  static Tensor spread(Extent extent, Tensor x, Tensor y, Tensor value) {
    return Tape.apply(new Shares(extent, true), x, y, value);
  }

  /** The sum along each row of values times the shares of the elements of x. */
  static Tensor collected(Extent extent, Tensor x, Tensor y, Tensor values) {
    return Tape.apply(new Shares(extent, false), x, y, values);
  }

  /** NaN wins where there is one, and equals nothing, itself neither. */
  private static Expr won(RowProgram.Writer p) {
    Expr x = p.input(0);
    Expr y = p.input(1);
    return y.eq(y).then(x.eq(y), x.ne(x));
  }

  @Override
  public String name() {
    return spreads ? "spread" : "collected";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = wide(inputs[0]);
    Tensor y = extent.stretch(wide(inputs[1]));
    Tensor value = wide(inputs[2]);
    return spreads ? Compute.rows(SPREAD.of(x.dtype()), Compute.NO_PARAMS, extent, x, y, extent.stretch(value))[0]
        : Compute.rows(COLLECTED.of(x.dtype()), Compute.NO_PARAMS, extent, x, y, value)[0];
  }

  private static Tensor wide(Tensor x) {
    return x.detach().to(x.dtype().computed());
  }

  @Override
  protected boolean isDifferentiable(int input) {
    return input == 2;
  }

  @Override
  protected boolean reads(int input, int other) {
    return input == 2 && (other == 0 || other == 1);
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Tape.apply(new Shares(extent, !spreads), values.input(0), values.input(1), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[2];
    return tangent == null ? null : Tape.apply(this, values.input(0), values.input(1), tangent);
  }
}
