package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Backend#map}: sizes, leaves, casts, and expressions of many operations. */
interface MapContract extends Contract {
  private static Expr f32(int index) {
    return Expr.arg(index, DType.FLOAT32);
  }

  private Placed vector(DType dtype, int size, double low, double high, long seed) {
    return Placed.of(backend(), Elements.random(dtype, size, low, high, seed));
  }

  @Test
  default void everySize() {
    for (int size : SIZES) {
      Shape shape = Shape.of(size);
      for (DType dtype : FLOATS) {
        Expr a = Expr.arg(0, dtype);
        Expr b = Expr.arg(1, dtype);
        checkMap(a.mul(b).add(a).tanh(), NO_PARAMS, shape, vector(dtype, size, -2, 2, 1), vector(dtype, size, -2, 2, 2));
      }
      for (DType dtype : INTEGERS) {
        Expr a = Expr.arg(0, dtype);
        Expr b = Expr.arg(1, dtype);
        checkMap(a.mul(b).sub(a), NO_PARAMS, shape, vector(dtype, size, -99, 99, 1), vector(dtype, size, -99, 99, 2));
      }
      Expr both = Expr.arg(0, DType.BOOL).then(Expr.arg(1, DType.BOOL), Expr.constant(0, DType.BOOL));
      checkMap(both, NO_PARAMS, shape, vector(DType.BOOL, size, 0, 1, 1), vector(DType.BOOL, size, 0, 1, 2));
    }
  }

  @Test
  default void aCopyOfEveryType() {
    for (DType dtype : types()) {
      for (int size : SIZES) {
        checkMap(Expr.arg(0, dtype), NO_PARAMS, Shape.of(size), vector(dtype, size, -100, 100, 3));
      }
    }
  }

  @Test
  default void constantsAndParametersOfEveryTypeFillTheOutput() {
    for (DType dtype : types()) {
      for (Shape shape : List.of(Shape.of(), Shape.of(0), Shape.of(3), Shape.of(2, 600))) {
        checkMap(Expr.constant(1, dtype), NO_PARAMS, shape);
        checkMap(Expr.constant(0, dtype), NO_PARAMS, shape);
        if (dtype != DType.BOOL) {
          checkMap(Expr.constant(-3, dtype), NO_PARAMS, shape);
          checkMap(Expr.param(1, dtype), new double[] {5, -7}, shape);
        }
        if (dtype.isFloating()) {
          checkMap(Expr.param(0, dtype), new double[] {0.1}, shape, new Agreement(0, 0));
          checkMap(Expr.constant(Double.NaN, dtype), NO_PARAMS, shape);
          checkMap(Expr.constant(Double.NEGATIVE_INFINITY, dtype), NO_PARAMS, shape);
        }
      }
    }
    checkMap(Expr.constant(1L << 53, DType.INT64), NO_PARAMS, Shape.of(5));
    checkMap(Expr.constant(Integer.MIN_VALUE, DType.INT32), NO_PARAMS, Shape.of(5));
  }

  @Test
  default void parametersChangeWithoutANewKernel() {
    Expr e = f32(0).mul(Expr.param(0, DType.FLOAT32)).add(Expr.param(1, DType.FLOAT32));
    Placed x = vector(DType.FLOAT32, 700, -2, 2, 4);
    for (double rate : new double[] {0.1, 2, -3.5, 1e-3}) {
      checkMap(e, new double[] {rate, 1 - rate}, Shape.of(700), x);
    }
    Expr whole = Expr.arg(0, DType.INT64).add(Expr.param(0, DType.INT64));
    checkMap(whole, new double[] {1L << 40}, Shape.of(9), vector(DType.INT64, 9, -5, 5, 5));
  }

  @Test
  default void coordinates() {
    Shape shape = Shape.of(3, 5, 700);
    for (int axis = 0; axis < 3; axis++) {
      checkMap(Expr.index(axis), NO_PARAMS, shape);
      checkMap(Expr.index(axis).cast(DType.FLOAT32).mul(0.5), NO_PARAMS, shape);
    }
    Expr lower = Expr.index(2).le(Expr.index(1)).then(f32(0), Expr.constant(0, DType.FLOAT32));
    checkMap(lower, NO_PARAMS, Shape.of(2, 9, 9), Placed.of(backend(), Shape.of(2, 9, 9),
        Elements.random(DType.FLOAT32, 162, -2, 2, 6)));
    checkMap(Expr.index(0), NO_PARAMS, Shape.of(0));
    checkMap(Expr.index(0).mul(Expr.index(0)), NO_PARAMS, Shape.of(100_003));
  }

  @Test
  default void anInputThatIsNotRead() {
    checkMap(f32(1).exp(), NO_PARAMS, Shape.of(50), vector(DType.INT64, 50, -2, 2, 1), vector(DType.FLOAT32, 50, -2, 2, 2));
  }

  @Test
  default void anInputGivenTwice() {
    Placed x = vector(DType.FLOAT32, 600, -2, 2, 1);
    checkMap(f32(0).mul(f32(1)).add(f32(1)), NO_PARAMS, Shape.of(600), x, x);
  }

  @Test
  default void manyInputs() {
    Expr sum = f32(0);
    Placed[] inputs = new Placed[9];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = vector(DType.FLOAT32, 600, -1, 1, i);
      sum = i == 0 ? sum : sum.add(f32(i).mul(i));
    }
    checkMap(sum, NO_PARAMS, Shape.of(600), inputs);
  }

  @Test
  default void everyCast() {
    Elements numbers = Elements.of(DType.FLOAT64, -100.75, -1.5, -1, -0.5, 0, 0.25, 0.5, 1, 1.5, 2.999, 1e6);
    for (DType from : types()) {
      Elements values = new Elements(from, numbers.size());
      for (int i = 0; i < values.size(); i++) {
        values.set(i, numbers.number(i));
      }
      for (DType to : types()) {
        checkMap(Expr.arg(0, from).cast(to), NO_PARAMS, Shape.of(values.size()), Placed.of(backend(), values));
      }
    }
  }

  @Test
  default void castsKeepWhatTheirTypesCanHold() {
    Elements whole = Elements.ofIntegers(DType.INT64, (1L << 53) - 1, (1L << 40) + 7, -(1L << 33), 1L << 24);
    Placed large = Placed.of(backend(), whole);
    Expr wide = Expr.arg(0, DType.INT64);
    checkMap(wide.cast(DType.FLOAT64), NO_PARAMS, Shape.of(4), new Agreement(0, 0), large);
    checkMap(wide.cast(DType.INT32), NO_PARAMS, Shape.of(4), large);
    checkMap(wide.cast(DType.BOOL), NO_PARAMS, Shape.of(4), large);
    Placed special = Placed.of(backend(), Elements.of(DType.FLOAT64, Double.NaN, Double.POSITIVE_INFINITY, 1e-300, -0.0));
    Expr number = Expr.arg(0, DType.FLOAT64);
    checkMap(number.cast(DType.BOOL), NO_PARAMS, Shape.of(4), special);
    checkMap(number.cast(DType.FLOAT32), NO_PARAMS, Shape.of(4), new Agreement(0, 0), special);
  }

  @Test
  default void castsToIntegersOfWhatTheyCannotHold() {
    double infinity = Double.POSITIVE_INFINITY;
    for (DType from : types()) {
      if (from.isFloating()) {
        Elements values = Elements.of(from, Double.NaN, infinity, -infinity, 1e30, -1e30, 3e9, -3e9, 60_000, -0.99);
        for (DType to : INTEGERS) {
          checkMap(Expr.arg(0, from).cast(to), NO_PARAMS, Shape.of(values.size()), Placed.of(backend(), values));
        }
      }
    }
  }

  @Test
  default void everyNumberOf16BitsInFloat32() {
    for (DType half : halves()) {
      Elements all = new Elements(half, 1 << 16);
      for (int i = 0; i < all.size(); i++) {
        ((short[]) all.array())[i] = (short) i;
      }
      checkMap(Expr.arg(0, half).cast(DType.FLOAT32), NO_PARAMS, Shape.of(all.size()), new Agreement(0, 0),
          Placed.of(backend(), all));
    }
  }

  @Test
  default void castsTo16BitsRoundToTheNearest() {
    for (DType half : halves()) {
      float step = half == DType.FLOAT16 ? 0x1p-10f : 0x1p-7f;
      float least = half == DType.FLOAT16 ? 0x1p-24f : 0x1p-133f;
      float largest = half == DType.FLOAT16 ? 65504 : 0x1.fep127f;
      float beyond = half == DType.FLOAT16 ? 65520 : 0x1.ffp127f;
      float[] numbers = {
        1 + step / 2, 1 + step * 1.5f, Math.nextUp(1 + step / 2), Math.nextDown(1 + step * 1.5f), 2 - step / 2, -1 - step / 2,
        largest, beyond, -beyond, Math.nextDown(beyond), Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.NaN, Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xffffffff), 0f, -0f, least, least / 2, least * 1.5f,
        least * 2.5f, least * 0.75f, -least / 4, 0.1f, 3.14159265f, 1e-30f, 1e30f, 300.3f
      };
      Elements values = new Elements(DType.FLOAT32, numbers.length);
      System.arraycopy(numbers, 0, values.array(), 0, numbers.length);
      checkMap(f32(0).cast(half), NO_PARAMS, Shape.of(numbers.length), new Agreement(0, 0), Placed.of(backend(), values));
      Placed many = vector(DType.FLOAT32, 1000, -10, 10, 8);
      checkMap(f32(0).cast(half), NO_PARAMS, Shape.of(1000), new Agreement(0, 0), many);
      double tiny = 0x1p-50; // float32 does not see it
      double[] wide = {
        (1 + step / 2) * (1 + tiny), (1 + step / 2) * (1 - tiny), 1 + step * 1.5, (1 + step * 1.5) * (1 - tiny),
        -(1 + step / 2) * (1 + tiny), beyond * (1 - tiny), beyond, -beyond * (1 - tiny), least / 2 * (1 + tiny), least / 2,
        least * 1.5 * (1 - tiny), 1e300, -1e300, 1e-300, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 0.1
      };
      Elements doubles = new Elements(DType.FLOAT64, wide.length);
      System.arraycopy(wide, 0, doubles.array(), 0, wide.length);
      checkMap(Expr.arg(0, DType.FLOAT64).cast(half), NO_PARAMS, Shape.of(wide.length), new Agreement(0, 0),
          Placed.of(backend(), doubles));
    }
  }

  @Test
  default void expressionsOf16BitsAreComputedInFloat32AndRoundedOnce() {
    for (DType half : halves()) {
      Expr x = Expr.arg(0, half);
      Expr y = Expr.arg(1, half);
      for (int size : SIZES) {
        Placed a = vector(half, size, -2, 2, 1);
        Placed b = vector(half, size, -2, 2, 2);
        for (Expr e : List.of(x.mul(y).add(x).tanh(), x.lt(y).then(x, y), x.abs().sqrt().max(y))) {
          checkMap(e.cast(half), NO_PARAMS, Shape.of(size), a, b);
          checkMap(e, NO_PARAMS, Shape.of(size), a, b);
        }
        checkMap(x.le(y), NO_PARAMS, Shape.of(size), a, b);
      }
      checkMap(x.mul(Expr.arg(1, DType.FLOAT64)), NO_PARAMS, Shape.of(50), vector(half, 50, -2, 2, 1),
          vector(DType.FLOAT64, 50, -2, 2, 2));
    }
  }

  @Test
  default void selectTakesOneSideOnly() {
    Elements values = Elements.of(DType.FLOAT32, -1, 4, Double.NaN, 0, Double.POSITIVE_INFINITY);
    Expr x = f32(0);
    Expr safeRoot = x.gt(0).then(x.sqrt(), Expr.constant(-5, DType.FLOAT32));
    checkMap(safeRoot, NO_PARAMS, Shape.of(5), Placed.of(backend(), values));
    Expr pick = Expr.arg(0, DType.BOOL);
    Placed condition = Placed.of(backend(), Elements.ofIntegers(DType.BOOL, 1, 0, 1));
    for (DType dtype : types()) {
      Placed yes = Placed.of(backend(), Elements.random(dtype, 3, -9, 9, 1));
      Placed no = Placed.of(backend(), Elements.random(dtype, 3, -9, 9, 2));
      checkMap(pick.then(Expr.arg(1, dtype), Expr.arg(2, dtype)), NO_PARAMS, Shape.of(3), condition, yes, no);
    }
  }

  @Test
  default void boolAlgebra() {
    Expr a = Expr.arg(0, DType.BOOL);
    Expr b = Expr.arg(1, DType.BOOL);
    Placed left = Placed.of(backend(), Elements.ofIntegers(DType.BOOL, 0, 0, 1, 1));
    Placed right = Placed.of(backend(), Elements.ofIntegers(DType.BOOL, 0, 1, 0, 1));
    for (Expr e : List.of(a.max(b), a.min(b), a.mul(b), a.ne(b), a.eq(b), a.lt(b), a.eq(Expr.constant(0, DType.BOOL)))) {
      checkMap(e, NO_PARAMS, Shape.of(4), left, right);
    }
  }

  @Test
  default void fusedExpressionsAndTheirDerivatives() {
    for (DType dtype : FLOATS) {
      Expr x = Expr.arg(0, dtype);
      Expr mish = x.mul(x.exp().log1p().tanh());
      Expr gelu = x.mul(x.mul(Math.sqrt(0.5)).erf().add(1)).mul(0.5);
      Expr huber = x.abs().lt(1).then(x.mul(x).mul(0.5), x.abs().sub(0.5));
      Expr steps = x.mul(3).floor().cast(DType.INT32).cast(dtype).add(x.ge(0).cast(dtype));
      Placed input = vector(dtype, 1000, -3, 3, 7);
      for (Expr e : Arrays.asList(mish, gelu, huber, steps)) {
        checkMap(e, NO_PARAMS, Shape.of(1000), input);
        Expr slope = Differentiation.derivative(e, 0);
        if (slope != null) {
          checkMap(slope, NO_PARAMS, Shape.of(1000), new Agreement(20 * tolerance(dtype), 1), input);
        }
      }
    }
  }

  @Test
  default void aLongChainOfOperations() {
    Expr e = f32(0);
    for (int i = 0; i < 200; i++) {
      e = e.mul(0.99).add(f32(1));
    }
    checkMap(e, NO_PARAMS, Shape.of(600), new Agreement(100 * tolerance(DType.FLOAT32), 1),
        vector(DType.FLOAT32, 600, -1, 1, 1), vector(DType.FLOAT32, 600, -1, 1, 2));
  }
}
