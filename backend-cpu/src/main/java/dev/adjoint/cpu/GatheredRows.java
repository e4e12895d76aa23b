package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * The operands of a program over rows that lie in many short segments, as the channels of small images do, with each row's
 * elements one after the other: copies are cheaper than a call for each segment of each step. Whether depends on the layout
 * alone.
 */
final class GatheredRows {
  /** A segment as long as this is worth its calls. */
  private static final int LONG_SEGMENT = 16;
  private static final int GRAIN = 8192;

  private final ThreadPool pool;
  private final Scratch scratch;
  private final int[] order;
  private final int combined;
  private final View[] inputs;
  private final View[] outputs;
  private final View[] rowInputs;
  private final View[] rowOutputs;

  private GatheredRows(ThreadPool pool, Scratch scratch, int[] order, int combined, View[] inputs, View[] outputs) {
    this.pool = pool;
    this.scratch = scratch;
    this.order = order;
    this.combined = combined;
    this.inputs = inputs;
    this.outputs = outputs;
    this.rowInputs = new View[inputs.length];
    this.rowOutputs = new View[outputs.length];
  }

  /** The rows, their inputs copied; null if they are better left where they are. */
  static @Nullable GatheredRows of(
      RowProgram program, View[] inputs, int[] axes, View[] outputs, ThreadPool pool, Scratch scratch) {
    Shape shape = inputs[0].shape();
    int[] order = order(shape.rank(), axes);
    GatheredRows rows = new GatheredRows(pool, scratch, order, axes.length, inputs, outputs);
    for (View input : inputs) {
      if (!rows.isOneARow(input) && !(input.shape().equals(shape) && rows.isInShortSegments(input))) {
        return null;
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      rows.rowInputs[i] = rows.isOneARow(inputs[i]) ? rows.turned(inputs[i]) : rows.gathered(inputs[i]);
    }
    for (int i = 0; i < outputs.length; i++) {
      rows.rowOutputs[i] = RowLayout.isEach(program, i) ? rows.space(outputs[i]) : rows.turned(outputs[i]);
    }
    return rows;
  }

  /** The axes that rows lie across, then those along them. */
  private static int[] order(int rank, int[] axes) {
    boolean[] along = new boolean[rank];
    for (int axis : axes) {
      along[axis] = true;
    }
    int[] order = new int[rank];
    int across = 0;
    int next = rank - axes.length;
    for (int axis = 0; axis < rank; axis++) {
      order[along[axis] ? next++ : across++] = axis;
    }
    return order;
  }

  private boolean isOneARow(View input) {
    for (int i = order.length - combined; i < order.length; i++) {
      if (input.shape().size(order[i]) != 1 && input.stride(order[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isInShortSegments(View input) {
    int[] sizes = new int[combined];
    int[] strides = new int[combined];
    for (int i = 0; i < combined; i++) {
      int axis = order[order.length - combined + i];
      sizes[i] = input.shape().size(axis);
      strides[i] = input.stride(axis);
    }
    LoopNest along = LoopNest.of(sizes, new int[][] {strides}, new int[1]);
    return along.rank() > 1 && along.innerStride(0) == 1 && along.innerSize() < LONG_SEGMENT;
  }

  private View turned(View view) {
    int[] sizes = new int[order.length];
    int[] strides = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sizes[i] = view.shape().size(order[i]);
      strides[i] = view.stride(order[i]);
    }
    return new View(view.buffer(), Shape.of(sizes), strides, view.offset());
  }

  private View space(View view) {
    int count = view.shape().size();
    return View.of(new CpuBuffer(view.dtype(), count, scratch.take(view.dtype(), count)), turned(view).shape());
  }

  private View gathered(View view) {
    View copy = space(view);
    View turned = turned(view);
    LoopNest nest = LoopNest.of(turned.shape(), turned);
    Object from = CpuBuffer.arrayOf(view);
    Object to = CpuBuffer.arrayOf(copy);
    pool.split(nest.count(), GRAIN, (first, last) -> StridedCopy.load(nest, from, first, last - first, to, first));
    return copy;
  }

  View[] inputs() {
    return rowInputs;
  }

  View[] outputs() {
    return rowOutputs;
  }

  /** The axes along rows. */
  int[] axes() {
    int[] axes = new int[combined];
    for (int i = 0; i < combined; i++) {
      axes[i] = order.length - combined + i;
    }
    return axes;
  }

  /** Copies what was computed to where it belongs; nobody may use the copies afterwards. */
  void end() {
    for (int i = 0; i < outputs.length; i++) {
      Object computed = CpuBuffer.arrayOf(rowOutputs[i]);
      Object target = CpuBuffer.arrayOf(outputs[i]);
      if (computed != target) {
        View turned = turned(outputs[i]);
        LoopNest nest = LoopNest.of(turned.shape(), turned);
        pool.split(nest.count(), GRAIN, (from, to) -> StridedCopy.store(computed, from, nest, target, from, to - from));
        scratch.give(computed);
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      if (rowInputs[i].buffer() != inputs[i].buffer()) {
        scratch.give(CpuBuffer.arrayOf(rowInputs[i]));
      }
    }
  }
}
