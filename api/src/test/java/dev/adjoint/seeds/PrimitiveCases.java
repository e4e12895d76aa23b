package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.GradOptions;
import dev.adjoint.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scalar primitives at their kinks, at the edges of their domains and at the ends of the range of numbers. */
public abstract class PrimitiveCases extends OnBackend {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double[] slopes(UnaryOperator<Tensor> f, double... at) {
    return Adjoint.grad((Tensor x) -> f.apply(x).sum()).apply(Tensor.of(at)).toDoubleArray();
  }

  /** The derivatives by both arguments, one after the other. */
  private static double[] slopes(BinaryOperator<Tensor> f, double a, double b) {
    Tensor x = Tensor.of(new double[] {a}).requiresGrad(true);
    Tensor y = Tensor.of(new double[] {b}).requiresGrad(true);
    f.apply(x, y).sum().backward();
    return new double[] {x.grad().item(), y.grad().item()};
  }

  private static void assertSlopes(UnaryOperator<Tensor> f, double[] at, double... expected) {
    assertNumbers(slopes(f, at), expected);
  }

  private static void assertNumbers(double[] actual, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != expected[i] || Double.isInfinite(expected[i])) {
        assertThat(actual[i]).as("element %d", i).isEqualTo(Double.valueOf(expected[i]));
      } else {
        double allowed = 1e-10 * Math.max(1e-30, Math.abs(expected[i]));
        assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(allowed));
      }
    }
  }

  private static double[] at(double... numbers) {
    return numbers;
  }

  /** The derivative, itself differentiable. */
  private static Tensor derivative(Tensor y, Tensor x) {
    List<@Nullable Tensor> none = Collections.singletonList(null);
    return Objects.requireNonNull(Adjoint.grad(List.of(y), List.of(x), none, GradOptions.DEFAULT.creatingGraph()).getFirst());
  }

  /** The derivatives of the given order and all before it, by repeated grad. */
  private static double[] orders(UnaryOperator<Tensor> f, double at, int orders) {
    double[] out = new double[orders];
    Tensor x = Tensor.of(new double[] {at}).requiresGrad(true);
    Tensor y = f.apply(x).sum();
    for (int i = 0; i < orders; i++) {
      y = derivative(y, x).sum();
      out[i] = y.item();
    }
    return out;
  }

  @Test
  @DisplayName("P01 abs at -2, 0, 3, -0, NaN")
  void abs() {
    assertSlopes(Tensor::abs, at(-2, 0, 3, -0.0, NAN), -1, 0, 1, 0, 0);
    assertNumbers(orders(Tensor::abs, 0, 1), 0);
  }

  @Test
  @DisplayName("P03 relu and maximum at 0; relu at NaN")
  void relu() {
    assertSlopes(Tensor::relu, at(0, -0.0, 2, -1, NAN), 0, 0, 1, 0, 1);
    assertSlopes(x -> x.maximum(Tensor.zerosLike(x)), at(0), 0.5);
    assertThat(Tensor.of(NAN, 1.0).relu().toDoubleArray()).containsExactly(NAN, 1);
  }

  @Test
  @DisplayName("P12 sign, floor, ceil, round, trunc: zero everywhere, and not null")
  void steps() {
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(Tensor::sign, Tensor::floor, Tensor::ceil,
        Tensor::round, Tensor::trunc)) {
      assertSlopes(f, at(-1.5, 0, 0.5, 2, 7.25), 0, 0, 0, 0, 0);
    }
  }

  @Test
  @DisplayName("P17, P18 maximum and minimum at ties and beside NaN")
  void maximum() {
    assertNumbers(slopes(Tensor::maximum, 2, 2), 0.5, 0.5);
    assertNumbers(slopes(Tensor::minimum, 2, 2), 0.5, 0.5);
    for (BinaryOperator<Tensor> f : List.<BinaryOperator<Tensor>>of(Tensor::maximum, Tensor::minimum)) {
      assertNumbers(slopes(f, NAN, 1), 1, 1);
      assertNumbers(slopes(f, 1, NAN), 1, 1);
      assertThat(f.apply(Tensor.of(NAN, 1.0), Tensor.of(1.0, NAN)).toDoubleArray()).containsExactly(NAN, NAN);
    }
  }

  @Test
  @DisplayName("P33, P34 rsqrt, log, log1p, reciprocal and quotients at the edges")
  void edges() {
    assertSlopes(Tensor::rsqrt, at(0), -INFINITY);
    assertSlopes(Tensor::log, at(0, -1), INFINITY, -1);
    assertThat(Tensor.of(-1.0).log().item()).isNaN();
    assertSlopes(Tensor::log1p, at(-1), INFINITY);
    assertSlopes(Tensor::reciprocal, at(0), -INFINITY);
    assertNumbers(slopes(Tensor::div, 0, 0), INFINITY, NAN);
    assertSlopes(Tensor::sqrt, at(0), INFINITY);
  }

  @Test
  @DisplayName("P45-P49 powers of 0, of negative numbers, of 1 and 2")
  void powers() {
    double[] byExponent = new double[3];
    double[] byBase = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] both = slopes(Tensor::pow, 0, i - 1);
      byBase[i] = both[0];
      byExponent[i] = both[1];
    }
    assertNumbers(byExponent, -INFINITY, 0, 0);
    assertNumbers(byBase, -INFINITY, 0, 1);
    assertNumbers(slopes(Tensor::pow, -2, 2), -4, NAN);
    assertNumbers(slopes(Tensor::pow, -2, 3), 12, NAN);
    assertThat(Tensor.of(-2.0).pow(Tensor.of(2.5)).item()).isNaN();
    assertNumbers(slopes(Tensor::pow, -2, 2.5), NAN, NAN);
    assertNumbers(slopes(Tensor::pow, 2, 3), 12, 5.545177444479562);
    assertNumbers(slopes(Tensor::pow, 1, 3), 3, 0);
  }

  @Test
  @DisplayName("D19 0 to the power of a tensor 0: the first and the second derivative by the base are 0")
  void zeroToTheZero() {
    assertNumbers(orders(x -> x.pow(Tensor.of(new double[] {0})), 0, 2), 0, 0);
    assertNumbers(orders(x -> x.pow(Tensor.of(new double[] {1})), 0, 2), 1, 0);
    assertNumbers(orders(x -> x.pow(Tensor.of(new double[] {2})), 0, 3), 0, 2, 0);
    assertNumbers(slopes(x -> x.pow(0), 0, 2), 0, 0);
  }

  @Test
  @DisplayName("P57 asin, acos, atanh, acosh at the ends of their domains")
  void inverses() {
    assertSlopes(Tensor::asin, at(-1, 1), INFINITY, INFINITY);
    assertSlopes(Tensor::acos, at(1), -INFINITY);
    assertSlopes(Tensor::atanh, at(1), INFINITY);
    assertSlopes(Tensor::acosh, at(1), INFINITY);
  }

  @Test
  @DisplayName("P58, P59, NU09 atan2 and hypot")
  void angles() {
    assertNumbers(slopes(Tensor::atan2, 0, 0), 0, 0);
    assertNumbers(slopes(Tensor::hypot, 0, 0), 0, 0);
    assertNumbers(slopes(Tensor::hypot, 3, 4), 0.6, 0.8);
    assertNumbers(slopes(Tensor::hypot, 3e200, -4e200), 0.6, -0.8);
    double quarter = Math.PI / 4;
    double[][] quadrants =
        {{1, 1, quarter, 0.5, -0.5}, {1, -1, 3 * quarter, -0.5, -0.5}, {-1, -1, -3 * quarter, -0.5, 0.5},
          {-1, 1, -quarter, 0.5, 0.5}};
    for (double[] q : quadrants) {
      assertThat(Tensor.of(q[0]).atan2(Tensor.of(q[1])).item()).isCloseTo(q[2], within(1e-6));
      assertNumbers(slopes(Tensor::atan2, q[0], q[1]), q[3], q[4]);
    }
    assertNumbers(slopes(Tensor::atan2, 0, 1), 1, 0);
    assertNumbers(slopes(Tensor::atan2, 1, 0), 0, -1);
    assertNumbers(slopes(Tensor::atan2, 0, -1), -1, 0);
    assertNumbers(slopes(Tensor::atan2, -1, 0), 0, 1);
    assertNumbers(slopes(Tensor::atan2, 1e200, 1e200), 0.5e-200, -0.5e-200);
  }

  @Test
  @DisplayName("P60, P65 remainders and copysign")
  void remainders() {
    assertNumbers(slopes(Tensor::fmod, 5, 3), 1, -1);
    assertNumbers(slopes(Tensor::fmod, -5, 3), 1, 1);
    assertNumbers(slopes(Tensor::remainder, 5, 3), 1, -1);
    assertNumbers(slopes(Tensor::remainder, -5, 3), 1, 2);
    assertThat(Tensor.of(-5.0).remainder(3).item()).isEqualTo(1);
    assertThat(Tensor.of(-5.0).fmod(3).item()).isEqualTo(-2);
    assertNumbers(slopes(Tensor::copysign, 1, -0.0), -1, 0);
    assertNumbers(slopes(Tensor::copysign, 0, -1), 0, 0);
    assertNumbers(slopes(Tensor::copysign, -3, -1), 1, 0);
  }

  @Test
  @DisplayName("P76, NU07 at infinity, and far from 0")
  void atInfinity() {
    assertSlopes(Tensor::sigmoid, at(INFINITY, -INFINITY), 0, 0);
    assertSlopes(Tensor::tanh, at(INFINITY, -INFINITY, 100, -100), 0, 0, 0, 0);
    assertSlopes(Tensor::erf, at(INFINITY, -INFINITY, 0, 1, 10), 0, 0, 1.1283791670955126, 0.4151074974205947,
        4.197656198555776e-44);
    assertSlopes(Tensor::erfc, at(0, 1), -1.1283791670955126, -0.4151074974205947);
    assertSlopes(Tensor::erfinv, at(0, 0.5, 1), 0.886226925452758, 1.1125848189727182, INFINITY);
    assertSlopes(Tensor::relu, at(INFINITY, -INFINITY), 1, 0);
  }

  @Test
  @DisplayName("NU08, NU12 small arguments keep their digits, large ones overflow to infinity")
  void smallAndLarge() {
    assertThat(Tensor.of(new double[] {1e-10}).expm1().item()).isCloseTo(1.00000000005e-10, within(1e-24));
    assertSlopes(Tensor::expm1, at(1e-10), 1.0000000001);
    assertThat(Tensor.of(new double[] {1e-10}).log1p().item()).isCloseTo(9.9999999995e-11, within(1e-24));
    assertSlopes(Tensor::log1p, at(1e-10), 0.9999999999);
    assertThat(Tensor.of(1e-10f).log1p().item()).isCloseTo(1.0000000134e-10, within(1e-16));
    Tensor x = Tensor.of(1000f).requiresGrad(true);
    x.exp().sum().backward();
    assertThat(x.exp().item()).isEqualTo(INFINITY);
    assertThat(x.grad().item()).isEqualTo(INFINITY);
    assertThat(Tensor.of(1000f).sinh().item()).isEqualTo(INFINITY);
  }

  @Test
  @DisplayName("NU13 the gamma function")
  void gamma() {
    assertSlopes(Tensor::lgamma, at(1, 0.5, -1.5), -0.5772156649015329, -1.9635100260214235, 0.7031566406452432);
    assertSlopes(Tensor::digamma, at(1), 1.6449340668482264);
    assertNumbers(orders(Tensor::lgamma, 1, 4), -0.5772156649015329, 1.6449340668482264, -2.4041138063191885,
        6.493939402266829);
  }

  @Test
  @DisplayName("NU27 what has a better form is NaN at 0")
  void betterForms() {
    assertSlopes(x -> x.pow(2).sqrt(), at(0), NAN);
    assertSlopes(x -> x.mul(x).sqrt(), at(0), NAN);
    assertThat(Tensor.of(0.0).mul(Tensor.of(0.0).log()).item()).isNaN();
    assertSlopes(x -> x.mul(x.log()), at(0), NAN);
    assertThat(Adjoint.elementwise(s -> s.mul(s.reciprocal())).apply(Tensor.of(0.0)).item()).isNaN();
  }

  @Test
  @DisplayName("D01 the derivatives of x^4 at 2, up to the fifth, which is 0")
  void allOfAPower() {
    assertNumbers(orders(x -> x.pow(4), 2, 5), 32, 48, 48, 24, 0);
    assertNumbers(orders(x -> x.pow(2), 3, 3), 6, 2, 0);
    assertNumbers(orders(x -> x.pow(1), 3, 2), 1, 0);
  }

  @Test
  @DisplayName("D08 the derivative of what is linear does not depend on anything")
  void linear() {
    Tensor x = Tensor.of(new double[] {2}).requiresGrad(true);
    Tensor slope = derivative(x.mul(3).sum(), x);
    assertThat(slope.item()).isEqualTo(3);
    assertThat(slope.requiresGrad()).isFalse();
    assertThatThrownBy(() -> Adjoint.grad(slope, x)).isInstanceOf(AutogradException.class);
  }

  @Test
  @DisplayName("D17 second derivatives at a point")
  void secondDerivatives() {
    assertNumbers(at(second(Tensor::square, 0), second(Tensor::sqrt, 4), second(Tensor::sigmoid, 0), second(Tensor::tanh, 0.5),
        second(Tensor::log, 2), second(Tensor::reciprocal, 2), second(Tensor::erf, 0.5), second(Tensor::atan, 1),
        second(x -> x.hypot(Tensor.of(new double[] {4})), 3)),
        2, -0.03125, 0, -0.7268619813835874, -0.25, 0.25, -0.8787825789354448, -0.5, 0.128);
  }

  private static double second(UnaryOperator<Tensor> f, double at) {
    return orders(f, at, 2)[1];
  }

  @Test
  void integersHaveRemaindersToo() {
    assertThat(Tensor.ofInts(-5, 5, 7).remainder(Tensor.ofInts(3, -3, 0)).toIntArray()).containsExactly(1, -1, 0);
    assertThat(Tensor.ofInts(-5, 5).remainder(3).dtype()).isEqualTo(DType.INT32);
    assertThat(Tensor.ofInts(3).square().toIntArray()).containsExactly(9);
    assertThatThrownBy(() -> Tensor.of(1.0).polygamma(-1)).isInstanceOf(AutogradException.class).hasMessageContaining("-1");
  }
}
