package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: scans. Index {@code i} is part {@code i % parts} of line {@code i / parts}; a line is all elements along the
 * axis. The totals of the parts lie line by line, wide: float64 or int64.
 */
final class Scans {
  /** What is done, in {@link Program#CODE}: each line has one part, whose elements are combined. */
  static final int WHOLE_LINES = 0;
  /** Of each part the total alone is written, to {@link Program#RESULT}. */
  static final int TOTALS = 1;
  /** Each part begins with the total of those before it, which is in {@link Program#RESULT}. */
  static final int PARTS = 2;

  private Scans() {}

  static void scan(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int what = words.get(Program.CODE);
    int totals = words.get(Program.RESULT);
    int length = words.get(Program.LENGTH);
    int parts = words.get(Program.PARTS);
    int combine = words.get(Program.COMBINE);
    int part = (length + parts - 1) / parts;
    for (int index = context.globalIdx; index < count; index += threads) {
      int start = index % parts * part;
      int from = Machine.locate(words, words.get(Program.FIRST), index / parts) + start * words.get(Program.FIRST_STRIDE);
      int to = Machine.locate(words, words.get(Program.OUTPUT), index / parts) + start * words.get(Program.OUTPUT_STRIDE);
      int end = Math.min(start + part, length);
      int first = start;
      double real = 0;
      long whole = 0;
      if (what == PARTS && start > 0) {
        first = -1; // there is a total to begin with
        if (type < ElementType.INT32) {
          real = f64.get(totals + index - 1);
        } else {
          whole = i64.get(totals + index - 1);
        }
      }
      for (int i = start; i < end; i++) {
        if (type < ElementType.INT32) {
          double next = type == ElementType.FLOAT32 ? f32.get(from) : f64.get(from);
          real = i == first ? next : RealFunctions.combine(combine, real, next);
        } else {
          long next = type == ElementType.INT64 ? i64.get(from) : i32.get(from);
          whole = i == first ? next : WholeFunctions.combine(combine, whole, next);
        }
        if (what != TOTALS) {
          if (type == ElementType.FLOAT32) {
            f32.set(to, (float) real);
          } else if (type == ElementType.FLOAT64) {
            f64.set(to, real);
          } else if (type == ElementType.INT64) {
            i64.set(to, whole);
          } else {
            i32.set(to, (int) whole);
          }
        }
        from += words.get(Program.FIRST_STRIDE);
        to += words.get(Program.OUTPUT_STRIDE);
      }
      if (what == TOTALS) {
        if (type < ElementType.INT32) {
          f64.set(totals + index, real);
        } else {
          i64.set(totals + index, whole);
        }
      }
    }
  }
}
