package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: products of float32 matrices that are not small. A group of threads computes {@link #ROWS} rows of as many
 * columns as it has threads, a thread a column of them. All threads of a group read the same element of the first operand at
 * a time, and neighbours in a row of the second. A last tile that would reach beyond an edge begins as much earlier: some
 * elements are then computed twice, and are the same; what they are on top of must not be the output, therefore.
 */
final class WideProducts {
  /** The rows of a tile. */
  static final int ROWS = 8;
  /** The threads of a group, and the columns of a tile. */
  static final int GROUP = 64;
  /** The elements of a row that are multiplied between two barriers. */
  private static final int DEPTH = 4;

  private WideProducts() {}

  /** Whether a product is large enough for it. */
  static boolean fits(int rows, int columns) {
    return rows >= ROWS && columns >= GROUP;
  }

  static void float32(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int rows = words.get(Program.ROWS);
    int columns = words.get(Program.COLUMNS);
    int length = words.get(Program.LENGTH);
    int down = words.get(Program.FIRST_STRIDE);
    int along = words.get(Program.FIRST_STEP);
    int next = words.get(Program.SECOND_STRIDE);
    int tilesAcross = (columns + GROUP - 1) / GROUP;
    int tilesOfOne = (rows + ROWS - 1) / ROWS * tilesAcross;
    for (int tile = context.groupIdx; tile < words.get(Program.COUNT); tile += words.get(Program.THREADS)) {
      int matrix = tile / tilesOfOne;
      int row = Math.min(tile % tilesOfOne / tilesAcross * ROWS, rows - ROWS);
      int column = Math.min(tile % tilesAcross * GROUP, columns - GROUP) + context.localIdx;
      int a = Machine.locate(words, words.get(Program.FIRST), matrix) + row * down;
      int b = Machine.locate(words, words.get(Program.SECOND), matrix) + column * words.get(Program.SECOND_STEP);
      float sum0 = 0;
      float sum1 = 0;
      float sum2 = 0;
      float sum3 = 0;
      float sum4 = 0;
      float sum5 = 0;
      float sum6 = 0;
      float sum7 = 0;
      int k = 0;
      for (; k + DEPTH <= length; k += DEPTH) {
        // Nothing is shared. It keeps the threads side by side, so that a CPU computes several of them at once.
        context.localBarrier();
        float b0 = f32.get(b);
        float b1 = f32.get(b + next);
        float b2 = f32.get(b + 2 * next);
        float b3 = f32.get(b + 3 * next);
        int of = a;
        sum0 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum1 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum2 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum3 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum4 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum5 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum6 += four(f32, of, along, b0, b1, b2, b3);
        of += down;
        sum7 += four(f32, of, along, b0, b1, b2, b3);
        a += DEPTH * along;
        b += DEPTH * next;
      }
      for (; k < length; k++) {
        float b0 = f32.get(b);
        sum0 += f32.get(a) * b0;
        sum1 += f32.get(a + down) * b0;
        sum2 += f32.get(a + 2 * down) * b0;
        sum3 += f32.get(a + 3 * down) * b0;
        sum4 += f32.get(a + 4 * down) * b0;
        sum5 += f32.get(a + 5 * down) * b0;
        sum6 += f32.get(a + 6 * down) * b0;
        sum7 += f32.get(a + 7 * down) * b0;
        a += along;
        b += next;
      }
      if (words.get(Program.BASE) > 0) {
        int under = words.get(Program.BASE_STRIDE);
        int base = Machine.locate(words, words.get(Program.BASE), matrix) + row * under
            + column * words.get(Program.BASE_STEP);
        sum0 += f32.get(base);
        sum1 += f32.get(base + under);
        sum2 += f32.get(base + 2 * under);
        sum3 += f32.get(base + 3 * under);
        sum4 += f32.get(base + 4 * under);
        sum5 += f32.get(base + 5 * under);
        sum6 += f32.get(base + 6 * under);
        sum7 += f32.get(base + 7 * under);
      }
      int below = words.get(Program.OUTPUT_STRIDE);
      int at = Machine.locate(words, words.get(Program.OUTPUT), matrix) + row * below
          + column * words.get(Program.OUTPUT_STEP);
      f32.set(at, sum0);
      f32.set(at + below, sum1);
      f32.set(at + 2 * below, sum2);
      f32.set(at + 3 * below, sum3);
      f32.set(at + 4 * below, sum4);
      f32.set(at + 5 * below, sum5);
      f32.set(at + 6 * below, sum6);
      f32.set(at + 7 * below, sum7);
    }
  }

  private static float four(FloatArray f32, int at, int along, float b0, float b1, float b2, float b3) {
    return f32.get(at) * b0 + f32.get(at + along) * b1 + f32.get(at + 2 * along) * b2 + f32.get(at + 3 * along) * b3;
  }
}
