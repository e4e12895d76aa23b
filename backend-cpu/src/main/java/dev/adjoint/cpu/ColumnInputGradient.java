package dev.adjoint.cpu;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The input of a convolution from its output and weights (its gradient; a transposed convolution). A stride splits the input
 * into phases, each of which takes part in its own taps alone; each is a plain convolution, of stride 1, of the output.
 */
final class ColumnInputGradient {
  private static final int GRAIN = 16_384;

  private final ColumnProducts products;
  private final ConvolutionSizes sizes;
  private final Unrolling image;
  private final Phase[] phases;

  /**
   * The elements of the input that lie a stride apart.
   *
   * @param at of the first, along each axis, counted from the start of the padding
   * @param taps those it takes part in, along each axis
   * @param weights where its weights begin among all of a group
   */
  private record Phase(int[] at, int[][] taps, int weights) {}

  ColumnInputGradient(ColumnProducts products, ConvolutionSizes sizes) {
    this.products = products;
    this.sizes = sizes;
    Unrolling.Axis[] axes = new Unrolling.Axis[ConvolutionSizes.AXES];
    Arrays.setAll(axes, i -> new Unrolling.Axis(sizes.output()[i], 1, reach(i), sizes.output()[i] + reach(i),
        IntStream.rangeClosed(0, reach(i)).toArray()));
    image = new Unrolling(axes);
    phases = phases();
  }

  /** How many windows before its last one an element takes part in, at most. */
  private int reach(int axis) {
    return (sizes.kernel()[axis] - 1) * sizes.dilation()[axis] / sizes.stride()[axis];
  }

  private int[] tapsOf(int axis, int phase) {
    return IntStream.range(0, sizes.kernel()[axis])
        .filter(t -> t * sizes.dilation()[axis] % sizes.stride()[axis] == phase).toArray();
  }

  private Phase[] phases() {
    int[] stride = sizes.stride();
    Phase[] out = new Phase[stride[0] * stride[1] * stride[2]];
    int weights = 0;
    for (int i = 0; i < out.length; i++) {
      int[] at = {i / stride[2] / stride[1], i / stride[2] % stride[1], i % stride[2]};
      int[][] taps = {tapsOf(0, at[0]), tapsOf(1, at[1]), tapsOf(2, at[2])};
      out[i] = new Phase(at, taps, weights);
      weights += sizes.channels() * sizes.filters() * taps[0].length * taps[1].length * taps[2].length;
    }
    return Arrays.stream(out).filter(p -> Arrays.stream(p.taps()).allMatch(t -> t.length > 0)).toArray(Phase[]::new);
  }

  /** Whether every element of the input takes part in some window. */
  private boolean isCovered() {
    for (int axis = 0; axis < ConvolutionSizes.AXES; axis++) {
      for (int i = 0; i < sizes.input()[axis]; i++) {
        int at = i + sizes.padding()[axis];
        if (at / sizes.stride()[axis] >= sizes.output()[axis] + reach(axis)
            || tapsOf(axis, at % sizes.stride()[axis]).length == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isDirect() {
    return image.isTight() && ConvolutionSizes.isAll(sizes.stride(), 1) && ConvolutionSizes.isAll(sizes.padding(), 0)
        && IntStream.range(0, ConvolutionSizes.AXES).allMatch(i -> sizes.input()[i] == sizes.output()[i] + reach(i));
  }

  /** The weights, phase after phase, as matrices with a column a channel. */
  private Operand sorted(Operand w) {
    if (sizes.taps() == 1) {
      return w;
    }
    Object out = products.scratch.take(products.dtype, sizes.groups() * sizes.filters() * sizes.channels() * sizes.taps());
    int grain = Math.max(1, GRAIN / (sizes.channels() * sizes.taps()));
    products.pool.split(sizes.groups() * sizes.filters(), grain, (from, to) -> {
      for (int filter = from; filter < to; filter++) {
        for (Phase phase : phases) {
          sort(w, filter, phase, out);
        }
      }
    });
    return new Operand(out, 0);
  }

  private void sort(Operand w, int filter, Phase phase, Object out) {
    int[][] taps = phase.taps();
    int row = sizes.channels() * sizes.taps();
    int group = filter / sizes.filters();
    int to = group * sizes.filters() * row + phase.weights()
        + filter % sizes.filters() * taps[0].length * taps[1].length * taps[2].length * sizes.channels();
    for (int z : taps[0]) {
      for (int y : taps[1]) {
        for (int x : taps[2]) {
          int tap = (z * sizes.kernel()[1] + y) * sizes.kernel()[2] + x;
          StridedCopy.row(w.array(), w.offset() + filter * row + tap, sizes.taps(), out, to, 1, sizes.channels());
          to += sizes.channels();
        }
      }
    }
  }

  private int[] starts(Phase phase) {
    int[][] reads = new int[ConvolutionSizes.AXES][];
    Arrays.setAll(reads, axis -> Arrays.stream(phase.taps()[axis])
        .map(t -> reach(axis) - t * sizes.dilation()[axis] / sizes.stride()[axis]).toArray());
    return ColumnProducts.starts(image, 0, sizes.filters(), reads);
  }

  /** All operands lie row by row from their offsets on. */
  void run(Operand y, Operand w, @Nullable Object bias, Operand x) {
    int plane = sizes.inputPlane();
    int perGroup = sizes.filters() * sizes.channels() * sizes.taps();
    Operand weights = sorted(w);
    int[][] starts = Arrays.stream(phases).map(this::starts).toArray(int[][]::new);
    boolean covered = isCovered();
    boolean direct = isDirect();
    boolean asGiven = image.isAsGiven();
    products.images(sizes.batch() * sizes.groups(), i -> {
      int group = i % sizes.groups();
      int from = y.offset() + i * sizes.filters() * sizes.outputPlane();
      int to = x.offset() + i * sizes.channels() * plane;
      if (!covered) {
        StridedCopy.fill(x.array(), to, sizes.channels() * plane, 0);
      }
      Object array = asGiven ? y.array() : products.unrolled(image, y.array(), from, sizes.filters());
      for (int p = 0; p < phases.length; p++) {
        Phase phase = phases[p];
        int[] shifted = asGiven ? Arrays.stream(starts[p]).map(s -> s + from).toArray() : starts[p];
        Blas.Matrix a =
            new Blas.Matrix(weights.array(), weights.offset() + group * perGroup + phase.weights(), sizes.channels(), true);
        products.multiply(sizes.channels(), a, Columns.of(array, shifted), image.positions(),
            direct ? new Blas.Matrix(x.array(), to, plane, false) : null,
            (c, first, count) -> image.runs(first, count,
                (pz, py, px, position, n) -> scatter(phase, c, position - first, pz, py, px, n, x.array(), to)));
      }
      if (!asGiven) {
        products.scratch.give(array);
      }
      if (bias != null) {
        PlaneLoops.addToPlanes(x.array(), to, plane, bias, group * sizes.channels(), sizes.channels());
      }
    });
    if (weights != w) {
      products.scratch.give(weights.array());
    }
  }

  /** Writes a row of a phase, as far as it lies inside of the input, for every channel. */
  private void scatter(Phase phase, Blas.Matrix c, int from, int pz, int py, int px, int n, Object x, int to) {
    int[] stride = sizes.stride();
    int z = pz * stride[0] + phase.at()[0] - sizes.padding()[0];
    int y = py * stride[1] + phase.at()[1] - sizes.padding()[1];
    if (z < 0 || z >= sizes.input()[0] || y < 0 || y >= sizes.input()[1]) {
      return;
    }
    int offset = phase.at()[2] - sizes.padding()[2];
    int first = Math.max(px, Math.ceilDiv(-offset, stride[2]));
    int last = Math.min(px + n, Math.ceilDiv(sizes.input()[2] - offset, stride[2]));
    if (first >= last) {
      return;
    }
    int at = to + (z * sizes.input()[1] + y) * sizes.input()[2] + first * stride[2] + offset;
    for (int channel = 0; channel < sizes.channels(); channel++) {
      StridedCopy.row(
          c.array(), channel * c.stride() + from + first - px, 1, x, at + channel * sizes.inputPlane(), stride[2],
          last - first);
    }
  }
}
