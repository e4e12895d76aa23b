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

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Shares.spread(extent, values.input(0).detach(), values.output().detach(), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : Shares.collected(extent, values.input(0).detach(), values.output().detach(), tangent);
  }
}
