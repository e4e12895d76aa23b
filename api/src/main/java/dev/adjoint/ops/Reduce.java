package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Sums, means and extrema along axes. */
public final class Reduce {
  private static final Elementwise ZERO_FOR_NAN =
      Elementwise.of("nan_to_zero", 0, Elementwise.Operands.NUMBERS,
          (a, p) -> a[0].ne(a[0]).then(Expr.constant(0, a[0].dtype()), a[0]));

  private Reduce() {}

  /** The sum along the axes, all of them where none is given. Sums of integers and bools are int64. */
  public static Tensor sum(Tensor x, boolean keepAxes, int... axes) {
    DType result = x.dtype().isFloating() ? x.dtype() : DType.INT64;
    return Tape.apply(new Sum(Extent.of(x.shape(), keepAxes, axes), result), x);
  }

  /** The mean along the axes, all of them where none is given. */
  public static Tensor mean(Tensor x, boolean keepAxes, int... axes) {
    checkFloating("mean", x);
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return Tape.apply(new Sum(extent, x.dtype().computed()), x).div(extent.count()).to(x.dtype());
  }

  /** Refuses integers and bools, whose result would be of another type. */
  static void checkFloating(String operation, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(operation + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
  }

  /** The sum along the axes of what is not NaN. */
  public static Tensor nansum(Tensor x, boolean keepAxes, int... axes) {
    return sum(x.dtype().isFloating() ? ZERO_FOR_NAN.apply(x) : x, keepAxes, axes);
  }

  /** The mean along the axes of what is not NaN; NaN where all is. */
  public static Tensor nanmean(Tensor x, boolean keepAxes, int... axes) {
    checkFloating("nanmean", x);
    return InFloat32.apply(x, wide -> nansum(wide, keepAxes, axes).div(sum(wide.eq(wide), keepAxes, axes).to(wide.dtype())));
  }

  /** How many elements along the axes are not 0: int64. */
  public static Tensor countNonzero(Tensor x, int... axes) {
    return sum(x.to(DType.BOOL), false, axes);
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
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    extent.checkNotEmpty(reduction.name().toLowerCase(Locale.ROOT));
    return Tape.apply(Extremum.of(reduction, extent), x);
  }

  /** Sums a tensor over the axes that broadcasting to its shape stretched. */
  public static Tensor sumTo(Tensor x, Shape target) {
    if (x.shape().equals(target)) {
      return x;
    }
    Extent extent = stretched(x.shape(), target);
    Tensor summed = extent.axes().length == 0 ? x : sum(x, true, extent.axes());
    return Views.reshape(summed, target.toArray());
  }

  /** The axes of a shape along which broadcasting another one to it repeats elements. */
  static Extent stretched(Shape shape, Shape from) {
    int added = shape.rank() - from.rank();
    int[] axes = new int[shape.rank()];
    int n = 0;
    for (int i = 0; i < axes.length; i++) {
      if (i < added || from.size(i - added) == 1 && shape.size(i) != 1) {
        axes[n++] = i;
      }
    }
    return new Extent(shape, Arrays.copyOf(axes, n), true);
  }

  private static final Map<DType, Kernel> SUMMED = new EnumMap<>(DType.class);

  static {
    for (DType type : DType.values()) {
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

    @Override
    public String name() {
      return "sum";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Compute.reduce(Reduction.SUM, SUMMED.get(inputs[0].dtype()), extent, inputs[0]).to(result);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return extent.stretch(gradient);
    }
  }
}
