package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: matrix products. A group of threads computes one tile of the result after another, a thread an element of it,
 * and reads the operands by tiles into the memory that the group shares. Index {@code i} of the views is matrix {@code i} of
 * the batch. What the product is on top of, if it is, is added at the end. The two methods differ in nothing but the type.
 */
final class Products {
  /** The side of a tile. */
  static final int TILE = 16;
  /** The threads of a group. */
  static final int GROUP = TILE * TILE;

  private Products() {}

  static void float32(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    float[] left = context.allocateFloatLocalArray(GROUP);
    float[] right = context.allocateFloatLocalArray(GROUP);
    int rows = words.get(Program.ROWS);
    int columns = words.get(Program.COLUMNS);
    int length = words.get(Program.LENGTH);
    int tilesAcross = (columns + TILE - 1) / TILE;
    int tilesOfOne = (rows + TILE - 1) / TILE * tilesAcross;
    int local = context.localIdx;
    int x = local % TILE;
    int y = local / TILE;
    for (int tile = context.groupIdx; tile < words.get(Program.COUNT); tile += words.get(Program.THREADS)) {
      int matrix = tile / tilesOfOne;
      int row = tile % tilesOfOne / tilesAcross * TILE + y;
      int column = tile % tilesAcross * TILE + x;
      int a = Machine.locate(words, words.get(Program.FIRST), matrix) + row * words.get(Program.FIRST_STRIDE);
      int b = Machine.locate(words, words.get(Program.SECOND), matrix) + column * words.get(Program.SECOND_STEP);
      float sum = 0;
      for (int start = 0; start < length; start += TILE) {
        float fromLeft = 0;
        float fromRight = 0;
        if (row < rows && start + x < length) {
          fromLeft = f32.get(a + (start + x) * words.get(Program.FIRST_STEP));
        }
        if (column < columns && start + y < length) {
          fromRight = f32.get(b + (start + y) * words.get(Program.SECOND_STRIDE));
        }
        left[local] = fromLeft;
        right[local] = fromRight;
        context.localBarrier();
        for (int i = 0; i < TILE; i++) {
          sum += left[y * TILE + i] * right[i * TILE + x];
        }
        context.localBarrier();
      }
      if (row < rows && column < columns) {
        if (words.get(Program.BASE) > 0) {
          int base = Machine.locate(words, words.get(Program.BASE), matrix);
          sum += f32.get(base + row * words.get(Program.BASE_STRIDE) + column * words.get(Program.BASE_STEP));
        }
        int at = Machine.locate(words, words.get(Program.OUTPUT), matrix);
        f32.set(at + row * words.get(Program.OUTPUT_STRIDE) + column * words.get(Program.OUTPUT_STEP), sum);
      }
    }
  }

  static void float64(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    double[] left = context.allocateDoubleLocalArray(GROUP);
    double[] right = context.allocateDoubleLocalArray(GROUP);
    int rows = words.get(Program.ROWS);
    int columns = words.get(Program.COLUMNS);
    int length = words.get(Program.LENGTH);
    int tilesAcross = (columns + TILE - 1) / TILE;
    int tilesOfOne = (rows + TILE - 1) / TILE * tilesAcross;
    int local = context.localIdx;
    int x = local % TILE;
    int y = local / TILE;
    for (int tile = context.groupIdx; tile < words.get(Program.COUNT); tile += words.get(Program.THREADS)) {
      int matrix = tile / tilesOfOne;
      int row = tile % tilesOfOne / tilesAcross * TILE + y;
      int column = tile % tilesAcross * TILE + x;
      int a = Machine.locate(words, words.get(Program.FIRST), matrix) + row * words.get(Program.FIRST_STRIDE);
      int b = Machine.locate(words, words.get(Program.SECOND), matrix) + column * words.get(Program.SECOND_STEP);
      double sum = 0;
      for (int start = 0; start < length; start += TILE) {
        double fromLeft = 0;
        double fromRight = 0;
        if (row < rows && start + x < length) {
          fromLeft = f64.get(a + (start + x) * words.get(Program.FIRST_STEP));
        }
        if (column < columns && start + y < length) {
          fromRight = f64.get(b + (start + y) * words.get(Program.SECOND_STRIDE));
        }
        left[local] = fromLeft;
        right[local] = fromRight;
        context.localBarrier();
        for (int i = 0; i < TILE; i++) {
          sum += left[y * TILE + i] * right[i * TILE + x];
        }
        context.localBarrier();
      }
      if (row < rows && column < columns) {
        if (words.get(Program.BASE) > 0) {
          int base = Machine.locate(words, words.get(Program.BASE), matrix);
          sum += f64.get(base + row * words.get(Program.BASE_STRIDE) + column * words.get(Program.BASE_STEP));
        }
        int at = Machine.locate(words, words.get(Program.OUTPUT), matrix);
        f64.set(at + row * words.get(Program.OUTPUT_STRIDE) + column * words.get(Program.OUTPUT_STEP), sum);
      }
    }
  }
}
