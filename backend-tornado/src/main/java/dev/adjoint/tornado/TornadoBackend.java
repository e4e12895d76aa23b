package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes each operation as a {@link Program}, which the device thread hands to the device. Methods return at once,
 * but for those that copy: what they copy in has been read, and what they copy out has been computed, when they return.
 */
final class TornadoBackend implements Backend {
  /** As many threads as a reduction to few elements is spread over, and the elements that are worth one. */
  private static final int REDUCING_THREADS = 1 << 13;
  private static final int REDUCED_BY_A_THREAD = 32;
  /** Up to how many partial results a fold of rows has; more would take too much memory. */
  private static final int MOST_PARTIAL = 1 << 16;

  /** From how many elements on memory is worth giving back early. */
  private static final int SHORTEST_REUSED = 1024;
  /** Up to how many elements are copied twice on their way in. */
  private static final int COPIED_FIRST = 4096;

  private final String name;
  private final DeviceMemory memory;
  private final Forms forms;
  private final RowKernels rows;
  private final Device device;
  /** Whether reductions combine in the order of {@link RowKernels}. */
  private final boolean asRows;

  TornadoBackend(String name) {
    this(name, new Forms(Forms.WORTH, Forms.MOST), true);
  }

  /**
   * With a measure for which expressions have kernels of their own.
   *
   * @param direct whether to take the shorter way that there is where the device is OpenCL's
   */
  TornadoBackend(String name, Forms forms, boolean direct) {
    this.name = name;
    this.memory = new DeviceMemory();
    this.forms = forms;
    this.rows = new RowKernels(forms);
    this.device = DeviceThread.call(() -> new Device(memory, direct));
    this.asRows = false;
  }

  /** Another view of the same backend, for the steps of row programs: their results are those of a row kernel. */
  private TornadoBackend(TornadoBackend same) {
    this.name = same.name;
    this.memory = same.memory;
    this.forms = same.forms;
    this.rows = same.rows;
    this.device = same.device;
    this.asRows = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    return memory.allocate(dtype, size);
  }

  @Override
  public void recycle(Buffer buffer) {
    if (buffer instanceof DeviceBuffer own) {
      own.giveUp();
    }
  }

  @Override
  public boolean reuses(DType dtype, int size) {
    return size >= SHORTEST_REUSED;
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    int to = DeviceBuffer.of(target).offset() + at;
    if (count <= COPIED_FIRST) {
      // Cheaper than to wait until the device thread has read it.
      Object copy = Array.newInstance(source.getClass().getComponentType(), count);
      System.arraycopy(source, from, copy, 0, count);
      HostArray array = new HostArray(copy, target.dtype());
      onDevice(d -> d.copyIn(target.dtype(), array, 0, to, count), target);
      return;
    }
    HostArray array = new HostArray(source, target.dtype());
    waitFor(d -> d.copyIn(target.dtype(), array, from, to, count), target);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    HostArray array = new HostArray(target, source.dtype());
    int first = DeviceBuffer.of(source).offset() + at;
    waitFor(d -> d.copyOut(source.dtype(), first, array, from, count), source);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    int count = output.shape().size();
    if (count == 0) {
      return;
    }
    int[] sizes = output.shape().toArray();
    HostFunctions rest = HostFunctions.takenOut(this, kernel, params, inputs, output.shape());
    Combination combination =
        new Combination(Combination.NOTHING, count, 1, 1, 1, output.dtype(), DeviceBuffer.offset(output), sizes,
            output.strides());
    onDevice(
        combination.launch(
            forms, rest.kernel(), params, rest.inputs(), IntStream.range(0, sizes.length).toArray(), sizes),
        rest,
        output);
  }

  @Override
  public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    int count = output.shape().size();
    if (count == 0) {
      return;
    }
    HostFunctions rest = HostFunctions.takenOut(this, element, params, inputs, inputs[0].shape());
    int[] sizes = inputs[0].shape().toArray();
    int[] kept = IntStream.range(0, sizes.length).filter(axis -> Arrays.binarySearch(axes, axis) < 0).toArray();
    int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(axes)).toArray();
    int length = Arrays.stream(axes).map(axis -> sizes[axis]).reduce(1, (a, b) -> a * b);
    int lanes = asRows ? RowKernels.lanes(length)
        : Math.clamp(length / REDUCED_BY_A_THREAD, 1, Math.max(1, REDUCING_THREADS / count));
    int parts = asRows && count > MOST_PARTIAL / lanes ? 1 : lanes;
    int combine = Programs.code(reduction);
    int[] outer = pick(sizes, kept);
    int[] outerStrides = pick(output.strides(), kept);
    DType dtype = output.dtype();
    int offset = DeviceBuffer.offset(output);
    if (parts == 1) {
      Combination all = new Combination(combine, count, length, 1, lanes, dtype, offset, outer, outerStrides);
      onDevice(all.launch(forms, rest.kernel(), params, rest.inputs(), order, sizes), rest, output);
      return;
    }
    // Partial results are kept wide, so that rounding them adds no error.
    DType wide = dtype.isFloating() ? DType.FLOAT64 : DType.INT64;
    Shape shape = Shape.of(count, parts);
    View partial = View.of(memory.allocate(wide, count * parts), shape);
    int[] partialSizes = shape.toArray();
    Combination first = new Combination(
        combine, count * parts, length, parts, lanes, wide, DeviceBuffer.offset(partial), partialSizes, partial.strides());
    onDevice(first.launch(forms, rest.kernel(), params, rest.inputs(), order, sizes), rest, partial);
    Combination second = new Combination(combine, count, parts, 1, 1, dtype, offset, outer, outerStrides);
    Kernel value = Kernel.of(Expr.arg(0, wide));
    onDevice(
        second.launch(forms, value, new double[0], new View[] {partial}, new int[] {0, 1}, partialSizes), partial, output);
  }

  @Override
  public void rows(RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    if (!rows.run(this, program, params, inputs, axes, outputs)) {
      TornadoBackend steps = RowKernels.isPossible(inputs[0].shape(), axes) ? new TornadoBackend(this) : this;
      steps.stepByStep(program, params, inputs, axes, outputs);
    }
  }

  private void stepByStep(RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    Backend.super.rows(program, params, inputs, axes, outputs);
  }

  /** Whether a form has a kernel, which is compiled now if it has not been. */
  boolean compiles(Forms.Form form) {
    return form.isTried() ? form.isCompiled() : DeviceThread.call(() -> form.code(device) != null);
  }

  /** Runs a form that {@link #compiles}, with an index a thread or a group of threads, on these operands. */
  void run(Forms.Form form, Program program, int group, Object... operands) {
    onDevice(d -> {
      Launcher.Code code = Objects.requireNonNull(form.code(d));
      if (group > 1) {
        d.runGroups(code, program, group);
      } else {
        d.run(code, program);
      }
    }, operands);
  }

  @Override
  public void matmul(View a, View b, View output) {
    product(a, b, null, output);
  }

  @Override
  public void matmul(View a, View b, View base, View output) {
    if (base.buffer() == output.buffer()) {
      Backend.super.matmul(a, b, base, output); // wide tiles overlap: what they have written must not be added again
    } else {
      product(a, b, base, output);
    }
  }

  private void product(View a, View b, @Nullable View base, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    boolean wide = output.dtype() == DType.FLOAT32 && WideProducts.fits(output.shape().size(-2), output.shape().size(-1));
    Program program = wide ? Programs.product(a, b, base, output, WideProducts.ROWS, WideProducts.GROUP)
        : Programs.product(a, b, base, output, Products.TILE, Products.TILE);
    Task task = wide ? Task.WIDE_FLOAT32_PRODUCT
        : output.dtype() == DType.FLOAT32 ? Task.FLOAT32_PRODUCT : Task.FLOAT64_PRODUCT;
    onDevice(d -> d.runGroups(task, program, wide ? WideProducts.GROUP : Products.GROUP), a, b, base == null ? a : base,
        output);
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    if (output.shape().size() > 0) {
      Program program = Programs.gather(source, index, axis, output);
      onDevice(d -> d.run(Task.GATHER, program), source, index, output);
    }
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    if (source.shape().size() > 0) {
      Program program = Programs.scatterAdd(target, index, axis, source);
      onDevice(d -> d.run(Task.SCATTER_ADD, program), target, index, source);
    }
  }

  @Override
  public void scan(Reduction reduction, View input, int axis, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    int combine = Programs.code(reduction);
    int length = output.shape().size(axis);
    int lines = output.shape().size() / length;
    int most = Math.min(length / REDUCED_BY_A_THREAD, REDUCING_THREADS / lines);
    if (most <= 1) {
      Program whole = Programs.scan(Scans.WHOLE_LINES, combine, input, axis, output, 1, 0);
      onDevice(d -> d.run(Task.SCAN, whole), input, output);
      return;
    }
    int parts = Programs.parts(length, Programs.parts(length, most)); // none is empty, not even the last
    // Totals are kept wide, so that rounding them adds no error.
    DType wide = output.dtype().isFloating() ? DType.FLOAT64 : DType.INT64;
    View totals = View.of(memory.allocate(wide, lines * parts), Shape.of(lines, parts));
    int at = DeviceBuffer.offset(totals);
    Program first = Programs.scan(Scans.TOTALS, combine, input, axis, output, parts, at);
    Program second = Programs.scan(Scans.WHOLE_LINES, combine, totals, 1, totals, 1, 0);
    Program third = Programs.scan(Scans.PARTS, combine, input, axis, output, parts, at);
    onDevice(d -> {
      d.run(Task.SCAN, first);
      d.run(Task.SCAN, second);
      d.run(Task.SCAN, third);
    }, input, output, totals);
  }

  @Override
  public void sort(View input, int axis, boolean descending, View values, View indices) {
    if (values.shape().size() > 0) {
      new Sorting(this, input, axis, descending, values, indices).run();
    }
  }

  /** Runs a task whose indices have nothing in common, on these operands. */
  void run(Task task, Program program, Object... operands) {
    onDevice(d -> d.run(task, program), operands);
  }

  private static int[] pick(int[] values, int[] indices) {
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }

  /**
   * Keeps the operands reachable until the work has been handed to the device: a program refers to ranges only, which could
   * otherwise be given to others before.
   */
  private void onDevice(Consumer<Device> work, Object... operands) {
    DeviceThread.submit(
        () -> {
          work.accept(device);
          Reference.reachabilityFence(operands);
        });
  }

  /** As {@link #onDevice}, and waits. */
  private void waitFor(Consumer<Device> work, Buffer operand) {
    DeviceThread.call(
        () -> {
          work.accept(device);
          Reference.reachabilityFence(operand);
          return true;
        });
  }

  /** How many expressions have kernels of their own. */
  int compiled() {
    return DeviceThread.call(device::compiled);
  }

  /** How many expressions ought to have kernels of their own, and do not compile. */
  int refused() {
    return DeviceThread.call(device::refused);
  }

  /** How many kernels have been launched, once all that was asked for has been handed to the device. */
  long launches() {
    return DeviceThread.call(device::launches);
  }
}
