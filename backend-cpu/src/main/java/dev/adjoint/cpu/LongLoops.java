package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;

/** One scalar function over a tile of {@code long}, in which int32 is computed too and wrapped after each step. */
final class LongLoops {
  private LongLoops() {}

  /** A function of one tile. */
  interface Unary {
    void over(long[] a, long[] out, int n);
  }

  /** A function of two tiles. */
  interface Binary {
    void over(long[] a, long[] b, long[] out, int n);
  }

  /** A comparison of two tiles. */
  interface Test {
    void over(long[] a, long[] b, boolean[] out, int n);
  }

  static Unary unary(UnaryOp op) {
    return (a, out, n) -> {
      for (int i = 0; i < n; i++) {
        out[i] = op.apply(a[i]);
      }
    };
  }

  static Binary binary(BinaryOp op) {
    return switch (op) {
      case ADD -> LongLoops::add;
      case SUB -> LongLoops::sub;
      case MUL -> LongLoops::mul;
      default -> (a, b, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = op.apply(a[i], b[i]);
        }
      };
    };
  }

  static Test test(Comparison op) {
    return (a, b, out, n) -> {
      for (int i = 0; i < n; i++) {
        out[i] = op.test(a[i], b[i]);
      }
    };
  }

  private static void add(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  private static void sub(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  private static void mul(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void select(boolean[] condition, long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] ? a[i] : b[i];
    }
  }

  /** Drops all but the lower 32 bits, as int32 does. */
  static void wrap(long[] a, int n) {
    for (int i = 0; i < n; i++) {
      a[i] = (int) a[i];
    }
  }
}
