package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/**
 * SlidingWindows that slide over the last axes of a tensor: window {@code p} has its tap {@code k} at
 * {@code p * stride + k * dilation - low}. What lies outside counts as padding. One entry an axis that is slid over.
 *
 * @param input the sizes of these axes
 * @param kernel the number of taps
 * @param stride from one window to the next
 * @param dilation from one tap to the next
 * @param low how much is padded in front
 * @param high how much is padded behind
 * @param output the number of windows
 */
record SlidingWindows(int[] input, int[] kernel, int[] stride, int[] dilation, int[] low, int[] high, int[] output) {
  /**
   * As many whole windows as fit.
   *
   * @param ceil whether a last window counts that sticks out behind, if it starts inside of the input or the padding in front
   * @throws ShapeException if none fits
   */
  static SlidingWindows fit(
      String operation, Shape shape, int[] kernel, int[] stride, int[] dilation, int[] low, int[] high, boolean ceil) {
    int n = kernel.length;
    int[] input = last(shape, n);
    int[] output = new int[n];
    int[] behind = high.clone();
    for (int i = 0; i < n; i++) {
      if (kernel[i] < 1) {
        throw new ShapeException(operation + ": the kernel " + Arrays.toString(kernel) + " has no tap");
      }
      long span = (long) dilation[i] * (kernel[i] - 1) + 1;
      long room = (long) input[i] + low[i] + high[i] - span;
      if (room + span > Integer.MAX_VALUE) {
        throw new ShapeException(
            operation + " of shape " + shape + " with the padding " + Arrays.toString(low) + ": the size along axis "
                + (shape.rank() - n + i) + " would be " + (room + span) + ", above " + Integer.MAX_VALUE
                + ". Use less padding");
      }
      if (room < 0) {
        throw new ShapeException(
            operation + " of shape " + shape + ": its kernel covers " + span + " along axis " + (shape.rank() - n + i)
                + ", whose size with padding is " + (room + span) + " (kernel " + Arrays.toString(kernel) + ", dilation "
                + Arrays.toString(dilation) + ", padding " + Arrays.toString(low)
                + "). Use a smaller kernel, or more padding");
      }
      long count = (ceil ? Math.ceilDiv(room, stride[i]) : room / stride[i]) + 1;
      if (ceil && (count - 1) * stride[i] >= (long) input[i] + low[i]) {
        count--;
      }
      output[i] = (int) count;
      behind[i] = (int) Math.max(high[i], (count - 1) * stride[i] + span - input[i] - low[i]);
    }
    return new SlidingWindows(input, kernel, stride, dilation, low, behind, output);
  }

  static int[] last(Shape shape, int n) {
    return Arrays.copyOfRange(shape.toArray(), shape.rank() - n, shape.rank());
  }

  /**
   * One number for each axis that is slid over.
   *
   * @param given one for all of them, or one each
   */
  static int[] each(String operation, String what, int axes, int least, int... given) {
    if (given.length != 1 && given.length != axes || Arrays.stream(given).anyMatch(v -> v < least)) {
      throw new ShapeException(
          operation + ": " + what + " is " + Arrays.toString(given) + "; expected one number, or " + axes + ", of at least "
              + least);
    }
    int[] out = new int[axes];
    Arrays.setAll(out, i -> given[given.length == 1 ? 0 : i]);
    return out;
  }

  /** The number of axes that are slid over. */
  int axes() {
    return kernel.length;
  }

  /** The axes of {@link #slide} along which a window's taps lie. */
  int[] tapAxes(int leading) {
    int[] out = new int[axes()];
    Arrays.setAll(out, i -> leading + axes() + i);
    return out;
  }

  private boolean isPadded() {
    return Arrays.stream(low).anyMatch(v -> v > 0) || Arrays.stream(high).anyMatch(v -> v > 0);
  }

  private static Shape join(Shape shape, int leading, int[]... more) {
    int[] sizes = Arrays.copyOf(shape.toArray(), leading);
    for (int[] part : more) {
      int at = sizes.length;
      sizes = Arrays.copyOf(sizes, at + part.length);
      System.arraycopy(part, 0, sizes, at, part.length);
    }
    return Shape.of(sizes);
  }

  private Shape paddedShape(Shape shape, int leading) {
    int[] sizes = new int[axes()];
    Arrays.setAll(sizes, i -> low[i] + input[i] + high[i]);
    return join(shape, leading, sizes);
  }

  private Tensor inner(Tensor padded, int leading) {
    Tensor out = padded;
    for (int i = 0; i < axes(); i++) {
      out = Windows.narrow(out, leading + i, low[i], input[i]);
    }
    return out;
  }

  /**
   * The windows of a tensor, without history, as a view of it or of a padded copy: from {@code [.., input]} to
   * {@code [.., output, kernel]}.
   */
  Tensor windows(Tensor x, double padding) {
    int leading = x.shape().rank() - axes();
    Tensor all = x;
    if (isPadded()) {
      all = Tensor.zeros(paddedShape(x.shape(), leading), x.dtype(), x.backend());
      if (padding != 0) {
        all = Tensor.fullLike(all, padding);
      }
      inner(all, leading).assign(x.detach());
    }
    View v = all.view();
    int[] strides = Arrays.copyOf(v.strides(), leading + 2 * axes());
    for (int i = 0; i < axes(); i++) {
      int step = v.stride(leading + i);
      strides[leading + i] = step * stride[i];
      strides[leading + axes() + i] = step * dilation[i];
    }
    return Tensor.viewOf(all, new View(v.buffer(), join(x.shape(), leading, output, kernel), strides, v.offset()));
  }

  /**
   * The transpose of {@link #windows}: the elements added up where they came from. Along each axis it goes over the taps or
   * over the windows, whichever are fewer, and adds all that belong to one at once.
   */
  Tensor overlap(Tensor windows) {
    int n = axes();
    int leading = windows.shape().rank() - 2 * n;
    Tensor sum = Tensor.zeros(paddedShape(windows.shape(), leading), windows.dtype(), windows.backend());
    View to = sum.view();
    View from = windows.view();
    if (from.shape().size() == 0) {
      return crop(sum, leading);
    }
    int[] sizes = Arrays.copyOf(to.shape().toArray(), leading + n);
    int[] toStrides = to.strides();
    int[] fromStrides = Arrays.copyOf(from.strides(), leading + n);
    int[] toSteps = new int[n];
    int[] fromSteps = new int[n];
    int[] counts = new int[n];
    for (int i = 0; i < n; i++) {
      boolean taps = kernel[i] <= output[i];
      int element = to.stride(leading + i);
      sizes[leading + i] = taps ? output[i] : kernel[i];
      toStrides[leading + i] = element * (taps ? stride[i] : dilation[i]);
      fromStrides[leading + i] = from.stride(leading + i + (taps ? 0 : n));
      counts[i] = taps ? kernel[i] : output[i];
      toSteps[i] = element * (taps ? dilation[i] : stride[i]);
      fromSteps[i] = from.stride(leading + i + (taps ? n : 0));
    }
    Shape part = Shape.of(sizes);
    int[] at = new int[n];
    do {
      int toOffset = to.offset();
      int fromOffset = from.offset();
      for (int i = 0; i < n; i++) {
        toOffset += at[i] * toSteps[i];
        fromOffset += at[i] * fromSteps[i];
      }
      Tensor.viewOf(sum, new View(to.buffer(), part, toStrides, toOffset))
          .addi(Tensor.viewOf(windows, new View(from.buffer(), part, fromStrides, fromOffset)).detach());
    } while (advance(at, counts));
    return crop(sum, leading);
  }

  private Tensor crop(Tensor sum, int leading) {
    return isPadded() ? inner(sum, leading).copy() : sum;
  }

  private static boolean advance(int[] at, int[] counts) {
    for (int i = at.length - 1; i >= 0; i--) {
      if (++at[i] < counts[i]) {
        return true;
      }
      at[i] = 0;
    }
    return false;
  }

  /** The windows, from {@code [.., input]}: {@code [.., output, kernel]}, 0 where they stick out. */
  Tensor slide(Tensor x) {
    return Tape.apply(new Slide(this), x);
  }

  /** The transpose of {@link #slide}. */
  Tensor add(Tensor windows) {
    return Tape.apply(new Overlap(this), windows);
  }

  private static final class Slide extends Linear {
    private final SlidingWindows windows;

    Slide(SlidingWindows windows) {
      this.windows = windows;
    }

    @Override
    public String name() {
      return "windows";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return windows.windows(inputs[0], 0);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return windows.add(gradient);
    }
  }

  private static final class Overlap extends Linear {
    private final SlidingWindows windows;

    Overlap(SlidingWindows windows) {
      this.windows = windows;
    }

    @Override
    public String name() {
      return "overlap";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return windows.overlap(inputs[0]);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return windows.slide(gradient);
    }
  }
}
