package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.BackendException;
import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Device;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Promotion and casts. */
public abstract class TypesCases extends OnBackend {
  private static final List<DType> HALVES = List.of(DType.FLOAT16, DType.BFLOAT16);

  private static void assertTyped(Tensor actual, DType dtype, double... expected) {
    assertThat(actual).isNotNull();
    assertThat(actual.dtype()).isEqualTo(dtype);
    assertThat(actual.toDoubleArray()).containsExactly(expected);
  }

  private static Tensor half(DType dtype, double... values) {
    return Tensor.of(values).to(dtype);
  }

  // ---- Section 25 ----

  @Test
  @DisplayName("DT01 float32 times float64: float64, and each gradient in the type of its leaf")
  void eachGradientHasTheTypeOfItsLeaf() {
    Tensor x = Tensor.of(1f, 2f, 3f).requiresGrad(true);
    Tensor y = Tensor.of(4.0, 5.0, 6.0).requiresGrad(true);
    Tensor z = x.mul(y);
    assertTyped(z, DType.FLOAT64, 4, 10, 18);
    z.sum().backward();
    assertTyped(x.grad(), DType.FLOAT32, 4, 5, 6);
    assertTyped(y.grad(), DType.FLOAT64, 1, 2, 3);
  }

  @Test
  @DisplayName("DT02 float32 times integers: float32, and the gradient is the integers")
  void integersAreTakenAsFloats() {
    for (DType integers : List.of(DType.INT32, DType.INT64, DType.BOOL)) {
      Tensor x = Tensor.of(1f, 2f, 3f).requiresGrad(true);
      Tensor n = Tensor.ofInts(1, 0, 1).to(integers);
      Tensor z = x.mul(n);
      assertTyped(z, DType.FLOAT32, 1, 0, 3);
      z.sum().backward();
      assertTyped(x.grad(), DType.FLOAT32, 1, 0, 1);
    }
  }

  @Test
  @DisplayName("DT03 a float32 vector times a 0-d float64 stays float32, and the 0-d leaf's gradient is float64")
  void aTensorWithoutAxesDoesNotWiden() {
    Tensor x = Tensor.of(0.5f, 1.5f).requiresGrad(true);
    Tensor s = Tensor.scalar(3.0).requiresGrad(true);
    Tensor z = x.mul(s);
    assertTyped(z, DType.FLOAT32, 1.5, 4.5);
    z.sum().backward();
    assertTyped(s.grad(), DType.FLOAT64, 2);
    assertTyped(x.grad(), DType.FLOAT32, 3, 3);
  }

  @Test
  @DisplayName("DT05 integers: square roots and division are float32, sums int64, and there is no mean")
  void integersWhereRealNumbersAreAskedFor() {
    for (DType integers : List.of(DType.INT32, DType.INT64)) {
      Tensor n = Tensor.ofInts(4, 9).to(integers);
      assertTyped(n.sqrt(), DType.FLOAT32, 2, 3);
      assertTyped(n.div(Tensor.ofInts(8, 2).to(integers)), DType.FLOAT32, 0.5, 4.5);
      assertTyped(n.div(2), DType.FLOAT32, 2, 4.5);
      assertTyped(n.sum(), DType.INT64, 13);
      assertThatThrownBy(n::mean).isInstanceOf(DTypeException.class).hasMessageContaining(integers.toString());
      assertThatThrownBy(() -> n.requiresGrad(true)).isInstanceOf(AutogradException.class)
          .hasMessageContaining(integers.toString());
    }
    assertTyped(Tensor.ofBooleans(true, false, true).sum(), DType.INT64, 2);
  }

  @Test
  @DisplayName("DT06 float32 cast to float64 and summed: a float32 gradient")
  void gradientsGoBackThroughCasts() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.to(DType.FLOAT64);
    y.mul(Tensor.of(0.1, 10, 100)).sum().backward();
    assertTyped(x.grad(), DType.FLOAT32, 0.1f, 10, 100);
    Tensor through = leaf(1, 2).requiresGrad(true);
    through.to(DType.FLOAT16).to(DType.FLOAT64).to(DType.BFLOAT16).sum().backward();
    assertTyped(through.grad(), DType.FLOAT32, 1, 1);
    assertThat(leaf(1, 2).to(DType.INT32).requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("DT07 float16 and bfloat16 leaves have float16 and bfloat16 gradients")
  void gradientsOfHalves() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 1, -2, 3).requiresGrad(true);
      Tensor y = Tensor.of(2f, 4f, 8f).requiresGrad(true);
      Tensor z = x.mul(x).mul(y);
      assertTyped(z, DType.FLOAT32, 2, 16, 72);
      z.sum().backward();
      assertTyped(x.grad(), dtype, 4, -16, 48);
      assertTyped(y.grad(), DType.FLOAT32, 1, 4, 9);
      x.clearGrad();
      Tensor w = x.tanh().add(1).pow(2);
      assertThat(w.dtype()).isEqualTo(dtype);
      w.sum().backward();
      assertThat(x.grad().dtype()).isEqualTo(dtype);
    }
  }

  @Test
  @DisplayName("DT08 concat and where of float32 and float64 are float64; their matmul is an error")
  void joiningPromotesAndProductsDoNot() {
    Tensor x = leaf(1, 2);
    Tensor y = Tensor.of(3.0, 4.0).requiresGrad(true);
    Tensor joined = Tensor.concat(0, x, y);
    assertTyped(joined, DType.FLOAT64, 1, 2, 3, 4);
    Tensor chosen = Tensor.where(Tensor.ofBooleans(true, false), x, y);
    assertTyped(chosen, DType.FLOAT64, 1, 4);
    joined.sum().add(chosen.sum()).backward();
    assertTyped(x.grad(), DType.FLOAT32, 2, 1);
    assertTyped(y.grad(), DType.FLOAT64, 1, 2);
    assertThatThrownBy(() -> x.matmul(y)).isInstanceOf(DTypeException.class).hasMessageContaining("float32")
        .hasMessageContaining("float64");
    assertThatThrownBy(() -> x.to(DType.FLOAT16).matmul(x)).isInstanceOf(DTypeException.class)
        .hasMessageContaining("float16").hasMessageContaining("float32");
  }

  // ---- Casts ----

  @Test
  void whatAnIntegerCannotHoldBecomesItsNearest() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] numbers = {Double.NaN, infinity, -infinity, 1e30, -1e30, 2.9, -2.9};
    for (Tensor x : List.of(Tensor.of(numbers), Tensor.of(numbers).to(DType.FLOAT32), half(DType.BFLOAT16, numbers))) {
      assertThat(x.to(DType.INT32).toIntArray()).containsExactly(0, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE,
          Integer.MIN_VALUE, 2, -2);
      assertThat(x.to(DType.INT64).toLongArray()).containsExactly(0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE,
          Long.MIN_VALUE, 2, -2);
      assertThat(x.toBooleanArray()).containsOnly(true);
    }
    assertThat(Tensor.ofLongs((1L << 32) + 5, -1).toIntArray()).containsExactly(5, -1);
    assertThat(Tensor.of(0.0, -0.0, 1e-300).toBooleanArray()).containsExactly(false, false, true);
  }

  @Test
  void halvesRoundToTheNearestTiesToEven() {
    assertTyped(half(DType.FLOAT16, 2049, 2051, 65519, 65520, -1e9, 1e-8, 6e-8), DType.FLOAT16, 2048, 2052, 65504,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0x1p-24);
    assertTyped(half(DType.BFLOAT16, 257, 259, 1e9, 3.4e38, 1.00390625), DType.BFLOAT16, 256, 260, 998_244_352,
        Double.POSITIVE_INFINITY, 1);
    assertThat(half(DType.FLOAT16, Double.NaN).item()).isNaN();
    assertThat(half(DType.BFLOAT16, Double.NaN).item()).isNaN();
  }

  // ---- Numbers and types ----

  @Test
  void numbersKeepTheTypeOfHalves() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 1, 2);
      // The number itself is not rounded: of the sums, 1001.5 and 1002.5, bfloat16 holds 1000 and 1004.
      boolean exact = dtype == DType.FLOAT16;
      assertTyped(x.add(1000.5).sub(1000.5), dtype, exact ? 1 : -0.5, exact ? 2 : 3.5);
      assertTyped(x.mul(3), dtype, 3, 6);
      assertTyped(x.rdiv(1), dtype, 1, 0.5);
      assertThat(x.gt(1.5).dtype()).isEqualTo(DType.BOOL);
      assertTyped(x.clamp(0.5, 1.5), dtype, 1, 1.5);
    }
  }

  @Test
  void oneKernelRoundsOnce() {
    // 2049 lies between two float16 numbers: were x + 1 rounded, 1 taken away again would give 2047.
    var there = Adjoint.elementwise(s -> s.add(1).sub(1));
    Tensor x = half(DType.FLOAT16, 2048).requiresGrad(true);
    assertTyped(there.apply(x), DType.FLOAT16, 2048);
    var square = Adjoint.elementwise(s -> s.mul(s).mul(1e-5f));
    Tensor y = half(DType.FLOAT16, 1000).requiresGrad(true);
    Tensor z = square.apply(y);
    assertThat(z.item()).isEqualTo(10);
    z.sum().backward();
    assertThat(y.grad().item()).isBetween(0.0199, 0.0201);
    assertThat(y.mul(y).item()).isInfinite();
  }

  @Test
  void inPlaceTheTypeStays() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 1, 2);
      x.addi(Tensor.of(0.5f, 0.25f)).muli(2).assign(x.copy().add(Tensor.of(1.0, 1.0)));
      assertTyped(x, dtype, 4, 5.5);
      assertTyped(x.divi(Tensor.ofInts(2, 2)), dtype, 2, 2.75);
    }
    Tensor mixed = half(DType.FLOAT16, 1, 2).addi(half(DType.BFLOAT16, 1, 1));
    assertTyped(mixed, DType.FLOAT16, 2, 3);
  }

  @Test
  void everyKindOfOperationOnHalves() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 1, 2, 3, 4, 5, 6).reshape(2, 3).requiresGrad(true);
      assertTyped(x.t().copy(), dtype, 1, 4, 2, 5, 3, 6);
      assertTyped(x.flip(1).narrow(1, 0, 2).contiguous(), dtype, 3, 2, 6, 5);
      assertTyped(Tensor.concat(0, x, x).sum(0), dtype, 10, 14, 18);
      assertTyped(x.max(1), dtype, 3, 6);
      assertTyped(x.mean(0), dtype, 2.5, 3.5, 4.5);
      assertTyped(x.matmul(x.t()), dtype, 14, 32, 32, 77);
      assertTyped(x.indexSelect(1, Tensor.ofInts(2, 0)), dtype, 3, 1, 6, 4);
      assertTyped(x.indexAdd(1, Tensor.ofInts(0, 0), half(dtype, 1, 1, 1, 1).reshape(2, 2)), dtype, 3, 2, 3, 6, 5, 6);
      assertTyped(Tensor.where(x.gt(3), x, x.neg()), dtype, -1, -2, -3, 4, 5, 6);
      assertTyped(x.expand(Shape.of(2, 2, 3)).sumTo(Shape.of(3)), dtype, 10, 14, 18);
      assertTyped(x.pow(2).max(), dtype, 36);
      Tensor loss = x.matmul(x.t()).sum().add(x.max(1).sum()).add(x.indexSelect(1, Tensor.ofInts(2, 2)).mean());
      loss.backward();
      assertTyped(x.grad(), dtype, 10, 14, 19.5, 10, 14, 19.5);
    }
  }

  @Test
  void makingReadingAndPrintingHalves() {
    for (DType dtype : HALVES) {
      assertTyped(Tensor.zeros(Shape.of(2), dtype), dtype, 0, 0);
      assertTyped(Tensor.full(Shape.of(1), 2.5, dtype), dtype, 2.5);
      assertTyped(Tensor.arange(3, dtype), dtype, 0, 1, 2);
      assertTyped(Tensor.onesLike(half(dtype, 7)), dtype, 1);
      assertThat(half(dtype, 1.5, -2).toFloatArray()).containsExactly(1.5f, -2);
      assertThat(half(dtype, 1.5, -2).toIntArray()).containsExactly(1, -2);
      assertThat(half(dtype, 1.5).item()).isEqualTo(1.5);
      assertThat(half(dtype, 0.1, 1, 1e-3)).hasToString("Tensor([0.1, 1, 0.001], " + dtype + ")");
      Tensor uniform = Tensor.rand(Key.of(3), dtype, 3000);
      assertThat(uniform.dtype()).isEqualTo(dtype);
      assertThat(uniform.max().item()).isLessThan(1).isGreaterThan(0.98);
      assertThat(uniform.to(DType.FLOAT32).mean().item()).isBetween(0.48, 0.52);
      assertThat(Tensor.randn(Key.of(3), dtype, 10).dtype()).isEqualTo(dtype);
    }
  }

  @Test
  void halvesGoFromDeviceToDevice() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 0.1, Double.NaN, -5).requiresGrad(true);
      for (Backends.Found other : Backends.all()) {
        if (!other.availability().isAvailable()) {
          continue;
        }
        Tensor there = x.to(Device.of(other.name()));
        assertThat(there.dtype()).isEqualTo(dtype);
        assertThat(there.toFloatArray()).isEqualTo(x.toFloatArray());
        x.clearGrad();
        there.mul(2).sum().backward();
        assertTyped(x.grad(), dtype, 2, 2, 2);
      }
    }
  }

  @Test
  void theGradientOfAHalfIsSetInItsType() {
    Tensor x = half(DType.FLOAT16, 1, 2).requiresGrad(true);
    x.grad(half(DType.FLOAT16, 3, 4));
    assertTyped(x.grad(), DType.FLOAT16, 3, 4);
    assertThatThrownBy(() -> x.grad(Tensor.of(3f, 4f))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("float16").hasMessageContaining("float32");
  }

  @Test
  void optimizersMoveHalves() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 1, -2).requiresGrad(true);
      Optimizer sgd = new Sgd(List.of(x), 0.1, 0.9);
      Tensor y = half(dtype, 1, -2).requiresGrad(true);
      Optimizer adam = new Adam(List.of(y), 0.05);
      for (int i = 0; i < 10; i++) {
        sgd.zeroGrad();
        adam.zeroGrad();
        x.mul(x).sum().mul(0.1).backward();
        // The squares of such gradients are 0 in float16.
        y.mul(y).sum().mul(1e-5).backward();
        sgd.step();
        adam.step();
      }
      assertThat(x.dtype()).isEqualTo(dtype);
      assertThat(x.detach().pow(2).sum().item()).isLessThan(3);
      assertThat(y.toDoubleArray()[0]).as("moved 10 steps of 0.05").isBetween(0.45, 0.55);
      assertThat(y.toDoubleArray()[1]).isBetween(-1.55, -1.45);
    }
  }

  // ---- Accuracy ----

  @Test
  void manyOnes() {
    int n = 100_000;
    assertThat(Tensor.ones(Shape.of(n), DType.FLOAT32).sum().item()).isEqualTo(n);
    assertThat(Tensor.ones(Shape.of(n), DType.FLOAT16).sum().item()).as("beyond 65504").isInfinite();
    assertThat(Tensor.ones(Shape.of(n), DType.FLOAT16).narrow(0, 0, 60_000).sum().item()).isEqualTo(60_000);
    assertThat(Tensor.ones(Shape.of(n), DType.BFLOAT16).sum().item()).as("the nearest of 8 bits").isEqualTo(99_840);
    for (DType dtype : HALVES) {
      Tensor ones = Tensor.ones(Shape.of(n), dtype).requiresGrad(true);
      assertThat(ones.mean().item()).isEqualTo(1);
      ones.mean().backward();
      assertThat(ones.grad().dtype()).isEqualTo(dtype);
      assertThat(ones.grad().toFloatArray()).containsOnly(half(dtype, 1e-5).toFloatArray()[0]);
    }
  }

  @Test
  void sumsOfSmallNumbersLoseNoDigits() {
    int n = 100_000;
    double tenth = half(DType.FLOAT16, 0.1).item();
    assertThat(Tensor.full(Shape.of(n), 0.1, DType.FLOAT16).sum().item()).isEqualTo(half(DType.FLOAT16, n * tenth).item());
    double b = half(DType.BFLOAT16, 0.1).item();
    assertThat(Tensor.full(Shape.of(n), 0.1, DType.BFLOAT16).mean().item()).isEqualTo(b);
    assertThat(Tensor.full(Shape.of(n), 0.1, DType.FLOAT32).sum().item()).isBetween(9999.99, 10000.01);
    Tensor row = Tensor.full(Shape.of(1, n), 0.1, DType.FLOAT16);
    assertThat(row.matmul(Tensor.ones(Shape.of(n, 1), DType.FLOAT16)).item())
        .isCloseTo(n * tenth, within(8.0));
    Tensor added = half(DType.FLOAT16, 0).indexAdd(0, Tensor.zeros(Shape.of(4000), DType.INT32),
        Tensor.full(Shape.of(4000), 1, DType.FLOAT16));
    assertThat(added.item()).isEqualTo(4000);
  }

  @Test
  void softmaxOfHalvesIsComputedInFloat32() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 30, 20, 10).requiresGrad(true);
      assertThat(x.softmax(0).dtype()).isEqualTo(dtype);
      assertThat(x.logSoftmax(0).toDoubleArray()[2]).isEqualTo(-20);
      assertThat(Tensor.zeros(Shape.of(100_000), dtype).logSumExp(0).item())
          .isEqualTo(half(dtype, Math.log(100_000)).item());
      Tensor even = Tensor.zeros(Shape.of(100_000), dtype).softmax(0);
      assertThat(even.toFloatArray()).containsOnly(half(dtype, 1e-5).toFloatArray()[0]);
      x.softmax(0).narrow(0, 0, 1).sum().backward();
      assertThat(x.grad().dtype()).isEqualTo(dtype);
    }
  }

  @Test
  void derivativesOfEveryOrderOfHalves() {
    for (DType dtype : HALVES) {
      Tensor x = half(dtype, 0.5).requiresGrad(true);
      Tensor first = Adjoint.grad(t -> t.pow(3).sum()).apply(x);
      assertTyped(first, dtype, 0.75);
      Tensor second = Adjoint.grad(t -> Adjoint.grad(u -> u.pow(3).sum()).apply(t).sum()).apply(x);
      assertTyped(second, dtype, 3);
      assertTyped(Adjoint.jvp(t -> t.pow(3), x, half(dtype, 2)).tangent(), dtype, 1.5);
      assertTyped(Adjoint.jvp(t -> t.max(), x, half(dtype, 2)).tangent(), dtype, 2);
      assertTyped(Adjoint.jvp(t -> t.softmax(0).add(t.mean()), x, half(dtype, 2)).tangent(), dtype, 2);
      assertTyped(Adjoint.jvp(t -> t.mul(Tensor.scalar(0.5f)).to(DType.FLOAT64), x, half(dtype, 2)).tangent(),
          DType.FLOAT64, 1);
    }
  }

  @Test
  void integersAndNumbersBeyondTheirRange() {
    double infinity = Double.POSITIVE_INFINITY;
    Tensor some = Tensor.ofInts(1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    Tensor wide = Tensor.ofLongs(1, Long.MIN_VALUE, Long.MAX_VALUE);
    for (Tensor x : List.of(some, wide)) {
      for (double beyond : new double[] {infinity, 0x1p63, 1e30}) {
        assertThat(x.lt(beyond).to(DType.INT32).toIntArray()).containsOnly(1);
        assertThat(x.ge(beyond).to(DType.INT32).toIntArray()).containsOnly(0);
        assertThat(x.gt(-2 * beyond).to(DType.INT32).toIntArray()).containsOnly(1);
        assertThat(x.eq(beyond).to(DType.INT32).toIntArray()).containsOnly(0);
        assertThat(x.ne(beyond).to(DType.INT32).toIntArray()).containsOnly(1);
        assertThat(x.clampMax(beyond).toLongArray()).containsExactly(x.toLongArray());
        assertThat(x.clamp(-2 * beyond, beyond).toLongArray()).containsExactly(x.toLongArray());
        assertThat(x.clampMin(beyond).toLongArray()).containsOnly(x.select(0, 2).itemAsLong());
        assertThat(x.clamp(0, beyond).dtype()).isEqualTo(x.dtype());
      }
    }
    assertThat(Tensor.ofInts(1).ne(1e10).to(DType.INT32).toIntArray()).containsExactly(1);
  }

  @Test
  void searchesStayOnOneDevice() {
    Tensor x = Tensor.of(1f, 2);
    for (Backends.Found other : Backends.all()) {
      if (!other.availability().isAvailable() || other.name().equals(backend())) {
        continue;
      }
      Tensor there = x.to(Device.of(other.name()));
      assertThatThrownBy(() -> x.isin(there)).isInstanceOf(BackendException.class).hasMessageContaining("different devices");
      assertThatThrownBy(() -> x.searchsorted(there)).isInstanceOf(BackendException.class)
          .hasMessageContaining("different devices");
    }
  }
}
