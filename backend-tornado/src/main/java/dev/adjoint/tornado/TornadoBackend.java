package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Encodes each operation as a {@link Program} and runs it on the device; every method returns when the device is done. */
final class TornadoBackend implements Backend {
  /** As many threads as a reduction to few elements is spread over, and the elements that are worth one. */
  private static final int REDUCING_THREADS = 1 << 13;
  private static final int REDUCED_BY_A_THREAD = 32;

  private final String name;
  private final DeviceMemory memory = new DeviceMemory();
  private final Device device;

  TornadoBackend(String name) {
    this.name = name;
    this.device = DeviceThread.call(() -> new Device(memory));
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
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    HostArray array = new HostArray(source, target.dtype());
    int type = ElementType.of(target.dtype());
    int to = DeviceBuffer.of(target).offset() + at;
    onDevice(
        d -> {
          for (int done = 0; done < count; done += Device.STAGE) {
            int part = Math.min(Device.STAGE, count - done);
            array.stage(from + done, part, d.stage(type));
            d.copyIn(type, to + done, part);
          }
        },
        target);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    HostArray array = new HostArray(target, source.dtype());
    int type = ElementType.of(source.dtype());
    int first = DeviceBuffer.of(source).offset() + at;
    onDevice(
        d -> {
          for (int done = 0; done < count; done += Device.STAGE) {
            int part = Math.min(Device.STAGE, count - done);
            d.copyOut(type, first + done, part);
            array.take(d.stage(type), from + done, part);
          }
        },
        source);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    int[] sizes = output.shape().toArray();
    if (output.shape().size() == 0) {
      return;
    }
    HostFunctions rest = HostFunctions.takenOut(this, kernel, params, inputs, output.shape());
    Program program = new Program().set(Program.COUNT, output.shape().size()).set(Program.LENGTH, 1).set(Program.PARTS, 1);
    Expression.write(program, rest.kernel(), params, rest.inputs(), IntStream.range(0, sizes.length).toArray(), sizes);
    result(program, output.dtype(), DeviceBuffer.offset(output), sizes, output.strides());
    onDevice(d -> d.run(Task.COMBINE, program), rest, output);
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
    int parts = Math.clamp(length / REDUCED_BY_A_THREAD, 1, Math.max(1, REDUCING_THREADS / count));
    Program program = reduction(reduction, length, parts, count * parts);
    Expression.write(program, rest.kernel(), params, rest.inputs(), order, sizes);
    if (parts == 1) {
      result(program, output.dtype(), DeviceBuffer.offset(output), pick(sizes, kept), pick(output.strides(), kept));
      onDevice(d -> d.run(Task.COMBINE, program), rest, output);
      return;
    }
    // Partial results are kept wide, so that rounding them adds no error.
    DType wide = output.dtype().isFloating() ? DType.FLOAT64 : DType.INT64;
    Shape shape = Shape.of(count, parts);
    View partial = View.of(memory.allocate(wide, count * parts), shape);
    result(program, wide, DeviceBuffer.offset(partial), shape.toArray(), partial.strides());
    Program second = reduction(reduction, parts, 1, count);
    Kernel value = Kernel.of(Expr.arg(0, wide));
    Expression.write(second, value, new double[0], new View[] {partial}, new int[] {0, 1}, shape.toArray());
    result(second, output.dtype(), DeviceBuffer.offset(output), pick(sizes, kept), pick(output.strides(), kept));
    onDevice(
        d -> {
          d.run(Task.COMBINE, program);
          d.run(Task.COMBINE, second);
        },
        rest, output, partial);
  }

  private static Program reduction(Reduction reduction, int length, int parts, int count) {
    int combine = switch (reduction) {
      case SUM -> RealFunctions.ADD;
      case PROD -> RealFunctions.MUL;
      case MAX -> RealFunctions.MAX;
      case MIN -> RealFunctions.MIN;
    };
    Program program = new Program()
        .set(Program.COUNT, count)
        .set(Program.LENGTH, length)
        .set(Program.PARTS, parts)
        .set(Program.COMBINE, combine);
    program.addNumber(reduction == Reduction.PROD ? 1 : 0); // what nothing is combined to
    return program;
  }

  @Override
  public void matmul(View a, View b, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    int rank = output.shape().rank();
    int rows = output.shape().size(-2);
    int columns = output.shape().size(-1);
    int[] batch = Arrays.copyOf(output.shape().toArray(), rank - 2);
    int tiles = tiles(rows) * tiles(columns) * (output.shape().size() / rows / columns);
    Program program = new Program()
        .set(Program.COUNT, tiles)
        .set(Program.ROWS, rows)
        .set(Program.COLUMNS, columns)
        .set(Program.LENGTH, a.shape().size(-1))
        .set(Program.FIRST_STRIDE, a.stride(rank - 2))
        .set(Program.FIRST_STEP, a.stride(rank - 1))
        .set(Program.SECOND_STRIDE, b.stride(rank - 2))
        .set(Program.SECOND_STEP, b.stride(rank - 1))
        .set(Program.OUTPUT_STRIDE, output.stride(rank - 2))
        .set(Program.OUTPUT_STEP, output.stride(rank - 1));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(a), batch, a.strides()));
    program.set(Program.SECOND, program.addView(DeviceBuffer.offset(b), batch, b.strides()));
    program.set(Program.OUTPUT, program.addView(DeviceBuffer.offset(output), batch, output.strides()));
    Task task = output.dtype() == DType.FLOAT32 ? Task.FLOAT32_PRODUCT : Task.FLOAT64_PRODUCT;
    onDevice(d -> d.runGroups(task, program, Products.GROUP), a, b, output);
  }

  private static int tiles(int size) {
    return (size + Products.TILE - 1) / Products.TILE;
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    int[] sizes = output.shape().toArray();
    int[] sourceStrides = source.strides();
    sourceStrides[axis] = 0;
    Program program = new Program()
        .set(Program.COUNT, output.shape().size())
        .set(Program.FIRST_STRIDE, source.stride(axis));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(source), sizes, sourceStrides));
    program.set(Program.SECOND, program.addView(DeviceBuffer.offset(index), sizes, index.strides()));
    result(program, output.dtype(), DeviceBuffer.offset(output), sizes, output.strides());
    onDevice(d -> d.run(Task.GATHER, program), source, index, output);
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    if (source.shape().size() == 0) {
      return;
    }
    int length = source.shape().size(axis);
    int[] lanes = source.shape().toArray();
    lanes[axis] = 1;
    Program program = new Program()
        .set(Program.COUNT, source.shape().size() / length)
        .set(Program.LENGTH, length)
        .set(Program.FIRST_STRIDE, source.stride(axis))
        .set(Program.SECOND_STRIDE, index.stride(axis))
        .set(Program.OUTPUT_STRIDE, target.stride(axis));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(source), lanes, source.strides()));
    program.set(Program.SECOND, program.addView(DeviceBuffer.offset(index), lanes, index.strides()));
    result(program, target.dtype(), DeviceBuffer.offset(target), lanes, target.strides());
    onDevice(d -> d.run(Task.SCATTER_ADD, program), target, index, source);
  }

  private static void result(Program program, DType dtype, int offset, int[] sizes, int[] strides) {
    program.set(Program.TYPE, ElementType.of(dtype)).set(Program.OUTPUT, program.addView(offset, sizes, strides));
  }

  private static int[] pick(int[] values, int[] indices) {
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }

  /** Keeps the operands reachable: a program refers to ranges only, which could otherwise be given to others before it runs. */
  private void onDevice(Consumer<Device> work, Object... operands) {
    try {
      DeviceThread.call(
          () -> {
            work.accept(device);
            return true;
          });
    } finally {
      Reference.reachabilityFence(operands);
    }
  }
}
