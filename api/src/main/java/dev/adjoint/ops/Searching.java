package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Histogram;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.UniqueValues;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finding elements in order, and counting them. */
public final class Searching {
  private Searching() {}

  /**
   * Where numbers would be inserted to keep an order: for each, how many elements of its row are smaller (or, from the
   * right, not larger). int64.
   *
   * @param sorted ascending along its last axis; one row for all, or a row for each row of {@code values}
   */
  public static Tensor searchSorted(Tensor sorted, Tensor values, boolean right) {
    Tape.checkOneDevice("searchsorted", new Tensor[] {sorted, values});
    int rank = sorted.shape().rank();
    boolean fits = rank == 1 || rank > 1 && rank == values.shape().rank();
    for (int i = 0; fits && rank > 1 && i < rank - 1; i++) {
      fits = sorted.shape().size(i) == values.shape().size(i);
    }
    if (!fits) {
      throw new ShapeException(
          "searchsorted takes a sorted vector, or one sorted row for each row of the values; given the shapes "
              + sorted.shape() + " and " + values.shape());
    }
    DType common = DType.promote(sorted.dtype(), values.dtype()).computed();
    Tensor rows = sorted.detach().to(common);
    Tensor sought = values.detach().to(common);
    Tensor found = rank == 1 ? count(rows, Views.reshape(sought, sought.size()), right) : count(rows, sought, right);
    return Views.reshape(Pick.visible(found), values.shape().toArray());
  }

  /** How many elements of each row come before each value: a number found bit by bit from the highest. */
  private static Tensor count(Tensor rows, Tensor values, boolean right) {
    int axis = rows.shape().rank() - 1;
    int n = rows.shape().size(axis);
    Shape shape = values.shape();
    Tensor count = Tensor.zeros(shape, DType.INT32, rows.backend());
    Expr known = Expr.arg(0, DType.INT32);
    Expr element = Expr.arg(1, rows.dtype());
    Expr value = Expr.arg(2, rows.dtype());
    // NaN counts as larger than any number, on either side.
    Expr isNumber = value.eq(value);
    Expr nan = right ? isNumber : Expr.constant(1, DType.BOOL);
    Expr after = element.eq(element).then(right ? element.gt(value) : element.ge(value), nan);
    for (int step = Integer.highestOneBit(n); step > 0; step /= 2) {
      Expr next = known.add(step);
      Tensor last = Pick.of(rows, axis, Compute.map(next.min(n).sub(1), shape, count));
      count = Compute.map(next.gt(n).then(known, after.then(known, next)), shape, count, last, values);
    }
    return count;
  }

  /** Whether each element is one of others: bool. */
  public static Tensor isin(Tensor x, Tensor others) {
    Tape.checkOneDevice("isin", new Tensor[] {x, others});
    if (others.size() == 0) {
      return Tensor.zeros(x.shape(), DType.BOOL, x.backend());
    }
    DType common = DType.promote(x.dtype(), others.dtype()).computed();
    Tensor values = Views.reshape(x.detach().to(common), x.size());
    Tensor sorted = Sorting.Order.of(Views.reshape(others.detach().to(common), others.size()), 0, false).values();
    int n = sorted.size();
    Expr at = Expr.arg(0, DType.INT32).min(n - 1);
    Tensor nearest = Pick.of(sorted, 0, Compute.map(at, values.shape(), count(sorted, values, false)));
    return Views.reshape(nearest.eq(values), x.shape().toArray());
  }

  /**
   * The different elements.
   *
   * @param sorts whether equal elements anywhere are one, in ascending order; otherwise only neighbours are
   */
  public static UniqueValues unique(Tensor x, boolean sorts) {
    Backend backend = x.backend();
    int n = x.size();
    Tensor all = Views.reshape(x, n);
    if (n == 0) {
      Tensor none = Tensor.zeros(Shape.of(0), DType.INT64, backend);
      return new UniqueValues(all, Views.reshape(none, x.shape().toArray()), none);
    }
    Tensor plain = all.detach();
    Sorting.Order order = sorts ? Sorting.Order.of(plain, 0, false) : null;
    Tensor row = order == null ? plain : order.values();
    Tensor before = Joining.concat(0, row.narrow(0, 0, 1), row.narrow(0, 0, n - 1));
    Expr differs = Expr.arg(0, row.dtype()).ne(Expr.arg(1, row.dtype()));
    Expr starts =
        Expr.index(0).eq(Expr.constant(0, DType.INT64)).then(Expr.constant(0, DType.INT32), differs.cast(DType.INT32));
    Tensor group = Compute.scan(Reduction.SUM, Compute.map(starts, row.shape(), row, before), 0);

    int[] groups = group.toIntArray();
    int count = groups[n - 1] + 1;
    int[] firsts = new int[count];
    for (int i = n - 1; i >= 0; i--) {
      firsts[groups[i]] = i;
    }
    Tensor first = Compute.vector(backend, firsts, DType.INT32);
    Tensor values = Pick.of(all, 0, order == null ? first : Pick.of(order.indices(), 0, first));
    Tensor inverse = order == null ? group
        : Compute.addAt(Tensor.zeros(Shape.of(n), DType.INT32, backend), order.indices(), group);
    Tensor ones = Tensor.onesLike(group).to(DType.INT64);
    Tensor counts = Compute.addAt(Tensor.zeros(Shape.of(count), DType.INT64, backend), group, ones);
    return new UniqueValues(values, Views.reshape(Pick.visible(inverse), x.shape().toArray()), counts);
  }

  /**
   * How often each number from 0 on occurs, or the sum of the weights where it does.
   *
   * @param x int32 or int64, not negative, with one axis
   * @param weights of the same shape
   * @param least the least length of the result
   */
  public static Tensor bincount(Tensor x, @Nullable Tensor weights, int least) {
    if (!x.dtype().isInteger()) {
      throw new DTypeException("bincount takes int32 or int64; given " + x.dtype());
    }
    if (x.shape().rank() != 1 || least < 0 || weights != null && !weights.shape().equals(x.shape())) {
      throw new ShapeException(
          "bincount takes a vector, weights of its shape, and a least length of 0 or more; given the shape " + x.shape()
              + (weights == null ? "" : ", weights " + weights.shape()) + " and " + least);
    }
    long low = x.size() == 0 ? 0 : x.min().itemAsLong();
    long high = x.size() == 0 ? -1 : x.max().itemAsLong();
    if (low < 0 || high >= Integer.MAX_VALUE) {
      throw new ShapeException("bincount counts numbers from 0 to 2147483646; given " + (low < 0 ? low : high));
    }
    Tensor what = weights == null ? Tensor.onesLike(x).to(DType.INT64)
        : weights.dtype().isFloating() ? weights : weights.to(DType.FLOAT64);
    Shape shape = Shape.of(Math.max(least, (int) high + 1));
    return Scattering.scatterAdd(Tensor.zeros(shape, what.dtype(), x.backend()), 0, x, what);
  }

  /**
   * How many elements lie in each of a number of equal intervals; NaN lies in none.
   *
   * @param bins how many intervals, at least 1
   * @param low where the first one begins; elements below it are not counted
   * @param high where the last one ends; if it is {@code low}, half below it to half above it is divided
   */
  public static Histogram histogram(Tensor x, int bins, double low, double high) {
    Reduce.checkFloating("histogram", x);
    if (bins < 1 || !(high >= low) || Double.isInfinite(high - low)) {
      throw new ShapeException(
          "histogram takes at least 1 interval between finite ascending bounds; given " + bins + " from " + low + " to "
              + high);
    }
    double from = low == high ? low - 0.5 : low;
    double to = low == high ? high + 0.5 : high;
    double[] bounds = new double[bins + 1];
    Arrays.setAll(bounds, i -> i == bins ? to : from + i * ((to - from) / bins));
    Tensor edges = Compute.vector(x.backend(), bounds, DType.FLOAT64).to(x.dtype().computed());
    Tensor all = Views.reshape(x.detach(), x.size()).to(edges.dtype());
    Expr rank = Expr.arg(0, DType.INT32).sub(1).max(0).min(bins - 1);
    Tensor interval = Compute.map(rank, all.shape(), count(edges, all, true));
    // NaN is in no interval.
    Tensor inside = all.ge(edges.select(0, 0)).bitwiseAnd(all.le(edges.select(0, bins))).to(DType.INT64);
    Tensor counts = Compute.addAt(Tensor.zeros(Shape.of(bins), DType.INT64, x.backend()), interval, inside);
    return new Histogram(counts, edges.to(x.dtype()));
  }

  /** A histogram between the smallest and the largest element. */
  public static Histogram histogram(Tensor x, int bins) {
    Tensor all = x.detach();
    return x.size() == 0 ? histogram(x, bins, 0, 1) : histogram(x, bins, all.min().item(), all.max().item());
  }
}
