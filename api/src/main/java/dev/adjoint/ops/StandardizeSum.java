package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sums of the products of a standardised x and a gradient in the shape of the weight that it was multiplied by. */
final class StandardizeSum extends Operation {
  private static final Map<DType, Kernel> CENTRED = new ConcurrentHashMap<>();
  private static final Map<DType, Kernel> PLAIN = new ConcurrentHashMap<>();

  private final Standardize of;
  private final Shape shape;

  StandardizeSum(Standardize of, Shape shape) {
    this.of = of;
    this.shape = shape;
  }

  private static Kernel centred(DType dtype) {
    Expr distance = Expr.arg(1, dtype).sub(Expr.arg(3, dtype));
    return Kernel.of(Expr.arg(0, dtype).mul(distance.mul(Expr.arg(2, dtype))));
  }

  private static Kernel plain(DType dtype) {
    return Kernel.of(Expr.arg(0, dtype).mul(Expr.arg(1, dtype).mul(Expr.arg(2, dtype))));
  }

  @Override
  public String name() {
    return of.name() + "_weight_grad";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0];
    Extent extent = Reduce.stretched(x.shape(), shape);
    Standardize.Rows rows = of.rows();
    Tensor sums = of.isCentred()
        ? Compute.reduce(Reduction.SUM, CENTRED.computeIfAbsent(x.dtype(), StandardizeSum::centred), extent,
            inputs[1], x, rows.scale(), rows.mean())
        : Compute.reduce(Reduction.SUM, PLAIN.computeIfAbsent(x.dtype(), StandardizeSum::plain), extent,
            inputs[1], x, rows.scale());
    return Views.reshape(sums, shape.toArray());
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 0 || other == 1 && input == 0;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor h) {
    Tensor x = values.input(0);
    return input == 1 ? of.plain(x).mul(h) : of.slope(x, values.input(1), h);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor x = values.input(0);
    Tensor dx = tangents[0];
    Tensor dg = tangents[1];
    Tensor byX = dx == null ? null : values.input(1).mul(of.slope(x, dx, null));
    Tensor byGradient = dg == null ? null : dg.mul(of.plain(x));
    Tensor products = byX == null ? byGradient : byGradient == null ? byX : byX.add(byGradient);
    return products == null ? null : Reduce.sumTo(products, shape);
  }
}
