package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link Backend#scan} and {@link Backend#sort}. */
interface OrderContract extends Contract {
  DType[] SORTED = {DType.BOOL, DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64};

  private void checkScan(Reduction how, int axis, Placed x) {
    Shape shape = x.view().shape();
    DType dtype = x.values().dtype();
    double[] numbers = new double[shape.size()];
    long[] integers = new long[shape.size()];
    int before = shape.rowMajorStrides()[axis];
    for (int i = 0; i < numbers.length; i++) {
      boolean first = Positions.coordinate(shape, i, axis) == 0;
      if (dtype.isFloating()) {
        double a = x.values().number(i);
        double b = first ? a : numbers[i - before];
        numbers[i] = first ? a : switch (how) {
          case SUM -> a + b;
          case PROD -> a * b;
          case MAX -> Math.max(a, b);
          case MIN -> Math.min(a, b);
        };
      } else {
        long a = x.values().integer(i);
        long b = first ? a : integers[i - before];
        integers[i] = first ? a : switch (how) {
          case SUM -> a + b;
          case PROD -> a * b;
          case MAX -> Math.max(a, b);
          case MIN -> Math.min(a, b);
        };
      }
    }
    Elements expected = dtype.isFloating() ? Elements.of(dtype, numbers) : Elements.ofIntegers(dtype, integers);
    Buffer output = backend().allocate(dtype, shape.size());
    backend().scan(how, x.view(), axis, View.of(output, shape));
    agreement(dtype).check(how + " scanned along " + axis + " of " + x.layout() + " " + x.view(),
        Placed.read(backend(), output), expected);
  }

  private void checkSort(int axis, boolean descending, Placed x) {
    Shape shape = x.view().shape();
    Elements values = new Elements(x.values().dtype(), shape.size());
    Elements indices = new Elements(DType.INT32, shape.size());
    int step = shape.rowMajorStrides()[axis];
    Comparator<Integer> order = (i, j) -> x.values().dtype().isFloating()
        // Adding 0 makes -0 equal to 0; compare puts NaN after infinity.
        ? Double.compare(x.values().number(i) + 0.0, x.values().number(j) + 0.0)
        : Long.compare(x.values().integer(i), x.values().integer(j));
    for (int i = 0; i < shape.size(); i++) {
      if (Positions.coordinate(shape, i, axis) == 0) {
        int start = i;
        int[] row = IntStream.range(0, shape.size(axis)).map(k -> start + k * step).boxed()
            .sorted(descending ? order.reversed() : order).mapToInt(k -> k).toArray();
        for (int k = 0; k < row.length; k++) {
          values.set(start + k * step, x.values(), row[k]);
          indices.set(start + k * step, (long) (row[k] - start) / step);
        }
      }
    }
    Buffer sorted = backend().allocate(values.dtype(), shape.size());
    Buffer from = backend().allocate(DType.INT32, shape.size());
    backend().sort(x.view(), axis, descending, View.of(sorted, shape), View.of(from, shape));
    String what = "sort along " + axis + (descending ? ", descending, of " : " of ") + x.layout() + " " + x.view();
    new Agreement(0, 0).check("values of " + what, Placed.read(backend(), sorted), values);
    new Agreement(0, 0).check("indices of " + what, Placed.read(backend(), from), indices);
  }

  private void checkSort(int axis, Placed x) {
    checkSort(axis, false, x);
    checkSort(axis, true, x);
  }

  @Test
  default void scansOfEveryTypeAndLayoutAlongEveryAxis() {
    Shape shape = Shape.of(4, 3, 5);
    for (DType dtype : NUMBERS) {
      for (Layout layout : Layout.values()) {
        Placed x = layout.place(backend(), shape, Elements.random(dtype, 60, -2, 2, 1));
        for (int axis = 0; axis < 3; axis++) {
          for (Reduction how : Reduction.values()) {
            checkScan(how, axis, x);
          }
        }
      }
    }
  }

  @Test
  default void scansOfEverySize() {
    for (DType dtype : NUMBERS) {
      for (int size : SIZES) {
        Elements values = Elements.random(dtype, 3 * size, -3, 9, size);
        for (Reduction how : List.of(Reduction.SUM, Reduction.MAX)) {
          checkScan(how, 0, Placed.of(backend(), Shape.of(3, size), values));
          checkScan(how, 1, Placed.of(backend(), Shape.of(3, size), values));
          checkScan(how, 0, Placed.of(backend(), Shape.of(size, 3), values));
          checkScan(how, 0, Placed.of(backend(), values));
        }
      }
    }
  }

  @Test
  default void aScanOfFloatsKeepsItsDigits() {
    Elements tenths = Elements.random(DType.FLOAT32, 1_000_000, 0.1, 0.1, 1);
    checkScan(Reduction.SUM, 0, Placed.of(backend(), tenths));
    checkScan(Reduction.SUM, 0, Placed.of(backend(), Shape.of(250_000, 4), tenths));
  }

  @Test
  default void scansOfSpecialNumbersAndOfLargeIntegers() {
    double infinity = Double.POSITIVE_INFINITY;
    for (Reduction how : Reduction.values()) {
      for (DType dtype : FLOATS) {
        checkScan(how, 0, Placed.of(backend(), Elements.of(dtype, 1, infinity, 2, -infinity, 3, 0, Double.NaN, 4)));
        checkScan(how, 0, Placed.of(backend(), Elements.of(dtype, Double.NaN, 1, -infinity)));
      }
      checkScan(how, 0, Placed.of(backend(), Elements.ofIntegers(DType.INT64, Long.MAX_VALUE, 3, (1L << 53) + 1, -7)));
      checkScan(how, 0, Placed.of(backend(), Elements.ofIntegers(DType.INT32, Integer.MAX_VALUE, 3, 1 << 30, -7)));
    }
  }

  @Test
  default void sortsOfEveryTypeAndLayoutAlongEveryAxis() {
    Shape shape = Shape.of(4, 3, 5);
    for (DType dtype : SORTED) {
      for (Layout layout : Layout.values()) {
        Placed x = layout.place(backend(), shape, Elements.random(dtype, 60, -2, 2, 1));
        for (int axis = 0; axis < 3; axis++) {
          checkSort(axis, x);
        }
      }
    }
  }

  @Test
  default void sortsOfEverySizeAreStable() {
    for (DType dtype : SORTED) {
      for (int size : SIZES) {
        // Few different values, so that many are equal.
        Elements rounded = Elements.random(DType.INT64, 3 * size, -9, 9, size);
        Elements values = new Elements(dtype, 3 * size);
        for (int i = 0; i < values.size(); i++) {
          values.set(i, rounded.integer(i));
        }
        checkSort(1, Placed.of(backend(), Shape.of(3, size), values));
        checkSort(0, Placed.of(backend(), Shape.of(size, 3), values));
        checkSort(0, Placed.of(backend(), Elements.random(dtype, size, -1e6, 1e6, 3)));
      }
    }
  }

  @Test
  default void sortsOfSpecialNumbers() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] few = {2, Double.NaN, -infinity, 0.0, -0.0, infinity, Double.NaN, -1e-40, 0.0, -2, 1e-40};
    double[] many = new double[few.length * 50];
    Arrays.setAll(many, i -> few[i % few.length]);
    for (DType dtype : FLOATS) {
      checkSort(0, Placed.of(backend(), Elements.of(dtype, few)));
      checkSort(0, Placed.of(backend(), Elements.of(dtype, many)));
    }
    long[] extremes = {Long.MAX_VALUE, Long.MIN_VALUE, 0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    checkSort(0, Placed.of(backend(), Elements.ofIntegers(DType.INT64, extremes)));
    int[] narrow = {Integer.MAX_VALUE, Integer.MIN_VALUE, 0, -1, 1};
    checkSort(0, Placed.of(backend(), Elements.ofIntegers(DType.INT32, Arrays.stream(narrow).asLongStream().toArray())));
  }
}
