package dev.adjoint.cpu;

import static dev.adjoint.cpu.VectorCode.NO_MASK;

import dev.adjoint.spi.Reduction;
import java.lang.constant.ClassDesc;

/**
 * Running results in vectors. A sum is in one vector. A largest or smallest number is in three, each of which costs one
 * instruction an element, while the larger of two numbers, of which one may be NaN or a zero with a sign, costs five: the
 * highest and the lowest of their bits as signed integers, and the highest as unsigned ones. See {@link Extremes}.
 */
final class VectorFold {
  private static final String[] EXTREMES = {"MAX", "MIN", "UMAX"};

  private final VectorCode code;
  private final Reduction reduction;
  private final ClassDesc self;

  /** @param self the class that is written, which has {@link VectorCode#declareSums} */
  VectorFold(VectorCode code, Reduction reduction, ClassDesc self) {
    this.code = code;
    this.reduction = reduction;
    this.self = self;
  }

  /** The variables of a running result that has combined nothing. */
  int[] start() {
    if (reduction == Reduction.SUM) {
      return new int[] {code.constant(0)};
    }
    int[] running = new int[EXTREMES.length];
    for (int i = 0; i < running.length; i++) {
      running[i] = code.bits(code.constant(Accumulator.identity(reduction)));
    }
    return running;
  }

  /** Combines a value, in the lanes of {@code tail} only if there is one. */
  void add(int[] running, int value, int tail) {
    if (reduction == Reduction.SUM) {
      code.accumulate("ADD", running[0], value, tail);
      return;
    }
    int counted = tail == NO_MASK ? value : code.blend(tail, value, code.constant(Accumulator.identity(reduction)));
    int bits = code.bits(counted);
    for (int i = 0; i < running.length; i++) {
      code.accumulateBits(EXTREMES[i], running[i], bits);
    }
  }

  /** Combines another running result. */
  void merge(int[] running, int[] other) {
    for (int i = 0; i < running.length; i++) {
      if (reduction == Reduction.SUM) {
        code.accumulate("ADD", running[i], other[i], NO_MASK);
      } else {
        code.accumulateBits(EXTREMES[i], running[i], other[i]);
      }
    }
  }

  /** Leaves the result on the stack, as a {@code double}. */
  void pushResult(int[] running) {
    if (reduction == Reduction.SUM) {
      code.pushSum(running[0], self);
    } else {
      code.pushExtreme(reduction == Reduction.MAX ? "largest" : "smallest", running[0], running[1], running[2]);
    }
  }
}
