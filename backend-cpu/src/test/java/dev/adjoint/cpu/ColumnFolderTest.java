package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns combined by generated kernels are those of plain loops: blocks and vectors with and without a rest. */
class ColumnFolderTest {
  private static final double SHARE = 0.5;

  private static CpuBackend backend(int threads) {
    return new CpuBackend(new BackendConfig(threads), new BlasChoice(true), KernelCompiler.Mode.AT_ONCE);
  }

  /** {@code a * (b - s)}, where s is one number a row. */
  private static Kernel kernel(DType dtype) {
    return Kernel.of(Expr.arg(0, dtype).mul(Expr.arg(1, dtype).sub(Expr.arg(2, dtype))));
  }

  private static double[] reduce(CpuBackend backend, Reduction reduction, View[] inputs) {
    Shape shape = inputs[0].shape();
    Shape kept = Shape.of(shape.size(0), 1, shape.size(2));
    DType dtype = inputs[0].dtype();
    View output = View.of(backend.allocate(dtype, kept.size()), kept);
    backend.reduce(reduction, kernel(dtype), new double[0], inputs, new int[] {1}, output);
    return Numbers.of(output);
  }

  private static View[] inputs(CpuBackend backend, DType dtype, int outer, int rows, int columns) {
    View a = Numbers.random(backend, dtype, 1, outer, rows, columns);
    View b = Numbers.random(backend, dtype, 2, outer, rows, columns);
    View s = Numbers.random(backend, dtype, 3, outer, rows, 1);
    return new View[] {a, b, s.broadcastTo(a.shape())};
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 16, 64", "FLOAT32, 1, 17, 100", "FLOAT32, 3, 200, 1030", "FLOAT32, 2, 1000, 65", "FLOAT64, 1, 33, 71",
    "FLOAT64, 4, 16, 1500"
  })
  void asPlainLoops(DType dtype, int outer, int rows, int columns) {
    CpuBackend backend = backend(2);
    View[] in = inputs(backend, dtype, outer, rows, columns);
    double[] a = Numbers.of(in[0]);
    double[] b = Numbers.of(in[1]);
    double[] s = Numbers.of(View.of(in[2].buffer(), Shape.of(outer, rows)));
    double tolerance = dtype == DType.FLOAT32 ? 1e-5 : 1e-13;
    for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MAX, Reduction.MIN}) {
      double[] expected = new double[outer * columns];
      Arrays.fill(expected, Accumulator.identity(reduction));
      for (int i = 0; i < a.length; i++) {
        int slot = i / (rows * columns) * columns + i % columns;
        expected[slot] = Folds.combine(reduction, expected[slot], a[i] * (b[i] - s[i / columns]));
      }
      assertThat(reduce(backend, reduction, in)).as("%s", reduction).containsExactly(expected, within(tolerance * rows));
    }
  }

  @Test
  void notANumberStaysInItsColumn() {
    CpuBackend backend = backend(1);
    View[] in = inputs(backend, DType.FLOAT32, 1, 40, 96);
    ((float[]) CpuBuffer.arrayOf(in[0]))[20 * 96 + 7] = Float.NaN;
    for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MAX, Reduction.MIN}) {
      double[] results = reduce(backend, reduction, in);
      for (int i = 0; i < results.length; i++) {
        assertThat(Double.isNaN(results[i])).as("%s of column %d", reduction, i).isEqualTo(i == 7);
      }
    }
  }

  @Test
  void sumsOfManyRowsKeepTheirDigits() {
    int rows = 500_000;
    for (int threads : new int[] {1, 2, 3}) {
      CpuBackend backend = backend(threads);
      View ones = View.of(backend.allocate(DType.FLOAT32, 64), Shape.of(1, 1, 64)).broadcastTo(Shape.of(1, rows, 64));
      StridedCopy.fill(CpuBuffer.arrayOf(ones), 0, 64, 0.1f);
      View share = View.of(backend.allocate(DType.FLOAT32, 1), Shape.of(1, 1, 1)).broadcastTo(ones.shape());
      StridedCopy.fill(CpuBuffer.arrayOf(share), 0, 1, -SHARE);
      double each = 0.1f * (0.1f + SHARE);
      // Added one by one in float32 they are wrong in the third digit.
      assertThat(reduce(backend, Reduction.SUM, new View[] {ones, ones, share})[63]).isCloseTo(rows * each, within(0.05));
    }
  }
}
