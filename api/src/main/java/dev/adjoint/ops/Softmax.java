package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import org.jspecify.annotations.Nullable;

/** The softmax family, shifted by the largest element so that nothing overflows. Each is one pass along its rows. */
public final class Softmax {
  private Softmax() {}

  /** {@code log(sum(exp(x)))} along the axes, all of them where none is given; minus infinity where there is no element. */
  public static Tensor logSumExp(Tensor x, boolean keepAxes, int... axes) {
    Reduce.checkFloating("logSumExp", x);
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return InFloat32.apply(x, wide -> Tape.apply(new LogSumExp(extent), wide));
  }

  /** {@code exp(x) / sum(exp(x))} along an axis. */
  public static Tensor softmax(Tensor x, int axis) {
    Extent extent = Extent.of(x.shape(), true, axis);
    return InFloat32.apply(real("softmax", x), wide -> Tape.apply(new Normal(extent), wide));
  }

  /** {@code x - log(sum(exp(x)))} along an axis. */
  public static Tensor logSoftmax(Tensor x, int axis) {
    Extent extent = Extent.of(x.shape(), true, axis);
    return InFloat32.apply(real("logSoftmax", x), wide -> Tape.apply(new Logarithmic(extent), wide));
  }

  private static Tensor real(String name, Tensor x) {
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException(name + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
    return x.dtype().isFloating() ? x : x.to(DType.FLOAT32);
  }

  /** Any constant will do for the value; the largest element keeps exp in range. An infinite one would give inf - inf. */
  static Expr shift(RowProgram.Writer p, Expr x) {
    Expr largest = p.fold(Reduction.MAX, x);
    return p.row(largest.sub(largest).eq(0).then(largest, Expr.constant(0, x.dtype())));
  }

  private static Tensor emptyLike(Tensor x) {
    return Tensor.zeros(x.shape(), x.dtype(), x.backend());
  }

  private static Tensor total(Tensor x, Extent extent) {
    return Reduce.sum(x, true, extent.axes());
  }

  /** What softmax and its logarithm share: what they compute, and that their derivative reads the result. */
  private abstract static class Shifted extends Operation {
    final Extent extent;

    Shifted(Extent extent) {
      this.extent = extent;
    }

    abstract RowProgram program(DType dtype);

    @Override
    protected final Tensor run(Tensor[] inputs) {
      Tensor x = inputs[0];
      // Without an element there is no largest one to shift by.
      return x.size() == 0 ? emptyLike(x) : Compute.rows(program(x.dtype()), Compute.NO_PARAMS, extent, x)[0];
    }

    @Override
    protected final boolean reads(int input, int other) {
      return other == OUTPUT;
    }
  }

  private static final class Normal extends Shifted {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype);
      Expr e = p.each(p.input(0).sub(shift(p, p.input(0))).exp());
      Expr scale = p.row(p.fold(Reduction.SUM, e).reciprocal());
      return p.returning(p.each(e.mul(scale)));
    });

    Normal(Extent extent) {
      super(extent);
    }

    @Override
    public String name() {
      return "softmax";
    }

    @Override
    RowProgram program(DType dtype) {
      return PROGRAMS.of(dtype);
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Tape.apply(new NormalGrad(extent), values.output(), gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : Tape.apply(new NormalGrad(extent), values.output(), tangent);
    }
  }

  /** {@code y * (g - sum(g * y))}: in g, what it is the transpose of. */
  private static final class NormalGrad extends Operation {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype, dtype);
      Expr sum = p.fold(Reduction.SUM, p.input(0).mul(p.input(1)));
      return p.returning(p.each(p.input(0).mul(p.input(1).sub(sum))));
    });

    private final Extent extent;

    NormalGrad(Extent extent) {
      this.extent = extent;
    }

    @Override
    public String name() {
      return "softmax_grad";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Compute.rows(PROGRAMS.of(inputs[0].dtype()), Compute.NO_PARAMS, extent, inputs)[0];
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0 || other == 1 && input == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor y = values.input(0);
      if (input == 1) {
        return Tape.apply(this, y, gradient);
      }
      Tensor g = values.input(1);
      return gradient.mul(g.sub(total(g.mul(y), extent))).sub(g.mul(total(gradient.mul(y), extent)));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor dy = tangents[0];
      Tensor dg = tangents[1];
      Tensor byGradient = dg == null ? null : Tape.apply(this, values.input(0), dg);
      if (dy == null) {
        return byGradient;
      }
      Tensor y = values.input(0);
      Tensor g = values.input(1);
      Tensor byResult = dy.mul(g.sub(total(g.mul(y), extent))).sub(y.mul(total(g.mul(dy), extent)));
      return byGradient == null ? byResult : byResult.add(byGradient);
    }
  }

  private static final class Logarithmic extends Shifted {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype);
      Expr shift = shift(p, p.input(0));
      Expr log = p.row(p.fold(Reduction.SUM, p.input(0).sub(shift).exp()).log());
      return p.returning(p.each(p.input(0).sub(shift).sub(log)));
    });

    Logarithmic(Extent extent) {
      super(extent);
    }

    @Override
    public String name() {
      return "log_softmax";
    }

    @Override
    RowProgram program(DType dtype) {
      return PROGRAMS.of(dtype);
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Tape.apply(new LogarithmicGrad(extent), values.output(), gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : tangent.sub(total(values.output().exp().mul(tangent), extent));
    }
  }

  /** {@code g - exp(y) * sum(g)}. */
  private static final class LogarithmicGrad extends Operation {
    private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
      RowProgram.Writer p = RowProgram.over(dtype, dtype);
      Expr sum = p.fold(Reduction.SUM, p.input(1));
      return p.returning(p.each(p.input(1).sub(p.input(0).exp().mul(sum))));
    });

    private final Extent extent;

    LogarithmicGrad(Extent extent) {
      this.extent = extent;
    }

    @Override
    public String name() {
      return "log_softmax_grad";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Compute.rows(PROGRAMS.of(inputs[0].dtype()), Compute.NO_PARAMS, extent, inputs)[0];
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0 || other == 1 && input == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor weighed = gradient.mul(values.input(0).exp());
      return input == 1 ? gradient.sub(total(weighed, extent)) : weighed.mul(total(values.input(1), extent)).neg();
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor dy = tangents[0];
      Tensor dg = tangents[1];
      Tensor e = values.input(0).exp();
      Tensor byGradient = dg == null ? null : dg.sub(e.mul(total(dg, extent)));
      if (dy == null) {
        return byGradient;
      }
      Tensor byResult = e.mul(dy).mul(total(values.input(1), extent)).neg();
      return byGradient == null ? byResult : byResult.add(byGradient);
    }
  }
}
