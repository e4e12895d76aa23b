package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowScan;
import dev.adjoint.spi.RowSort;
import dev.adjoint.spi.View;

/** Scans and sorts: threads take whole rows. */
final class Orderer {
  private static final int GRAIN = 16_384;
  /** Rows that are scanned side by side, where they lie side by side. */
  private static final int SIDE_BY_SIDE = 256;

  private final ThreadPool pool;

  Orderer(ThreadPool pool) {
    this.pool = pool;
  }

  void scan(Reduction how, View input, int axis, View output) {
    int length = input.shape().size(axis);
    int rank = input.shape().rank();
    if (output.shape().size() == 0) {
      return;
    }
    // Along the last axis a row is read at once; along another one, its neighbours lie along the last axis.
    int across = axis == rank - 1 ? -1 : rank - 1;
    int width = across < 0 ? 1 : input.shape().size(across);
    int blocks = (width - 1) / SIDE_BY_SIDE + 1;
    int groups = input.shape().size() / length / width * blocks;
    Object in = CpuBuffer.arrayOf(input);
    Object out = CpuBuffer.arrayOf(output);
    pool.split(groups, Math.max(1, GRAIN / length / Math.min(width, SIDE_BY_SIDE)), (first, last) -> {
      for (int g = first; g < last; g++) {
        int row = g % blocks * SIDE_BY_SIDE;
        RowScan.scan(how, in, rows(input, g / blocks, axis, across, row), out, rows(output, g / blocks, axis, across, row),
            length, Math.min(SIDE_BY_SIDE, width - row));
      }
    });
  }

  private static RowScan.Rows rows(View view, int index, int axis, int across, int row) {
    int rowStep = across < 0 ? 0 : view.stride(across);
    return new RowScan.Rows(start(view, index, axis, across) + row * rowStep, view.stride(axis), rowStep);
  }

  void sort(View input, int axis, boolean descending, View values, View indices) {
    int length = input.shape().size(axis);
    if (values.shape().size() == 0) {
      return;
    }
    Object in = CpuBuffer.arrayOf(input);
    Object sorted = CpuBuffer.arrayOf(values);
    int[] from = (int[]) CpuBuffer.arrayOf(indices);
    pool.split(input.shape().size() / length, Math.max(1, GRAIN / 4 / length), (first, last) -> {
      RowSort rows = new RowSort(length);
      for (int r = first; r < last; r++) {
        rows.sort(in, start(input, r, axis, -1), input.stride(axis), descending, sorted, from,
            start(values, r, axis, -1), values.stride(axis));
      }
    });
  }

  /** Where a row starts: the {@code index}th position of a view without one or two of its axes. */
  private static int start(View view, int index, int without, int andWithout) {
    int at = view.offset();
    int rest = index;
    for (int a = view.shape().rank() - 1; a >= 0; a--) {
      if (a != without && a != andWithout) {
        at += rest % view.shape().size(a) * view.stride(a);
        rest /= view.shape().size(a);
      }
    }
    return at;
  }
}
