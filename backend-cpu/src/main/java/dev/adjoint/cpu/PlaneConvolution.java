package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.ConvolutionShape.Part;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of each channel by itself, and their gradients: directly, a plane at a time, tap by tap along its rows. A
 * product of matrices would have one row, and copy what it reads once. In gradients, a weight or an input that is not finite
 * may spread to the neighbours of what it takes part in.
 */
final class PlaneConvolution {
  private static final int MOST_TAPS = 128;
  private static final double[] NONE = {};

  private final ThreadPool pool;
  private final Scratch scratch;
  private final ConvolutionSizes sizes;
  private final DType dtype;
  private final Unrolling image;
  /** What each tap reads in the first window. */
  private final int[] starts;
  /** Towards the output: kernels of some taps each, the first of which writes and the others add. */
  private final RowKernel[] outputs;
  private final @Nullable RowKernel adding;
  private final @Nullable FoldKernel sums;

  private PlaneConvolution(
      ThreadPool pool, Scratch scratch, ConvolutionSizes sizes, DType dtype, RowKernel[] outputs, @Nullable RowKernel adding,
      @Nullable FoldKernel sums) {
    this.pool = pool;
    this.scratch = scratch;
    this.sizes = sizes;
    this.dtype = dtype;
    this.image = ColumnConvolution.windows(sizes);
    this.starts = ColumnProducts.starts(image, 0, 1, ColumnConvolution.taps(sizes, 0), ColumnConvolution.taps(sizes, 1),
        ColumnConvolution.taps(sizes, 2));
    this.outputs = outputs;
    this.adding = adding;
    this.sums = sums;
  }

  /** The way for a part; null if it is none for these sizes. */
  static @Nullable PlaneConvolution of(
      ThreadPool pool, Scratch scratch, TapKernels kernels, ConvolutionSizes sizes, Part part, DType dtype) {
    int taps = sizes.taps();
    if (sizes.channels() != 1 || sizes.filters() != 1 || sizes.groups() == 1 || taps > MOST_TAPS || sizes.isPointwise()) {
      return null;
    }
    int elements = sizes.batch() * sizes.groups() * sizes.outputPlane();
    RowKernel[] outputs = new RowKernel[part == Part.OUTPUT ? Math.ceilDiv(taps, TapKernels.TAPS) : 0];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = kernels.of(dtype, Math.min(TapKernels.TAPS, taps - i * TapKernels.TAPS), i > 0, elements);
    }
    int terms = (int) Math.min(Integer.MAX_VALUE, (long) taps * elements);
    RowKernel adding = part == Part.INPUT ? kernels.of(dtype, 1, true, terms) : null;
    FoldKernel sums = part == Part.WEIGHT ? kernels.sums(dtype, terms) : null;
    return new PlaneConvolution(pool, scratch, sizes, dtype, outputs, adding, sums);
  }

  /** All operands lie row by row from their offsets on. */
  void run(Part part, Operand first, Operand second, @Nullable Object bias, Operand out) {
    int planes = sizes.batch() * sizes.groups();
    int grain = (int) Math.max(1, KernelCompiler.WORTH_A_THREAD / ((long) sizes.taps() * Math.max(1, sizes.outputPlane())));
    switch (part) {
      case OUTPUT -> pool.split(planes, grain, (from, to) -> output(from, to, first, second, bias, out));
      case INPUT -> pool.split(planes, grain, (from, to) -> input(from, to, first, second, bias, out));
      case WEIGHT -> pool.split(sizes.groups(), Math.max(1, grain / Math.max(1, sizes.batch())),
          (from, to) -> weight(from, to, first, second, out));
    }
  }

  /** An image without anything in it, for the inside of one plane after the other. */
  private Object zeros(int size) {
    Object array = scratch.take(dtype, size);
    StridedCopy.fill(array, 0, size, 0);
    return array;
  }

  private int planeOfInput(Operand x, int plane) {
    return x.offset() + plane * sizes.inputPlane();
  }

  private int weights(Operand w, int plane) {
    return w.offset() + plane % sizes.groups() * sizes.taps();
  }

  private void output(int from, int to, Operand x, Operand w, @Nullable Object bias, Operand y) {
    int positions = image.positions();
    Object copy = zeros(image.size(1));
    Object windows = scratch.take(dtype, positions);
    Object[][] arrays = new Object[outputs.length][];
    int[][] offsets = new int[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      int taps = Math.min(TapKernels.TAPS, starts.length - i * TapKernels.TAPS);
      arrays[i] = new Object[2 * taps + 1];
      Arrays.fill(arrays[i], 0, taps, copy);
      Arrays.fill(arrays[i], taps, 2 * taps, w.array());
      arrays[i][2 * taps] = windows;
      offsets[i] = new int[2 * taps + 1];
      System.arraycopy(starts, i * TapKernels.TAPS, offsets[i], 0, taps);
    }
    for (int plane = from; plane < to; plane++) {
      image.copyInside(x.array(), planeOfInput(x, plane), copy);
      for (int i = 0; i < outputs.length; i++) {
        int taps = arrays[i].length / 2;
        for (int tap = 0; tap < taps; tap++) {
          offsets[i][taps + tap] = weights(w, plane) + i * TapKernels.TAPS + tap;
        }
        outputs[i].row(arrays[i], offsets[i], windows, 0, NONE, positions);
      }
      int at = y.offset() + plane * sizes.outputPlane();
      eachRow((window, element, count) -> PlaneLoops.copy(windows, window, y.array(), at + element, count));
      if (bias != null) {
        PlaneLoops.addToPlanes(y.array(), at, sizes.outputPlane(), bias, plane % sizes.groups(), 1);
      }
    }
    scratch.give(copy, windows);
  }

  private interface RowTask {
    /** Neighbouring windows, and the elements of the output that they are. */
    void over(int window, int element, int count);
  }

  private void eachRow(RowTask task) {
    int width = sizes.output()[2];
    int at = 0;
    for (int z = 0; z < sizes.output()[0]; z++) {
      for (int row = 0; row < sizes.output()[1]; row++, at += width) {
        task.over(z * image.layer() + row * image.rowLength(), at, width);
      }
    }
  }

  /** A plane of the output where its windows lie in an image; between the rows there are zeros already. */
  private void spread(Operand y, int plane, Object target) {
    int at = y.offset() + plane * sizes.outputPlane();
    eachRow((window, element, count) -> PlaneLoops.copy(y.array(), at + element, target, window, count));
  }

  private void input(int from, int to, Operand y, Operand w, @Nullable Object bias, Operand x) {
    int positions = image.positions();
    Object windows = zeros(positions);
    Object sum = scratch.take(dtype, image.size(1));
    Object[] arrays = {windows, w.array(), sum};
    int[] offsets = new int[arrays.length];
    boolean covered = isCovered();
    for (int plane = from; plane < to; plane++) {
      spread(y, plane, windows);
      StridedCopy.fill(sum, 0, image.size(1), 0);
      for (int tap = 0; tap < starts.length; tap++) {
        offsets[1] = weights(w, plane) + tap;
        offsets[2] = starts[tap];
        adding.row(arrays, offsets, sum, starts[tap], NONE, positions);
      }
      int at = planeOfInput(x, plane);
      if (!covered) {
        StridedCopy.fill(x.array(), at, sizes.inputPlane(), 0);
      }
      image.copyBack(sum, x.array(), at);
      if (bias != null) {
        PlaneLoops.addToPlanes(x.array(), at, sizes.inputPlane(), bias, plane % sizes.groups(), 1);
      }
    }
    scratch.give(windows, sum);
  }

  /** Whether the image holds every element of the input: those that no window reads are left out. */
  private boolean isCovered() {
    for (int axis = 0; axis < ConvolutionSizes.AXES; axis++) {
      int stride = sizes.stride()[axis];
      int reached = (sizes.output()[axis] - 1) * stride + (sizes.kernel()[axis] - 1) * sizes.dilation()[axis] + 1;
      boolean every = Arrays.stream(ColumnConvolution.taps(sizes, axis)).map(t -> t % stride).distinct().count() == stride;
      if (!every || reached < sizes.input()[axis] + sizes.padding()[axis]) {
        return false;
      }
    }
    return true;
  }

  private void weight(int from, int to, Operand y, Operand x, Operand w) {
    int positions = image.positions();
    Object windows = zeros(positions);
    Object copy = zeros(image.size(1));
    double[] totals = new double[starts.length];
    Object[] arrays = {windows, copy};
    int[] offsets = new int[arrays.length];
    for (int group = from; group < to; group++) {
      Arrays.fill(totals, 0);
      for (int n = 0; n < sizes.batch(); n++) {
        int plane = n * sizes.groups() + group;
        spread(y, plane, windows);
        image.copyInside(x.array(), planeOfInput(x, plane), copy);
        for (int tap = 0; tap < totals.length; tap++) {
          for (int done = 0; done < positions; done += LaneSums.BLOCK) {
            offsets[0] = done;
            offsets[1] = starts[tap] + done;
            totals[tap] += sums.fold(arrays, offsets, NONE, Math.min(LaneSums.BLOCK, positions - done));
          }
        }
      }
      int at = w.offset() + group * totals.length;
      for (int tap = 0; tap < totals.length; tap++) {
        StridedCopy.fill(w.array(), at + tap, 1, totals[tap]);
      }
    }
    scratch.give(windows, copy);
  }
}
