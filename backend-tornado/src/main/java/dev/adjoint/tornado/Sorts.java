package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: sorting, of which {@link Sorting} has the order. A line is all elements along the axis. Elements are compared by
 * integer keys of as many bits, which are in the order of the elements: -0 has the key of 0, and every NaN the same, after
 * infinity. The bits of a floating-point number are read as those of the integer in the same place.
 */
final class Sorts {
  /** Values of a digit. */
  static final int VALUES = 256;
  private static final int MASK = VALUES - 1;
  private static final int SIGN = 128;

  private static final int INFINITY = 0x7f80_0000;
  private static final long WIDE_INFINITY = 0x7ff0_0000_0000_0000L;

  private Sorts() {}

  private static long key(IntArray i32, LongArray i64, int type, int at) {
    if (type == ElementType.INT64) {
      return i64.get(at);
    }
    if (type == ElementType.FLOAT64) {
      long bits = i64.get(at);
      long magnitude = bits & Long.MAX_VALUE;
      long key = bits < 0 ? bits ^ Long.MAX_VALUE : bits;
      long notZero = magnitude == 0 ? 0 : key;
      return magnitude > WIDE_INFINITY ? WIDE_INFINITY + 1 : notZero;
    }
    int bits = i32.get(at);
    if (type == ElementType.FLOAT32) {
      int magnitude = bits & Integer.MAX_VALUE;
      int key = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      int notZero = magnitude == 0 ? 0 : key;
      return magnitude > INFINITY ? INFINITY + 1 : notZero;
    }
    return bits;
  }

  /** An index is an element of a short line: its place is how many are before it. */
  static void byRank(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int flip = words.get(Program.CODE);
    int length = words.get(Program.LENGTH);
    int step = words.get(Program.FIRST_STRIDE);
    for (int index = context.globalIdx; index < count; index += threads) {
      int line = index / length;
      int element = index - line * length;
      int from = Machine.locate(words, words.get(Program.FIRST), line);
      long key = key(i32, i64, type, from + element * step) ^ flip;
      int place = 0;
      for (int i = 0; i < element; i++) {
        long before = key(i32, i64, type, from + i * step) ^ flip;
        place += before <= key ? 1 : 0;
      }
      for (int i = element + 1; i < length; i++) {
        long behind = key(i32, i64, type, from + i * step) ^ flip;
        place += behind < key ? 1 : 0;
      }
      int to = Machine.locate(words, words.get(Program.OUTPUT), line) + place * words.get(Program.OUTPUT_STRIDE);
      int at = Machine.locate(words, words.get(Program.SECOND), line) + place * words.get(Program.SECOND_STRIDE);
      copy(i32, i64, type, from + element * step, to);
      i32.set(at, element);
    }
  }

  private static void copy(IntArray i32, LongArray i64, int type, int from, int to) {
    if (type == ElementType.INT64 || type == ElementType.FLOAT64) {
      i64.set(to, i64.get(from));
    } else {
      i32.set(to, i32.get(from));
    }
  }

  /** An index is an element: its key and its place in its line are written, line by line. */
  static void keys(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int flip = words.get(Program.CODE);
    int length = words.get(Program.LENGTH);
    int keys = words.get(Program.OUTPUT);
    int order = words.get(Program.SECOND);
    for (int index = context.globalIdx; index < count; index += threads) {
      int line = index / length;
      int element = index - line * length;
      int from = Machine.locate(words, words.get(Program.FIRST), line) + element * words.get(Program.FIRST_STRIDE);
      long key = key(i32, i64, type, from) ^ flip;
      if (type == ElementType.INT64 || type == ElementType.FLOAT64) {
        i64.set(keys + index, key);
      } else {
        i32.set(keys + index, (int) key);
      }
      i32.set(order + index, element);
    }
  }

  private static int digit(IntArray i32, LongArray i64, int type, int at, int shift) {
    if (type == ElementType.INT64 || type == ElementType.FLOAT64) {
      int digit = (int) (i64.get(at) >> shift) & MASK;
      return shift == Long.SIZE - Byte.SIZE ? digit ^ SIGN : digit;
    }
    int digit = i32.get(at) >> shift & MASK;
    return shift == Integer.SIZE - Byte.SIZE ? digit ^ SIGN : digit;
  }

  /** An index is a part of a line: how often it has each value of a digit; the parts of a value lie together. */
  static void count(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int[] counts = new int[VALUES];
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int shift = words.get(Program.CODE);
    int length = words.get(Program.LENGTH);
    int parts = words.get(Program.PARTS);
    int size = (length + parts - 1) / parts;
    for (int index = context.globalIdx; index < count; index += threads) {
      int line = index / parts;
      int part = index - line * parts;
      int start = line * length + part * size;
      int end = line * length + Math.min(part * size + size, length);
      for (int value = 0; value < VALUES; value++) {
        counts[value] = 0;
      }
      for (int at = start; at < end; at++) {
        int value = digit(i32, i64, type, words.get(Program.FIRST) + at, shift);
        counts[value] = counts[value] + 1;
      }
      int to = words.get(Program.RESULT) + line * VALUES * parts + part;
      for (int value = 0; value < VALUES; value++) {
        i32.set(to + value * parts, counts[value]);
      }
    }
  }

  /** An index is a part of a line, whose elements go where the scanned counts say: the last of each value first. */
  static void place(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int[] ends = new int[VALUES];
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int shift = words.get(Program.CODE);
    int length = words.get(Program.LENGTH);
    int parts = words.get(Program.PARTS);
    int size = (length + parts - 1) / parts;
    for (int index = context.globalIdx; index < count; index += threads) {
      int line = index / parts;
      int part = index - line * parts;
      int start = line * length + part * size;
      int end = line * length + Math.min(part * size + size, length);
      int from = words.get(Program.RESULT) + line * VALUES * parts + part;
      for (int value = 0; value < VALUES; value++) {
        ends[value] = line * length + i32.get(from + value * parts);
      }
      for (int at = end - 1; at >= start; at--) {
        int value = digit(i32, i64, type, words.get(Program.FIRST) + at, shift);
        int to = ends[value] - 1;
        ends[value] = to;
        copy(i32, i64, type, words.get(Program.FIRST) + at, words.get(Program.OUTPUT) + to);
        i32.set(words.get(Program.STEPS) + to, i32.get(words.get(Program.SECOND) + at));
      }
    }
  }

  /** An index is a whole line: its elements are counted, and put where they belong. */
  static void line(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int[] starts = new int[VALUES];
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int shift = words.get(Program.CODE);
    int length = words.get(Program.LENGTH);
    int from = words.get(Program.FIRST);
    for (int index = context.globalIdx; index < count; index += threads) {
      int start = index * length;
      int end = start + length;
      for (int value = 0; value < VALUES; value++) {
        starts[value] = 0;
      }
      for (int at = start; at < end; at++) {
        int value = digit(i32, i64, type, from + at, shift);
        starts[value] = starts[value] + 1;
      }
      int next = start;
      for (int value = 0; value < VALUES; value++) {
        int of = starts[value];
        starts[value] = next;
        next += of;
      }
      for (int at = start; at < end; at++) {
        int value = digit(i32, i64, type, from + at, shift);
        int to = starts[value];
        starts[value] = to + 1;
        copy(i32, i64, type, from + at, words.get(Program.OUTPUT) + to);
        i32.set(words.get(Program.STEPS) + to, i32.get(words.get(Program.SECOND) + at));
      }
    }
  }

  /** An index is an element of a sorted line: it is copied from where the order says, and so is the order. */
  static void pick(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int length = words.get(Program.LENGTH);
    for (int index = context.globalIdx; index < count; index += threads) {
      int line = index / length;
      int place = index - line * length;
      int element = i32.get(words.get(Program.RESULT) + index);
      int from = Machine.locate(words, words.get(Program.FIRST), line) + element * words.get(Program.FIRST_STRIDE);
      int to = Machine.locate(words, words.get(Program.OUTPUT), line) + place * words.get(Program.OUTPUT_STRIDE);
      int at = Machine.locate(words, words.get(Program.SECOND), line) + place * words.get(Program.SECOND_STRIDE);
      copy(i32, i64, words.get(Program.TYPE), from, to);
      i32.set(at, element);
    }
  }
}
