package dev.adjoint.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Between images and planes of tiles: tile {@code t} of channel {@code c} is at {@code c * tiles + t} of each plane, and plane
 * {@code i * 6 + j} (or {@code i * 4 + j}) holds the tiles' elements in row {@code i} and column {@code j}. Tiles start every
 * 4 elements; those of several images, or of some rows of one, follow one another.
 *
 * @param image the first image
 * @param images how many
 * @param row the first row of tiles
 * @param rows how many
 * @param width tiles in a row
 */
record WinogradTiles(int image, int images, int row, int rows, int width) {
  /** From one tile to the next. */
  static final int STEP = 4;

  /** The tiles of a channel. */
  int count() {
    return images * rows * width;
  }

  /**
   * Reads the tiles of some channels.
   *
   * @param side of a tile, which overlaps those behind it, from 4 to 8
   * @param shift where the first tile begins, in rows and columns before the image
   * @param line scratch, for a row of tiles
   */
  void read(
      Operand source, int sourceChannels, int height, int across, int side, int[] shift, int from, int to, Object line,
      Object[] planes) {
    int overlap = side - STEP;
    int left = Math.clamp(shift[1], 0, width * STEP + overlap);
    int start = left - shift[1];
    int length = Math.clamp(width * STEP + overlap - left, 0, Math.max(0, across - start));
    StridedCopy.fill(line, 0, left, 0);
    StridedCopy.fill(line, left + length, width * STEP + overlap - left - length, 0);
    for (int c = from; c < to; c++) {
      for (int n = 0; n < images; n++) {
        int at = c * count() + n * rows * width;
        int plane = source.offset() + ((image + n) * sourceChannels + c) * height * across;
        for (int y = 0; y < rows * STEP + overlap; y++) {
          int sourceRow = row * STEP + y - shift[0];
          boolean inside = sourceRow >= 0 && sourceRow < height;
          if (inside) {
            PlaneLoops.copy(source.array(), plane + sourceRow * across + start, line, left, length);
          } else {
            StridedCopy.fill(line, left, length, 0);
          }
          int tileRow = y / STEP;
          if (tileRow < rows) {
            split(line, planes, y % STEP * side, side, at + tileRow * width);
          } else {
            split(line, planes, (y % STEP + STEP) * side, side, at + (rows - 1) * width);
          }
        }
        // What one row of tiles has at its end is what the next has at its start.
        for (int plane2 = 0; plane2 < overlap * side && rows > 1; plane2++) {
          PlaneLoops.copy(planes[plane2], at + width, planes[STEP * side + plane2], at, (rows - 1) * width);
        }
      }
    }
  }

  private void split(Object line, Object[] planes, int first, int side, int at) {
    if (line instanceof float[] floats) {
      for (int j = 0; j < side; j += 2) {
        splitTwo(floats, j, (float[]) planes[first + j], (float[]) planes[first + j + 1], at, width);
      }
    } else {
      for (int j = 0; j < side; j += 2) {
        splitTwo((double[]) line, j, (double[]) planes[first + j], (double[]) planes[first + j + 1], at, width);
      }
    }
  }

  private static void splitTwo(float[] line, int j, float[] even, float[] odd, int at, int count) {
    for (int t = 0; t < count; t++) {
      even[at + t] = line[STEP * t + j];
      odd[at + t] = line[STEP * t + j + 1];
    }
  }

  private static void splitTwo(double[] line, int j, double[] even, double[] odd, int at, int count) {
    for (int t = 0; t < count; t++) {
      even[at + t] = line[STEP * t + j];
      odd[at + t] = line[STEP * t + j + 1];
    }
  }

  /**
   * Writes tiles of 4 x 4 that do not overlap.
   *
   * @param order which plane holds which element
   * @param bias one number a channel, or null
   */
  void write(
      Object[] planes, WinogradTransform order, @Nullable Object bias, int from, int to, Object line, Operand target,
      int targetChannels, int height, int across) {
    for (int c = from; c < to; c++) {
      for (int n = 0; n < images; n++) {
        int at = c * count() + n * rows * width;
        int plane = target.offset() + ((image + n) * targetChannels + c) * height * across;
        for (int y = 0; y < Math.min(rows * STEP, height - row * STEP); y++) {
          int first = y % STEP * STEP;
          int tile = at + y / STEP * width;
          if (line instanceof float[] floats) {
            join((float[]) planes[order.result(first)], (float[]) planes[order.result(first + 1)],
                (float[]) planes[order.result(first + 2)], (float[]) planes[order.result(first + 3)], tile,
                bias == null ? 0 : ((float[]) bias)[c], floats, width);
          } else {
            join((double[]) planes[order.result(first)], (double[]) planes[order.result(first + 1)],
                (double[]) planes[order.result(first + 2)], (double[]) planes[order.result(first + 3)], tile,
                bias == null ? 0 : ((double[]) bias)[c], (double[]) line, width);
          }
          PlaneLoops.copy(line, 0, target.array(), plane + (row * STEP + y) * across, across);
        }
      }
    }
  }

  private static void join(
      float[] p0, float[] p1, float[] p2, float[] p3, int at, float bias, float[] line, int count) {
    for (int t = 0; t < count; t++) {
      line[STEP * t] = p0[at + t] + bias;
      line[STEP * t + 1] = p1[at + t] + bias;
      line[STEP * t + 2] = p2[at + t] + bias;
      line[STEP * t + 3] = p3[at + t] + bias;
    }
  }

  private static void join(
      double[] p0, double[] p1, double[] p2, double[] p3, int at, double bias, double[] line, int count) {
    for (int t = 0; t < count; t++) {
      line[STEP * t] = p0[at + t] + bias;
      line[STEP * t + 1] = p1[at + t] + bias;
      line[STEP * t + 2] = p2[at + t] + bias;
      line[STEP * t + 3] = p3[at + t] + bias;
    }
  }
}
