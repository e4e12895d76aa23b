package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Reduction;
import org.jspecify.annotations.Nullable;

/** Combines rows: in the elements' own type within a block, as {@link LaneSums} says, in float64 from block to block. */
final class RowFolder {
  /** The largest and the smallest do not depend on how many are combined at a time. */
  private static final int LONG_BLOCK = 16 * LaneSums.BLOCK;
  /** Shorter rows are cheaper to compute several at a time. */
  static final int SHORTEST_ROW = 64;

  private final Launch launch;
  private final RowPlan plan;
  private final FoldKernel kernel;
  private final int block;

  private RowFolder(Launch launch, RowPlan plan, FoldKernel kernel, int block) {
    this.launch = launch;
    this.plan = plan;
    this.kernel = kernel;
    this.block = block;
  }

  /** The way for rows of this length, if a generated kernel can read them where they are; whether one is ready or not. */
  static @Nullable RowFolder of(Launch launch, Reduction reduction, int length) {
    if (length < SHORTEST_ROW || !launch.unit().isFoldable(reduction)) {
      return null;
    }
    RowPlan plan = RowPlan.of(launch.unit(), launch.nest());
    if (plan == null || plan.manner() == RowPlan.Manner.BY_TILES) {
      return null;
    }
    FoldKernel kernel = launch.unit().foldKernel(reduction, plan.scalars(), launch.nest().count());
    // Each partial sum is of as many elements as where there is one group of them.
    int block = reduction == Reduction.SUM ? launch.unit().groups() * LaneSums.BLOCK : LONG_BLOCK;
    return new RowFolder(launch, plan, kernel, block);
  }

  void fold(int from, int count, Accumulator result) {
    int[] starts = new int[plan.nest().operands()];
    if (plan.manner() == RowPlan.Manner.AT_ONCE) {
      for (int op = 0; op < starts.length; op++) {
        starts[op] = plan.nest().offset(op) + (plan.isScalar(op) ? 0 : from);
      }
      fold(starts, count, result);
      return;
    }
    LoopNest.Rows rows = plan.nest().rows(from, count);
    while (rows.next()) {
      System.arraycopy(rows.starts(), 0, starts, 0, starts.length);
      fold(starts, rows.length(), result);
    }
  }

  /** Whether whole rows of this length can be combined into neighbouring elements of an array by one call. */
  boolean takesRows(int length, DType dtype) {
    LoopNest nest = plan.nest();
    return length <= block && dtype == launch.unit().dtype()
        && (plan.manner() == RowPlan.Manner.AT_ONCE || nest.rank() == 2 && nest.innerSize() == length);
  }

  /** Combines the rows {@code from} to {@code to}, each into an element from {@code at} on. */
  void rows(int from, int to, int length, Object target, int at) {
    LoopNest nest = plan.nest();
    int[] starts = new int[nest.operands()];
    int[] strides = new int[starts.length];
    for (int op = 0; op < starts.length; op++) {
      strides[op] = plan.manner() == RowPlan.Manner.BY_ROWS ? nest.stride(op, 0) : plan.isScalar(op) ? 0 : length;
      starts[op] = nest.offset(op) + from * strides[op];
    }
    kernel.rows(launch.arrays(), starts, strides, target, at, launch.params(), length, to - from);
  }

  private void fold(int[] starts, int count, Accumulator result) {
    int blocks = count / block;
    int[] strides = new int[starts.length];
    for (int op = 0; op < starts.length; op++) {
      strides[op] = plan.isScalar(op) ? 0 : block;
    }
    if (blocks > 0) {
      Object parts = CpuBuffer.newArray(launch.unit().dtype(), blocks);
      kernel.rows(launch.arrays(), starts, strides, parts, 0, launch.params(), block, blocks);
      result.addAll(0, parts, 0, blocks);
    }
    if (blocks * block < count) {
      for (int op = 0; op < starts.length; op++) {
        starts[op] += blocks * strides[op];
      }
      result.add(0, kernel.fold(launch.arrays(), starts, launch.params(), count - blocks * block));
    }
  }
}
