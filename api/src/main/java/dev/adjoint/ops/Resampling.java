package dev.adjoint.ops;

import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/** Images in other sizes, one axis after the other: each new element is a weighted sum of a few old ones. */
public final class Resampling {
  /** How new elements are made. */
  public enum How {
    /** The old element that the new one lies in. */
    NEAREST,
    /** Between the two old elements around it. */
    LINEAR,
    /** The cubic through the four old elements around it, with the parameter -0.75 (Keys, 1981). */
    CUBIC
  }

  private Resampling() {}

  /**
   * The last axes in other sizes.
   *
   * @param axes how many
   * @param alignCorners whether the first and last elements keep their places, or the outer edges of these elements do
   * @param output the sizes; one number, or one for each axis
   */
  public static Tensor resize(int axes, Tensor x, How how, boolean alignCorners, int... output) {
    int rank = x.shape().rank();
    int[] wanted = SlidingWindows.each("interpolate", "size", axes, 1, output);
    Tensor out = x;
    for (int i = 0; i < axes; i++) {
      int axis = rank - axes + i;
      int size = x.shape().size(axis);
      if (size == 0) {
        throw new ShapeException("interpolate of shape " + x.shape() + ": there is nothing along axis " + axis);
      }
      if (how == How.NEAREST) {
        int count = wanted[i];
        int[] index = new int[count];
        Arrays.setAll(index, p -> (int) ((long) p * size / count));
        out = out.indexSelect(axis, Constants.indices(x, index));
      } else {
        out = weighted(out, axis, how, alignCorners, size, wanted[i]);
      }
    }
    return out;
  }

  private static Tensor weighted(Tensor x, int axis, How how, boolean alignCorners, int size, int count) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("interpolate of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
    int taps = how == How.LINEAR ? 2 : 4;
    int[][] index = new int[taps][count];
    double[][] weights = new double[taps][count];
    for (int p = 0; p < count; p++) {
      double at = alignCorners
          ? count == 1 ? 0 : (double) p * (size - 1) / (count - 1)
          : (p + 0.5) * size / count - 0.5;
      if (how == How.LINEAR) {
        at = Math.max(at, 0);
      }
      int below = (int) Math.floor(at);
      double t = at - below;
      for (int k = 0; k < taps; k++) {
        index[k][p] = Math.clamp(below + k - (taps / 2 - 1), 0, size - 1);
        weights[k][p] = how == How.LINEAR ? k == 0 ? 1 - t : t : cubic(Math.abs(t + 1 - k));
      }
    }
    int[] along = new int[x.shape().rank() - axis];
    Arrays.fill(along, 1);
    along[0] = count;
    Tensor sum = null;
    for (int k = 0; k < taps; k++) {
      Tensor picked = x.indexSelect(axis, Constants.indices(x, index[k]));
      Tensor term = picked.mul(Constants.of(x, weights[k]).reshape(along));
      sum = sum == null ? term : sum.add(term);
    }
    return sum == null ? x : sum;
  }

  private static double cubic(double d) {
    double a = -0.75;
    return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  }

  /** From {@code [.., channels * f * f, h, w]} to {@code [.., channels, h * f, w * f]}. */
  public static Tensor pixelShuffle(Tensor x, int factor) {
    int r = x.shape().rank();
    if (r < 3 || factor < 1 || x.shape().size(-3) % (factor * factor) != 0) {
      throw new ShapeException(
          "pixelShuffle by " + factor + " of a tensor of shape " + x.shape() + ": expected [.., channels, h, w], with a number"
              + " of channels that " + factor + " * " + factor + " divides");
    }
    int[] s = x.shape().toArray();
    int channels = s[r - 3] / (factor * factor);
    int[] sizes = Arrays.copyOf(s, r);
    sizes[r - 3] = channels;
    sizes[r - 2] = s[r - 2] * factor;
    sizes[r - 1] = s[r - 1] * factor;
    int batch = Arrays.stream(s, 0, r - 3).reduce(1, (a, b) -> a * b);
    return x.reshape(batch, channels, factor, factor, s[r - 2], s[r - 1]).permute(0, 1, 4, 2, 5, 3).reshape(sizes);
  }

  /** The reverse of {@link #pixelShuffle}. */
  public static Tensor pixelUnshuffle(Tensor x, int factor) {
    int r = x.shape().rank();
    if (r < 3 || factor < 1 || x.shape().size(-2) % factor != 0 || x.shape().size(-1) % factor != 0) {
      throw new ShapeException(
          "pixelUnshuffle by " + factor + " of a tensor of shape " + x.shape() + ": expected [.., channels, h, w], where "
              + factor + " divides h and w");
    }
    int[] s = x.shape().toArray();
    int[] sizes = Arrays.copyOf(s, r);
    sizes[r - 3] = s[r - 3] * factor * factor;
    sizes[r - 2] = s[r - 2] / factor;
    sizes[r - 1] = s[r - 1] / factor;
    int batch = Arrays.stream(s, 0, r - 3).reduce(1, (a, b) -> a * b);
    return x.reshape(batch, s[r - 3], sizes[r - 2], factor, sizes[r - 1], factor).permute(0, 1, 3, 5, 2, 4).reshape(sizes);
  }

  /** The channels, axis 1, of each group in turn. */
  public static Tensor channelShuffle(Tensor x, int groups) {
    int[] s = x.shape().toArray();
    if (s.length < 3 || groups < 1 || s[1] % groups != 0) {
      throw new ShapeException(
          "channelShuffle in " + groups + " groups of a tensor of shape " + x.shape()
              + ": expected [n, channels, sizes..] and a number that divides the channels");
    }
    int rest = Arrays.stream(s, 2, s.length).reduce(1, (a, b) -> a * b);
    return x.reshape(s[0], groups, s[1] / groups, rest).transpose(1, 2).reshape(s);
  }

  /** The windows of the last axes as columns: {@code [n, channels * taps, windows]} (im2col). */
  public static Tensor unfold(Tensor x, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    if (x.shape().rank() == 3) {
      return unfold(x.unsqueeze(0), kernel, stride, padding, dilation).squeeze(0);
    }
    if (x.shape().rank() != 4) {
      throw new ShapeException("unfold takes a tensor [n, channels, h, w]; given the shape " + x.shape());
    }
    SlidingWindows w = columns("unfold", SlidingWindows.last(x.shape(), 2), kernel, stride, padding, dilation);
    int taps = w.kernel()[0] * w.kernel()[1];
    return w.slide(x).permute(0, 1, 4, 5, 2, 3)
        .reshape(x.shape().size(0), x.shape().size(1) * taps, w.output()[0] * w.output()[1]);
  }

  /**
   * Columns added up where {@link #unfold} took them from (col2im): from {@code [n, channels * taps, windows]} to
   * {@code [n, channels, h, w]}.
   */
  public static Tensor fold(Tensor x, int[] output, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    if (x.shape().rank() == 2) {
      return fold(x.unsqueeze(0), output, kernel, stride, padding, dilation).squeeze(0);
    }
    SlidingWindows w =
        columns("fold", SlidingWindows.each("fold", "output size", 2, 1, output), kernel, stride, padding, dilation);
    int taps = w.kernel()[0] * w.kernel()[1];
    int count = w.output()[0] * w.output()[1];
    if (x.shape().rank() != 3 || x.shape().size(1) % taps != 0 || x.shape().size(2) != count) {
      throw new ShapeException(
          "fold of shape " + x.shape() + " to " + Arrays.toString(w.input()) + ": expected [n, channels * " + taps + ", "
              + count + "], as there are " + taps + " taps and " + count + " windows");
    }
    int channels = x.shape().size(1) / taps;
    return w.add(
        x.reshape(x.shape().size(0), channels, w.kernel()[0], w.kernel()[1], w.output()[0], w.output()[1])
            .permute(0, 1, 4, 5, 2, 3));
  }

  private static SlidingWindows columns(String name, int[] sizes, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    int[] pad = SlidingWindows.each(name, "padding", 2, 0, padding);
    return SlidingWindows.fit(
        name, Shape.of(sizes), SlidingWindows.each(name, "kernel", 2, 1, kernel),
        SlidingWindows.each(name, "stride", 2, 1, stride), SlidingWindows.each(name, "dilation", 2, 1, dilation), pad, pad,
        false);
  }
}
