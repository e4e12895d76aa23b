package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums, means and extrema along axes. */
public final class Reduce {
  private static final double[] NO_PARAMS = {};

  private Reduce() {}

  /** The sum along the axes, all of them where none is given. Sums of integers and bools are int64. */
  public static Tensor sum(Tensor x, boolean keepAxes, int... axes) {
    Extent extent = new Extent(x.shape(), axes(x.shape(), axes), keepAxes);
    return Tape.apply(new Sum(extent, Sum.resultOf(x.dtype())), x);
  }

  /** The mean along the axes, all of them where none is given. */
  public static Tensor mean(Tensor x, boolean keepAxes, int... axes) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("mean of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
    int count = 1;
    for (int axis : axes(x.shape(), axes)) {
      count *= x.shape().rank() == 0 ? 1 : x.shape().size(axis);
    }
    Tensor sum = Tape.apply(new Sum(new Extent(x.shape(), axes(x.shape(), axes), keepAxes), x.dtype().computed()), x);
    return sum.mul(1.0 / count).to(x.dtype());
  }

  /** The largest along the axes, all of them where none is given; a gradient is shared evenly among equals. */
  public static Tensor max(Tensor x, boolean keepAxes, int... axes) {
    return extremum(Reduction.MAX, x, keepAxes, axes);
  }

  /** The smallest along the axes, all of them where none is given; a gradient is shared evenly among equals. */
  public static Tensor min(Tensor x, boolean keepAxes, int... axes) {
    return extremum(Reduction.MIN, x, keepAxes, axes);
  }

  private static Tensor extremum(Reduction reduction, Tensor x, boolean keepAxes, int... axes) {
    int[] over = axes(x.shape(), axes);
    for (int axis : over) {
      if (x.shape().rank() > 0 && x.shape().size(axis) == 0) {
        throw new ShapeException(
            reduction.name().toLowerCase(Locale.ROOT) + " along axis " + axis + " of a tensor of shape " + x.shape()
                + ": there is no element to choose from");
      }
    }
    return Tape.apply(new Extremum(reduction, new Extent(x.shape(), over, keepAxes)), x);
  }

  /** Sums a tensor over the axes that broadcasting to its shape stretched. */
  public static Tensor sumTo(Tensor x, Shape target) {
    if (x.shape().equals(target)) {
      return x;
    }
    int added = x.shape().rank() - target.rank();
    int[] axes = new int[x.shape().rank()];
    int n = 0;
    for (int i = 0; i < axes.length; i++) {
      if (i < added || target.size(i - added) == 1 && x.shape().size(i) != 1) {
        axes[n++] = i;
      }
    }
    Tensor summed =
        n == 0 ? x : Tape.apply(new Sum(new Extent(x.shape(), Arrays.copyOf(axes, n), true), Sum.resultOf(x.dtype())), x);
    return Views.reshape(summed, target.toArray());
  }

  private static int[] axes(Shape shape, int[] axes) {
    if (axes.length == 0) {
      int[] all = new int[shape.rank()];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] out = Arrays.stream(axes).map(shape::axis).sorted().toArray();
    for (int i = 1; i < out.length; i++) {
      if (out[i] == out[i - 1]) {
        throw new ShapeException("Axis " + out[i] + " is given twice: " + Arrays.toString(axes));
      }
    }
    return shape.rank() == 0 ? new int[0] : out;
  }

  /** What is reduced: a shape, along which of its axes, and whether these stay with size 1. */
  private record Extent(Shape from, int[] axes, boolean keepsAxes) {
    /** The result's shape with the axes kept. */
    Shape kept() {
      int[] sizes = from.toArray();
      for (int axis : axes) {
        sizes[axis] = 1;
      }
      return Shape.of(sizes);
    }

    Shape result() {
      if (keepsAxes) {
        return kept();
      }
      int[] sizes = new int[from.rank() - axes.length];
      for (int i = 0, n = 0, a = 0; i < from.rank(); i++) {
        if (a < axes.length && axes[a] == i) {
          a++;
        } else {
          sizes[n++] = from.size(i);
        }
      }
      return Shape.of(sizes);
    }

    /** A tensor of the result's shape along the axes again. */
    Tensor stretch(Tensor result) {
      return Views.expand(Views.reshape(result, kept().toArray()), from);
    }
  }

  /** The reduction, of the element's type: that is not float16. */
  private static Tensor run(Reduction reduction, Kernel element, Tensor x, Extent extent) {
    Backend backend = x.backend();
    Shape kept = extent.kept();
    View out = View.of(backend.allocate(element.dtype(), kept.size()), kept);
    View[] inputs = {x.view()};
    if (extent.axes.length == 0) {
      backend.map(element, NO_PARAMS, inputs, out);
    } else {
      backend.reduce(reduction, element, NO_PARAMS, inputs, extent.axes, out);
    }
    return Tensor.wrap(backend, extent.keepsAxes ? out : View.of(out.buffer(), extent.result()));
  }

  private static final Map<DType, Kernel> SAME = new EnumMap<>(DType.class);
  private static final Map<DType, Kernel> SUMMED = new EnumMap<>(DType.class);

  static {
    for (DType type : DType.values()) {
      SAME.put(type, Kernel.of(Expr.arg(0, type).cast(type.computed())));
      SUMMED.put(type, Kernel.of(Expr.arg(0, type).cast(type.isFloating() ? type.computed() : DType.INT64)));
    }
  }

  private static final class Sum extends Linear {
    private final Extent extent;
    private final DType result;

    Sum(Extent extent, DType result) {
      this.extent = extent;
      this.result = result;
    }

    static DType resultOf(DType type) {
      return type.isFloating() ? type : DType.INT64;
    }

    @Override
    public String name() {
      return "sum";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Reduce.run(Reduction.SUM, SUMMED.get(inputs[0].dtype()), inputs[0], extent).to(result);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return extent.stretch(gradient);
    }
  }

  private static final class Extremum extends Operation {
    private final Reduction reduction;
    private final Extent extent;

    Extremum(Reduction reduction, Extent extent) {
      this.reduction = reduction;
      this.extent = extent;
    }

    @Override
    public String name() {
      return reduction == Reduction.MAX ? "amax" : "amin";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Reduce.run(reduction, SAME.get(inputs[0].dtype()), inputs[0], extent).to(inputs[0].dtype());
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
      return extent.axes.length == 0 ? won : won.div(sum(won, true, extent.axes));
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
      return extent.axes.length == 0 ? shared : sum(shared, extent.keepsAxes, extent.axes);
    }
  }
}
