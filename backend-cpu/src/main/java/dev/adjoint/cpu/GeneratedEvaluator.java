package dev.adjoint.cpu;

import java.util.Arrays;

/** Runs a generated kernel over any layout. */
final class GeneratedEvaluator implements Evaluator {
  /** Elements gathered at a time: as many rows as share cache lines, but no more than the cache holds. */
  private static final int SMALLEST_TILE = 2048;
  private static final int LARGEST_TILE = 32_768;

  private final Launch launch;
  private final RowPlan plan;
  private final RowKernel kernel;

  GeneratedEvaluator(Launch launch, RowPlan plan, RowKernel kernel) {
    this.launch = launch;
    this.plan = plan;
    this.kernel = kernel;
  }

  @Override
  public void evaluate(int from, int count, Object target, int at) {
    switch (plan.manner()) {
      case AT_ONCE -> atOnce(from, count, target, at);
      case BY_ROWS -> {
        LoopNest.Rows rows = plan.nest().rows(from, count);
        for (int done = at; rows.next(); done += rows.length()) {
          kernel.row(launch.arrays(), rows.starts(), target, done, params(from + done - at), rows.length());
        }
      }
      case BY_TILES -> byTiles(from, count, target, at);
    }
  }

  private void atOnce(int from, int count, Object target, int at) {
    int[] starts = new int[plan.nest().operands()];
    for (int op = 0; op < starts.length; op++) {
      starts[op] = plan.nest().offset(op) + (plan.isScalar(op) ? 0 : from);
    }
    kernel.row(launch.arrays(), starts, target, at, params(from), count);
  }

  /** The parameters, and after them, for a kernel that reads coordinates, where the row begins. */
  private double[] params(int from) {
    double[] params = launch.params();
    if (launch.unit().indexAxes().length == 0) {
      return params;
    }
    int position = launch.unit().positionParam();
    double[] with = Arrays.copyOf(params, Math.max(params.length, position + 1));
    with[position] = from;
    return with;
  }

  private void byTiles(int from, int count, Object target, int at) {
    LoopNest all = plan.nest();
    int operands = all.operands();
    int tile = Math.clamp(16L * all.innerSize(), SMALLEST_TILE, LARGEST_TILE);
    Object[] arrays = launch.arrays().clone();
    LoopNest[] gathered = new LoopNest[operands];
    int[] starts = new int[operands];
    for (int op = 0; op < operands; op++) {
      LoopNest alone = all.only(op);
      if (launch.unit().reads(op) && !plan.isScalar(op) && !alone.isLinear(0)) {
        gathered[op] = alone;
        arrays[op] = CpuBuffer.newArray(launch.unit().input(op), Math.min(tile, count));
      }
    }
    for (int done = 0; done < count; done += tile) {
      int n = Math.min(tile, count - done);
      for (int op = 0; op < operands; op++) {
        if (gathered[op] != null) {
          StridedCopy.load(gathered[op], launch.arrays()[op], from + done, n, arrays[op], 0);
        } else {
          starts[op] = all.offset(op) + (plan.isScalar(op) ? 0 : from + done);
        }
      }
      kernel.row(arrays, starts, target, at + done, params(from + done), n);
    }
  }
}
