package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;

/** Scalar functions over tiles of {@code boolean}: arithmetic on 0 and 1, of which whatever is not 0 is true. */
final class BooleanLoops {
  private BooleanLoops() {}

  /** A function of two tiles. */
  interface Binary {
    void over(boolean[] a, boolean[] b, boolean[] out, int n);
  }

  static Binary binary(BinaryOp op) {
    return switch (op) {
      case MUL, MIN, AND -> BooleanLoops::and;
      case ADD, MAX, OR -> BooleanLoops::or;
      default -> (a, b, out, n) -> {
        for (int i = 0; i < n; i++) {
          out[i] = op.apply(a[i] ? 1L : 0L, b[i] ? 1L : 0L) != 0;
        }
      };
    };
  }

  static Binary test(Comparison op) {
    return (a, b, out, n) -> {
      for (int i = 0; i < n; i++) {
        out[i] = op.test(a[i] ? 1L : 0L, b[i] ? 1L : 0L);
      }
    };
  }

  private static void and(boolean[] a, boolean[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] & b[i];
    }
  }

  private static void or(boolean[] a, boolean[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] | b[i];
    }
  }

  static void select(boolean[] condition, boolean[] a, boolean[] b, boolean[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] ? a[i] : b[i];
    }
  }
}
