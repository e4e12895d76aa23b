package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.View;
import java.util.Arrays;

/**
 * Sums and largest elements of small windows in one pass: each tap, of all windows, is one argument of an expression, so that
 * nothing as large as all windows is ever made.
 */
final class WindowFolds {
  /** Taps of a window, at most: expressions of more arguments are slow to compile and to run. */
  private static final int MOST = 16;

  private WindowFolds() {}

  /** Whether windows are few enough taps, of a type that is computed in. */
  static boolean isFor(SlidingWindows windows, DType dtype) {
    return count(windows.kernel()) <= MOST && (dtype == DType.FLOAT32 || dtype == DType.FLOAT64);
  }

  /** Whether the type also holds how far taps are from each other, as {@link #largest} needs. */
  static boolean isForLargest(SlidingWindows windows, DType dtype) {
    return isFor(windows, dtype)
        && (dtype == DType.FLOAT64 || distance(windows, count(windows.kernel()) - 1) < 1 << 24);
  }

  private static int count(int[] sizes) {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  /** The coordinates of an element, counted row by row. */
  private static int[] coordinates(int index, int[] sizes) {
    int[] at = new int[sizes.length];
    int rest = index;
    for (int i = sizes.length - 1; i >= 0; i--) {
      at[i] = rest % sizes[i];
      rest /= sizes[i];
    }
    return at;
  }

  /** One tap of all windows, each {@code [.., output]}, row by row. */
  private static Tensor[] taps(SlidingWindows windows, Tensor x, double padding) {
    Tensor all = windows.windows(x.detach(), padding);
    View view = all.view();
    int kept = view.shape().rank() - windows.axes();
    Shape shape = Shape.of(Arrays.copyOf(view.shape().toArray(), kept));
    int[] strides = Arrays.copyOf(view.strides(), kept);
    Tensor[] out = new Tensor[count(windows.kernel())];
    for (int t = 0; t < out.length; t++) {
      int[] at = coordinates(t, windows.kernel());
      int offset = view.offset();
      for (int i = 0; i < at.length; i++) {
        offset += at[i] * view.stride(kept + i);
      }
      out[t] = Tensor.viewOf(all, new View(view.buffer(), shape, strides, offset));
    }
    return out;
  }

  private static Expr[] arguments(Tensor[] taps) {
    Expr[] out = new Expr[taps.length];
    Arrays.setAll(out, t -> Expr.arg(t, taps[t].dtype()));
    return out;
  }

  /** The sum of each window, from {@code [.., input]} to {@code [.., output]}. */
  static Tensor sum(SlidingWindows windows, Tensor x) {
    return Tape.apply(new Sum(windows), x);
  }

  /**
   * The place of the largest element of each window, int32, as the elements of the last axes are counted row by row: of equals
   * the first, and of NaN, if there is one. The largest int32 where a window lies in the padding altogether.
   */
  static Tensor largest(SlidingWindows windows, Tensor x) {
    Tensor[] taps = taps(windows, x, Double.NEGATIVE_INFINITY);
    Expr[] values = arguments(taps);
    Expr best = Arrays.stream(values).reduce(Expr::max).orElseThrow();
    int last = values.length - 1;
    // How far, in the elements' own type, of which a backend may compute many at once.
    Expr tap = Expr.constant(distance(windows, last), x.dtype());
    for (int t = last - 1; t >= 0; t--) {
      Expr here = Expr.constant(distance(windows, t), x.dtype());
      tap = values[t].eq(best).then(here, values[t].ne(values[t]).then(here, tap));
    }
    // Only then may padding be as large.
    Expr lowest = Expr.constant(Double.NEGATIVE_INFINITY, x.dtype());
    Tensor distances = Compute.map(best.eq(lowest).then(Expr.constant(-1, x.dtype()), tap), taps[0].shape(), taps);
    int count = count(windows.output());
    int[] origins = new int[count];
    int[] inside = new int[count];
    Arrays.setAll(origins, i -> origin(windows, i));
    Arrays.setAll(inside, i -> firstInside(windows, i));
    Expr distance = Expr.arg(0, x.dtype());
    Expr place = Expr.arg(1, DType.INT32).add(distance.cast(DType.INT32));
    Expr element = distance.lt(Expr.constant(0, x.dtype())).then(Expr.arg(2, DType.INT32), place);
    return Compute.map(element, distances.shape(), distances, Constants.indices(x, origins).reshape(windows.output()),
        Constants.indices(x, inside).reshape(windows.output()));
  }

  /** How far a tap is from the first one, in elements of the input. */
  private static int distance(SlidingWindows windows, int tap) {
    int[] at = coordinates(tap, windows.kernel());
    int distance = 0;
    for (int i = 0; i < at.length; i++) {
      distance = distance * windows.input()[i] + at[i] * windows.dilation()[i];
    }
    return distance;
  }

  /** Where a window's first tap is, also in the padding. */
  private static int origin(SlidingWindows windows, int window) {
    int[] at = coordinates(window, windows.output());
    int origin = 0;
    for (int i = 0; i < at.length; i++) {
      origin = origin * windows.input()[i] + at[i] * windows.stride()[i] - windows.low()[i];
    }
    return origin;
  }

  /** Where a window's first tap inside of the input is. */
  private static int firstInside(SlidingWindows windows, int window) {
    int[] at = coordinates(window, windows.output());
    int place = 0;
    for (int i = 0; i < at.length; i++) {
      int start = at[i] * windows.stride()[i] - windows.low()[i];
      int step = windows.dilation()[i];
      int first = start < 0 ? start + Math.ceilDiv(-start, step) * step : start;
      if (first >= windows.input()[i] || first > start + (windows.kernel()[i] - 1) * step) {
        return Integer.MAX_VALUE;
      }
      place = place * windows.input()[i] + first;
    }
    return place;
  }

  private static final class Sum extends Linear {
    private final SlidingWindows windows;

    Sum(SlidingWindows windows) {
      this.windows = windows;
    }

    @Override
    public String name() {
      return "windowSum";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor[] taps = taps(windows, inputs[0], 0);
      return Compute.map(Arrays.stream(arguments(taps)).reduce(Expr::add).orElseThrow(), taps[0].shape(), taps);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(new Spread(windows), gradient);
    }
  }

  /** The transpose: each number to all taps of its window, added up. */
  private static final class Spread extends Linear {
    private final SlidingWindows windows;

    Spread(SlidingWindows windows) {
      this.windows = windows;
    }

    @Override
    public String name() {
      return "windowSpread";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return windows.overlap(repeated(inputs[0].detach()));
    }

    /** {@code [.., output, kernel]} */
    private Tensor repeated(Tensor numbers) {
      View view = numbers.view();
      int rank = view.shape().rank();
      int[] sizes = Arrays.copyOf(view.shape().toArray(), rank + windows.axes());
      System.arraycopy(windows.kernel(), 0, sizes, rank, windows.axes());
      int[] strides = Arrays.copyOf(view.strides(), sizes.length);
      return Tensor.viewOf(numbers, new View(view.buffer(), Shape.of(sizes), strides, view.offset()));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(new Sum(windows), gradient);
    }
  }
}
