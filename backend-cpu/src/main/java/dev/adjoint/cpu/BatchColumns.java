package dev.adjoint.cpu;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The matrix of windows of several images at once: a row a channel and tap, a column a window and image, the images innermost.
 * So the windows of even the smallest images are read in pieces that are worth a copy, and none is a surplus.
 */
final class BatchColumns {
  private final ConvolutionSizes sizes;
  private final int images;
  /** Where each element of a plane is kept, those a stride apart side by side; -1 for those that no tap reads. */
  private final int[] kept;
  /** The same as pieces: the first element, the step to the next, where it is kept, and how many they are. */
  private final int[] pieces;
  private final int elements;
  /** For each tap, where its windows lie: the first of some neighbours, where what it reads is kept, and how many they are. */
  private final int[][] runs;

  BatchColumns(ConvolutionSizes sizes, int images) {
    this.sizes = sizes;
    this.images = images;
    this.kept = new int[sizes.inputPlane()];
    Arrays.fill(kept, -1);
    int[] found = new int[4 * sizes.inputPlane()];
    this.pieces = Arrays.copyOf(found, keep(found));
    this.elements = (int) Arrays.stream(kept).filter(i -> i >= 0).count();
    int[] kernel = sizes.kernel();
    this.runs = new int[sizes.taps()][];
    for (int tap = 0; tap < runs.length; tap++) {
      runs[tap] = runs(tap / kernel[2] / kernel[1], tap / kernel[2] % kernel[1], tap % kernel[2]);
    }
  }

  /** Elements of an axis that lie a stride apart and are read by some tap, for each such phase. */
  private int[][] phases(int axis) {
    int stride = sizes.stride()[axis];
    return Arrays.stream(ColumnConvolution.taps(sizes, axis)).map(t -> t % stride).distinct().sorted()
        .mapToObj(p -> IntStream.range(0, sizes.input()[axis])
            .filter(i -> (i + sizes.padding()[axis]) % stride == p).toArray())
        .toArray(int[][]::new);
  }

  /** Decides where elements are kept, and returns the length of the list of pieces. */
  private int keep(int[] found) {
    int length = 0;
    int next = 0;
    int step = sizes.stride()[2];
    int[][] across = phases(2);
    for (int[] layers : phases(0)) {
      for (int[] rows : phases(1)) {
        for (int[] columns : across) {
          for (int z : layers) {
            for (int y : rows) {
              for (int x : columns) {
                int element = (z * sizes.input()[1] + y) * sizes.input()[2] + x;
                kept[element] = next;
                if (length > 0 && element == found[length - 4] + found[length - 1] * step) {
                  found[length - 1]++;
                } else {
                  found[length++] = element;
                  found[length++] = step;
                  found[length++] = next;
                  found[length++] = 1;
                }
                next++;
              }
            }
          }
        }
      }
    }
    return length;
  }

  private int[] runs(int tapZ, int tapY, int tapX) {
    int[] out = new int[3 * sizes.outputPlane()];
    int length = 0;
    int window = 0;
    for (int z = 0; z < sizes.output()[0]; z++) {
      for (int y = 0; y < sizes.output()[1]; y++) {
        for (int x = 0; x < sizes.output()[2]; x++, window++) {
          int at = kept(read(0, z, tapZ), read(1, y, tapY), read(2, x, tapX));
          if (at < 0) {
            continue;
          }
          int last = length - 3;
          if (last >= 0 && out[last] + out[last + 2] == window && out[last + 1] + out[last + 2] == at) {
            out[last + 2]++;
          } else {
            out[length++] = window;
            out[length++] = at;
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

  private int kept(int z, int y, int x) {
    return z < 0 || y < 0 || x < 0 ? -1 : kept[(z * sizes.input()[1] + y) * sizes.input()[2] + x];
  }

  ImagesInnermost innermost() {
    return new ImagesInnermost(images);
  }

  /** Elements of one channel of the inputs with images innermost. */
  int channelSize() {
    return elements * images;
  }

  /** Whether the matrix would be as the inputs with images innermost are. */
  boolean isAsGathered() {
    return runs.length == 1 && elements == sizes.outputPlane() && runs[0].length == 3 && runs[0][2] == elements;
  }

  /** Columns of the matrix. */
  int count() {
    return images * sizes.outputPlane();
  }

  /** Makes the rows of some channels, of gathered inputs. */
  void copy(Object inputs, int from, int to, Object target) {
    int row = from * runs.length * count();
    for (int channel = from; channel < to; channel++) {
      int plane = channel * channelSize();
      for (int[] tap : runs) {
        int done = 0;
        for (int i = 0; i < tap.length; i += 3) {
          StridedCopy.fill(target, row + done * images, (tap[i] - done) * images, 0);
          PlaneLoops.copy(inputs, plane + tap[i + 1] * images, target, row + tap[i] * images, tap[i + 2] * images);
          done = tap[i] + tap[i + 2];
        }
        StridedCopy.fill(target, row + done * images, count() - done * images, 0);
        row += count();
      }
    }
  }

  /** The transpose: adds up, for each element of some channels, what the rows hold where they read it. */
  void fold(Object rows, int from, int to, Object inputs) {
    StridedCopy.fill(inputs, from * channelSize(), (to - from) * channelSize(), 0);
    int row = from * runs.length * count();
    for (int channel = from; channel < to; channel++) {
      int plane = channel * channelSize();
      for (int[] tap : runs) {
        for (int i = 0; i < tap.length; i += 3) {
          PlaneLoops.add(inputs, plane + tap[i + 1] * images, rows, row + tap[i] * images, tap[i + 2] * images);
        }
        row += count();
      }
    }
  }

  /**
   * Brings the images innermost, of some channels of the input.
   *
   * @param at the first element of the first image
   * @param step from one image to the next
   */
  void gatherInputs(Object source, int at, int step, int from, int to, Object target) {
    int plane = sizes.inputPlane();
    if (isWhole()) {
      innermost().gather(source, at, step, from * plane, to * plane, target);
      return;
    }
    for (int channel = from; channel < to; channel++) {
      for (int i = 0; i < pieces.length; i += 4) {
        for (int n = 0; n < images; n++) {
          StridedCopy.row(source, at + n * step + channel * plane + pieces[i], pieces[i + 1],
              target, channel * channelSize() + pieces[i + 2] * images + n, images, pieces[i + 3]);
        }
      }
    }
  }

  /** The reverse of {@link #gatherInputs}; elements that no tap reads become 0. */
  void scatterInputs(Object source, int from, int to, Object target, int at, int step) {
    int plane = sizes.inputPlane();
    if (isWhole()) {
      innermost().scatter(source, from * plane, to * plane, target, at, step);
      return;
    }
    for (int n = 0; n < images && elements < plane; n++) {
      StridedCopy.fill(target, at + n * step + from * plane, (to - from) * plane, 0);
    }
    for (int channel = from; channel < to; channel++) {
      for (int i = 0; i < pieces.length; i += 4) {
        for (int n = 0; n < images; n++) {
          StridedCopy.row(source, channel * channelSize() + pieces[i + 2] * images + n, images,
              target, at + n * step + channel * plane + pieces[i], pieces[i + 1], pieces[i + 3]);
        }
      }
    }
  }

  /** Whether all elements are kept in their order. */
  private boolean isWhole() {
    return elements == sizes.inputPlane() && pieces.length <= 4;
  }
}
