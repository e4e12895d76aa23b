package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.ConvolutionShape.Part;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions (cross-correlations: the kernel is not flipped) over one, two, three or more axes. Input, weight and output are
 * tied by one trilinear form, the sum over all windows and taps of {@code output * input * weight}; a convolution, a transposed
 * convolution and the gradient towards the weight are its three partial derivatives, and each one's gradients are the other
 * two. A backend may compute them its own way; else all three are a copy of the windows and a matrix product.
 */
public final class Convolution {
  private Convolution() {}

  /**
   * A convolution.
   *
   * @param axes over how many axes
   * @param x {@code [n, channels, sizes..]}, or without {@code n}
   * @param weight {@code [out, channels / groups, kernel..]}
   * @param bias {@code [out]}
   * @param padding null for as much as keeps the sizes, the odd one behind
   */
  public static Tensor conv(
      int axes, Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int @Nullable [] padding, int[] dilation,
      int groups) {
    String name = "conv" + axes + "d";
    if (checkRanks(name, axes, x, weight)) {
      return conv(axes, x.unsqueeze(0), weight, bias, stride, padding, dilation, groups).squeeze(0);
    }
    int out = weight.shape().size(0);
    if (groups < 1 || x.shape().size(1) != weight.shape().size(1) * groups || out % groups != 0) {
      throw new ShapeException(
          name + " of shape " + x.shape() + " with a weight of shape " + weight.shape() + " in " + groups
              + " groups: expected a weight [out, " + x.shape().size(1) + " / groups, kernel..], and as many groups as divide "
              + x.shape().size(1) + " and " + out);
    }
    int[] kernel = SlidingWindows.last(weight.shape(), axes);
    int[] steps = SlidingWindows.each(name, "stride", axes, 1, stride);
    int[] spread = SlidingWindows.each(name, "dilation", axes, 1, dilation);
    int[] low;
    int[] high;
    if (padding != null) {
      low = SlidingWindows.each(name, "padding", axes, 0, padding);
      high = low;
    } else {
      if (Arrays.stream(steps).anyMatch(s -> s != 1)) {
        throw new ShapeException(
            name + " that pads to the same size takes the stride 1; given " + Arrays.toString(steps)
                + ". Give the padding in numbers");
      }
      low = new int[axes];
      high = new int[axes];
      for (int i = 0; i < axes; i++) {
        long total = (long) spread[i] * (kernel[i] - 1);
        // What is too much to be padded fits nowhere, and is told so.
        low[i] = (int) Math.min(total / 2, Integer.MAX_VALUE);
        high[i] = (int) Math.min(total - low[i], Integer.MAX_VALUE);
      }
    }
    SlidingWindows windows = SlidingWindows.fit(name, x.shape(), kernel, steps, spread, low, high, false);
    return biased(new Partner(name, Part.OUTPUT, windows, groups), x, weight, bias, weight.shape().size(0));
  }

  /**
   * A transposed convolution: the gradient of a convolution towards its input.
   *
   * @param axes over how many axes
   * @param x {@code [n, channels, sizes..]}, or without {@code n}
   * @param weight {@code [channels, out / groups, kernel..]}
   * @param bias {@code [out]}
   * @param outputPadding how much longer the output is: with a stride, inputs of several sizes give one output size
   */
  public static Tensor transposed(
      int axes, Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] outputPadding,
      int[] dilation, int groups) {
    String name = "convTranspose" + axes + "d";
    if (checkRanks(name, axes, x, weight)) {
      return transposed(axes, x.unsqueeze(0), weight, bias, stride, padding, outputPadding, dilation, groups).squeeze(0);
    }
    if (groups < 1 || x.shape().size(1) != weight.shape().size(0) || x.shape().size(1) % groups != 0) {
      throw new ShapeException(
          name + " of shape " + x.shape() + " with a weight of shape " + weight.shape() + " in " + groups
              + " groups: expected a weight [" + x.shape().size(1) + ", out / groups, kernel..], and as many groups as divide "
              + x.shape().size(1));
    }
    int[] kernel = SlidingWindows.last(weight.shape(), axes);
    int[] steps = SlidingWindows.each(name, "stride", axes, 1, stride);
    int[] spread = SlidingWindows.each(name, "dilation", axes, 1, dilation);
    int[] pad = SlidingWindows.each(name, "padding", axes, 0, padding);
    int[] more = SlidingWindows.each(name, "output padding", axes, 0, outputPadding);
    int[] from = SlidingWindows.last(x.shape(), axes);
    int[] sizes = new int[axes];
    for (int i = 0; i < axes; i++) {
      if (more[i] >= Math.max(steps[i], spread[i])) {
        throw new ShapeException(
            name + ": the output padding " + Arrays.toString(more) + " is not smaller than the stride " + Arrays.toString(steps)
                + " or the dilation " + Arrays.toString(spread));
      }
      long size = (from[i] - 1L) * steps[i] - 2L * pad[i] + (long) spread[i] * (kernel[i] - 1) + more[i] + 1;
      if (from[i] < 1 || kernel[i] < 1 || size < 1 || size > Integer.MAX_VALUE) {
        throw new ShapeException(
            name + " of shape " + x.shape() + " with the kernel " + Arrays.toString(kernel) + ", the stride "
                + Arrays.toString(steps) + " and the padding " + Arrays.toString(pad)
                + " has no output: its size along axis " + (2 + i) + " would be " + size);
      }
      sizes[i] = (int) size;
    }
    SlidingWindows windows = new SlidingWindows(sizes, kernel, steps, spread, pad, pad, from);
    return biased(new Partner(name, Part.INPUT, windows, groups), x, weight, bias, groups * weight.shape().size(1));
  }

  /** Checks the numbers of axes and the types; whether the input is a single one, without a batch axis. */
  private static boolean checkRanks(String name, int axes, Tensor x, Tensor weight) {
    int rank = x.shape().rank();
    if (rank != axes + 1 && rank != axes + 2 || weight.shape().rank() != axes + 2) {
      throw new ShapeException(
          name + " takes an input of " + (axes + 2) + " axes (or " + (axes + 1) + ", without the first) and a weight of "
              + (axes + 2) + "; given " + x.shape() + " and " + weight.shape());
    }
    if (!x.dtype().isFloating() && !weight.dtype().isFloating()) {
      throw new DTypeException(
          name + " of " + x.dtype() + " with a weight " + weight.dtype() + ": " + name
              + " is a function of floating-point numbers: convert both with to(FLOAT32)");
    }
    if (x.dtype() != weight.dtype()) {
      throw new DTypeException(
          name + " of " + x.dtype() + " with a weight " + weight.dtype() + ": expected one floating-point type. Convert one"
              + " with to(" + (x.dtype().isFloating() ? x.dtype() : weight.dtype()).name() + ")");
    }
    return rank == axes + 1;
  }

  private static Tensor biased(Partner partner, Tensor x, Tensor weight, @Nullable Tensor bias, int channels) {
    if (bias == null) {
      return Tape.apply(partner, x, weight);
    }
    if (bias.shape().rank() != 1 || bias.shape().size(0) != channels) {
      throw new ShapeException(
          partner.name + " to " + channels + " channels takes as many biases; given the shape " + bias.shape());
    }
    if (bias.dtype() != x.dtype()) {
      return Tape.apply(partner, x, weight).add(column(bias, partner.windows.axes()));
    }
    return Tape.apply(partner, x, weight, bias);
  }

  /** Of one element a channel, what an output {@code [n, channels, sizes..]} is added to. */
  private static Tensor column(Tensor bias, int axes) {
    int[] column = new int[axes + 1];
    Arrays.fill(column, 1);
    column[0] = bias.shape().size(0);
    return Views.reshape(bias, column);
  }

  /** One of the three from the other two, which are its first inputs; a third is a bias. */
  private static final class Partner extends Operation {
    private static final int BIAS = 2;

    private final String name;
    private final Part part;
    private final SlidingWindows windows;
    private final int groups;

    Partner(String name, Part part, SlidingWindows windows, int groups) {
      this.name = name;
      this.part = part;
      this.windows = windows;
      this.groups = groups;
    }

    private Tensor other(Part wanted, Tensor first, Tensor second) {
      return Tape.apply(new Partner(name, wanted, windows, groups), first, second);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    protected boolean reads(int input, int other) {
      return input != BIAS && other == 1 - input;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      if (input == BIAS) {
        return gradient.sum(IntStream.range(0, gradient.shape().rank()).filter(axis -> axis != 1).toArray());
      }
      Tensor partner = values.input(1 - input);
      return switch (part) {
        case OUTPUT -> input == 0 ? other(Part.INPUT, gradient, partner) : other(Part.WEIGHT, gradient, partner);
        case INPUT -> input == 0 ? other(Part.OUTPUT, gradient, partner) : other(Part.WEIGHT, partner, gradient);
        case WEIGHT -> input == 0 ? other(Part.OUTPUT, partner, gradient) : other(Part.INPUT, partner, gradient);
      };
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Partner linear = new Partner(name, part, windows, groups);
      Tensor sum = tangents[0] == null ? null : Tape.apply(linear, tangents[0], values.input(1));
      if (tangents[1] != null) {
        Tensor second = Tape.apply(linear, values.input(0), tangents[1]);
        sum = sum == null ? second : sum.add(second);
      }
      if (tangents.length > BIAS && tangents[BIAS] != null) {
        Tensor third = column(tangents[BIAS], windows.axes());
        sum = sum != null
            ? sum.add(third)
            : Views.expand(third, shape(values.input(0).shape(), values.input(1).shape()));
      }
      return sum;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tape.checkOneDevice(name, inputs);
      DType dtype = inputs[0].dtype();
      Backend backend = inputs[0].backend();
      View first = InFloat32.view(inputs[0]);
      View second = InFloat32.view(inputs[1]);
      View bias = inputs.length > BIAS ? InFloat32.view(inputs[BIAS]) : null;
      Shape shape = shape(first.shape(), second.shape());
      View out = View.of(Memory.allocate(backend, first.dtype(), shape.size()), shape);
      var sliding = new ConvolutionShape(windows.stride(), windows.dilation(), windows.low(), groups);
      if (backend.convolve(sliding, part, first, second, bias, out)) {
        return Tensor.wrap(backend, out).to(dtype);
      }
      Tensor result = byProducts(inputs[0].detach(), inputs[1].detach());
      return bias == null ? result : result.add(column(inputs[BIAS].detach(), windows.axes()));
    }

    private Shape shape(Shape first, Shape second) {
      return Shape.of(switch (part) {
        case OUTPUT -> sizes(new int[] {first.size(0), second.size(0)}, windows.output());
        case INPUT -> sizes(new int[] {first.size(0), groups * second.size(1)}, windows.input());
        case WEIGHT -> sizes(new int[] {first.size(1), second.size(1) / groups}, windows.kernel());
      });
    }

    private Tensor byProducts(Tensor first, Tensor second) {
      return switch (part) {
        case OUTPUT -> output(first, second);
        case INPUT -> input(first, second);
        case WEIGHT -> weight(first, second);
      };
    }

    private static int product(int[] sizes) {
      return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }

    private static int[] sizes(int[] leading, int[]... more) {
      int[] out = leading;
      for (int[] part : more) {
        int at = out.length;
        out = Arrays.copyOf(out, at + part.length);
        System.arraycopy(part, 0, out, at, part.length);
      }
      return out;
    }

    /** From {@code [n, groups * channels, input..]}: {@code [n, groups, channels, output.., kernel..]}. */
    private Tensor grouped(Tensor x) {
      int[] leading = {x.shape().size(0), groups, x.shape().size(1) / groups};
      return windows.windows(Views.reshape(x, sizes(leading, windows.input())), 0);
    }

    private Tensor matrices(Tensor weight) {
      int taps = product(windows.kernel()) * weight.shape().size(1);
      return Views.reshape(weight, groups, weight.shape().size(0) / groups, taps);
    }

    private Tensor output(Tensor x, Tensor weight) {
      int batch = x.shape().size(0);
      int n = windows.axes();
      int[] order = new int[3 + 2 * n];
      Arrays.setAll(order, i -> i < 3 ? i : i < 3 + n ? i + n : i - n);
      Tensor w = matrices(weight);
      Tensor columns = Views.reshape(Views.permute(grouped(x), order), batch, groups, w.shape().size(2),
          product(windows.output()));
      int[] channels = {batch, weight.shape().size(0)};
      return Views.reshape(MatMul.matmul(w, columns), sizes(channels, windows.output()));
    }

    private Tensor input(Tensor y, Tensor weight) {
      int batch = y.shape().size(0);
      int n = windows.axes();
      int channels = groups * weight.shape().size(1);
      Tensor rows = Views.reshape(y, batch, groups, weight.shape().size(0) / groups, product(windows.output()));
      Tensor columns = MatMul.matmul(matrices(weight).transpose(-2, -1), rows);
      int[] order = new int[2 + 2 * n];
      Arrays.setAll(order, i -> i < 2 ? i : i < 2 + n ? i + n : i - n);
      int[] leading = {batch, channels};
      return windows.overlap(
          Views.permute(Views.reshape(columns, sizes(leading, windows.kernel(), windows.output())), order));
    }

    private Tensor weight(Tensor y, Tensor x) {
      int batch = y.shape().size(0);
      int n = windows.axes();
      int out = y.shape().size(1) / groups;
      int channels = x.shape().size(1) / groups;
      int columns = Math.multiplyExact(batch, product(windows.output()));
      Tensor rows = Views.permute(Views.reshape(y, batch, groups, out, product(windows.output())), 1, 2, 0, 3);
      int[] order = new int[3 + 2 * n];
      // To groups, channels, kernel.., batch, output..
      Arrays.setAll(order, i -> i < 2 ? i + 1 : i < 2 + n ? i + n + 1 : i == 2 + n ? 0 : i - n);
      Tensor taps = Views.reshape(Views.permute(grouped(x), order), groups, channels * product(windows.kernel()), columns);
      Tensor product = MatMul.matmul(Views.reshape(rows, groups, out, columns), taps.transpose(-2, -1));
      int[] leading = {groups * out, channels};
      return Views.reshape(product, sizes(leading, windows.kernel()));
    }
  }
}
