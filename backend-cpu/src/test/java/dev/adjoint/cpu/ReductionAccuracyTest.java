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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long sums keep their digits, and do not depend on how many threads add. */
class ReductionAccuracyTest {
  private static final Kernel IDENTITY = Kernel.of(Expr.arg(0, DType.FLOAT32));

  private static CpuBackend backend(int threads, KernelCompiler.Mode mode) {
    return new CpuBackend(new BackendConfig(threads), new BlasChoice(true), mode);
  }

  private static float[] sum(CpuBackend backend, View input, int axis) {
    int[] sizes = input.shape().toArray();
    sizes[axis] = 1;
    Shape shape = Shape.of(sizes);
    View output = View.of(backend.allocate(DType.FLOAT32, shape.size()), shape);
    backend.reduce(Reduction.SUM, IDENTITY, new double[0], new View[] {input}, new int[] {axis}, output);
    return (float[]) CpuBuffer.arrayOf(output);
  }

  @ParameterizedTest
  @EnumSource(KernelCompiler.Mode.class)
  void eightMillionTenths(KernelCompiler.Mode mode) {
    CpuBackend backend = backend(2, mode);
    int n = 8_000_000;
    View tenths = View.of(backend.allocate(DType.FLOAT32, n), Shape.of(n, 1));
    StridedCopy.fill(CpuBuffer.arrayOf(tenths), 0, n, 0.1f);
    // Added one by one in float32 they give 798,404 or so.
    assertThat(sum(backend, tenths, 0)[0]).isCloseTo(n * 0.1f, within(0.5f));
    assertThat(sum(backend, View.of(tenths.buffer(), Shape.of(n / 4, 4)), 0)[3]).isCloseTo(n / 4 * 0.1f, within(0.1f));
  }

  @ParameterizedTest
  @EnumSource(value = KernelCompiler.Mode.class, names = {"OFF", "AT_ONCE"})
  void theNumberOfThreadsDoesNotMatter(KernelCompiler.Mode mode) {
    int[][] shapes = {{1, 1_000_003}, {1_000_003, 1}, {300_000, 3}, {5, 200_003}, {900, 1100}};
    for (int[] sizes : shapes) {
      for (int axis = 0; axis < 2; axis++) {
        CpuBackend one = backend(1, mode);
        View input = Numbers.random(one, DType.FLOAT32, 7, sizes);
        float[] expected = sum(one, input, axis);
        assertThat(sum(backend(2, mode), input, axis)).isEqualTo(expected);
        assertThat(sum(backend(5, mode), input, axis)).isEqualTo(expected);
      }
    }
  }
}
