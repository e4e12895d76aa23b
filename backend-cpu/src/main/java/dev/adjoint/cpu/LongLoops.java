package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import org.jspecify.annotations.Nullable;

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
      case AND -> LongLoops::and;
      case OR -> LongLoops::or;
      case XOR -> LongLoops::xor;
      case FMOD -> LongLoops::remainder;
      default -> (a, b, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = op.apply(a[i], b[i]);
        }
      };
    };
  }

  /** A shift by the same number of bits everywhere; null for other functions, and for shifts by too many. */
  static @Nullable Unary shift(BinaryOp op, long bits) {
    int by = (int) bits;
    return bits < 0 || bits > 63 ? null : switch (op) {
      case SHL -> (a, out, n) -> shl(a, by, out, n);
      case SHR -> (a, out, n) -> shr(a, by, out, n);
      case USHR -> (a, out, n) -> ushr(a, by, out, n);
      default -> null;
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

  private static void and(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] & b[i];
    }
  }

  private static void or(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] | b[i];
    }
  }

  private static void xor(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] ^ b[i];
    }
  }

  private static void remainder(long[] a, long[] b, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = b[i] == 0 ? 0 : a[i] % b[i];
    }
  }

  private static void shl(long[] a, int bits, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] << bits;
    }
  }

  private static void shr(long[] a, int bits, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] >> bits;
    }
  }

  private static void ushr(long[] a, int bits, long[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] >>> bits;
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
