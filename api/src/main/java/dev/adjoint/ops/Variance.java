package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import org.jspecify.annotations.Nullable;

/** The variance along axes, or its square root. Twice through a row, which is in the cache the second time. */
abstract class Variance extends Operation {
  final Extent extent;
  /** What the sum of squares is divided by. */
  final double freedom;

  private Variance(Extent extent, int correction) {
    this.extent = extent;
    this.freedom = Math.max(0, extent.count() - correction);
  }

  static Tensor variance(Tensor x, Extent extent, int correction) {
    return Tape.apply(new Squared(extent, correction), x);
  }

  static Tensor deviation(Tensor x, Extent extent, int correction) {
    return Tape.apply(new Root(extent, correction), x);
  }

  static Expr meanSquare(RowProgram.Writer p) {
    Expr x = p.input(0);
    Expr distance = x.sub(Centred.mean(p, x, Expr.param(0, x.dtype())));
    return p.fold(Reduction.SUM, distance.mul(distance)).div(Expr.param(1, x.dtype()));
  }

  abstract RowProgram program(DType dtype);

  @Override
  protected final Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0];
    return Compute.rows(program(x.dtype()), new double[] {extent.count(), freedom}, extent, x)[0];
  }

  /** The sums of the distances times a tangent. */
  final Tensor along(Tensor x, Tensor tangent) {
    Tensor products = x.sub(Reduce.mean(x, true, extent.axes())).mul(tangent);
    return Reduce.sum(products, extent.keepsAxes(), extent.axes());
  }

  private static final class Squared extends Variance {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype);
      return p.returning(p.row(meanSquare(p)));
    });

    Squared(Extent extent, int correction) {
      super(extent, correction);
    }

    @Override
    public String name() {
      return "var";
    }

    @Override
    RowProgram program(DType dtype) {
      return PROGRAMS.of(dtype);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Centred.of(extent, values.input(0), gradient.mul(2 / freedom));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : along(values.input(0), tangent).mul(2 / freedom);
    }
  }

  private static final class Root extends Variance {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype);
      return p.returning(p.row(meanSquare(p).sqrt()));
    });
    /** What a distance counts in the deviation y, times g: nothing where all elements are equal. */
    private static final Elementwise SCALE =
        Elementwise.of("std_grad", 1, Elementwise.Operands.REAL, (a, p) -> {
          Expr equal = a[0].eq(0);
          Expr divisor = equal.then(Expr.constant(1, a[0].dtype()), a[0]).mul(p[0]);
          return equal.then(Expr.constant(0, a[0].dtype()), a[1].div(divisor));
        });

    Root(Extent extent, int correction) {
      super(extent, correction);
    }

    @Override
    public String name() {
      return "std";
    }

    @Override
    RowProgram program(DType dtype) {
      return PROGRAMS.of(dtype);
    }

    @Override
    protected boolean reads(int input, int other) {
      return true;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Centred.of(extent, values.input(0), SCALE.apply(new double[] {freedom}, values.output(), gradient));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null
          : SCALE.apply(new double[] {freedom}, values.output(), along(values.input(0), tangent));
    }
  }
}
