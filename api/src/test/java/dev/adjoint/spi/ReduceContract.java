package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Backend#reduce}. */
interface ReduceContract extends Contract {
  List<int[]> AXES_OF_THREE =
      List.of(
          new int[] {0}, new int[] {1}, new int[] {2}, new int[] {0, 1}, new int[] {0, 2}, new int[] {1, 2},
          new int[] {0, 1, 2});

  private void checkReduce(Reduction how, Expr e, double[] params, int[] axes, Placed... inputs) {
    Shape shape = inputs[0].view().shape();
    Shape collapsed = Positions.collapse(shape, axes);
    View output = View.of(backend().allocate(e.dtype(), collapsed.size()), collapsed);
    backend().reduce(how, Kernel.of(e), params, Contract.views(inputs), axes, output);
    Elements expected = combine(how, new ExprEvaluator(shape, params, Contract.values(inputs)).all(e), output, shape);
    String what = how + " along " + Arrays.toString(axes) + " " + Contract.what("reduce", e, shape, inputs);
    agreement(e.dtype()).check(what, Placed.read(backend(), output.buffer()), expected);
  }

  private static Elements combine(Reduction how, Elements values, View output, Shape shape) {
    double[] numbers = new double[output.shape().size()];
    long[] integers = new long[numbers.length];
    boolean[] seen = new boolean[numbers.length];
    Arrays.fill(numbers, how == Reduction.PROD ? 1 : 0);
    Arrays.fill(integers, how == Reduction.PROD ? 1 : 0);
    int[] places = Positions.of(output.broadcastTo(shape));
    for (int i = 0; i < places.length; i++) {
      int at = places[i];
      boolean first = !seen[at];
      seen[at] = true;
      if (values.dtype().isFloating()) {
        double x = values.number(i);
        numbers[at] = switch (how) {
          case SUM -> numbers[at] + x;
          case PROD -> numbers[at] * x;
          case MAX -> first ? x : Math.max(numbers[at], x);
          case MIN -> first ? x : Math.min(numbers[at], x);
        };
      } else {
        long x = values.integer(i);
        integers[at] = switch (how) {
          case SUM -> integers[at] + x;
          case PROD -> integers[at] * x;
          case MAX -> first ? x : Math.max(integers[at], x);
          case MIN -> first ? x : Math.min(integers[at], x);
        };
      }
    }
    return values.dtype().isFloating() ? Elements.of(values.dtype(), numbers) : Elements.ofIntegers(values.dtype(), integers);
  }

  @Test
  default void everySubsetOfTheAxes() {
    Shape shape = Shape.of(4, 3, 5);
    for (DType dtype : NUMBERS) {
      for (Layout layout : Layout.values()) {
        Placed x = layout.place(backend(), shape, Elements.random(dtype, 60, -3, 3, 1));
        for (int[] axes : AXES_OF_THREE) {
          for (Reduction how : Reduction.values()) {
            checkReduce(how, Expr.arg(0, dtype), NO_PARAMS, axes, x);
          }
        }
      }
    }
  }

  @Test
  default void of16BitsInFloat32() {
    Shape shape = Shape.of(4, 3, 5);
    for (DType half : halves()) {
      Expr x = Expr.arg(0, half).cast(DType.FLOAT32);
      for (Layout layout : Layout.values()) {
        Placed values = layout.place(backend(), shape, Elements.random(half, 60, -3, 3, 1));
        for (int[] axes : AXES_OF_THREE) {
          for (Reduction how : Reduction.values()) {
            checkReduce(how, x, NO_PARAMS, axes, values);
          }
        }
      }
      Placed many = Placed.of(backend(), Elements.random(half, 100_003, 0, 1, 1));
      checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {0}, many);
      checkReduce(Reduction.MAX, x.mul(x), NO_PARAMS, new int[] {0}, many);
      checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {1}, Placed.of(backend(), Shape.of(3, 0), new Elements(half, 0)));
    }
  }

  @Test
  default void anyAndAllOfBools() {
    Shape shape = Shape.of(4, 3, 5);
    for (Layout layout : Layout.values()) {
      Placed x = layout.place(backend(), shape, Elements.random(DType.BOOL, 60, 0, 1, 1));
      for (int[] axes : AXES_OF_THREE) {
        checkReduce(Reduction.MAX, Expr.arg(0, DType.BOOL), NO_PARAMS, axes, x);
        checkReduce(Reduction.MIN, Expr.arg(0, DType.BOOL), NO_PARAMS, axes, x);
      }
    }
    long[] ones = new long[1200];
    Arrays.fill(ones, 1);
    Placed allTrue = Placed.of(backend(), Shape.of(2, 600), Elements.ofIntegers(DType.BOOL, ones));
    checkReduce(Reduction.MIN, Expr.arg(0, DType.BOOL), NO_PARAMS, new int[] {1}, allTrue);
    checkReduce(Reduction.MAX, Expr.arg(0, DType.BOOL).eq(Expr.constant(0, DType.BOOL)), NO_PARAMS, new int[] {0, 1}, allTrue);
  }

  @Test
  default void everySizeAlongTheFirstAndTheLastAxis() {
    for (int size : SIZES) {
      for (DType dtype : NUMBERS) {
        Elements values = Elements.random(dtype, 3 * size, -9, 9, size);
        for (Reduction how : size == 0 ? List.of(Reduction.SUM) : List.of(Reduction.SUM, Reduction.MAX, Reduction.MIN)) {
          Expr x = Expr.arg(0, dtype);
          checkReduce(how, x.abs(), NO_PARAMS, new int[] {0}, Placed.of(backend(), Shape.of(size, 3), values));
          checkReduce(how, x.abs(), NO_PARAMS, new int[] {1}, Placed.of(backend(), Shape.of(3, size), values));
          checkReduce(how, x, NO_PARAMS, new int[] {0}, Placed.of(backend(), Shape.of(3, size), values));
          checkReduce(how, x.abs(), NO_PARAMS, new int[] {0}, Placed.of(backend(), Shape.of(3 * size), values));
        }
      }
    }
  }

  @Test
  default void nothingSumsToZeroAndMultipliesToOne() {
    for (DType dtype : NUMBERS) {
      for (Shape shape : List.of(Shape.of(0), Shape.of(3, 0), Shape.of(3, 0, 2))) {
        Placed nothing = Placed.of(backend(), shape, new Elements(dtype, 0));
        int[] axes = {shape.rank() == 1 ? 0 : 1};
        checkReduce(Reduction.SUM, Expr.arg(0, dtype), NO_PARAMS, axes, nothing);
        checkReduce(Reduction.PROD, Expr.arg(0, dtype), NO_PARAMS, axes, nothing);
      }
      Placed noRows = Placed.of(backend(), Shape.of(0, 3), new Elements(dtype, 0));
      checkReduce(Reduction.SUM, Expr.arg(0, dtype), NO_PARAMS, new int[] {1}, noRows);
      checkReduce(Reduction.MAX, Expr.arg(0, dtype), NO_PARAMS, new int[] {1}, noRows);
    }
  }

  @Test
  default void aSumOfFloatsKeepsItsDigits() {
    int size = 1_000_000;
    Elements tenths = new Elements(DType.FLOAT32, size);
    for (int i = 0; i < size; i++) {
      tenths.set(i, 0.1);
    }
    Expr x = Expr.arg(0, DType.FLOAT32);
    checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {0}, Placed.of(backend(), tenths));
    checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {0}, Placed.of(backend(), Shape.of(size / 4, 4), tenths));
    checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {1}, Placed.of(backend(), Shape.of(4, size / 4), tenths));
    checkReduce(Reduction.SUM, x, NO_PARAMS, new int[] {0, 2}, Placed.of(backend(), Shape.of(size / 400, 4, 100), tenths));
  }

  @Test
  default void sumsOfIntegersWrapAround() {
    Placed narrow = Placed.of(backend(), Elements.ofIntegers(DType.INT32, Integer.MAX_VALUE, Integer.MAX_VALUE, 5));
    checkReduce(Reduction.SUM, Expr.arg(0, DType.INT32), NO_PARAMS, new int[] {0}, narrow);
    Placed wide = Placed.of(backend(), Elements.ofIntegers(DType.INT64, Long.MAX_VALUE, 1, (1L << 53) + 1));
    for (Reduction how : Reduction.values()) {
      checkReduce(how, Expr.arg(0, DType.INT64), NO_PARAMS, new int[] {0}, wide);
    }
  }

  @Test
  default void specialNumbers() {
    double infinity = Double.POSITIVE_INFINITY;
    double[][] rows = {
      {1, Double.NaN, 3}, {infinity, 1, 2}, {-infinity, -infinity, -infinity}, {infinity, -infinity, 1}, {-5, -4, -9},
      {Double.NaN, 0, infinity}
    };
    for (DType dtype : FLOATS) {
      Elements values = Elements.of(dtype, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
      for (Reduction how : Reduction.values()) {
        checkReduce(how, Expr.arg(0, dtype), NO_PARAMS, new int[] {1}, Placed.of(backend(), Shape.of(6, 3), values));
        checkReduce(how, Expr.arg(0, dtype), NO_PARAMS, new int[] {0}, Placed.of(backend(), Shape.of(6, 3), values));
      }
    }
  }

  @Test
  default void fusedElements() {
    Shape shape = Shape.of(6, 700);
    for (DType dtype : FLOATS) {
      Expr a = Expr.arg(0, dtype);
      Expr b = Expr.arg(1, dtype);
      Placed x = Placed.of(backend(), shape, Elements.random(dtype, shape.size(), 0, 2, 1));
      Placed y = Layout.TRANSPOSED.place(backend(), shape, Elements.random(dtype, shape.size(), 0, 2, 2));
      for (int[] axes : List.of(new int[] {0}, new int[] {1}, new int[] {0, 1})) {
        checkReduce(Reduction.SUM, a.mul(b), NO_PARAMS, axes, x, y);
        checkReduce(Reduction.SUM, a.sub(b).exp().mul(Expr.param(0, dtype)), new double[] {0.25}, axes, x, y);
        checkReduce(Reduction.MAX, a.sub(b).abs(), NO_PARAMS, axes, x, y);
        checkReduce(Reduction.SUM, a.gt(b).cast(DType.INT64), NO_PARAMS, axes, x, y);
        checkReduce(Reduction.MAX, a.eq(a.max(b)).then(Expr.index(1), Expr.constant(-1, DType.INT64)), NO_PARAMS, axes, x, y);
        checkReduce(Reduction.SUM, Expr.constant(1, dtype), NO_PARAMS, axes, x);
      }
    }
  }

  @Test
  default void axesOfSizeOneAndHigherRanks() {
    Placed one = Placed.of(backend(), Shape.of(1, 1), Elements.of(DType.FLOAT32, 2.5));
    Placed many = Layout.REVERSED.place(backend(), Shape.of(2, 3, 1, 4, 2), Elements.random(DType.FLOAT32, 48, -2, 2, 9));
    for (Reduction how : Reduction.values()) {
      checkReduce(how, Expr.arg(0, DType.FLOAT32), NO_PARAMS, new int[] {0, 1}, one);
      checkReduce(how, Expr.arg(0, DType.FLOAT32), NO_PARAMS, new int[] {0, 2, 4}, many);
      checkReduce(how, Expr.arg(0, DType.FLOAT32), NO_PARAMS, new int[] {1, 3}, many);
    }
  }
}
