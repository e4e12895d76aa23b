package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/** What is taken of each of the windows that slide over the last axes of a tensor: the largest element, or a mean. */
public final class Pooling {
  private static final Elementwise IS_BEST =
      Elementwise.of("is_best", 0, Elementwise.Operands.NUMBERS, (a, p) -> a[1].eq(a[1]).then(a[0].eq(a[1]), a[0].ne(a[0])));

  private Pooling() {}

  /** The largest elements and, as int32, their places among the elements of the axes that are pooled, row by row. */
  public record Largest(Tensor values, Tensor indices) {}

  /**
   * The largest element of each window: of equals the first, and NaN where there is one. The gradient goes to that one.
   *
   * @param axes over how many axes, the last ones
   * @param kernel sizes of a window; one number, or one for each axis, as all that follow
   * @param padding at most half of the kernel; never the largest
   * @param ceil whether a last window that sticks out counts
   */
  public static Largest max(int axes, Tensor x, int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceil) {
    String name = "maxPool" + axes + "d";
    SlidingWindows windows = windows(name, axes, x, kernel, stride, padding, dilation, ceil);
    int leading = x.shape().rank() - axes;
    int[] sizes = windows.input();
    Tensor index = WindowFolds.isForLargest(windows, x.dtype())
        ? WindowFolds.largest(windows, x)
        : first(windows.windows(x.detach(), Double.NEGATIVE_INFINITY),
            windows.windows(places(x, sizes), Integer.MAX_VALUE), windows.tapAxes(leading));
    if (Arrays.stream(windows.dilation()).allMatch(d -> d == 1)) {
      return new Largest(pick(x, axes, index), index);
    }
    // A dilated window may lie in the padding altogether.
    Tensor inside = index.lt(product(sizes, 0));
    Tensor known = Tensor.where(inside, index, Tensor.zerosLike(index));
    Tensor values = pick(x, axes, known);
    return new Largest(
        Tensor.where(inside, values, Tensor.fullLike(values.detach(), Double.NEGATIVE_INFINITY)), known);
  }

  /** The places of the elements of the last axes, row by row, int32. */
  private static Tensor places(Tensor x, int[] sizes) {
    int count = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    return Tensor.arange(count, DType.INT32).to(x.device()).reshape(sizes);
  }

  /** The smallest of the places at which the largest element stands, along axes. */
  static Tensor first(Tensor x, Tensor places, int[] axes) {
    Tensor isBest = IS_BEST.apply(x, x.maxKeep(axes));
    return Tensor.where(isBest, places, Tensor.fullLike(places, Integer.MAX_VALUE)).min(axes);
  }

  /** The elements at places along the last axes, as {@link #places} counts. */
  private static Tensor pick(Tensor x, int axes, Tensor index) {
    int leading = x.shape().rank() - axes;
    int[] sizes = Arrays.copyOf(x.shape().toArray(), leading + 1);
    int[] wanted = sizes.clone();
    sizes[leading] = product(x.shape().toArray(), leading);
    wanted[leading] = product(index.shape().toArray(), leading);
    return x.reshape(sizes).gather(leading, index.reshape(wanted)).reshape(index.shape().toArray());
  }

  private static int product(int[] sizes, int from) {
    return Arrays.stream(sizes, from, sizes.length).reduce(1, (a, b) -> a * b);
  }

  /**
   * The mean of each window.
   *
   * @param axes over how many axes, the last ones
   * @param countPadding whether padding counts as zeros; not what a last window sticks out
   * @param divisor what the sums are divided by; 0 for how many elements there are
   */
  public static Tensor mean(
      int axes, Tensor x, int[] kernel, int[] stride, int[] padding, boolean ceil, boolean countPadding, int divisor) {
    String name = "avgPool" + axes + "d";
    SlidingWindows windows = windows(name, axes, x, kernel, stride, padding, new int[] {1}, ceil);
    Tensor sums = WindowFolds.isFor(windows, x.dtype())
        ? WindowFolds.sum(windows, x)
        : windows.slide(x).sum(windows.tapAxes(x.shape().rank() - axes));
    if (divisor != 0) {
      return sums.mul(1.0 / divisor);
    }
    int[] pad = SlidingWindows.each(name, "padding", axes, 0, padding);
    double[] counts = {1};
    for (int i = 0; i < axes; i++) {
      double[] all = new double[counts.length * windows.output()[i]];
      for (int p = 0; p < all.length; p++) {
        int at = p % windows.output()[i] * windows.stride()[i] - pad[i];
        int from = countPadding ? at : Math.max(0, at);
        int to = Math.min(at + windows.kernel()[i], windows.input()[i] + (countPadding ? pad[i] : 0));
        all[p] = counts[p / windows.output()[i]] * (to - from);
      }
      counts = all;
    }
    double first = counts[0];
    return Arrays.stream(counts).allMatch(c -> c == first)
        ? sums.mul(1 / first)
        : sums.div(Constants.of(x, counts).reshape(windows.output()));
  }

  /** {@code (sum(x^p))^(1/p)} of each window; at 0 with the gradient 0. */
  public static Tensor norm(int axes, Tensor x, double p, int[] kernel, int[] stride, boolean ceil) {
    String name = "lpPool" + axes + "d";
    if (p == 0 || !Double.isFinite(p)) {
      throw new ShapeException(
          name + " takes a finite p other than 0; given " + p + ". The largest magnitude, the norm for an infinite p, is "
              + "maxPool" + axes + "d of abs()");
    }
    int count = Arrays.stream(SlidingWindows.each(name, "kernel", axes, 1, kernel)).reduce(1, (a, b) -> a * b);
    // A last window that sticks out counts as a whole one, as PyTorch has it.
    Tensor means = mean(axes, x.pow(p), kernel, stride, new int[] {0}, ceil, true, 0);
    return Norms.root(means.mul(count), p);
  }

  private static SlidingWindows windows(
      String name, int axes, Tensor x, int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceil) {
    checkInput(name, axes, x);
    int[] taps = SlidingWindows.each(name, "kernel", axes, 1, kernel);
    int[] steps = stride.length == 0 ? taps : SlidingWindows.each(name, "stride", axes, 1, stride);
    int[] spread = SlidingWindows.each(name, "dilation", axes, 1, dilation);
    int[] pad = SlidingWindows.each(name, "padding", axes, 0, padding);
    for (int i = 0; i < axes; i++) {
      if (pad[i] > ((long) spread[i] * (taps[i] - 1) + 1) / 2) {
        throw new ShapeException(
            name + ": the padding " + Arrays.toString(pad) + " is more than half of the kernel " + Arrays.toString(taps)
                + ", so that a window could lie in it altogether");
      }
    }
    return SlidingWindows.fit(name, x.shape(), taps, steps, spread, pad, pad, ceil);
  }

  private static void checkInput(String name, int axes, Tensor x) {
    int rank = x.shape().rank();
    if (rank != axes + 1 && rank != axes + 2) {
      throw new ShapeException(
          name + " takes a tensor [n, channels, sizes..] of " + (axes + 2) + " axes, or of " + (axes + 1)
              + " without the first; given the shape " + x.shape());
    }
    if (!x.dtype().isFloating()) {
      throw new DTypeException(name + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
  }

  // ---- Adaptive: as many windows as are asked for, of about one size, from floor(i * in / out) to ceil((i + 1) * in / out)

  /** The means of windows that divide each axis into a given number of parts. */
  public static Tensor adaptiveMean(int axes, Tensor x, int... output) {
    String name = "adaptiveAvgPool" + axes + "d";
    checkInput(name, axes, x);
    int[] wanted = SlidingWindows.each(name, "output size", axes, 0, output);
    Tensor out = x;
    for (int i = 0; i < axes; i++) {
      int axis = x.shape().rank() - axes + i;
      Parts parts = Parts.of(name, x, axis, wanted[i]);
      // [.., parts, longest, ..]; shorter parts repeat their last element, which counts 0.
      Tensor windows = parts.of(out, axis);
      int[] sizes = new int[windows.shape().rank() - axis];
      Arrays.fill(sizes, 1);
      sizes[0] = wanted[i];
      sizes[1] = parts.longest;
      Tensor inside = Constants.of(x, parts.inside()).reshape(sizes).ne(0);
      Tensor counted = Tensor.where(inside, windows, Tensor.zerosLike(windows.detach()));
      sizes[1] = 1;
      out = counted.sumKeep(axis + 1).div(Constants.of(x, parts.lengths()).reshape(sizes)).squeeze(axis + 1);
    }
    return out;
  }

  /** The largest elements of windows that divide each axis into a given number of parts. */
  public static Largest adaptiveMax(int axes, Tensor x, int... output) {
    String name = "adaptiveMaxPool" + axes + "d";
    checkInput(name, axes, x);
    int[] wanted = SlidingWindows.each(name, "output size", axes, 0, output);
    int leading = x.shape().rank() - axes;
    Tensor windows = x.detach();
    Tensor places = places(x, SlidingWindows.last(x.shape(), axes));
    int[] taps = new int[axes];
    for (int i = 0; i < axes; i++) {
      // Axes before this one have become two.
      Parts parts = Parts.of(name, x, leading + i, wanted[i]);
      windows = parts.of(windows, leading + 2 * i);
      places = parts.of(places, 2 * i);
      taps[i] = leading + 2 * i + 1;
    }
    Tensor index = first(windows, places, taps);
    return new Largest(pick(x, axes, index), index);
  }

  private record Parts(int size, int count, int longest) {
    static Parts of(String name, Tensor x, int axis, int count) {
      int size = x.shape().size(axis);
      if (size == 0 && count > 0) {
        throw new ShapeException(name + " of shape " + x.shape() + ": there is nothing along axis " + axis);
      }
      int longest = 1;
      for (int i = 0; i < count; i++) {
        longest = Math.max(longest, end(i, size, count) - start(i, size, count));
      }
      return new Parts(size, count, longest);
    }

    private static int start(int i, int size, int count) {
      return (int) ((long) i * size / count);
    }

    private static int end(int i, int size, int count) {
      return (int) Math.ceilDiv((i + 1L) * size, count);
    }

    /** The elements of each part: the axis becomes two, the parts and their elements. */
    Tensor of(Tensor x, int axis) {
      int[] index = new int[count * longest];
      Arrays.setAll(index, i -> Math.min(start(i / longest, size, count) + i % longest, end(i / longest, size, count) - 1));
      int[] sizes = x.shape().toArray();
      int[] split = Arrays.copyOf(sizes, sizes.length + 1);
      System.arraycopy(sizes, axis, split, axis + 1, sizes.length - axis);
      split[axis] = count;
      split[axis + 1] = longest;
      return x.indexSelect(axis, Constants.indices(x, index)).reshape(split);
    }

    double[] inside() {
      double[] out = new double[count * longest];
      Arrays.setAll(out, i -> start(i / longest, size, count) + i % longest < end(i / longest, size, count) ? 1 : 0);
      return out;
    }

    double[] lengths() {
      double[] out = new double[count];
      Arrays.setAll(out, i -> end(i, size, count) - start(i, size, count));
      return out;
    }
  }
}
