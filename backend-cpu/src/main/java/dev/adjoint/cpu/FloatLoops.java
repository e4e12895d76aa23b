package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;

/**
 * One scalar function over a tile of {@code float}. A loop each for what the compiler turns into vector instructions, all from
 * index 0, which it needs to see that tiles do not overlap; what it cannot vectorise shares one loop.
 */
final class FloatLoops {
  private FloatLoops() {}

  /** A function of one tile. */
  interface Unary {
    void over(float[] a, float[] out, int n);
  }

  /** A function of two tiles. */
  interface Binary {
    void over(float[] a, float[] b, float[] out, int n);
  }

  /** A comparison of two tiles. */
  interface Test {
    void over(float[] a, float[] b, boolean[] out, int n);
  }

  static Unary unary(UnaryOp op) {
    return switch (op) {
      case NEG -> FloatLoops::neg;
      case ABS -> FloatLoops::abs;
      case SQRT -> FloatLoops::sqrt;
      case RSQRT -> FloatLoops::rsqrt;
      case RECIPROCAL -> FloatLoops::reciprocal;
      case RELU -> FloatLoops::relu;
      default -> (a, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = (float) op.apply((double) a[i]);
        }
      };
    };
  }

  static Binary binary(BinaryOp op) {
    return switch (op) {
      case ADD -> FloatLoops::add;
      case SUB -> FloatLoops::sub;
      case MUL -> FloatLoops::mul;
      case DIV -> FloatLoops::div;
      case MAX -> FloatLoops::max;
      case MIN -> FloatLoops::min;
      default -> (a, b, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = (float) op.apply((double) a[i], (double) b[i]);
        }
      };
    };
  }

  static Test test(Comparison op) {
    return switch (op) {
      case LT -> FloatLoops::less;
      case LE -> FloatLoops::lessOrEqual;
      case GT -> (a, b, out, n) -> less(b, a, out, n);
      case GE -> (a, b, out, n) -> lessOrEqual(b, a, out, n);
      case EQ -> FloatLoops::equal;
      case NE -> FloatLoops::unequal;
    };
  }

  private static void neg(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = -a[i];
    }
  }

  private static void abs(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  private static void sqrt(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.sqrt(a[i]);
    }
  }

  private static void rsqrt(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = 1 / (float) Math.sqrt(a[i]);
    }
  }

  private static void reciprocal(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = 1 / a[i];
    }
  }

  private static void relu(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] <= 0 ? 0 : a[i];
    }
  }

  private static void add(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  private static void sub(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void mul(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  private static void div(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  private static void max(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  private static void min(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  private static void less(float[] a, float[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] < b[i];
    }
  }

  private static void lessOrEqual(float[] a, float[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] <= b[i];
    }
  }

  private static void equal(float[] a, float[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] == b[i];
    }
  }

  private static void unequal(float[] a, float[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] != b[i];
    }
  }

  static void select(boolean[] condition, float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] ? a[i] : b[i];
    }
  }

  /** {@code a^exponent} by the same multiplications as the generated kernels. */
  static void power(float[] a, int exponent, float[] out, int n) {
    System.arraycopy(a, 0, out, 0, n);
    for (int bit = Integer.highestOneBit(exponent) >> 1; bit != 0; bit >>= 1) {
      mul(out, out, out, n);
      if ((exponent & bit) != 0) {
        mul(out, a, out, n);
      }
    }
  }
}
