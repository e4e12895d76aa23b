package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;

/**
 * One scalar function over a tile of {@code double}. A loop each for what the compiler turns into vector instructions, all from
 * index 0, which it needs to see that tiles do not overlap; what it cannot vectorise shares one loop.
 */
final class DoubleLoops {
  private DoubleLoops() {}

  /** A function of one tile. */
  interface Unary {
    void over(double[] a, double[] out, int n);
  }

  /** A function of two tiles. */
  interface Binary {
    void over(double[] a, double[] b, double[] out, int n);
  }

  /** A comparison of two tiles. */
  interface Test {
    void over(double[] a, double[] b, boolean[] out, int n);
  }

  static Unary unary(UnaryOp op) {
    return switch (op) {
      case NEG -> DoubleLoops::neg;
      case ABS -> DoubleLoops::abs;
      case SQRT -> DoubleLoops::sqrt;
      case RSQRT -> DoubleLoops::rsqrt;
      case RECIPROCAL -> DoubleLoops::reciprocal;
      case RELU -> DoubleLoops::relu;
      default -> (a, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = op.apply(a[i]);
        }
      };
    };
  }

  static Binary binary(BinaryOp op) {
    return switch (op) {
      case ADD -> DoubleLoops::add;
      case SUB -> DoubleLoops::sub;
      case MUL -> DoubleLoops::mul;
      case DIV -> DoubleLoops::div;
      case MAX -> DoubleLoops::max;
      case MIN -> DoubleLoops::min;
      default -> (a, b, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = op.apply(a[i], b[i]);
        }
      };
    };
  }

  static Test test(Comparison op) {
    return switch (op) {
      case LT -> DoubleLoops::less;
      case LE -> DoubleLoops::lessOrEqual;
      case GT -> (a, b, out, n) -> less(b, a, out, n);
      case GE -> (a, b, out, n) -> lessOrEqual(b, a, out, n);
      case EQ -> DoubleLoops::equal;
      case NE -> DoubleLoops::unequal;
    };
  }

  private static void neg(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = -a[i];
    }
  }

  private static void abs(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  private static void sqrt(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.sqrt(a[i]);
    }
  }

  private static void rsqrt(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = 1 / Math.sqrt(a[i]);
    }
  }

  private static void reciprocal(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = 1 / a[i];
    }
  }

  private static void relu(double[] a, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] <= 0 ? 0 : a[i];
    }
  }

  private static void add(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  private static void sub(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void mul(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  private static void div(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  private static void max(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  private static void min(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  private static void less(double[] a, double[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] < b[i];
    }
  }

  private static void lessOrEqual(double[] a, double[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] <= b[i];
    }
  }

  private static void equal(double[] a, double[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] == b[i];
    }
  }

  private static void unequal(double[] a, double[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] != b[i];
    }
  }

  static void select(boolean[] condition, double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] ? a[i] : b[i];
    }
  }

  /** {@code a^exponent} by the same multiplications as the generated kernels. */
  static void power(double[] a, int exponent, double[] out, int n) {
    System.arraycopy(a, 0, out, 0, n);
    for (int bit = Integer.highestOneBit(exponent) >> 1; bit != 0; bit >>= 1) {
      mul(out, out, out, n);
      if ((exponent & bit) != 0) {
        mul(out, a, out, n);
      }
    }
  }
}
