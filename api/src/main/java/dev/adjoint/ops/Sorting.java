package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ValuesAndIndices;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;

/** Sorting, and what is chosen by rank. NaN counts as larger than any number; equals stay in their order. */
public final class Sorting {
  private Sorting() {}

  /** A row-wise order: values without history, in the type that elements are computed in, and int32 indices. */
  record Order(Tensor values, Tensor indices) {
    /** Sorts a tensor with at least one axis. */
    static Order of(Tensor x, int axis, boolean descending) {
      Backend backend = x.backend();
      View values = View.of(Memory.allocate(backend, x.dtype().computed(), x.size()), x.shape());
      View indices = View.of(Memory.allocate(backend, DType.INT32, x.size()), x.shape());
      backend.sort(InFloat32.view(x), axis, descending, values, indices);
      return new Order(Tensor.wrap(backend, values), Tensor.wrap(backend, indices));
    }

    /** The ranks {@code first} to {@code first + count - 1} of each row. */
    Order range(int axis, int first, int count) {
      return new Order(values.narrow(axis, first, count).contiguous(), indices.narrow(axis, first, count).contiguous());
    }

    /** The elements of these ranks, with a gradient to what they are of. */
    ValuesAndIndices of(Tensor x, int axis) {
      return new ValuesAndIndices(Pick.of(x, axis, indices, values.to(x.dtype())), Pick.visible(indices));
    }
  }

  /** The elements along an axis in order, and where each comes from. */
  public static ValuesAndIndices sort(Tensor x, int axis, boolean descending) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    return shaped(Order.of(from.detach(), a, descending).of(from, a), x.shape());
  }

  private static ValuesAndIndices shaped(ValuesAndIndices found, Shape shape) {
    int[] sizes = shape.toArray();
    return new ValuesAndIndices(Views.reshape(found.values(), sizes), Views.reshape(found.indices(), sizes));
  }

  /** The k largest or smallest along an axis, in order; of equals, those that come first. */
  public static ValuesAndIndices topk(Tensor x, int k, int axis, boolean largest) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    checkRank("topk", k, 0, x, a, from);
    ValuesAndIndices found = Order.of(from.detach(), a, largest).range(a, 0, k).of(from, a);
    // Of a 0-d tensor, the largest is 0-d.
    return x.shape().rank() == 0 && k == 1 ? shaped(found, x.shape()) : found;
  }

  /** The k-th smallest along an axis, counted from 1. */
  public static ValuesAndIndices kthvalue(Tensor x, int k, int axis, boolean keepAxis) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    checkRank("kthvalue", k, 1, x, a, from);
    ValuesAndIndices found = Order.of(from.detach(), a, false).range(a, k - 1, 1).of(from, a);
    return shaped(found, Extent.of(x.shape(), keepAxis, axis).result());
  }

  private static void checkRank(String operation, int k, int least, Tensor x, int axis, Tensor withAxis) {
    int size = withAxis.shape().size(axis);
    if (k < least || k > size) {
      throw new ShapeException(
          operation + " with k = " + k + " along axis " + axis + " of a tensor of shape " + x.shape() + ": expected "
              + least + " to " + size);
    }
  }

  /**
   * The median along an axis: of an even number the smaller of the two in the middle, and an element that it is.
   *
   * @param skipsNan whether the median is of what is not NaN; otherwise it is NaN where one is
   */
  public static ValuesAndIndices median(Tensor x, boolean skipsNan, int axis, boolean keepAxis) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    Extent extent = Extent.of(from.shape(), true, a);
    extent.checkNotEmpty("median");
    Tensor indices = medianIndices(Order.of(from.detach(), a, false), extent, skipsNan);
    ValuesAndIndices found = new ValuesAndIndices(Pick.of(from, a, indices), Pick.visible(indices));
    return shaped(found, Extent.of(x.shape(), keepAxis, axis).result());
  }

  private static Tensor medianIndices(Order order, Extent extent, boolean skipsNan) {
    Tensor sorted = order.values;
    int axis = extent.axes()[0];
    int n = sorted.shape().size(axis);
    Expr value = Expr.arg(0, sorted.dtype());
    Tensor numbers = Compute.reduce(Reduction.SUM, value.eq(value).cast(DType.INT32), extent, sorted);
    // NaN, sorted last, begins at the rank that is the number of numbers.
    Expr count = Expr.arg(0, DType.INT32);
    Expr middle = count.sub(1).max(0).div(2);
    Expr rank = skipsNan ? middle : count.lt(n).then(count, middle);
    return Pick.of(order.indices, axis, Compute.map(rank, numbers.shape(), numbers));
  }

  /** The median of all elements; a gradient is shared evenly among those that are equal to it. NaN where there are none. */
  public static Tensor median(Tensor x, boolean skipsNan) {
    if (x.size() == 0 && x.dtype().isFloating()) {
      return Reduce.sum(x, false).add(Double.NaN);
    }
    return Tape.apply(new Extremum(Extent.of(x.shape(), false)) {
      @Override
      public String name() {
        return "median";
      }

      @Override
      protected Tensor run(Tensor[] inputs) {
        Tensor all = inputs[0].detach();
        return median(Views.reshape(all, all.size()), skipsNan, 0, false).values();
      }
    }, x);
  }

  /** The most frequent element along an axis, of several the smallest, and the last index where it is. */
  public static ValuesAndIndices mode(Tensor x, int axis, boolean keepAxis) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    Extent.of(from.shape(), true, a).checkNotEmpty("mode");
    Order order = Order.of(from.detach(), a, false);
    int n = from.shape().size(a);
    // How many equals each has before it; the first element that has most ends the first of the longest runs.
    Tensor sorted = order.values;
    Tensor before = Joining.concat(a, sorted.narrow(a, 0, 1), sorted.narrow(a, 0, n - 1));
    Expr position = Expr.index(a).cast(DType.INT32);
    Expr starts = Expr.arg(0, sorted.dtype()).ne(Expr.arg(1, sorted.dtype()));
    Tensor start = Compute.map(starts.then(position, Expr.constant(0, DType.INT32)), sorted.shape(), sorted, before);
    Tensor runs = Compute.map(position.sub(Expr.arg(0, DType.INT32)), sorted.shape(), Compute.scan(Reduction.MAX, start, a));
    Tensor rank = Select.arg(Reduction.MAX, runs, a, true).to(DType.INT32);
    Tensor indices = Pick.of(order.indices, a, rank);
    ValuesAndIndices found = new ValuesAndIndices(Pick.of(from, a, indices), Pick.visible(indices));
    return shaped(found, Extent.of(x.shape(), keepAxis, axis).result());
  }
}
