package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: copies {@link Program#COUNT} elements, from place {@link Program#FIRST} on to place {@link Program#OUTPUT} on,
 * between an array that stays on the device and one that is exchanged with the host: TornadoVM transfers whole arrays only.
 */
final class Transfers {
  private Transfers() {}

  static void float32In(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, FloatArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      f32.set(words.get(Program.OUTPUT) + i, stage.get(words.get(Program.FIRST) + i));
    }
  }

  static void float64In(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, DoubleArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      f64.set(words.get(Program.OUTPUT) + i, stage.get(words.get(Program.FIRST) + i));
    }
  }

  static void int32In(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, IntArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      i32.set(words.get(Program.OUTPUT) + i, stage.get(words.get(Program.FIRST) + i));
    }
  }

  static void int64In(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, LongArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      i64.set(words.get(Program.OUTPUT) + i, stage.get(words.get(Program.FIRST) + i));
    }
  }

  static void float32Out(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, FloatArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      stage.set(words.get(Program.OUTPUT) + i, f32.get(words.get(Program.FIRST) + i));
    }
  }

  static void float64Out(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, DoubleArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      stage.set(words.get(Program.OUTPUT) + i, f64.get(words.get(Program.FIRST) + i));
    }
  }

  static void int32Out(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, IntArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      stage.set(words.get(Program.OUTPUT) + i, i32.get(words.get(Program.FIRST) + i));
    }
  }

  static void int64Out(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words, LongArray stage) {
    for (int i = context.globalIdx; i < words.get(Program.COUNT); i += words.get(Program.THREADS)) {
      stage.set(words.get(Program.OUTPUT) + i, i64.get(words.get(Program.FIRST) + i));
    }
  }
}
