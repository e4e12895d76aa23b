package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link Backend#matmul(View, View, View, View)}: a product on top of something. */
interface BaseContract extends Contract {
  private static Elements onTop(Placed a, Placed b, Elements base) {
    int m = a.view().shape().size(-2);
    int k = a.view().shape().size(-1);
    int n = b.view().shape().size(-1);
    Elements out = new Elements(base.dtype(), base.size());
    for (int i = 0; i < out.size(); i++) {
      int row = i / n;
      double sum = base.number(i);
      for (int l = 0; l < k; l++) {
        sum += a.values().number(row * k + l) * b.values().number((row / m * k + l) * n + i % n);
      }
      out.set(i, sum);
    }
    return out;
  }

  private void check(Placed a, Placed b, Placed base, View output) {
    Elements expected = onTop(a, b, base.values());
    backend().matmul(a.view(), b.view(), base.view(), output);
    String what = "matmul of " + a.view() + " and " + b.view() + " onto " + base.layout() + " " + base.view();
    Agreement agreement = new Agreement(4 * tolerance(expected.dtype()), Math.max(1, a.view().shape().size(-1)));
    agreement.check(what, Placed.read(backend(), output.buffer()), expected);
  }

  private void check(Placed a, Placed b, Placed base) {
    // What is there before must not be added to.
    Shape shape = base.view().shape();
    check(a, b, base, Placed.of(backend(), shape, numbers(base.values().dtype(), shape)).view());
  }

  private static Elements numbers(DType dtype, Shape shape) {
    return Elements.random(dtype, shape.size(), -1, 1, Arrays.hashCode(shape.toArray()));
  }

  private Placed numbers(DType dtype, int... sizes) {
    Shape shape = Shape.of(sizes);
    return Placed.of(backend(), shape, numbers(dtype, shape));
  }

  @Test
  default void ontoEveryLayout() {
    for (DType dtype : FLOATS) {
      for (Layout layout : Layout.values()) {
        Shape matrix = Shape.of(5, 4);
        check(numbers(dtype, 5, 7), numbers(dtype, 7, 4), layout.place(backend(), matrix, numbers(dtype, matrix)));
        Shape batch = Shape.of(3, 5, 4);
        check(numbers(dtype, 3, 5, 7), numbers(dtype, 3, 7, 4), layout.place(backend(), batch, numbers(dtype, batch)));
      }
    }
  }

  /** A bias, a number for each row, one number for all. */
  @Test
  default void ontoWhatRepeats() {
    for (DType dtype : FLOATS) {
      Elements values = numbers(dtype, Shape.of(3, 5, 4));
      for (int[] strides : new int[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {0, 4, 1}, {0, 0, 0}}) {
        Placed base = Placed.of(backend(), Shape.of(3, 5, 4), strides, 2, 30, values, "repeated");
        check(numbers(dtype, 3, 5, 7), numbers(dtype, 3, 7, 4), base);
      }
    }
  }

  @Test
  default void ontoTheOutputItself() {
    for (DType dtype : FLOATS) {
      for (int[] sizes : new int[][] {{5, 4}, {3, 5, 4}, {64, 65}}) {
        int[] left = sizes.clone();
        int[] right = sizes.clone();
        left[left.length - 1] = 9;
        right[right.length - 2] = 9;
        Placed same = numbers(dtype, sizes);
        check(numbers(dtype, left), numbers(dtype, right), same, same.view());
        Placed equal = numbers(dtype, sizes);
        check(numbers(dtype, left), numbers(dtype, right), equal, View.of(equal.view().buffer(), equal.view().shape()));
      }
    }
  }

  @Test
  default void withoutAnythingToMultiply() {
    for (DType dtype : FLOATS) {
      check(numbers(dtype, 5, 0), numbers(dtype, 0, 4), numbers(dtype, 5, 4));
      check(numbers(dtype, 0, 3), numbers(dtype, 3, 4), numbers(dtype, 0, 4));
      check(numbers(dtype, 0, 2, 3), numbers(dtype, 0, 3, 4), numbers(dtype, 0, 2, 4));
    }
  }
}
