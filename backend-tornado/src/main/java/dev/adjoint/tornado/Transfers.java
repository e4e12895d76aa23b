package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: copies {@link Program#COUNT} words between the memory of tensors and an exchange, where they follow the header.
 * Of whatever type: an element of eight bytes is two words.
 */
final class Transfers {
  private Transfers() {}

  /** To place {@link Program#OUTPUT} on. */
  static void copyIn(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int to = words.get(Program.OUTPUT);
    for (int i = context.globalIdx; i < count; i += threads) {
      i32.set(to + i, words.get(Program.HEADER + i));
    }
  }

  /** From place {@link Program#FIRST} on. */
  static void copyOut(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int from = words.get(Program.FIRST);
    for (int i = context.globalIdx; i < count; i += threads) {
      words.set(Program.HEADER + i, i32.get(from + i));
    }
  }
}
