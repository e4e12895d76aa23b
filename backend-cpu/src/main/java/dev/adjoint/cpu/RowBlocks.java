package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.RowProgram.Kind;
import dev.adjoint.spi.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program over any layout, by maps and reductions of blocks: whole rows, as many as the cache holds. A block is a range of
 * one kept axis, all of the kept axes after it, and one index of those before it.
 */
final class RowBlocks {
  /** Elements of a block. */
  private static final int BLOCK = 1 << 15;
  /** Rows that lie side by side are walked across: fewer of them would waste what a cache line brings. */
  private static final int NARROWEST = 128;
  private static final int LARGEST = 1 << 20;

  private final RowProgram program;
  private final double[] params;
  private final View[] inputs;
  private final int[] axes;
  private final View[] outputs;
  private final Shape shape;
  /** The size of a block along each axis; the last block of the split axis may be shorter. */
  private final int[] sizes;
  private final int count;

  private RowBlocks(
      RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs, int[] sizes, int count) {
    this.program = program;
    this.params = params;
    this.inputs = inputs;
    this.axes = axes;
    this.outputs = outputs;
    this.shape = inputs[0].shape();
    this.sizes = sizes;
    this.count = count;
  }

  /** The blocks; null if there would be one alone, or rows too long. */
  static @Nullable RowBlocks of(
      RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs, int length) {
    Shape shape = inputs[0].shape();
    int[] sizes = shape.toArray();
    boolean[] combined = new boolean[sizes.length];
    for (int axis : axes) {
      combined[axis] = true;
    }
    int last = sizes.length - 1;
    long least = combined[last] ? 1 : NARROWEST;
    long wanted = Math.max(least, BLOCK / length);
    if (least * length > LARGEST) {
      return null;
    }
    int count = 1;
    long left = wanted;
    for (int axis = last; axis >= 0; axis--) {
      if (!combined[axis]) {
        int size = (int) Math.min(sizes[axis], Math.max(1, left));
        count *= (sizes[axis] - 1) / size + 1;
        left = size < sizes[axis] ? 0 : left / size;
        sizes[axis] = size;
      }
    }
    return count == 1 ? null : new RowBlocks(program, params, inputs, axes, outputs, sizes, count);
  }

  int count() {
    return count;
  }

  /** What one thread works with. */
  static final class Task {
    private final RowBlocks blocks;
    private final Mapper mapper;
    private final Reducer reducer;
    private final KernelUnit[] units;
    /** For steps whose values are only handed on. */
    private final @Nullable Buffer[] own;
    private final int[] starts;

    Task(RowBlocks blocks, Mapper mapper, Reducer reducer, KernelUnit[] units) {
      this.blocks = blocks;
      this.mapper = mapper;
      this.reducer = reducer;
      this.units = units;
      this.own = new Buffer[units.length];
      this.starts = new int[blocks.sizes.length];
      Shape whole = Shape.of(blocks.sizes);
      for (int i = 0; i < own.length; i++) {
        if (blocks.program.placeOf(i) < 0) {
          boolean each = blocks.program.steps().get(i).kind() == Kind.EACH;
          DType dtype = blocks.program.steps().get(i).kernel().dtype();
          own[i] = new CpuBuffer(dtype, each ? whole.size() : blocks.kept(whole).size());
        }
      }
    }

    void over(int from, int to) {
      for (int block = from; block < to; block++) {
        run(blocks.locate(block, starts));
      }
    }

    private void run(Shape shape) {
      List<RowProgram.Step> steps = blocks.program.steps();
      Shape kept = blocks.kept(shape);
      View[] values = new View[blocks.inputs.length + steps.size()];
      for (int i = 0; i < blocks.inputs.length; i++) {
        values[i] = part(blocks.inputs[i], shape);
      }
      for (int i = 0; i < steps.size(); i++) {
        RowProgram.Step step = steps.get(i);
        Shape size = step.kind() == Kind.EACH ? shape : kept;
        Buffer buffer = own[i];
        View target = buffer == null ? part(blocks.outputs[blocks.program.placeOf(i)], size) : View.of(buffer, size);
        View[] read = new View[step.reads().length];
        for (int k = 0; k < read.length; k++) {
          View value = values[step.reads()[k]];
          read[k] = step.kind() != Kind.ROW ? value.broadcastTo(shape)
              : new View(value.buffer(), kept, value.strides(), value.offset());
        }
        if (step.kind() == Kind.FOLD) {
          reducer.reduce(step.reduction(), units[i], blocks.params, read, blocks.axes, target);
        } else {
          mapper.map(units[i], blocks.params, read, target);
        }
        values[blocks.inputs.length + i] = target;
      }
    }

    private View part(View view, Shape shape) {
      int offset = view.offset();
      for (int axis = 0; axis < starts.length; axis++) {
        offset += starts[axis] * view.stride(axis);
      }
      return new View(view.buffer(), shape, view.strides(), offset);
    }
  }

  private Shape kept(Shape block) {
    int[] kept = block.toArray();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    return Shape.of(kept);
  }

  /** Where a block begins; returns its shape. */
  private Shape locate(int block, int[] starts) {
    int[] lengths = sizes.clone();
    int rest = block;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      int parts = shape.size(axis) == 0 ? 1 : (shape.size(axis) - 1) / sizes[axis] + 1;
      starts[axis] = rest % parts * sizes[axis];
      lengths[axis] = Math.min(sizes[axis], shape.size(axis) - starts[axis]);
      rest /= parts;
    }
    return Shape.of(lengths);
  }
}
