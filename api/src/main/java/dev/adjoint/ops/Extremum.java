package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import org.jspecify.annotations.Nullable;

/** One of the elements along some axes, by its value: a gradient is shared evenly among the elements that have it. */
abstract class Extremum extends Operation {
  private final Extent extent;

  Extremum(Extent extent) {
    this.extent = extent;
  }

  static Extremum of(Reduction reduction, Extent extent) {
    return new Extremum(extent) {
      @Override
      public String name() {
        return reduction == Reduction.MAX ? "amax" : "amin";
      }

      @Override
      protected Tensor run(Tensor[] inputs) {
        DType type = inputs[0].dtype();
        return Compute.reduce(reduction, Expr.arg(0, type).cast(type.computed()), extent, inputs[0]).to(type);
      }
    };
  }

  @Override
  protected boolean reads(int input, int other) {
    return true;
  }

  /** The share of each element in the result: 1 over the number of winners for a winner, 0 for the others. */
  private Tensor shares(Values values) {
    Tensor x = values.input(0).detach();
    Tensor y = extent.stretch(values.output().detach());
    // NaN wins where there is one, and equals nothing, itself neither.
    Tensor won = Tensor.where(y.eq(y), x.eq(y), x.ne(x)).to(x.dtype().computed());
    return extent.axes().length == 0 ? won : won.div(Reduce.sum(won, true, extent.axes()));
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return shares(values).mul(extent.stretch(gradient));
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    if (tangent == null) {
      return null;
    }
    Tensor shared = shares(values).mul(tangent);
    return extent.axes().length == 0 ? shared : Reduce.sum(shared, extent.keepsAxes(), extent.axes());
  }
}
