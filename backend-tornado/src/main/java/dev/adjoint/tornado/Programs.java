package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the kernels of each operation are told, but for those of expressions. */
final class Programs {
  private Programs() {}

  /** Into how many parts of a size a number is split, the last of which may be smaller. */
  static int parts(int number, int size) {
    return (number + size - 1) / size;
  }

  /** The code of a way to combine values. */
  static int code(Reduction reduction) {
    return switch (reduction) {
      case SUM -> RealFunctions.ADD;
      case PROD -> RealFunctions.MUL;
      case MAX -> RealFunctions.MAX;
      case MIN -> RealFunctions.MIN;
    };
  }

  /** Where the results go. */
  static void result(Program program, DType dtype, int offset, int[] sizes, int[] strides) {
    program.set(Program.TYPE, ElementType.of(dtype)).set(Program.OUTPUT, program.addView(offset, sizes, strides));
  }

  /** Of matrix products by tiles, on top of something where there is a base. */
  static Program product(View a, View b, @Nullable View base, View output, int tileRows, int tileColumns) {
    int rank = output.shape().rank();
    int rows = output.shape().size(-2);
    int columns = output.shape().size(-1);
    int[] batch = Arrays.copyOf(output.shape().toArray(), rank - 2);
    int tiles = parts(rows, tileRows) * parts(columns, tileColumns) * (output.shape().size() / rows / columns);
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
    if (base != null) {
      program.set(Program.BASE, program.addView(DeviceBuffer.offset(base), batch, base.strides()))
          .set(Program.BASE_STRIDE, base.stride(rank - 2))
          .set(Program.BASE_STEP, base.stride(rank - 1));
    }
    return program.set(Program.OUTPUT, program.addView(DeviceBuffer.offset(output), batch, output.strides()));
  }

  static Program gather(View source, View index, int axis, View output) {
    int[] sizes = output.shape().toArray();
    int[] sourceStrides = source.strides();
    sourceStrides[axis] = 0;
    Program program = new Program()
        .set(Program.COUNT, output.shape().size())
        .set(Program.FIRST_STRIDE, source.stride(axis));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(source), sizes, sourceStrides));
    program.set(Program.SECOND, program.addView(DeviceBuffer.offset(index), sizes, index.strides()));
    result(program, output.dtype(), DeviceBuffer.offset(output), sizes, output.strides());
    return program;
  }

  static Program scatterAdd(View target, View index, int axis, View source) {
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
    return program;
  }

  /**
   * Of a scan, or a part of the work.
   *
   * @param what which part: see {@link Scans}
   * @param combine how elements are combined: a code of {@link RealFunctions}
   * @param parts of a line
   * @param totals where those of the parts are
   */
  static Program scan(int what, int combine, View input, int axis, View output, int parts, int totals) {
    int[] lines = output.shape().toArray();
    int length = lines[axis];
    lines[axis] = 1;
    Program program = new Program()
        .set(Program.COUNT, output.shape().size() / length * parts)
        .set(Program.CODE, what)
        .set(Program.RESULT, totals)
        .set(Program.LENGTH, length)
        .set(Program.PARTS, parts)
        .set(Program.COMBINE, combine)
        .set(Program.FIRST_STRIDE, input.stride(axis))
        .set(Program.OUTPUT_STRIDE, output.stride(axis));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(input), lines, input.strides()));
    result(program, output.dtype(), DeviceBuffer.offset(output), lines, output.strides());
    return program;
  }
}
