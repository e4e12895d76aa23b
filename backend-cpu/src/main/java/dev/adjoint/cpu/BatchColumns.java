package dev.adjoint.cpu;

import java.util.Arrays;

/**
 * The matrix of windows of several images at once: a row a channel and tap, a column a window and image, the images innermost.
 * So the windows of even the smallest images are read in pieces that are worth a copy, and none is a surplus.
 */
final class BatchColumns {
  /** Elements of a cache line, about. */
  private static final int LINE = 16;

  private final ConvolutionSizes sizes;
  private final int images;
  /** For each tap, where its windows lie: the first of some neighbours, the element it reads, and how many they are. */
  private final int[][] runs;

  BatchColumns(ConvolutionSizes sizes, int images) {
    this.sizes = sizes;
    this.images = images;
    int[] kernel = sizes.kernel();
    this.runs = new int[sizes.taps()][];
    for (int tap = 0; tap < runs.length; tap++) {
      runs[tap] = runs(tap / kernel[2] / kernel[1], tap / kernel[2] % kernel[1], tap % kernel[2]);
    }
  }

  private int[] runs(int tapZ, int tapY, int tapX) {
    int[] out = new int[3 * sizes.outputPlane()];
    int length = 0;
    int window = 0;
    for (int z = 0; z < sizes.output()[0]; z++) {
      for (int y = 0; y < sizes.output()[1]; y++) {
        for (int x = 0; x < sizes.output()[2]; x++, window++) {
          int element = element(read(0, z, tapZ), read(1, y, tapY), read(2, x, tapX));
          if (element < 0) {
            continue;
          }
          int last = length - 3;
          if (last >= 0 && out[last] + out[last + 2] == window && out[last + 1] + out[last + 2] == element) {
            out[last + 2]++;
          } else {
            out[length++] = window;
            out[length++] = element;
            out[length++] = 1;
          }
        }
      }
    }
    return Arrays.copyOf(out, length);
  }

  /** What a tap reads along an axis; -1 where that is padding. */
  private int read(int axis, int window, int tap) {
    int at = window * sizes.stride()[axis] + tap * sizes.dilation()[axis] - sizes.padding()[axis];
    return at < sizes.input()[axis] ? Math.max(-1, at) : -1;
  }

  private int element(int z, int y, int x) {
    return z < 0 || y < 0 || x < 0 ? -1 : (z * sizes.input()[1] + y) * sizes.input()[2] + x;
  }

  int images() {
    return images;
  }

  /** Columns of the matrix. */
  int count() {
    return images * sizes.outputPlane();
  }

  /** Makes the rows of some channels, of inputs whose images are innermost. */
  void copy(Object inputs, int from, int to, Object target) {
    int row = from * runs.length * count();
    for (int channel = from; channel < to; channel++) {
      int plane = channel * sizes.inputPlane();
      for (int[] tap : runs) {
        int done = 0;
        for (int i = 0; i < tap.length; i += 3) {
          StridedCopy.fill(target, row + done * images, (tap[i] - done) * images, 0);
          PlaneLoops.copy(inputs, (plane + tap[i + 1]) * images, target, row + tap[i] * images, tap[i + 2] * images);
          done = tap[i] + tap[i + 2];
        }
        StridedCopy.fill(target, row + done * images, count() - done * images, 0);
        row += count();
      }
    }
  }

  /** The transpose: adds up, for each element of some channels, what the rows hold where they read it. */
  void fold(Object rows, int from, int to, Object inputs) {
    StridedCopy.fill(inputs, from * sizes.inputPlane() * images, (to - from) * sizes.inputPlane() * images, 0);
    int row = from * runs.length * count();
    for (int channel = from; channel < to; channel++) {
      int plane = channel * sizes.inputPlane();
      for (int[] tap : runs) {
        for (int i = 0; i < tap.length; i += 3) {
          PlaneLoops.add(inputs, (plane + tap[i + 1]) * images, rows, row + tap[i] * images, tap[i + 2] * images);
        }
        row += count();
      }
    }
  }

  /**
   * Brings the images innermost.
   *
   * @param at the first element of the first image
   * @param step from one image to the next
   * @param from the first of the elements of an image to move
   */
  void gather(Object source, int at, int step, int from, int to, Object target) {
    for (int block = from; block < to; block += LINE) {
      int end = Math.min(to, block + LINE);
      for (int n = 0; n < images; n++) {
        StridedCopy.row(source, at + n * step + block, 1, target, block * images + n, images, end - block);
      }
    }
  }

  /** The reverse of {@link #gather}. */
  void scatter(Object source, int from, int to, Object target, int at, int step) {
    for (int block = from; block < to; block += LINE) {
      int end = Math.min(to, block + LINE);
      for (int n = 0; n < images; n++) {
        StridedCopy.row(source, block * images + n, images, target, at + n * step + block, 1, end - block);
      }
    }
  }
}
