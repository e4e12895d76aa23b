package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import org.jspecify.annotations.Nullable;

/** Products along axes. Nothing is divided, so that derivatives of every order are exact where elements are 0. */
public final class Product {
  private Product() {}

  /** The product along the axes, all of them where none is given. Products of integers and bools are int64. */
  public static Tensor prod(Tensor x, boolean keepAxes, int... axes) {
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return x.dtype().isFloating() ? InFloat32.apply(x, wide -> prod(wide, extent)) : prod(x.to(DType.INT64), extent);
  }

  private static Tensor prod(Tensor x, Extent extent) {
    Tensor out = x;
    if (extent.axes().length == x.shape().rank()) {
      return Views.reshape(Tape.apply(new Prod(), Views.reshape(out, 1, x.size())), extent.result().toArray());
    }
    for (int axis : extent.axes()) {
      Tensor rows = out.transpose(axis, -1);
      int[] sizes = rows.shape().toArray();
      int length = sizes[sizes.length - 1];
      sizes[sizes.length - 1] = 1;
      int count = 1;
      for (int size : sizes) {
        count *= size;
      }
      Tensor products = Tape.apply(new Prod(), Views.reshape(rows, count, length));
      out = Views.reshape(products, sizes).transpose(axis, -1);
    }
    return Views.reshape(out, extent.result().toArray());
  }

  /** For each element, the product of the others of its row. */
  static Tensor others(Tensor x) {
    int n = x.shape().size(1);
    if (n <= 1) {
      return Tensor.onesLike(x);
    }
    // Multiply the halves, find what that pair's others are, and each half's others are these times the other half.
    int half = n / 2;
    Tensor low = x.narrow(1, 0, half);
    Tensor high = x.narrow(1, half, half);
    Tensor pairs = low.mul(high);
    if (n % 2 == 0) {
      Tensor rest = others(pairs);
      return Joining.concat(1, rest.mul(high), rest.mul(low));
    }
    Tensor all = others(Joining.concat(1, pairs, x.narrow(1, n - 1, 1)));
    Tensor rest = all.narrow(1, 0, half);
    return Joining.concat(1, rest.mul(high), rest.mul(low), all.narrow(1, half, 1));
  }

  /** Of each row of a matrix, as a column. */
  private static final class Prod extends Operation {
    @Override
    public String name() {
      return "prod";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor x = inputs[0];
      return Compute.reduce(Reduction.PROD, Expr.arg(0, x.dtype()), Extent.of(x.shape(), true, 1), x);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return others(values.input(0)).mul(gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : others(values.input(0)).mul(tangent).sumKeep(1);
    }
  }
}
