package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * Kernels of int64 alone that have no inputs, such as those that make random bits: in Java, some elements at a time. As
 * operations of ND4J they would write an array a step.
 */
final class WholeNumbers {
  private static final int TILE = 256;

  private WholeNumbers() {}

  /** Whether a kernel is one of these, and more than a few steps long. */
  static boolean take(Kernel kernel) {
    return kernel.arity() == 0 && kernel.steps().size() > 16 && kernel.steps().stream().map(Kernel.Step::expr)
        .allMatch(e -> e.dtype() == DType.INT64
            && (e instanceof Binary || e instanceof Const || e instanceof Index || e instanceof Param));
  }

  static long[] evaluate(Kernel kernel, double[] params, Shape shape) {
    List<Kernel.Step> steps = kernel.steps();
    int[] strides = shape.rowMajorStrides();
    long[][] tiles = new long[steps.size()][TILE];
    for (int s = 0; s < tiles.length; s++) {
      switch (steps.get(s).expr()) {
        case Const c -> Arrays.fill(tiles[s], (long) c.value());
        case Param p -> Arrays.fill(tiles[s], (long) params[p.index()]);
        default -> {}
      }
    }
    long[] out = new long[shape.size()];
    for (int from = 0; from < out.length; from += TILE) {
      int n = Math.min(TILE, out.length - from);
      for (int s = 0; s < tiles.length; s++) {
        Kernel.Step step = steps.get(s);
        if (step.expr() instanceof Binary b) {
          binary(b, tiles[step.a()], tiles[step.b()], tiles[s], n);
        } else if (step.expr() instanceof Index index) {
          for (int i = 0; i < n; i++) {
            tiles[s][i] = (from + i) / strides[index.axis()] % shape.size(index.axis());
          }
        }
      }
      System.arraycopy(tiles[tiles.length - 1], 0, out, from, n);
    }
    return out;
  }

  private static void binary(Binary e, long[] a, long[] b, long[] out, int n) {
    switch (e.op()) {
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] * b[i];
        }
      }
      case AND -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] & b[i];
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] ^ b[i];
        }
      }
      case USHR -> {
        for (int i = 0; i < n; i++) {
          out[i] = b[i] >= 0 && b[i] < 64 ? a[i] >>> b[i] : 0;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[i] = e.op().apply(a[i], b[i]);
        }
      }
    }
  }
}
