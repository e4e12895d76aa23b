package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels that add up the products of some windows' taps with their weights. */
final class TapKernels {
  /** Taps of one kernel: each has two inputs. */
  static final int TAPS = 14;

  private final KernelCompiler compiler;
  private final Map<Form, KernelUnit> units = new ConcurrentHashMap<>();

  /**
   * The sum of the products of the first inputs with as many weights, which are one element each.
   *
   * @param adds whether to what one more input holds, the last
   */
  private record Form(DType dtype, int taps, boolean adds) {
    Kernel kernel() {
      Expr sum = adds ? Expr.arg(2 * taps, dtype) : null;
      for (int tap = 0; tap < taps; tap++) {
        Expr term = Expr.arg(tap, dtype).mul(Expr.arg(taps + tap, dtype));
        sum = sum == null ? term : sum.add(term);
      }
      return Kernel.of(sum);
    }

    int weights() {
      return (1 << taps) - 1 << taps;
    }
  }

  TapKernels(KernelCompiler compiler) {
    this.compiler = compiler;
  }

  private KernelUnit unit(Form form) {
    return units.computeIfAbsent(form, f -> new KernelUnit(f.kernel(), compiler));
  }

  /** The kernel for so many taps. */
  RowKernel of(DType dtype, int taps, boolean adds, int elements) {
    Form form = new Form(dtype, taps, adds);
    return unit(form).anyRowKernel(form.weights(), elements);
  }

  /** The kernel for sums of products of elements. */
  FoldKernel sums(DType dtype, int elements) {
    return unit(new Form(dtype, 1, false)).foldKernel(Reduction.SUM, 0, elements);
  }
}
