package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ValuesAndIndices;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Running sums, products and extrema, and differences, which undo sums. */
public final class Scan {
  /** {@code log(exp(a) + exp(b))}, where c is the larger or any finite number near it. */
  private static final Elementwise LOG_ADD_EXP =
      Elementwise.of("log_add_exp", 0, Elementwise.Operands.REAL,
          (a, p) -> a[0].sub(a[2]).exp().add(a[1].sub(a[2]).exp()).log().add(a[2]));

  private Scan() {}

  /** The sum of each element and those before it along an axis. Sums of integers and bools are int64. */
  public static Tensor cumsum(Tensor x, int axis) {
    return scanned(new CumSum(x.shape().axis(axis)), x);
  }

  /** The product of each element and those before it along an axis. Products of integers and bools are int64. */
  public static Tensor cumprod(Tensor x, int axis) {
    return scanned(new CumProd(x.shape().axis(axis)), x);
  }

  private static Tensor scanned(Operation operation, Tensor x) {
    Tensor numbers = Select.withAxis(x.dtype().isFloating() ? x : x.to(DType.INT64));
    Tensor out = InFloat32.apply(numbers, wide -> Tape.apply(operation, wide));
    return x.shape().rank() == 0 ? Views.reshape(out) : out;
  }

  /**
   * The largest ({@link Reduction#MAX}) or smallest of each element and those before it along an axis, and where it is: of
   * equals, the last one, and the last NaN where there is one.
   */
  public static ValuesAndIndices cumExtremum(Reduction how, Tensor x, int axis) {
    int a = x.shape().axis(axis);
    Tensor from = Select.withAxis(x);
    Tensor plain = from.detach().to(x.dtype() == DType.BOOL ? DType.INT32 : x.dtype().computed());
    Tensor values = Compute.scan(how, plain, a);
    Expr element = Expr.arg(0, plain.dtype());
    Expr wins = element.eq(Expr.arg(1, plain.dtype())).then(element.eq(element), element.ne(element));
    Expr at = wins.then(Expr.index(a).cast(DType.INT32), Expr.constant(0, DType.INT32));
    Tensor indices = Compute.scan(Reduction.MAX, Compute.map(at, plain.shape(), plain, values), a);
    Tensor chosen = Pick.of(from, a, indices, values.to(x.dtype()));
    int[] sizes = x.shape().toArray();
    return new ValuesAndIndices(Views.reshape(chosen, sizes), Views.reshape(Pick.visible(indices), sizes));
  }

  /**
   * {@code log(cumsum(exp(x)))} along an axis, without overflow, and without losing small elements before large ones: each
   * element is combined with the one before it, the result with that two before, then four, and so on (Hillis and Steele).
   */
  public static Tensor logCumSumExp(Tensor x, int axis) {
    Reduce.checkFloating("logcumsumexp", x);
    int a = x.shape().axis(axis);
    Tensor sums = InFloat32.apply(Select.withAxis(x), wide -> logSums(wide, a));
    return x.shape().rank() == 0 ? Views.reshape(sums) : sums;
  }

  private static Tensor logSums(Tensor x, int a) {
    Tensor sums = x;
    int n = sums.shape().size(a);
    for (int step = 1; step < n; step *= 2) {
      Tensor here = sums.narrow(a, step, n - step);
      Tensor before = sums.narrow(a, 0, n - step);
      Tensor larger = here.detach().maximum(before.detach());
      Tensor shift = Tensor.where(larger.sub(larger).eq(0), larger, Tensor.zerosLike(larger));
      sums = Joining.concat(a, sums.narrow(a, 0, step), LOG_ADD_EXP.apply(here, before, shift));
    }
    return sums;
  }

  /** The differences between neighbours along an axis, taken n times; of bools, whether they differ. */
  public static Tensor diff(Tensor x, int n, int axis) {
    int a = x.shape().axis(axis);
    if (n < 0 || x.shape().rank() == 0) {
      throw new ShapeException(
          "diff takes a tensor with at least one axis and an order of 0 or more; given " + n + " and the shape " + x.shape());
    }
    Tensor out = x;
    for (int i = 0; i < n; i++) {
      int length = Math.max(0, out.shape().size(a) - 1);
      Tensor low = out.narrow(a, 0, length);
      Tensor high = out.narrow(a, out.shape().size(a) - length, length);
      out = x.dtype() == DType.BOOL ? high.ne(low) : high.sub(low);
    }
    return out;
  }

  /** The areas of the trapezoids between neighbours along an axis, at a distance from each other. */
  private static Tensor trapezoids(Tensor y, double distance, int axis) {
    int a = y.shape().axis(axis);
    int n = y.shape().rank() == 0 ? 1 : y.shape().size(a);
    Tensor from = Select.withAxis(y);
    int length = Math.max(0, n - 1);
    return from.narrow(a, 0, length).add(from.narrow(a, n - length, length)).mul(distance / 2);
  }

  /** The integral along an axis, by the trapezoidal rule, of values at a distance from each other. */
  public static Tensor trapezoid(Tensor y, double distance, int axis) {
    return trapezoids(y, distance, axis).sum(axis);
  }

  /** The integral along an axis, by the trapezoidal rule, of values at the places in a vector. */
  public static Tensor trapezoid(Tensor y, Tensor places, int axis) {
    int a = y.shape().axis(axis);
    if (places.shape().rank() != 1 || y.shape().rank() == 0 || places.size() != y.shape().size(a)) {
      throw new ShapeException(
          "trapezoid takes a vector with one place for each value along axis " + axis + "; given the shape " + places.shape()
              + " for the values' " + y.shape());
    }
    int[] column = new int[y.shape().rank() - a];
    Arrays.fill(column, 1);
    Tensor distances = diff(places, 1, 0);
    column[0] = distances.size();
    return trapezoids(y, 1, axis).mul(Views.reshape(distances, column)).sum(axis);
  }

  /** The integral up to each value but the first. */
  public static Tensor cumulativeTrapezoid(Tensor y, double distance, int axis) {
    return cumsum(trapezoids(y, distance, axis), axis);
  }

  private static final class CumSum extends Linear {
    private final int axis;

    CumSum(int axis) {
      this.axis = axis;
    }

    @Override
    public String name() {
      return "cumsum";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Compute.scan(Reduction.SUM, inputs[0], axis);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(this, gradient.flip(axis)).flip(axis);
    }
  }

  /** Its rules divide by nothing, so that they are exact where elements are 0. */
  private static final class CumProd extends Operation {
    private final int axis;

    CumProd(int axis) {
      this.axis = axis;
    }

    @Override
    public String name() {
      return "cumprod";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Compute.scan(Reduction.PROD, inputs[0], axis);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0;
    }

    /** The product of the elements before each, 1 for the first. */
    private Tensor before(Tensor x) {
      return shifted(Tape.apply(new CumProd(axis), x), 1);
    }

    /** Each element's predecessor, and a number for the first one's. */
    private Tensor shifted(Tensor x, double first) {
      int n = x.shape().size(axis);
      if (n == 0) {
        return x;
      }
      Tensor head = Tensor.fullLike(x.detach().narrow(axis, 0, 1), first);
      return Joining.concat(axis, head, x.narrow(axis, 0, n - 1));
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor x = values.input(0);
      // From the end: what an element's factor counts for is its own gradient, and the next one's times the next element.
      Tensor counts = recurrence(shifted(x.flip(axis), 0), gradient.flip(axis)).flip(axis);
      return before(x).mul(counts);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      if (tangent == null) {
        return null;
      }
      Tensor x = values.input(0);
      return recurrence(x, before(x).mul(tangent));
    }

    /** {@code y[i] = a[i] * y[i - 1] + b[i]}, by combining neighbours, then those two apart, then four, and so on. */
    private Tensor recurrence(Tensor a, Tensor b) {
      int n = b.shape().size(axis);
      Tensor factors = a;
      Tensor y = b;
      for (int step = 1; step < n; step *= 2) {
        Tensor own = factors.narrow(axis, step, n - step);
        Tensor sums = own.mul(y.narrow(axis, 0, n - step)).add(y.narrow(axis, step, n - step));
        y = Joining.concat(axis, y.narrow(axis, 0, step), sums);
        factors = Joining.concat(axis, factors.narrow(axis, 0, step), own.mul(factors.narrow(axis, 0, n - step)));
      }
      return y;
    }
  }
}
