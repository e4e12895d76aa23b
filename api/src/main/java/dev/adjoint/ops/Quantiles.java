package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Quantiles: what a part of the elements is below, interpolated linearly between neighbours in order. */
public final class Quantiles {
  private Quantiles() {}

  /** A fraction as a tensor of the type and device of another. */
  public static Tensor fraction(Tensor like, double q) {
    Reduce.checkFloating("quantile", like);
    return Tensor.zeros(Shape.of(), like.dtype(), like.backend()).add(q);
  }

  /**
   * The quantiles along an axis.
   *
   * @param q numbers from 0 to 1, of the type of {@code x}, 0-d or with one axis, which then is the result's first
   * @param skipsNan whether they are of what is not NaN; otherwise they are NaN where one is
   */
  public static Tensor quantile(Tensor x, Tensor q, boolean skipsNan, int axis, boolean keepAxis) {
    checkFractions(x, q);
    return InFloat32.apply(x, wide -> interpolated(wide, q.to(wide.dtype()), skipsNan, axis, keepAxis));
  }

  private static Tensor interpolated(Tensor x, Tensor q, boolean skipsNan, int axis, boolean keepAxis) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    Extent.of(from.shape(), true, a).checkNotEmpty("quantile");
    Tensor rows = from.transpose(a, -1);
    int last = rows.shape().rank() - 1;
    int n = rows.shape().size(last);
    Tensor sorted = Sorting.sort(rows, last, false).values();

    // NaN, sorted last, begins at the rank that is the number of numbers.
    Tensor plain = sorted.detach();
    Tensor numbers = plain.eq(plain).sumKeep(last);
    int count = q.size();
    Tensor fractions = Views.reshape(q, count);
    Tensor steps = skipsNan ? numbers.sub(1).clamp(0, n).to(x.dtype()) : Tensor.zerosLike(numbers).add(n - 1).to(x.dtype());
    Tensor rank = steps.mul(fractions);
    if (!skipsNan) {
      Tensor end = Tensor.zerosLike(rank).add(n - 1);
      rank = Tensor.where(numbers.lt(n).expand(rank.shape()), end, rank);
    }
    Tensor below = rank.detach().floor();
    Tensor low = Pick.of(sorted, last, below.to(DType.INT32));
    Tensor high = Pick.of(sorted, last, rank.detach().ceil().to(DType.INT32));
    Tensor result = low.add(rank.sub(below).mul(high.sub(low)));

    Tensor placed = result.unsqueeze(0).transpose(0, -1).transpose(a + 1, last + 1);
    return shaped(placed, x.shape(), q.shape(), axis, keepAxis);
  }

  /** From {@code [q, .., 1, ..]}, with a 1 at the axis, to what was asked for. */
  private static Tensor shaped(Tensor placed, Shape from, Shape q, int axis, boolean keepAxis) {
    int[] rest = Extent.of(from, keepAxis, axis).result().toArray();
    int[] sizes = new int[q.rank() + rest.length];
    System.arraycopy(q.toArray(), 0, sizes, 0, q.rank());
    System.arraycopy(rest, 0, sizes, q.rank(), rest.length);
    return Views.reshape(placed, sizes);
  }

  private static void checkFractions(Tensor x, Tensor q) {
    Reduce.checkFloating("quantile", x);
    if (q.dtype() != x.dtype()) {
      throw new DTypeException(
          "quantile of a tensor " + x.dtype() + " takes fractions of the same type; given " + q.dtype()
              + ". Convert them with to(" + x.dtype().name() + ")");
    }
    if (q.shape().rank() > 1) {
      throw new ShapeException("quantile takes one fraction or a vector of them; given the shape " + q.shape());
    }
    if (q.size() > 0) {
      double low = q.detach().min().item();
      double high = q.detach().max().item();
      if (!(low >= 0 && high <= 1)) {
        throw new IllegalArgumentException("quantile takes fractions from 0 to 1; given " + (low >= 0 ? high : low));
      }
    }
  }
}
