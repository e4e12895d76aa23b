package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** Device code: elements picked by, and added at, places that a tensor of int32 names. */
final class Indexing {
  private Indexing() {}

  /** The first view is the source's at coordinate 0 along the axis, the second one the index's. */
  static void gather(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int stride = words.get(Program.FIRST_STRIDE);
    for (int index = context.globalIdx; index < count; index += threads) {
      int coordinate = i32.get(Machine.locate(words, words.get(Program.SECOND), index));
      int from = Machine.locate(words, words.get(Program.FIRST), index) + coordinate * stride;
      int to = Machine.locate(words, words.get(Program.OUTPUT), index);
      if (type == ElementType.FLOAT32) {
        f32.set(to, f32.get(from));
      } else if (type == ElementType.FLOAT64) {
        f64.set(to, f64.get(from));
      } else if (type == ElementType.INT64) {
        i64.set(to, i64.get(from));
      } else {
        i32.set(to, i32.get(from));
      }
    }
  }

  /**
   * Each thread walks along the axis for indices of its own along the others: whatever is added to one place is added by one
   * thread, always in the same order. The first view is the source's, the second one the index's.
   */
  static void scatterAdd(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int length = words.get(Program.LENGTH);
    int sourceStride = words.get(Program.FIRST_STRIDE);
    int indexStride = words.get(Program.SECOND_STRIDE);
    int targetStride = words.get(Program.OUTPUT_STRIDE);
    for (int lane = context.globalIdx; lane < count; lane += threads) {
      int source = Machine.locate(words, words.get(Program.FIRST), lane);
      int index = Machine.locate(words, words.get(Program.SECOND), lane);
      int target = Machine.locate(words, words.get(Program.OUTPUT), lane);
      for (int i = 0; i < length; i++) {
        int from = source + i * sourceStride;
        int to = target + i32.get(index + i * indexStride) * targetStride;
        if (type == ElementType.FLOAT32) {
          f32.set(to, f32.get(to) + f32.get(from));
        } else if (type == ElementType.FLOAT64) {
          f64.set(to, f64.get(to) + f64.get(from));
        } else if (type == ElementType.INT64) {
          i64.set(to, i64.get(to) + i64.get(from));
        } else {
          i32.set(to, i32.get(to) + i32.get(from));
        }
      }
    }
  }
}
