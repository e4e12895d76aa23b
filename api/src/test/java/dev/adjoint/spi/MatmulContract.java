package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link Backend#matmul}. */
interface MatmulContract extends Contract {
  private void checkMatmul(Placed a, Placed b) {
    Shape left = a.view().shape();
    int m = left.size(-2);
    int k = left.size(-1);
    int n = b.view().shape().size(-1);
    int[] sizes = left.toArray();
    sizes[sizes.length - 1] = n;
    Shape shape = Shape.of(sizes);
    DType dtype = a.values().dtype();
    Elements expected = new Elements(dtype, shape.size());
    for (int i = 0; i < expected.size(); i++) {
      int row = i / n;
      double sum = 0;
      for (int l = 0; l < k; l++) {
        sum += a.values().number(row * k + l) * b.values().number((row / m * k + l) * n + i % n);
      }
      expected.set(i, sum);
    }
    // What is there before must not be added to.
    Placed output = Placed.of(backend(), shape, Elements.random(dtype, shape.size(), 5, 9, 1));
    backend().matmul(a.view(), b.view(), output.view());
    String what = "matmul of " + a.layout() + " " + a.view() + " and " + b.layout() + " " + b.view();
    Agreement agreement = new Agreement(4 * tolerance(dtype), Math.max(1, k));
    agreement.check(what, Placed.read(backend(), output.view().buffer()), expected);
  }

  private Placed matrix(DType dtype, Layout layout, int... sizes) {
    Shape shape = Shape.of(sizes);
    return layout.place(backend(), shape, Elements.random(dtype, shape.size(), -1, 1, Arrays.hashCode(sizes)));
  }

  @Test
  default void everyPairOfLayouts() {
    for (DType dtype : FLOATS) {
      for (Layout first : Layout.values()) {
        for (Layout second : Layout.values()) {
          checkMatmul(matrix(dtype, first, 5, 7), matrix(dtype, second, 7, 4));
          checkMatmul(matrix(dtype, first, 3, 5, 7), matrix(dtype, second, 3, 7, 4));
        }
      }
    }
  }

  @Test
  default void matricesTransposedWithinABatch() {
    for (DType dtype : FLOATS) {
      Elements values = Elements.random(dtype, 2 * 5 * 7, -1, 1, 1);
      Placed a = Placed.of(backend(), Shape.of(2, 5, 7), new int[] {35, 1, 5}, 0, 70, values, "transposed in the batch");
      Placed b = Placed.of(backend(), Shape.of(2, 7, 5), new int[] {35, 1, 7}, 0, 70, values, "transposed in the batch");
      checkMatmul(a, b);
      checkMatmul(a, matrix(dtype, Layout.CONTIGUOUS, 2, 7, 3));
      checkMatmul(matrix(dtype, Layout.CONTIGUOUS, 2, 3, 7), b);
    }
  }

  @Test
  default void oneMatrixForAWholeBatch() {
    for (DType dtype : FLOATS) {
      Elements weights = Elements.random(dtype, 28, -1, 1, 2);
      Elements all = repeat(weights, 6);
      Placed shared = Placed.of(backend(), Shape.of(6, 7, 4), new int[] {0, 4, 1}, 0, 28, all, "one for the batch");
      checkMatmul(matrix(dtype, Layout.CONTIGUOUS, 6, 5, 7), shared);
      Placed first = Placed.of(backend(), Shape.of(6, 4, 7), new int[] {0, 1, 4}, 0, 28, all, "one for the batch");
      checkMatmul(first, matrix(dtype, Layout.CONTIGUOUS, 6, 7, 3));
      checkMatmul(first, shared);
    }
  }

  private static Elements repeat(Elements values, int times) {
    int[] places = new int[values.size() * times];
    Arrays.setAll(places, i -> i % values.size());
    return values.pick(places);
  }

  @Test
  default void twoBatchAxes() {
    for (DType dtype : FLOATS) {
      checkMatmul(matrix(dtype, Layout.CONTIGUOUS, 2, 3, 4, 5), matrix(dtype, Layout.TRANSPOSED, 2, 3, 5, 6));
    }
  }

  @Test
  default void vectorsAndNothing() {
    for (DType dtype : FLOATS) {
      for (Layout layout : Layout.values()) {
        checkMatmul(matrix(dtype, layout, 1, 7), matrix(dtype, Layout.CONTIGUOUS, 7, 4));
        checkMatmul(matrix(dtype, layout, 5, 7), matrix(dtype, Layout.CONTIGUOUS, 7, 1));
        checkMatmul(matrix(dtype, layout, 1, 600), matrix(dtype, Layout.TRANSPOSED, 600, 1));
        checkMatmul(matrix(dtype, layout, 5, 1), matrix(dtype, Layout.NARROWED, 1, 4));
        checkMatmul(matrix(dtype, layout, 1, 1), matrix(dtype, layout, 1, 1));
        checkMatmul(matrix(dtype, layout, 5, 0), matrix(dtype, layout, 0, 4));
        checkMatmul(matrix(dtype, layout, 0, 3), matrix(dtype, layout, 3, 4));
        checkMatmul(matrix(dtype, layout, 2, 3, 0), matrix(dtype, layout, 2, 0, 4));
        checkMatmul(matrix(dtype, layout, 0, 3, 2), matrix(dtype, layout, 0, 2, 4));
      }
    }
  }

  @Test
  default void sizesAroundTiles() {
    for (DType dtype : FLOATS) {
      for (int size : new int[] {2, 7, 16, 31, 64, 129}) {
        checkMatmul(matrix(dtype, Layout.CONTIGUOUS, size, size + 1), matrix(dtype, Layout.CONTIGUOUS, size + 1, size + 2));
        checkMatmul(matrix(dtype, Layout.TRANSPOSED, size, size + 1), matrix(dtype, Layout.TRANSPOSED, size + 1, size + 2));
      }
      checkMatmul(matrix(dtype, Layout.CONTIGUOUS, 2, 513), matrix(dtype, Layout.TRANSPOSED, 513, 300));
    }
  }
}
