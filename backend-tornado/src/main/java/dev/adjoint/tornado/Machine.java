package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/**
 * Device code: interprets an expression for each index. A thread has two sets of registers, float64 for floating-point values
 * and int64 for integers and bools. The steps are those that {@link Expression} writes. Each has the value, bit for bit, that
 * the code of {@link StepWriter} has for it.
 */
final class Machine {
  /** Registers of each kind. */
  static final int REGISTERS = 32;
  /** Words of a step: what it does, the function or comparison, the type of its value, its register, and its operands. */
  static final int STEP = 7;

  static final int REAL_LOAD = 0;
  static final int REAL_NUMBER = 1;
  static final int REAL_UNARY = 2;
  static final int REAL_BINARY = 3;
  /** The functions of one number that {@link MoreFunctions} has. */
  static final int MORE_UNARY = 4;
  /** The functions of two numbers that {@link MoreFunctions} has. */
  static final int MORE_BINARY = 5;
  static final int REAL_SELECT = 6;
  static final int REAL_COPY = 7;
  static final int WHOLE_TO_REAL = 8;
  /** The functions of one float32 that {@link NarrowFunctions} has. */
  static final int NARROW_UNARY = 9;
  /** The functions of two float32 that {@link NarrowFunctions} has. */
  static final int NARROW_BINARY = 10;
  /** The first whose value is in an int64 register. */
  static final int WHOLE_LOAD = 11;
  static final int WHOLE_NUMBER = 12;
  static final int WHOLE_UNARY = 13;
  static final int WHOLE_BINARY = 14;
  static final int WHOLE_SELECT = 15;
  static final int WHOLE_COPY = 16;
  static final int REAL_TO_WHOLE = 17;
  static final int COORDINATE = 18;
  static final int REAL_COMPARE = 19;
  static final int WHOLE_COMPARE = 20;

  private static final double TWO_TO_24 = 0x1p24;
  private static final double TWO_TO_48 = 0x1p48;
  private static final double TWO_TO_63 = 0x1p63;

  static final int LESS = 0;
  static final int LESS_OR_EQUAL = 1;
  static final int EQUAL = 2;
  static final int NOT_EQUAL = 3;

  private Machine() {}

  /** Where the element of an index is. */
  static int locate(IntArray words, int view, int index) {
    int at = words.get(view + 1);
    int rest = index;
    for (int axis = view + 2 * words.get(view); axis > view; axis -= 2) {
      int size = words.get(axis);
      int outer = rest / size;
      at += (rest - outer * size) * words.get(axis + 1);
      rest = outer;
    }
    return at;
  }

  /**
   * The elements of a result are dealt out to lanes in turn, each lane combines its own, and what the lanes have combined is
   * combined in their order. Index {@code i} is part {@code i % parts} of result {@code i / parts}, which does every parts-th
   * of its lanes; where each result has one element, that is all there is to it.
   */
  static void combine(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    double[] real = new double[REGISTERS];
    long[] whole = new long[REGISTERS];
    int count = words.get(Program.COUNT);
    int threads = words.get(Program.THREADS);
    int type = words.get(Program.TYPE);
    int code = words.get(Program.CODE);
    int end = code + STEP * words.get(Program.STEPS);
    int result = words.get(Program.RESULT);
    int length = words.get(Program.LENGTH);
    int parts = words.get(Program.PARTS);
    int lanes = words.get(Program.LANES);
    int combine = words.get(Program.COMBINE);
    for (int index = context.globalIdx; index < count; index += threads) {
      int first = index % parts;
      int base = index / parts * length;
      double realTotal = numbers.get(words.get(Program.NUMBERS));
      long wholeTotal = (int) realTotal;
      for (int lane = first; lane < lanes; lane += parts) {
        double realLane = realTotal;
        long wholeLane = wholeTotal;
        for (int i = lane; i < length; i += lanes) {
          for (int at = code; at < end; at += STEP) {
            int kind = words.get(at);
            int to = words.get(at + 3);
            int op = words.get(at + 1);
            int stepType = words.get(at + 2);
            if (kind == MORE_UNARY) {
              real[to] = rounded(stepType, MoreFunctions.unary(op, real[words.get(at + 4)]));
            } else if (kind == MORE_BINARY) {
              real[to] = rounded(stepType, MoreFunctions.binary(op, real[words.get(at + 4)], real[words.get(at + 5)]));
            } else if (kind == NARROW_UNARY) {
              real[to] = NarrowFunctions.unary(op, (float) real[words.get(at + 4)]);
            } else if (kind == NARROW_BINARY) {
              real[to] = NarrowFunctions.binary(op, (float) real[words.get(at + 4)], (float) real[words.get(at + 5)]);
            } else if (kind == REAL_UNARY) {
              real[to] = rounded(stepType, RealFunctions.unary(op, real[words.get(at + 4)]));
            } else if (kind < WHOLE_LOAD) {
              real[to] = rounded(stepType, realStep(f32, f64, words, numbers, real, whole, base + i, at));
            } else if (kind == WHOLE_BINARY) {
              whole[to] = narrowed(stepType, WholeFunctions.binary(op, whole[words.get(at + 4)], whole[words.get(at + 5)]));
            } else {
              whole[to] = wholeStep(i32, i64, words, real, whole, base + i, at);
            }
          }
          if (type < ElementType.INT32) {
            realLane = i == lane ? real[result] : RealFunctions.combine(combine, realLane, real[result]);
          } else {
            wholeLane = i == lane ? whole[result] : WholeFunctions.combine(combine, wholeLane, whole[result]);
          }
        }
        realTotal = lane == first ? realLane : RealFunctions.combine(combine, realTotal, realLane);
        wholeTotal = lane == first ? wholeLane : WholeFunctions.combine(combine, wholeTotal, wholeLane);
      }
      int at = locate(words, words.get(Program.OUTPUT), index);
      if (type == ElementType.FLOAT32) {
        f32.set(at, (float) realTotal);
      } else if (type == ElementType.FLOAT64) {
        f64.set(at, realTotal);
      } else if (type == ElementType.INT64) {
        i64.set(at, wholeTotal);
      } else {
        i32.set(at, (int) wholeTotal);
      }
    }
  }

  // TornadoVM inlines no method that has more than 600 nodes together with what it calls: hence these parts, and a kernel that
  // calls most functions itself.

  private static double rounded(int type, double value) {
    return type == ElementType.FLOAT32 ? (float) value : value;
  }

  private static long narrowed(int type, long value) {
    return type == ElementType.INT32 ? (int) value : type == ElementType.BOOL && value != 0 ? 1 : value;
  }

  private static double realStep(
      FloatArray f32, DoubleArray f64, IntArray words, DoubleArray numbers, double[] real, long[] whole, int index, int at) {
    int kind = words.get(at);
    int op = words.get(at + 1);
    int type = words.get(at + 2);
    int a = words.get(at + 4);
    int b = words.get(at + 5);
    int c = words.get(at + 6);
    double value = 0;
    if (kind == REAL_LOAD) {
      int place = locate(words, a, index);
      if (type == ElementType.FLOAT32) {
        value = f32.get(place);
      } else {
        value = f64.get(place);
      }
    } else if (kind == REAL_NUMBER) {
      value = numbers.get(words.get(Program.NUMBERS) + a);
    } else if (kind == REAL_BINARY) {
      value = RealFunctions.binary(op, real[a], real[b]);
    } else if (kind == REAL_SELECT) {
      value = whole[a] != 0 ? real[b] : real[c];
    } else if (kind == REAL_COPY) {
      value = real[a];
    } else if (type == ElementType.FLOAT32) {
      value = (float) whole[a]; // in one step: by way of float64 it would be rounded twice
    } else {
      value = whole[a];
    }
    return value;
  }

  private static long wholeStep(
      IntArray i32, LongArray i64, IntArray words, double[] real, long[] whole, int index, int at) {
    int kind = words.get(at);
    int op = words.get(at + 1);
    int type = words.get(at + 2);
    int a = words.get(at + 4);
    int b = words.get(at + 5);
    int c = words.get(at + 6);
    long value = 0;
    if (kind == WHOLE_LOAD || kind == COORDINATE) {
      int place = locate(words, a, index);
      if (kind == COORDINATE) {
        value = place;
      } else if (type == ElementType.INT64) {
        value = i64.get(place);
      } else {
        value = i32.get(place);
      }
    } else if (kind == WHOLE_NUMBER) {
      value = (long) a << 32 | b & 0xffffffffL;
    } else if (kind == WHOLE_UNARY) {
      value = WholeFunctions.unary(op, whole[a]);
    } else if (kind == WHOLE_SELECT) {
      value = whole[a] != 0 ? whole[b] : whole[c];
    } else if (kind == WHOLE_COPY) {
      value = whole[a];
    } else if (kind == REAL_TO_WHOLE) {
      value = toWhole(type, real[a]);
    } else if (kind == REAL_COMPARE) {
      value = compare(op, real[a], real[b]);
    } else {
      value = compare(op, whole[a], whole[b]);
    }
    return narrowed(type, value);
  }

  private static long compare(int op, double a, double b) {
    boolean holds = op == LESS ? a < b : op == LESS_OR_EQUAL ? a < b || a == b : op == EQUAL ? a == b : a != b;
    return holds ? 1 : 0;
  }

  private static long compare(int op, long a, long b) {
    boolean holds = op == LESS ? a < b : op == LESS_OR_EQUAL ? a <= b : op == EQUAL ? a == b : a != b;
    return holds ? 1 : 0;
  }

  /** As Java casts: NaN is 0, and what is too large becomes the largest. */
  static long toWhole(int type, double x) {
    if (type == ElementType.BOOL) {
      return x != 0 ? 1 : 0;
    }
    if (x != x) {
      return 0;
    }
    if (type == ElementType.INT32) {
      return x > 2147483647.0 ? Integer.MAX_VALUE : x < -2147483648.0 ? Integer.MIN_VALUE : (int) x;
    }
    if (TornadoMath.abs(x) < TWO_TO_63) {
      // Three parts that an int32 holds, without rounding.
      int high = (int) (x / TWO_TO_48);
      double rest = x - high * TWO_TO_48;
      int middle = (int) (rest / TWO_TO_24);
      int low = (int) (rest - middle * TWO_TO_24);
      return ((long) high << 48) + ((long) middle << 24) + low;
    }
    return x > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
  }
}
