package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;

/** Picks and scatters elements along an axis. */
final class Indexer {
  /** Operands of the nests: the side that is addressed through the index, the index, the other side. */
  private static final int ADDRESSED = 0;
  private static final int INDEX = 1;
  private static final int PLAIN = 2;
  private static final int GRAIN = 16_384;
  /** Slices narrower than this cost more in loops than they save in threads. */
  private static final int NARROWEST = 16;

  private final ThreadPool pool;

  Indexer(ThreadPool pool) {
    this.pool = pool;
  }

  void gather(View source, View index, int axis, View output) {
    LoopNest nest = nest(source, index, axis, output);
    int[] at = (int[]) CpuBuffer.arrayOf(index);
    Object from = CpuBuffer.arrayOf(source);
    Object to = CpuBuffer.arrayOf(output);
    int step = source.stride(axis);
    pool.split(nest.count(), GRAIN, (first, last) -> {
      LoopNest.Rows rows = nest.rows(first, last - first);
      while (rows.next()) {
        if (nest.innerStride(INDEX) == 0) {
          int start = rows.start(ADDRESSED) + at[rows.start(INDEX)] * step;
          StridedCopy.row(
              from, start, nest.innerStride(ADDRESSED), to, rows.start(PLAIN), nest.innerStride(PLAIN), rows.length());
        } else {
          IndexedLoops.pick(from, at, step, to, nest, rows);
        }
      }
    });
  }

  void scatterAdd(View target, View index, int axis, View source) {
    int split = longestOther(source.shape(), axis);
    if (split < 0 || source.shape().size() < 2 * GRAIN) {
      scatterAdd(target, index, axis, source, split, 0, split < 0 ? 1 : source.shape().size(split));
      return;
    }
    // Threads take disjoint slices along another axis, so that equal indices meet in one thread, in their order.
    int length = source.shape().size(split);
    int slice = Math.max(NARROWEST, (length - 1) / pool.threads() + 1);
    pool.run((length - 1) / slice + 1, i -> {
      int from = i * slice;
      scatterAdd(target, index, axis, source, split, from, Math.min(slice, length - from));
    });
  }

  private static void scatterAdd(View target, View index, int axis, View source, int split, int from, int length) {
    View slice = split < 0 ? source : narrow(source, split, from, length);
    View indices = split < 0 ? index : narrow(index, split, from, length);
    View into = split < 0 ? target : narrow(target, split, from, length);
    LoopNest nest = nest(into, indices, axis, slice);
    int[] at = (int[]) CpuBuffer.arrayOf(index);
    Object values = CpuBuffer.arrayOf(source);
    Object sums = CpuBuffer.arrayOf(target);
    LoopNest.Rows rows = nest.rows(0, nest.count());
    int step = target.stride(axis);
    while (rows.next()) {
      if (nest.innerStride(INDEX) == 0) {
        int start = rows.start(ADDRESSED) + at[rows.start(INDEX)] * step;
        IndexedLoops.addRow(
            values, rows.start(PLAIN), nest.innerStride(PLAIN), sums, start, nest.innerStride(ADDRESSED), rows.length());
      } else {
        IndexedLoops.add(values, at, step, sums, nest, rows);
      }
    }
  }

  /** The loops over the plain side's shape; the addressed side does not move along the axis, the index moves it. */
  private static LoopNest nest(View addressed, View index, int axis, View plain) {
    int[] still = addressed.strides();
    still[axis] = 0;
    int[][] strides = {still, index.strides(), plain.strides()};
    return LoopNest.of(plain.shape().toArray(), strides, new int[] {addressed.offset(), index.offset(), plain.offset()});
  }

  private static int longestOther(Shape shape, int axis) {
    int longest = -1;
    for (int other = 0; other < shape.rank(); other++) {
      if (other != axis && shape.size(other) > 1 && (longest < 0 || shape.size(other) > shape.size(longest))) {
        longest = other;
      }
    }
    return longest;
  }

  private static View narrow(View view, int axis, int from, int length) {
    int[] sizes = view.shape().toArray();
    sizes[axis] = length;
    return new View(view.buffer(), Shape.of(sizes), view.strides(), view.offset() + from * view.stride(axis));
  }
}
