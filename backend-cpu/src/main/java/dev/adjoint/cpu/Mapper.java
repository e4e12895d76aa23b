package dev.adjoint.cpu;

import dev.adjoint.spi.View;

/** Elementwise maps. */
final class Mapper {
  private final ThreadPool pool;

  Mapper(ThreadPool pool) {
    this.pool = pool;
  }

  void map(KernelUnit unit, double[] params, View[] inputs, View output) {
    int count = output.shape().size();
    if (count == 0) {
      return;
    }
    int scalars = RowPlan.simpleScalars(inputs, output);
    RowKernel ready = scalars < 0 ? null : unit.ready(scalars);
    if (ready == null) {
      mapAnyLayout(unit, params, inputs, output, count);
    } else if (count < 2 * unit.grain()) {
      ready.views(inputs, output, params, 0, count);
    } else {
      pool.split(count, unit.grain(), (from, to) -> ready.views(inputs, output, params, from, to - from));
    }
  }

  private void mapAnyLayout(KernelUnit unit, double[] params, View[] inputs, View output, int count) {
    int[] axes = Launch.axes(output.shape().rank());
    LoopNest nest = Launch.nest(unit, inputs, output, axes);
    Evaluator evaluator = new Launch(unit, nest, Launch.arrays(inputs), params).evaluator();
    LoopNest target = nest.only(nest.operands() - 1);
    Object array = CpuBuffer.arrayOf(output);
    if (target.isLinear(0)) {
      pool.split(count, unit.grain(), (from, to) -> evaluator.evaluate(from, to - from, array, target.offset(0) + from));
    } else {
      pool.split(count, unit.grain(), (from, to) -> scatter(evaluator, from, to, output, target));
    }
  }

  /** Writes to an output with gaps a tile at a time. */
  private static void scatter(Evaluator evaluator, int from, int to, View output, LoopNest target) {
    Object tile = CpuBuffer.newArray(output.dtype(), Math.min(Program.TILE, to - from));
    for (int at = from; at < to; at += Program.TILE) {
      int n = Math.min(Program.TILE, to - at);
      evaluator.evaluate(at, n, tile, 0);
      StridedCopy.store(tile, 0, target, CpuBuffer.arrayOf(output), at, n);
    }
  }
}
