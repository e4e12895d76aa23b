package dev.adjoint.cpu;

import java.util.Arrays;

/**
 * A copy of an image, padded, in which what one tap reads in consecutive windows lies in one piece, so that a row of the
 * matrix of windows is a part of it. A stride splits each axis into phases, the elements that lie a stride apart; every
 * channel holds its phases one after the other. Rows of one axis share their padding: the zeros behind one are those before
 * the next.
 *
 * <p>Positions count the windows of such an image row by row, with those that start in a row's surplus, which nobody wants.
 */
final class Unrolling {
  /**
   * Where window {@code p} finds its taps: at {@code p * stride + tap - low}.
   *
   * @param phases those that some tap is in
   * @param length the elements of a phase
   */
  record Axis(int size, int stride, int low, int windows, int[] phases, int length) {
    Axis(int size, int stride, int low, int windows, int... taps) {
      this(size, stride, low, windows, Arrays.stream(taps).map(t -> t % stride).distinct().sorted().toArray(),
          windows + Arrays.stream(taps).map(t -> t / stride).max().orElse(0));
    }

    /** The first element of a phase that is not in front of the image. */
    int first(int phase) {
      return Math.clamp(Math.ceilDiv(low - phase, stride), 0, length);
    }

    /** The first element of a phase that is behind the image. */
    int last(int phase) {
      return Math.clamp(Math.ceilDiv(size + low - phase, stride), first(phase), length);
    }

    /** Zeros that every row has in front and may leave out behind. */
    int shared() {
      return Math.min(length - windows, Arrays.stream(phases).map(p -> Math.min(first(p), length - last(p))).min().orElse(0));
    }

    boolean isAsGiven() {
      return stride == 1 && low == 0 && length == size;
    }
  }

  private final Axis[] axes;
  private final int[][] phases;
  private final int rowLength;
  private final int rows;
  private final int block;
  private final int channel;
  private final int tail;

  Unrolling(Axis... axes) {
    this.axes = axes;
    this.phases = new int[][] {axes[0].phases(), axes[1].phases(), axes[2].phases()};
    this.tail = axes[2].shared();
    this.rowLength = axes[2].length() - tail;
    this.rows = axes[1].length();
    this.block = Math.multiplyExact(Math.multiplyExact(axes[0].length(), rows), rowLength);
    this.channel = Math.multiplyExact(block, phases[0].length * phases[1].length * phases[2].length);
  }

  /** Whether the copy would be as the image is. */
  boolean isAsGiven() {
    return axes[0].isAsGiven() && axes[1].isAsGiven() && axes[2].isAsGiven();
  }

  /** Elements of a channel. */
  int channelSize() {
    return channel;
  }

  /** Elements of an image of some channels. */
  int size(int channels) {
    return Math.addExact(Math.multiplyExact(channel, channels), tail);
  }

  /** One more than the last position. */
  int positions() {
    int windows = 1;
    for (Axis axis : axes) {
      windows *= axis.windows();
    }
    return windows == 0 ? 0 : ((axes[0].windows() - 1) * rows + axes[1].windows() - 1) * rowLength + axes[2].windows();
  }

  /** Whether every position is a window. */
  boolean isTight() {
    return rowLength == axes[2].windows() && (rows == axes[1].windows() || axes[0].windows() == 1);
  }

  /** From position to window. */
  interface RunTask {
    /** Windows {@code x} to {@code x + count} of a row lie at positions from {@code position} on. */
    void over(int z, int y, int x, int position, int count);
  }

  /** The windows among the positions {@code from} to {@code from + count}, row by row. */
  void runs(int from, int count, RunTask task) {
    int width = axes[2].windows();
    for (int row = from / rowLength; row * rowLength < from + count; row++) {
      int y = row % rows;
      int start = Math.max(from, row * rowLength);
      int end = Math.min(from + count, row * rowLength + width);
      if (y < axes[1].windows() && start < end) {
        task.over(row / rows, y, start - row * rowLength, start, end - start);
      }
    }
  }

  /** What a tap reads at position 0; at position p it reads p elements further on. */
  int offset(int z, int y, int x) {
    int block = (phase(0, z) * phases[1].length + phase(1, y)) * phases[2].length + phase(2, x);
    return block * this.block + ((z / axes[0].stride()) * rows + y / axes[1].stride()) * rowLength + x / axes[2].stride();
  }

  private int phase(int axis, int tap) {
    return Arrays.binarySearch(phases[axis], tap % axes[axis].stride());
  }

  /** From one row of windows to the next. */
  int rowLength() {
    return rowLength;
  }

  /** From the windows of one layer, along the first axis, to those of the next. */
  int layer() {
    return rows * rowLength;
  }

  /** Copies what lies inside of one channel: the zeros around it are there already. */
  void copyInside(Object image, int at, Object target) {
    eachInside((image0, step, own, count) -> StridedCopy.row(image, at + image0, step, target, own, 1, count));
  }

  /** The other way round: copies the inside of one channel back to an image. */
  void copyBack(Object source, Object image, int at) {
    eachInside((image0, step, own, count) -> StridedCopy.row(source, own, 1, image, at + image0, step, count));
  }

  private interface Inside {
    void row(int image, int step, int own, int count);
  }

  /** The rows of the image, phase by phase: where each lies there and here. */
  private void eachInside(Inside task) {
    int at = 0;
    for (int pz : phases[0]) {
      for (int py : phases[1]) {
        for (int px : phases[2]) {
          int first = axes[2].first(px);
          int count = axes[2].last(px) - first;
          for (int z = axes[0].first(pz); z < axes[0].last(pz) && count > 0; z++) {
            int plane = (z * axes[0].stride() + pz - axes[0].low()) * axes[1].size();
            for (int y = axes[1].first(py); y < axes[1].last(py); y++) {
              int row = (plane + y * axes[1].stride() + py - axes[1].low()) * axes[2].size();
              task.row(row + first * axes[2].stride() + px - axes[2].low(), axes[2].stride(),
                  at + (z * rows + y) * rowLength + first, count);
            }
          }
          at += block;
        }
      }
    }
  }

  /** Copies channels {@code from} to {@code to} of an image whose channels lie one after the other. */
  void copy(Object image, int at, int from, int to, Object target) {
    int plane = axes[0].size() * axes[1].size() * axes[2].size();
    for (int c = from; c < to; c++) {
      int write = c * channel;
      for (int pz : phases[0]) {
        for (int py : phases[1]) {
          for (int px : phases[2]) {
            copyBlock(image, at + c * plane, pz, py, px, target, write);
            write += block;
          }
        }
      }
    }
    // What is read behind the last row is zeros, as there are in front of every other row: of the next channel, too.
    StridedCopy.fill(target, to * channel, tail, 0);
  }

  private void copyBlock(Object image, int at, int pz, int py, int px, Object target, int write) {
    int first = axes[2].first(px);
    int last = axes[2].last(px);
    int to = write;
    for (int z = 0; z < axes[0].length(); z++) {
      boolean insideZ = z >= axes[0].first(pz) && z < axes[0].last(pz);
      int plane = (z * axes[0].stride() + pz - axes[0].low()) * axes[1].size();
      for (int y = 0; y < rows; y++, to += rowLength) {
        if (!insideZ || y < axes[1].first(py) || y >= axes[1].last(py)) {
          StridedCopy.fill(target, to, rowLength, 0);
          continue;
        }
        int row = (plane + y * axes[1].stride() + py - axes[1].low()) * axes[2].size();
        StridedCopy.fill(target, to, first, 0);
        StridedCopy.row(image, at + row + first * axes[2].stride() + px - axes[2].low(), axes[2].stride(), target, to + first,
            1,
            last - first);
        StridedCopy.fill(target, to + last, rowLength - last, 0);
      }
    }
  }
}
