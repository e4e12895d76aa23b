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

  /** How a base may lie under the product: all of it, a row, a column, one number. */
  private static final int[][] BASES = {{1, 1}, {0, 1}, {1, 0}, {0, 0}};

  /** Where in its buffer the element of a view with three axes is that comes at a place in row-by-row order. */
  private static int under(View view, int index) {
    int[] at = Numbers.coordinates(view.shape(), index);
    return at[0] * view.stride(0) + at[1] * view.stride(1) + at[2] * view.stride(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProductIsAddedToABase(boolean javaOnly) {
    CpuBackend backend = new CpuBackend(new BackendConfig(2), new BlasChoice(javaOnly), KernelCompiler.Mode.OFF);
    int[][] sizes = {{1, 2, 3, 4}, {3, 1, 50, 20}, {3, 50, 1, 20}, {2, 40, 70, 0}, {5, 33, 40, 17}, {2, 70, 300, 64}};
    for (int[] size : sizes) {
      Shape shape = Shape.of(size[0], size[1], size[2]);
      View a = Numbers.random(backend, DType.FLOAT64, 1, size[0], size[1], size[3]);
      View b = Numbers.random(backend, DType.FLOAT64, 2, size[0], size[3], size[2]);
      View plain = View.of(backend.allocate(DType.FLOAT64, shape.size()), shape);
      backend.matmul(a, b, plain);
      double[] product = Numbers.of(plain);
      for (int[] base : BASES) {
        View small =
            Numbers.random(backend, DType.FLOAT64, 3, size[0], base[0] == 0 ? 1 : size[1], base[1] == 0 ? 1 : size[2]);
        View whole = small.broadcastTo(shape);
        double[] added = Numbers.of(small);
        View output = View.of(backend.allocate(DType.FLOAT64, shape.size()), shape);
        backend.matmul(a, b, whole, output);
        View itself = Numbers.random(backend, DType.FLOAT64, 3, size[0], size[1], size[2]);
        double[] before = Numbers.of(itself);
        backend.matmul(a, b, itself, itself);
        double[] sums = Numbers.of(output);
        double[] onto = Numbers.of(itself);
        for (int i = 0; i < product.length; i++) {
          assertThat(sums[i]).as("%s, element %d", shape, i).isCloseTo(product[i] + added[under(whole, i)], within(1e-11));
          assertThat(onto[i]).as("%s, element %d", shape, i).isCloseTo(product[i] + before[i], within(1e-11));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNumberOfThreadsChangesNothing(boolean javaOnly) {
    BlasChoice blas = new BlasChoice(javaOnly);
    int[][] sizes = {{1, 700, 900}, {900, 1, 700}, {64, 256, 784}, {257, 129, 64}, {300, 310, 320}, {5, 4000, 300}};
    for (int[] size : sizes) {
      float[] alone = null;
      for (int threads : new int[] {1, 2, 3, 8}) {
        CpuBackend backend = new CpuBackend(new BackendConfig(threads), blas, KernelCompiler.Mode.OFF);
        View a = Numbers.random(backend, DType.FLOAT32, 1, 2, size[0], size[2]);
        View b = Numbers.random(backend, DType.FLOAT32, 2, 2, size[2], size[1]);
        View output = View.of(backend.allocate(DType.FLOAT32, 2 * size[0] * size[1]), Shape.of(2, size[0], size[1]));
        backend.matmul(a, b, output);
        float[] values = ((float[]) CpuBuffer.arrayOf(output)).clone();
        alone = alone == null ? values : alone;
        assertThat(values).as("%d threads, %s", threads, output).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theStrideOfASingleRowSaysNothing(boolean javaOnly) {
    CpuBackend backend = new CpuBackend(new BackendConfig(2), new BlasChoice(javaOnly), KernelCompiler.Mode.OFF);
    int[][] sizes = {{3, 2, 4}, {3, 8, 8}, {4, 16, 8}, {64, 32, 64}, {5, 1, 16}, {7, 16, 1}};
    for (int[] size : sizes) {
      int batch = size[0];
      int n = size[1];
      int k = size[2];
      View rows = Numbers.random(backend, DType.FLOAT64, 1, batch, 1, k);
      View b = Numbers.random(backend, DType.FLOAT64, 2, 1, k, n).broadcastTo(Shape.of(batch, k, n));
      View under = Numbers.random(backend, DType.FLOAT64, 3, batch, 1, n);
      double[] left = Numbers.of(rows);
      double[] right = Numbers.of(View.of(b.buffer(), Shape.of(k * n)));
      double[] before = Numbers.of(under);
      for (int stride : new int[] {0, 1, k, 3 * k, batch * k}) {
        View a = new View(rows.buffer(), rows.shape(), new int[] {k, stride, 1}, 0);
        View base = new View(under.buffer(), under.shape(), new int[] {n, stride, 1}, 0);
        View output = new View(backend.allocate(DType.FLOAT64, batch * n), under.shape(), new int[] {n, stride, 1}, 0);
        backend.matmul(a, b, output);
        double[] product = Numbers.of(View.of(output.buffer(), Shape.of(batch * n)));
        backend.matmul(a, b, base, output);
        double[] added = Numbers.of(View.of(output.buffer(), Shape.of(batch * n)));
        for (int at = 0; at < product.length; at++) {
          double sum = 0;
          for (int p = 0; p < k; p++) {
            sum += left[at / n * k + p] * right[p * n + at % n];
          }
          assertThat(product[at]).as("%d of 1x%dx%d, stride %d, element %d", batch, n, k, stride, at)
              .isCloseTo(sum, within(1e-11));
          assertThat(added[at]).as("%d of 1x%dx%d on a base, stride %d, element %d", batch, n, k, stride, at)
              .isCloseTo(sum + before[at], within(1e-11));
        }
      }
    }
  }
}
