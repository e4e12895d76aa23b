package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradOptions;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Functions made of the primitives: their derivatives at kinks and far out, and their types. */
public abstract class FunctionCases extends OnBackend {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double PI = Math.PI;

  /** The gradient at some numbers, float64. */
  private static Tensor slopes(UnaryOperator<Tensor> f, double... at) {
    Tensor x = Tensor.of(at).requiresGrad(true);
    f.apply(x).backward(Tensor.onesLike(x));
    return x.grad();
  }

  /** The same in float32, as it must not overflow there either. */
  private static Tensor singleSlopes(UnaryOperator<Tensor> f, double... at) {
    Tensor x = Tensor.of(at).to(DType.FLOAT32).requiresGrad(true);
    f.apply(x).backward(Tensor.onesLike(x));
    return x.grad();
  }

  private static void assertExact(Tensor actual, double... expected) {
    assertThat(actual).isNotNull();
    double[] values = actual.toDoubleArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(values[i] - expected[i]) / Math.max(1e-300, Math.abs(expected[i]));
      assertThat(values[i] == expected[i] || values[i] != values[i] && expected[i] != expected[i] || error <= 1e-9)
          .as("element %d: %s, expected %s", i, values[i], expected[i]).isTrue();
    }
  }

  @Test
  @DisplayName("P03 four ways to write relu at 0")
  void fourWaysToWriteRelu() {
    assertExact(slopes(Tensor::relu, 0), 0);
    assertExact(slopes(x -> x.threshold(0, 0), 0), 0);
    assertExact(slopes(x -> x.clampMin(0), 0), 1);
    assertExact(slopes(x -> x.maximum(Tensor.zerosLike(x)), 0), 0.5);
    assertExact(slopes(x -> Tensor.where(x.ge(0), x, 0), 0), 1);
  }

  @Test
  @DisplayName("P04 relu6 at 0 and 6")
  void relu6() {
    assertExact(slopes(Tensor::relu6, 0, 6, 3), 0, 0, 1);
  }

  @Test
  @DisplayName("P05 leakyRelu at 0")
  void leakyRelu() {
    assertExact(slopes(x -> x.leakyRelu(0.1), 0, -1, 1), 0.1, 0.1, 1);
  }

  @Test
  @DisplayName("P06 prelu at -2, 0, 3")
  void prelu() {
    Tensor w = Tensor.of(0.25).requiresGrad(true);
    assertExact(slopes(x -> x.prelu(w), -2, 0, 3), 0.25, 0.25, 1);
    assertExact(w.grad(), -2);
  }

  @Test
  @DisplayName("P07 elu, celu, selu at 0")
  void exponentialUnits() {
    assertExact(slopes(Tensor::elu, 0), 1);
    assertExact(slopes(Tensor::celu, 0), 1);
    assertExact(slopes(Tensor::selu, 0), 1.7580993408473766);
  }

  @Test
  @DisplayName("P09 hardsigmoid and hardswish at -3 and 3")
  void hardGates() {
    assertExact(slopes(Tensor::hardsigmoid, -3, 3), 0, 0);
    assertExact(slopes(Tensor::hardswish, -3, 3), 0, 1);
  }

  @Test
  @DisplayName("P10 softshrink and hardshrink at their bounds")
  void shrinks() {
    assertExact(slopes(Tensor::softshrink, -0.5, 0.5), 0, 0);
    assertExact(slopes(Tensor::hardshrink, -0.5, 0.5), 0, 0);
    assertExact(slopes(x -> x.hardshrink(2), -2, 2, 3), 0, 0, 1);
  }

  @Test
  @DisplayName("P11 threshold at exactly the threshold")
  void threshold() {
    assertExact(slopes(x -> x.threshold(1, 20), 1), 0);
    assertExact(Tensor.of(1.0, 1.5).threshold(1, 20), 20, 1.5);
  }

  @Test
  @DisplayName("P13 clamp at its bounds; hardtanh there")
  void bounds() {
    assertExact(slopes(x -> x.clamp(0, 1), -1, 0, 0.5, 1, 2), 0, 1, 1, 1, 0);
    assertExact(slopes(x -> x.clampMin(0).clampMax(1), -1, 0, 0.5, 1, 2), 0, 1, 1, 1, 0);
    assertExact(slopes(x -> x.clamp(Tensor.scalar(0.0), Tensor.scalar(1.0)), -1, 0, 0.5, 1, 2), 0, 1, 1, 1, 0);
    assertExact(slopes(x -> x.hardtanh(0, 1), -1, 0, 0.5, 1, 2), 0, 0, 1, 0, 0);
  }

  @Test
  @DisplayName("P15 clamp with crossed bounds")
  void crossedBounds() {
    Tensor x = Tensor.of(0.0, 2, 4);
    assertExact(x.clamp(3, 1), 1, 1, 1);
    assertExact(x.clamp(Tensor.scalar(3.0), Tensor.scalar(1.0)), 1, 1, 1);
    assertExact(slopes(v -> v.clamp(3, 1), 0, 1, 2, 3, 4), 0, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("P16 clamp of NaN")
  void clampOfNaN() {
    assertExact(Tensor.of(NAN).clamp(0, 1), NAN);
    assertExact(slopes(x -> x.clamp(0, 1), NAN), 0);
    assertExact(slopes(x -> x.clampMin(0), NAN), 0);
    assertExact(slopes(x -> x.clampMax(0), NAN), 0);
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(Tensor::hardtanh, Tensor::hardshrink,
        Tensor::softshrink)) {
      assertExact(f.apply(Tensor.of(NAN)), NAN);
      assertExact(slopes(f, NAN), 0);
    }
  }

  @Test
  @DisplayName("P19 fmax and fmin: ties, and one NaN")
  void fmaxAndFmin() {
    for (boolean max : new boolean[] {true, false}) {
      Tensor a = Tensor.of(2, NAN, 1, NAN).requiresGrad(true);
      Tensor b = Tensor.of(2, 1, NAN, NAN).requiresGrad(true);
      Tensor y = max ? a.fmax(b) : a.fmin(b);
      assertExact(y, 2, 1, 1, NAN);
      y.sum().backward();
      assertExact(a.grad(), 1, 0, 1, 1);
      assertExact(b.grad(), 0, 1, 0, 0);
    }
  }

  @Test
  @DisplayName("P61 logaddexp at the infinities")
  void logaddexp() {
    Tensor a = Tensor.of(-INF, INF, -INF, 1).requiresGrad(true);
    Tensor b = Tensor.of(-INF, 0, 2, 1).requiresGrad(true);
    Tensor y = a.logaddexp(b);
    assertExact(y, -INF, INF, 2, 1 + Math.log(2));
    y.backward(Tensor.onesLike(y));
    assertExact(a.grad(), NAN, 1, 0, 0.5);
    assertExact(b.grad(), NAN, 0, 1, 0.5);
    assertExact(Tensor.of(1000.0, INF, NAN).logaddexp(Tensor.of(1000.0, INF, 1)), 1000 + Math.log(2), INF, NAN);
    assertExact(Tensor.of(2000.0, -INF).logaddexp2(Tensor.of(2000.0, -INF)), 2001, -INF);
  }

  @Test
  @DisplayName("P63 entr at 0")
  void entr() {
    assertExact(Tensor.of(0, 1, -1, NAN).entr(), 0, 0, -INF, NAN);
    assertExact(slopes(Tensor::entr, 0), INF);
  }

  @Test
  @DisplayName("P64 sinc at 0: four derivatives")
  void sinc() {
    Tensor x = Tensor.of(0.0, 0.4, 2).requiresGrad(true);
    Tensor y = x.sinc();
    double[][] expected = {{0, -1.1195243356642739, 0.5}, {-PI * PI / 3, -1.8719587335325203, -0.5},
      {0, 6.4150017822579367, -4.1848022005446793}, {Math.pow(PI, 4) / 5, 9.5717858845446496, 8.3696044010893586}};
    for (double[] order : expected) {
      y = Adjoint.grad(List.of(y.sum()), List.of(x), Collections.singletonList(null), GradOptions.DEFAULT.creatingGraph())
          .getFirst();
      assertThat(y.toDoubleArray()).usingComparatorWithPrecision(1e-12).containsExactly(order);
    }
  }

  @Test
  @DisplayName("P66 nanToNum at NaN, infinity, 1")
  void nanToNum() {
    assertExact(slopes(Tensor::nanToNum, NAN, INF, -INF, 1), 0, 0, 0, 1);
    assertExact(Tensor.of(NAN, INF, -INF, 1).nanToNum(), 0, Double.MAX_VALUE, -Double.MAX_VALUE, 1);
    assertExact(Tensor.of(NAN, INF).to(DType.FLOAT32).nanToNum(), 0, Float.MAX_VALUE);
    assertExact(Tensor.of(NAN, INF, -INF).nanToNum(1, 2, 3), 1, 2, 3);
    assertThat(Tensor.ofInts(1, 2).nanToNum().dtype()).isEqualTo(DType.INT32);
  }

  @Test
  @DisplayName("P69 frac; lerp")
  void fracAndLerp() {
    assertExact(slopes(Tensor::frac, -1.5, 0, 2.25), 1, 1, 1);
    Tensor a = Tensor.scalar(1.0).requiresGrad(true);
    Tensor b = Tensor.scalar(3.0).requiresGrad(true);
    Tensor w = Tensor.scalar(0.25).requiresGrad(true);
    a.lerp(b, w).backward();
    assertExact(a.grad(), 0.75);
    assertExact(b.grad(), 0.25);
    assertExact(w.grad(), 2);
    assertExact(a.lerp(b, 1), 3);
  }

  @Test
  @DisplayName("P70 logit at 0, 0.5, 1")
  void logit() {
    assertExact(slopes(Tensor::logit, 0, 0.5, 1), INF, 4, INF);
    assertExact(Tensor.of(0, 0.5, 1, 2).logit(), -INF, 0, INF, NAN);
  }

  @Test
  @DisplayName("P71 heaviside is an error when it is differentiated")
  void heaviside() {
    Tensor x = Tensor.of(-1.0, 0, 2).requiresGrad(true);
    Tensor y = x.heaviside(Tensor.scalar(0.5));
    assertExact(y, 0, 0.5, 1);
    assertThatThrownBy(() -> y.sum().backward()).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("heaviside", "detach()");
    assertThatThrownBy(() -> Adjoint.jvp(v -> v.heaviside(Tensor.scalar(0.5)), x.detach(), Tensor.onesLike(x)))
        .isInstanceOf(AutogradException.class);
    assertThat(x.detach().heaviside(Tensor.scalar(0.5)).requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("P75 gelu, silu, mish at 0, 1, -1")
  void gates() {
    assertThat(slopes(Tensor::gelu, 0, 1, -1).toDoubleArray()).usingComparatorWithPrecision(1e-10)
        .containsExactly(0.5, 1.0833154706, -0.0833154706);
    assertThat(slopes(Tensor::geluTanh, 0, 1, -1).toDoubleArray()).usingComparatorWithPrecision(1e-10)
        .containsExactly(0.5, 1.0829640838, -0.0829640838);
    assertThat(slopes(Tensor::silu, 0, 1).toDoubleArray()).usingComparatorWithPrecision(1e-10)
        .containsExactly(0.5, 0.9276705119);
    assertThat(slopes(Tensor::mish, 0, 1).toDoubleArray()).usingComparatorWithPrecision(1e-10)
        .containsExactly(0.6, 1.0490362201);
  }

  @Test
  @DisplayName("P76 at the infinities, value and derivative are the limits")
  void atTheInfinities() {
    double[] far = {INF, -INF, 1e30, -1e30};
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(Tensor::gelu, Tensor::geluTanh, Tensor::silu,
        Tensor::mish, Tensor::softplus, Tensor::relu, Tensor::hardswish)) {
      assertExact(f.apply(Tensor.of(far)), INF, 0, 1e30, 0);
      assertExact(slopes(f, far), 1, 0, 1, 0);
      assertExact(singleSlopes(f, far), 1, 0, 1, 0);
      assertExact(slopes(x -> Adjoint.grad((Tensor v) -> f.apply(v).sum()).apply(x), far), 0, 0, 0, 0);
    }
    assertExact(slopes(Tensor::softplus, NAN), NAN);
    assertExact(slopes(Tensor::logSigmoid, INF, -INF), 0, 1);
  }

  @Test
  @DisplayName("xlogy at (0, 0): its gradient towards the first is 0")
  void xlogy() {
    assertExact(slopes(x -> x.xlogy(Tensor.zerosLike(x)), 0), 0);
    assertExact(slopes(x -> x.xlogy(0.0), 0), 0);
    assertExact(slopes(x -> x.xlog1py(Tensor.of(-1.0)), 0), 0);
    assertExact(slopes(y -> Tensor.zerosLike(y).xlogy(y), 0, 2), 0, 0);
    assertExact(slopes(x -> x.xlogy(2.0), 0), Math.log(2));
    assertExact(Tensor.of(0.0, 0, 0, 0).xlogy(Tensor.of(0, -1, INF, NAN)), 0, 0, 0, NAN);
  }

  // ---- Types and shapes ----

  @Test
  void realFunctionsTakeIntegersAsFloat32() {
    Tensor x = Tensor.ofInts(-1, 0, 2);
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(Tensor::gelu, Tensor::silu, Tensor::mish,
        Tensor::softplus, Tensor::elu, Tensor::logSigmoid, Tensor::sinc, Tensor::rad2deg, Tensor::softsign)) {
      assertThat(f.apply(x).dtype()).isEqualTo(DType.FLOAT32);
    }
    assertThat(x.relu6().dtype()).isEqualTo(DType.INT32);
    assertThat(x.clampMin(1).dtype()).isEqualTo(DType.INT32);
    assertThat(x.clampMin(0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.where(x.gt(0), x, 1).dtype()).isEqualTo(DType.INT32);
    assertThat(Tensor.where(x.gt(0), 0.5, x).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(x.floatPower(2).dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void boolsAreNoNumbers() {
    Tensor bool = Tensor.ofBooleans(true, false);
    assertThatThrownBy(() -> bool.fmax(bool)).isInstanceOf(DTypeException.class);
    assertThatThrownBy(() -> bool.clamp(bool, bool)).isInstanceOf(DTypeException.class);
    assertThatThrownBy(() -> bool.floorDivide(bool)).isInstanceOf(DTypeException.class);
    assertThatThrownBy(() -> bool.gcd(bool)).isInstanceOf(DTypeException.class).hasMessageContaining("INT64");
    assertThatThrownBy(() -> Tensor.of(1.0).lcm(Tensor.ofInts(1))).isInstanceOf(DTypeException.class);
  }

  @Test
  void shapesThatDoNotFit() {
    assertThatThrownBy(() -> Tensor.zeros(2, 3).glu(1)).isInstanceOf(ShapeException.class).hasMessageContaining("even");
    assertThatThrownBy(() -> Tensor.scalar(1f).glu(0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Tensor.zeros(2, 3).prelu(Tensor.zeros(2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("3 channels");
    assertThatThrownBy(() -> Tensor.zeros(2, 3).prelu(Tensor.zeros(1, 3))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Tensor.zeros(2).hardtanh(1, 0)).isInstanceOf(AdjointException.class);
    assertThatThrownBy(() -> Tensor.zeros(2).celu(0)).isInstanceOf(AdjointException.class);
    assertThatThrownBy(() -> Tensor.zeros(2).softshrink(-1)).isInstanceOf(AdjointException.class);
  }

  // ---- Whole tensors, and whole numbers ----

  @Test
  void closeAndEqual() {
    Tensor x = Tensor.of(1, INF, NAN);
    assertThat(x.allClose(x)).isFalse();
    assertThat(x.allClose(x, 0, 0, true)).isTrue();
    assertThat(Tensor.zeros(0).allClose(Tensor.zeros(0))).isTrue();
    assertThat(Tensor.of(1.0, 2).allClose(Tensor.of(1.0, 2.1))).isFalse();
    assertThat(Tensor.of(1.0, 2).allClose(Tensor.of(1.0, 2.1), 0.1, 0, false)).isTrue();
    assertThat(Tensor.of(1.0, 2).equal(Tensor.of(1.0, 2))).isTrue();
    assertThat(Tensor.of(1.0, 2).equal(Tensor.of(1.0, 3))).isFalse();
    assertThat(Tensor.of(1.0, 1).equal(Tensor.scalar(1.0))).isFalse();
    assertThat(x.equal(x)).isFalse();
    assertThat(Tensor.ofLongs(1L << 60).equal(Tensor.ofLongs((1L << 60) + 1))).isFalse();
  }

  @Test
  void divisorsOfLargeNumbers() {
    long a = 7540113804746346429L; // The 92nd and 91st Fibonacci numbers: Euclid's algorithm takes its most steps.
    long b = 4660046610375530309L;
    assertThat(Tensor.ofLongs(a, b, -a, 1L << 62).gcd(Tensor.ofLongs(b, a, b, 3L << 60)).toLongArray())
        .containsExactly(1, 1, 1, 1L << 60);
    assertThat(Tensor.ofLongs(1L << 60, 3037000499L).lcm(Tensor.ofLongs(-(1L << 59), 3)).toLongArray())
        .containsExactly(1L << 60, 9111001497L);
    assertThat(Tensor.ofInts(0, 0, -4).gcd(Tensor.ofInts(0, -7, 0)).toIntArray()).containsExactly(0, 7, 4);
    assertThat(Tensor.ofInts(0, 0, -4).lcm(Tensor.ofInts(0, -7, 6)).toIntArray()).containsExactly(0, 0, 12);
  }

  @Test
  void divisionThatRounds() {
    Tensor x = Tensor.ofInts(7, -7, 7, -7, 5);
    Tensor y = Tensor.ofInts(2, 2, -2, -2, 0);
    assertThat(x.floorDivide(y).toIntArray()).containsExactly(3, -4, -4, 3, 0);
    assertThat(x.truncDivide(y).toIntArray()).containsExactly(3, -3, -3, 3, 0);
    assertExact(Tensor.of(1.0, -1, 0, 1, -1).floorDivide(Tensor.of(0.0, 0, 0, INF, INF)), INF, -INF, NAN, 0, -1);
    assertExact(slopes(v -> v.truncDivide(2), 7, -7), 0, 0);
    assertThat(Tensor.of(7.0).requiresGrad(true).floorDivide(2).requiresGrad()).isFalse();
  }
}
