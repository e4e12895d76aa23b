package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.ValuesAndIndices;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import java.util.Locale;

/** Which element is the largest or smallest: the first of equals, and the first NaN where there is one. */
public final class Select {
  private Select() {}

  /** The index of the largest ({@link Reduction#MAX}) or smallest along an axis: int64. */
  public static Tensor arg(Reduction how, Tensor x, int axis, boolean keepAxis) {
    Tensor index = Pick.visible(find(how, withAxis(x.detach()), x.shape().axis(axis)).indices);
    return Views.reshape(index, Extent.of(x.shape(), keepAxis, axis).result().toArray());
  }

  /** The largest or smallest along an axis, and its index, which alone gets a gradient. */
  public static ValuesAndIndices valueAndIndex(Reduction how, Tensor x, int axis, boolean keepAxis) {
    int a = x.shape().axis(axis);
    Tensor from = withAxis(x);
    Found found = find(how, from.detach(), a);
    Tensor known = found.values.to(x.dtype());
    int[] sizes = Extent.of(x.shape(), keepAxis, axis).result().toArray();
    Tensor values = Pick.of(from, a, found.indices, known);
    return new ValuesAndIndices(Views.reshape(values, sizes), Views.reshape(Pick.visible(found.indices), sizes));
  }

  private record Found(Tensor values, Tensor indices) {}

  private static Found find(Reduction how, Tensor x, int axis) {
    Extent extent = Extent.of(x.shape(), true, axis);
    extent.checkNotEmpty("arg" + how.name().toLowerCase(Locale.ROOT));
    Expr element = Expr.arg(0, x.dtype()).cast(x.dtype().computed());
    Expr extremum = Expr.arg(1, element.dtype());
    Tensor values = Compute.reduce(how, element, extent, x);
    // The extremum is NaN where an element is; only that one differs from itself.
    Expr wins = extremum.eq(extremum).then(element.eq(extremum), element.ne(element));
    Expr at = wins.then(Expr.index(axis).cast(DType.INT32), Expr.constant(Integer.MAX_VALUE, DType.INT32));
    return new Found(values, Compute.reduce(Reduction.MIN, at, extent, x, values));
  }

  /** A 0-d tensor as one with one axis of size 1. */
  static Tensor withAxis(Tensor x) {
    return x.shape().rank() == 0 ? Views.reshape(x, 1) : x;
  }
}
