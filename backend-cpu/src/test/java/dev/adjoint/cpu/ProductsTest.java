package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.View;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products large enough to be cut among threads, and of one row or column, in every orientation. */
class ProductsTest {
  private static View transposed(View view) {
    Shape shape = Shape.of(view.shape().size(1), view.shape().size(0));
    return new View(view.buffer(), shape, new int[] {view.stride(1), view.stride(0)}, view.offset());
  }

  private static void check(CpuBackend backend, DType dtype, int m, int n, int k) {
    for (int orientation = 0; orientation < 4; orientation++) {
      View a = orientation % 2 == 0
          ? Numbers.random(backend, dtype, 1, m, k)
          : transposed(Numbers.random(backend, dtype, 1, k, m));
      View b = orientation / 2 == 0
          ? Numbers.random(backend, dtype, 2, k, n)
          : transposed(Numbers.random(backend, dtype, 2, n, k));
      View output = View.of(backend.allocate(dtype, m * n), Shape.of(m, n));
      backend.matmul(a, b, output);
      double[] actual = Numbers.of(output);
      double[] left = Numbers.of(View.of(a.buffer(), Shape.of(m * k)));
      double[] right = Numbers.of(View.of(b.buffer(), Shape.of(k * n)));
      // A sample: all of them would take longer than the product.
      for (int at = 0; at < m * n; at += Math.max(1, m * n / 997)) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += left[at / n * a.stride(0) + p * a.stride(1)] * right[p * b.stride(0) + at % n * b.stride(1)];
        }
        assertThat(actual[at]).as("%dx%dx%d, orientation %d, element %d", m, n, k, orientation, at)
            .isCloseTo(sum, within(dtype == DType.FLOAT32 ? 1e-4 : 1e-11));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyOrientationAndSize(boolean javaOnly) {
    CpuBackend backend = new CpuBackend(new BackendConfig(3), new BlasChoice(javaOnly), KernelCompiler.Mode.OFF);
    int[][] sizes = {{1, 1, 1}, {1, 700, 65}, {700, 1, 65}, {17, 19, 23}, {333, 127, 129}, {130, 515, 67}, {3, 4000, 300}};
    for (int[] size : sizes) {
      check(backend, DType.FLOAT32, size[0], size[1], size[2]);
      check(backend, DType.FLOAT64, size[0], size[1], size[2]);
    }
  }
}
