package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import org.jspecify.annotations.Nullable;

/**
 * The distances from the mean along axes, each times a number of its row: {@code (x - mean(x)) * q}. What variances and
 * deviations have as gradients.
 */
final class Centred extends Operation {
  private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr mean = mean(p, p.input(0), Expr.param(0, dtype));
    return p.returning(p.each(p.input(0).sub(mean).mul(p.input(1))));
  });

  private final Extent extent;

  private Centred(Extent extent) {
    this.extent = extent;
  }

  /** @param q of the extent's result */
  static Tensor of(Extent extent, Tensor x, Tensor q) {
    return Tape.apply(new Centred(extent), x, Views.reshape(q, extent.kept().toArray()));
  }

  static Expr mean(RowProgram.Writer p, Expr x, Expr count) {
    return p.row(p.fold(Reduction.SUM, x).div(count));
  }

  @Override
  public String name() {
    return "centred";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    return Compute.rows(PROGRAMS.of(inputs[0].dtype()), new double[] {extent.count()}, extent, inputs)[0];
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 1 - input;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    if (input == 0) {
      return Tape.apply(this, gradient, values.input(1));
    }
    Tensor x = values.input(0);
    return sum(gradient.mul(x.sub(Reduce.mean(x, true, extent.axes()))));
  }

  private Tensor sum(Tensor x) {
    return Reduce.sum(x, true, extent.axes());
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor dx = tangents[0];
    Tensor dq = tangents[1];
    Tensor byElements = dx == null ? null : Tape.apply(this, dx, values.input(1));
    Tensor byRows = dq == null ? null : Tape.apply(this, values.input(0), dq);
    return byElements == null ? byRows : byRows == null ? byElements : byElements.add(byRows);
  }
}
