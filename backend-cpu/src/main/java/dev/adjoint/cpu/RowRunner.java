package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;

/**
 * Programs along rows, some rows at a time, so that memory is read once and what steps hand on stays in the cache. Neither
 * which rows go together nor how depends on the number of threads, and each row is computed on its own.
 */
final class RowRunner {
  /** Elements of a row up to which threads share the rows, not the work on each. */
  private static final int LONGEST_ROW = 1 << 16;

  private final ThreadPool pool;
  private final KernelUnits units;
  private final Mapper mapper;
  private final Reducer reducer;
  private final Scratch scratch;

  RowRunner(ThreadPool pool, KernelUnits units, Mapper mapper, Reducer reducer, Scratch scratch) {
    this.pool = pool;
    this.units = units;
    this.mapper = mapper;
    this.reducer = reducer;
    this.scratch = scratch;
  }

  /** Runs a program; false if that is better done one step after the other. */
  boolean run(RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    Shape shape = inputs[0].shape();
    int length = 1;
    for (int axis : axes) {
      length *= shape.size(axis);
    }
    if (shape.size() == 0 || length > LONGEST_ROW || axes.length == 0) {
      return false;
    }
    KernelUnit[] all = new KernelUnit[program.steps().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = units.of(program.steps().get(i).kernel());
    }
    boolean generable = RowPass.isGenerable(program, all);
    GatheredRows gathered = generable && length >= RowLayout.SHORTEST_SEGMENT
        ? GatheredRows.of(program, inputs, axes, outputs, pool, scratch)
        : null;
    if (gathered != null && pass(program, params, gathered.inputs(), gathered.axes(), gathered.outputs(), all)) {
      gathered.end();
      return true;
    }
    if (generable && pass(program, params, inputs, axes, outputs, all)) {
      return true;
    }
    RowBlocks blocks = RowBlocks.of(program, params, inputs, axes, outputs, length);
    if (blocks == null) {
      return false;
    }
    KernelUnit[] uncounted = new KernelUnit[all.length];
    KernelUnit[] counted = new KernelUnit[all.length];
    for (int i = 0; i < all.length; i++) {
      uncounted[i] = all[i].part(0);
      counted[i] = all[i].part(blocks.count());
    }
    new RowBlocks.Task(blocks, mapper, reducer, counted).over(0, 1);
    pool.split(blocks.count() - 1, 1,
        (from, to) -> new RowBlocks.Task(blocks, mapper, reducer, uncounted).over(from + 1, to + 1));
    return true;
  }

  private boolean pass(
      RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs, KernelUnit[] all) {
    RowLayout layout = RowLayout.of(program, inputs, axes, outputs);
    if (layout == null) {
      return false;
    }
    RowPass pass = RowPass.of(program, params, inputs, outputs, layout, all, scratch);
    pool.split(layout.rows(), pass.grain(), pass::over);
    pass.end();
    return true;
  }
}
