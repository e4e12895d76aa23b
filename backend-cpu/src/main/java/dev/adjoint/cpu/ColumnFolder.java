package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Combines rows element by element, into one value a column: some rows in the elements' own type, their results in float64. */
final class ColumnFolder {
  /** Rows that are summed in float32: few, so that the error stays within a few ulp. */
  private static final int BLOCK = 16;
  /** Narrower rows are cheaper to combine several at a time. */
  private static final int NARROWEST = 64;

  private final Reduction reduction;
  private final Launch launch;
  private final RowKernel kernel;
  private final int reduced;

  private ColumnFolder(Reduction reduction, Launch launch, RowKernel kernel, int reduced) {
    this.reduction = reduction;
    this.launch = launch;
    this.kernel = kernel;
    this.reduced = reduced;
  }

  /**
   * The way for blocks of {@code reduced} rows of {@code inner} elements, if a generated kernel can read them as they lie;
   * whether one is ready or not.
   */
  static @Nullable ColumnFolder of(Launch launch, Reduction reduction, int reduced, int inner) {
    LoopNest nest = launch.nest();
    int rank = nest.rank();
    KernelUnit unit = launch.unit();
    if (inner < NARROWEST || reduced < BLOCK || !unit.isFoldable(reduction) || unit.indexAxes().length > 0) {
      return null;
    }
    if (rank < 2 || rank > 3 || nest.innerSize() != inner || nest.size(rank - 2) != reduced) {
      return null;
    }
    int scalars = 0;
    for (int op = 0; op < unit.arity(); op++) {
      int stride = nest.innerStride(op);
      if (stride != 1 && stride != 0 && unit.reads(op)) {
        return null;
      }
      scalars |= stride == 0 ? 1 << op : 0;
    }
    RowKernel kernel = unit.columnKernel(reduction, scalars, nest.count());
    return kernel == null ? null : new ColumnFolder(reduction, launch, kernel, reduced);
  }

  /** Rows, counted through all blocks, from a column on. */
  Accumulator fold(int firstRow, int rows, int column, int columns, Scratch scratch) {
    LoopNest nest = launch.nest();
    int arity = launch.unit().arity();
    int rank = nest.rank();
    int[] starts = new int[arity + 1];
    int[] strides = new int[arity + 1];
    for (int op = 0; op < arity; op++) {
      int before = rank == 3 ? firstRow / reduced * nest.stride(op, 0) : 0;
      strides[op] = nest.stride(op, rank - 2);
      starts[op] = nest.offset(op) + before + firstRow % reduced * strides[op] + column * nest.innerStride(op);
    }
    Accumulator results = new Accumulator(reduction, columns, scratch);
    Object tile = scratch.take(launch.unit().dtype(), columns);
    Object[] arrays = Arrays.copyOf(launch.arrays(), arity + 1);
    arrays[arity] = tile;
    for (int done = 0; done < rows; done += BLOCK) {
      int n = Math.min(BLOCK, rows - done);
      StridedCopy.fill(tile, 0, columns, Accumulator.identity(reduction));
      kernel.rows(arrays, starts, strides, tile, 0, 0, launch.params(), columns, n);
      results.addEach(tile, 0, columns);
      for (int op = 0; op < arity; op++) {
        starts[op] += n * strides[op];
      }
    }
    scratch.give(tile);
    return results;
  }
}
