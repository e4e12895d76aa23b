package dev.adjoint.cpu;

import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** A kernel's program in the place of its generated form, a tile at a time: the same results, to the last bit. */
final class TileRows extends RowKernel {
  private final Program program;
  private final int scalars;

  /**
   * The rows of a program.
   *
   * @param scalars a bit for each input that is one repeated element
   */
  TileRows(Program program, int scalars) {
    this.program = program;
    this.scalars = scalars;
  }

  @Override
  void row(Object[] arrays, int[] offsets, Object target, int at, double[] params, int count) {
    rows(arrays, offsets, new int[offsets.length], target, at, 0, params, count, 1);
  }

  @Override
  void rows(
      Object[] arrays, int[] offsets, int[] strides, Object target, int at, int stride, double[] params, int count, int rows) {
    Object[] tiles = program.takeTiles();
    // Where rows share their target, each reads what the one before it has written.
    int together = stride == 0 ? 1 : Math.max(1, Program.TILE / Math.max(1, count));
    int width = Math.min(Program.TILE, count * Math.min(together, rows));
    for (Program.Leaf param : program.params()) {
      StridedCopy.fill(tiles[param.tile()], 0, width, params[param.source()]);
    }
    for (Program.Leaf arg : program.args()) {
      if (isOne(arg, strides)) {
        StridedCopy.row(arrays[arg.source()], offsets[arg.source()], 0, tiles[arg.tile()], 0, 1, width);
      }
    }
    Program.Leaf kept = stride == 0 && rows > 1 ? targetIn(arrays, offsets, strides, target, at) : null;
    if (kept != null) {
      for (int done = 0; done < count; done += Program.TILE) {
        int n = Math.min(Program.TILE, count - done);
        accumulate(kept, arrays, offsets, strides, done, n, rows, tiles);
        StridedCopy.row(tiles[kept.tile()], 0, 1, target, at + done, 1, n);
      }
      program.handBack(tiles);
      return;
    }
    for (int row = 0; row < rows; row += together) {
      int taken = Math.min(together, rows - row);
      for (int done = 0; done < count; done += Program.TILE) {
        int n = Math.min(Program.TILE, count - done);
        compute(null, arrays, offsets, strides, row, done, n, taken, tiles);
        int from = at + row * stride + done;
        if (stride == n) {
          StridedCopy.row(tiles[program.result()], 0, 1, target, from, 1, n * taken);
          continue;
        }
        for (int i = 0; i < taken; i++) {
          StridedCopy.row(tiles[program.result()], i * n, 1, target, from + i * stride, 1, n);
        }
      }
    }
    program.handBack(tiles);
  }

  /** The input that is the target itself, the same for all rows, if one is and no other reads of its array. */
  private Program.@Nullable Leaf targetIn(Object[] arrays, int[] offsets, int[] strides, Object target, int at) {
    Program.Leaf found = null;
    for (Program.Leaf arg : program.args()) {
      int source = arg.source();
      if (arrays[source] == target) {
        if (found != null || isScalar(arg) || strides[source] != 0 || offsets[source] != at) {
          return null;
        }
        found = arg;
      }
    }
    return found;
  }

  /** A tile of the target, which {@code kept} reads: it stays a tile from row to row. */
  private void accumulate(
      Program.Leaf kept, Object[] arrays, int[] offsets, int[] strides, int done, int n, int rows, Object[] tiles) {
    load(kept, arrays[kept.source()], offsets[kept.source()], 0, done, n, 1, tiles);
    for (int row = 0; row < rows; row++) {
      compute(kept, arrays, offsets, strides, row, done, n, 1, tiles);
      Object result = tiles[program.result()];
      tiles[program.result()] = tiles[kept.tile()];
      tiles[kept.tile()] = result;
    }
  }

  /** Some rows' values, in the result's tile; the input {@code kept} is in its tile already. */
  private void compute(
      Program.@Nullable Leaf kept, Object[] arrays, int[] offsets, int[] strides, int row, int done, int n, int rows,
      Object[] tiles) {
    for (Program.Leaf arg : program.args()) {
      if (arg != kept && !isOne(arg, strides)) {
        int source = arg.source();
        load(arg, arrays[source], offsets[source] + row * strides[source], strides[source], done, n, rows, tiles);
      }
    }
    for (Program.Op op : program.ops()) {
      op.run(tiles, n * rows);
    }
  }

  private boolean isScalar(Program.Leaf arg) {
    return (scalars >> arg.source() & 1) != 0;
  }

  /** Whether an input is one element in all rows. */
  private boolean isOne(Program.Leaf arg, int[] strides) {
    return isScalar(arg) && strides[arg.source()] == 0;
  }

  private void load(Program.Leaf arg, Object array, int from, int stride, int done, int n, int rows, Object[] tiles) {
    Object tile = tiles[arg.tile()];
    boolean scalar = isScalar(arg);
    if (!scalar && stride == n) {
      StridedCopy.row(array, from + done, 1, tile, 0, 1, n * rows);
      return;
    }
    for (int i = 0; i < rows; i++) {
      StridedCopy.row(array, from + i * stride + (scalar ? 0 : done), scalar ? 0 : 1, tile, i * n, 1, n);
    }
  }

  @Override
  void views(View[] inputs, View output, double[] params, int from, int count) {
    int[] offsets = new int[inputs.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = inputs[i].offset() + ((scalars >> i & 1) != 0 ? 0 : from);
    }
    row(Launch.arrays(inputs), offsets, CpuBuffer.arrayOf(output), output.offset() + from, params, count);
  }
}
