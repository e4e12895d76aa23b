package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * Reductions. Work is cut into pieces of a size that does not depend on the number of threads, and the pieces are combined in
 * their order, so that the result does not depend on it either.
 */
final class Reducer {
  /** Elements read at a time. */
  private static final int TILE = 1024;
  /** Elements that one task combines. */
  private static final int PIECE = 1 << 16;

  private final ThreadPool pool;
  private final Scratch scratch;

  Reducer(ThreadPool pool, Scratch scratch) {
    this.pool = pool;
    this.scratch = scratch;
  }

  /**
   * One reduction: {@code outer} blocks of {@code reduced} rows of {@code inner} elements, each block combined into one row.
   */
  private record Job(
      Reduction reduction, Launch launch, DType dtype, int outer, int reduced, int inner, Object target, int at) {}

  void reduce(Reduction reduction, KernelUnit unit, double[] params, View[] inputs, int[] axes, View output) {
    int count = inputs[0].shape().size();
    int results = output.shape().size();
    if (results == 0) {
      return;
    }
    if (count == 0) {
      new Accumulator(reduction, output.dtype(), results).write(CpuBuffer.arrayOf(output), output.offset(), results);
      return;
    }
    if (results == 1 && inputs.length == 1 && count < RowFolder.SHORTEST_ROW && unit.isCopy() && inputs[0].isContiguous()) {
      // As a row of a larger reduction, without what it takes to find the rows.
      Accumulator result = new Accumulator(reduction, output.dtype(), 1);
      result.addAll(0, CpuBuffer.arrayOf(inputs[0]), inputs[0].offset(), count);
      result.write(CpuBuffer.arrayOf(output), output.offset(), 1);
      return;
    }
    int rank = inputs[0].shape().rank();
    boolean[] combined = new boolean[rank];
    for (int axis : axes) {
      combined[axis] = true;
    }
    int trailing = rank;
    int inner = 1;
    while (trailing > 0 && (!combined[trailing - 1] || inputs[0].shape().size(trailing - 1) == 1)) {
      inner *= inputs[0].shape().size(--trailing);
    }
    int[] order = order(combined, trailing);
    int column = inner == 1 ? neighboursAxis(inputs[0], combined) : -1;
    if (column >= 0) {
      // The one kept axis is innermost in memory: walked last, results are summed side by side without a gap.
      inner = inputs[0].shape().size(column);
      moveToEnd(order, column);
    }
    LoopNest nest = Launch.nest(unit, inputs, output, order);
    Launch launch = new Launch(unit, nest, Launch.arrays(inputs), params);
    Job job = new Job(
        reduction, launch, output.dtype(), results / inner, count / results, inner, CpuBuffer.arrayOf(output), output.offset());
    if (inner == 1) {
      reduceRows(job);
    } else {
      reduceColumns(job);
    }
  }

  /** The kept axis, if it is the only one, whose elements are neighbours while those along combined axes are not; or -1. */
  private static int neighboursAxis(View input, boolean[] combined) {
    int kept = -1;
    for (int axis = 0; axis < combined.length; axis++) {
      if (input.shape().size(axis) > 1) {
        if (!combined[axis] && kept >= 0 || combined[axis] && Math.abs(input.stride(axis)) <= 1) {
          return -1;
        }
        kept = combined[axis] ? kept : axis;
      }
    }
    return kept >= 0 && input.stride(kept) == 1 ? kept : -1;
  }

  private static void moveToEnd(int[] order, int axis) {
    int to = 0;
    for (int from = 0; from < order.length; from++) {
      if (order[from] != axis) {
        order[to++] = order[from];
      }
    }
    order[to] = axis;
  }

  /** Kept axes, then the combined ones, then the kept axes that are innermost. */
  private static int[] order(boolean[] combined, int trailing) {
    int[] order = new int[combined.length];
    int at = 0;
    for (boolean wanted : new boolean[] {false, true}) {
      for (int axis = 0; axis < trailing; axis++) {
        if (combined[axis] == wanted) {
          order[at++] = axis;
        }
      }
    }
    for (int axis = trailing; axis < combined.length; axis++) {
      order[at++] = axis;
    }
    return order;
  }

  // ---- Rows: each result combines neighbours ----

  private void reduceRows(Job job) {
    RowFolder folder = RowFolder.of(job.launch, job.reduction, job.reduced);
    Evaluator evaluator = folder == null ? job.launch.evaluator() : (from, count, target, at) -> {};
    int pieces = (job.reduced - 1) / PIECE + 1;
    if (pieces == 1) {
      int grain = Math.max(1, job.launch.unit().grain() / job.reduced);
      pool.split(job.outer, grain, (from, to) -> foldRows(job, folder, evaluator, from, to));
      return;
    }
    Accumulator[] partial = new Accumulator[job.outer * pieces];
    pool.run(partial.length, i -> {
      int start = i % pieces * PIECE;
      int length = Math.min(PIECE, job.reduced - start);
      partial[i] = new Accumulator(job.reduction, job.dtype, 1);
      foldRange(job, folder, evaluator, i / pieces * job.reduced + start, length, partial[i]);
    });
    for (int row = 0; row < job.outer; row++) {
      Accumulator total = partial[row * pieces];
      for (int i = 1; i < pieces; i++) {
        total.merge(0, partial[row * pieces + i], 0, 1);
      }
      total.write(job.target, job.at + row, 1);
    }
  }

  private static void foldRange(
      Job job, @Nullable RowFolder folder, Evaluator evaluator, int from, int count, Accumulator result) {
    if (folder != null) {
      folder.fold(from, count, result);
      return;
    }
    TileSource source = new TileSource(job.launch, evaluator, job.dtype, Math.min(TILE, count));
    for (int done = 0; done < count; done += TILE) {
      int n = Math.min(TILE, count - done);
      source.read(from + done, n);
      result.addAll(0, source.tile(), source.at(), n);
    }
  }

  private static void foldRows(Job job, @Nullable RowFolder folder, Evaluator evaluator, int from, int to) {
    if (folder != null && folder.takesRows(job.reduced, job.dtype)) {
      folder.rows(from, to, job.reduced, job.target, job.at + from);
      return;
    }
    Accumulator result = new Accumulator(job.reduction, job.dtype, 1);
    int together = Math.max(1, TILE / job.reduced);
    if (folder != null || together == 1) {
      for (int row = from; row < to; row++) {
        result.clear();
        foldRange(job, folder, evaluator, row * job.reduced, job.reduced, result);
        result.write(job.target, job.at + row, 1);
      }
      return;
    }
    TileSource source = new TileSource(job.launch, evaluator, job.dtype, together * job.reduced);
    for (int first = from; first < to; first += together) {
      int rows = Math.min(together, to - first);
      source.read(first * job.reduced, rows * job.reduced);
      for (int row = 0; row < rows; row++) {
        result.clear();
        result.addAll(0, source.tile(), source.at() + row * job.reduced, job.reduced);
        result.write(job.target, job.at + first + row, 1);
      }
    }
  }

  // ---- Columns: neighbours go to different results ----

  private void reduceColumns(Job job) {
    ColumnFolder folder = ColumnFolder.of(job.launch, job.reduction, job.reduced, job.inner);
    Evaluator evaluator = folder == null ? job.launch.evaluator() : (from, count, target, at) -> {};
    int width = Math.min(TILE, job.inner);
    int strips = (job.inner - 1) / width + 1;
    int rowsAPiece = Math.max(1, PIECE / width);
    int pieces = (job.reduced - 1) / rowsAPiece + 1;
    Accumulator[] partial = new Accumulator[pieces == 1 ? 0 : job.outer * strips * pieces];
    int cost = Math.min(job.reduced, rowsAPiece) * width;
    pool.split(job.outer * strips * pieces, Math.max(1, job.launch.unit().grain() / cost), (from, to) -> {
      for (int i = from; i < to; i++) {
        int piece = i % pieces;
        int column = i / pieces % strips * width;
        int columns = Math.min(width, job.inner - column);
        int block = i / pieces / strips;
        int row = piece * rowsAPiece;
        int rows = Math.min(rowsAPiece, job.reduced - row);
        Accumulator result = folder == null ? foldColumns(job, evaluator, block * job.reduced + row, rows, column, columns)
            : folder.fold(block * job.reduced + row, rows, column, columns, scratch);
        if (pieces == 1) {
          result.write(job.target, job.at + block * job.inner + column, columns);
          result.giveTo(scratch);
        } else {
          partial[i] = result;
        }
      }
    });
    for (int i = 0; i < partial.length; i += pieces) {
      int column = i / pieces % strips * width;
      int columns = Math.min(width, job.inner - column);
      for (int piece = 1; piece < pieces; piece++) {
        partial[i].merge(0, partial[i + piece], 0, columns);
        partial[i + piece].giveTo(scratch);
      }
      partial[i].write(job.target, job.at + i / pieces / strips * job.inner + column, columns);
      partial[i].giveTo(scratch);
    }
  }

  /** Rows that are narrow are combined several at a time, side by side, and those sums at the end. */
  private static Accumulator foldColumns(Job job, Evaluator evaluator, int firstRow, int rows, int column, int columns) {
    int together = columns == job.inner ? Math.max(1, TILE / columns) : 1;
    Accumulator sums = new Accumulator(job.reduction, job.dtype, Math.min(together, rows) * columns);
    TileSource source = new TileSource(job.launch, evaluator, job.dtype, Math.min(together, rows) * columns);
    for (int row = 0; row < rows; row += together) {
      int n = Math.min(together, rows - row) * columns;
      source.read((firstRow + row) * job.inner + column, n);
      sums.addEach(source.tile(), source.at(), n);
    }
    for (int i = 1; i < Math.min(together, rows); i++) {
      sums.merge(0, sums, i * columns, columns);
    }
    return sums;
  }
}
