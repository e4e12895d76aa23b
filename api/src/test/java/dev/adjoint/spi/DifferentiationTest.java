package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Symbolic derivatives against differences of the function itself. */
class DifferentiationTest {
  private static final Expr A = Expr.arg(0, DType.FLOAT64);
  private static final Expr B = Expr.arg(1, DType.FLOAT64);
  private static final Set<UnaryOp> STEPS = EnumSet.of(UnaryOp.SIGN, UnaryOp.FLOOR, UnaryOp.CEIL, UnaryOp.TRUNC, UnaryOp.ROUND);

  private static double at(Expr e, double... arguments) {
    Elements[] inputs = new Elements[arguments.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Elements.of(DType.FLOAT64, arguments[i]);
    }
    return new ExprEvaluator(Shape.of(), new double[] {3}, inputs).number(e, 0);
  }

  /** The derivative, 0 where there is none. */
  private static Expr slope(Expr e, int argument) {
    Expr slope = Differentiation.derivative(e, argument);
    return slope == null ? Expr.constant(0, e.dtype()) : slope;
  }

  private static void checkSlope(Expr e, int argument, double... point) {
    double step = 1e-5;
    double[] above = point.clone();
    double[] below = point.clone();
    above[argument] += step;
    below[argument] -= step;
    double difference = (at(e, above) - at(e, below)) / (2 * step);
    assertThat(at(slope(e, argument), point))
        .as("d/d%s of %s, which is %s", argument == 0 ? "a" : "b", e, slope(e, argument))
        .isCloseTo(difference, within(2e-7 * Math.max(1, Math.abs(difference))));
  }

  @ParameterizedTest
  @EnumSource
  void everyFunctionOfOneNumberToSecondOrder(UnaryOp op) {
    Expr e = Expr.unary(op, A);
    for (int i = 1; i < 20; i++) {
      double x = op.low() + (op.high() - op.low()) * i / 20;
      checkSlope(e, 0, x);
      checkSlope(slope(e, 0), 0, x);
    }
  }

  static Stream<BinaryOp> functionsOfTwoRealNumbers() {
    return Arrays.stream(BinaryOp.values()).filter(BinaryOp::isDefinedOnReals);
  }

  @ParameterizedTest
  @MethodSource("functionsOfTwoRealNumbers")
  void everyFunctionOfTwoNumbersToSecondOrder(BinaryOp op) {
    Expr e = Expr.binary(op, A, B);
    // No two of these are equal or a multiple of each other, where max, min and fmod have their kinks.
    for (double a : new double[] {0.3, 0.75, 1.4}) {
      for (double b : new double[] {0.4, 1.1, 2.3}) {
        for (int first = 0; first < 2; first++) {
          checkSlope(e, first, a, b);
          for (int second = 0; second < 2; second++) {
            checkSlope(slope(e, first), second, a, b);
          }
        }
      }
    }
  }

  @Property(tries = 200)
  void chainsOfOperations(
      @ForAll @DoubleRange(min = -1.5, max = 1.5) double x, @ForAll @DoubleRange(min = 0.5, max = 2) double y) {
    Expr shared = A.mul(B).sin();
    Expr e = shared.mul(shared).add(A.exp().log1p().tanh().div(B.sqrt())).sub(Expr.param(0, DType.FLOAT64).mul(A));
    checkSlope(e, 0, x, y);
    checkSlope(e, 1, x, y);
    checkSlope(slope(e, 0), 1, x, y);
  }

  @Test
  void stepsAndOtherArgumentsHaveNoDerivative() {
    for (UnaryOp op : STEPS) {
      assertThat(Differentiation.derivative(Expr.unary(op, A), 0)).as("derivative of %s", op).isNull();
    }
    assertThat(Differentiation.derivative(A.exp(), 1)).isNull();
    assertThat(Differentiation.derivative(A.lt(B), 0)).isNull();
    assertThat(Differentiation.derivative(A.cast(DType.INT32).cast(DType.FLOAT64), 0)).isNull();
    assertThat(Differentiation.derivative(Expr.index(0).cast(DType.FLOAT64), 0)).isNull();
    assertThat(Differentiation.derivative(Expr.arg(0, DType.INT32), 0)).isNull();
  }

  @Test
  void theConventionsAtKinks() {
    assertThat(at(slope(A.abs(), 0), 0)).as("abs'(0)").isZero();
    assertThat(at(slope(A.relu(), 0), 0)).as("relu'(0)").isZero();
    assertThat(at(slope(A.max(B), 0), 2, 2)).as("max at a tie").isEqualTo(0.5);
    assertThat(at(slope(A.max(B), 1), 2, 2)).as("max at a tie").isEqualTo(0.5);
    assertThat(at(slope(A.min(B), 0), 2, 2)).as("min at a tie").isEqualTo(0.5);
    assertThat(at(slope(A.pow(2), 0), 0)).as("(a^2)' at 0").isZero();
    assertThat(at(slope(A.pow(B), 0), 3, 0)).as("d/da of a^0").isZero();
    assertThat(at(slope(A.pow(B), 1), 0, 2)).as("d/db of 0^b").isZero();
    assertThat(at(slope(Expr.binary(BinaryOp.ATAN2, A, B), 0), 0, 0)).as("atan2 at the origin").isZero();
  }

  @Test
  void aDerivativeKeepsTheTypeOfTheArgument() {
    Expr narrow = Expr.arg(0, DType.FLOAT32);
    for (UnaryOp op : UnaryOp.values()) {
      assertThat(slope(Expr.unary(op, narrow), 0).dtype()).as("dtype of the derivative of %s", op).isEqualTo(DType.FLOAT32);
    }
    assertThat(slope(narrow.cast(DType.FLOAT64).exp(), 0).dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void aSelectIsDifferentiatedOnTheSideThatWasTaken() {
    Expr e = A.gt(0).then(A.mul(A), A.mul(3));
    assertThat(at(slope(e, 0), 2)).isEqualTo(4);
    assertThat(at(slope(e, 0), -2)).isEqualTo(3);
    Expr oneSided = A.gt(0).then(A.exp(), B);
    assertThat(at(slope(oneSided, 0), -1, 5)).isZero();
    assertThat(at(slope(oneSided, 1), -1, 5)).isEqualTo(1);
  }

  @Test
  void replacingAndRenumbering() {
    assertThat(Differentiation.replace(A.mul(B).exp().add(A), A, B.log())).isEqualTo(B.log().mul(B).exp().add(B.log()));
    assertThat(Differentiation.renumber(A.sub(B), new int[] {1, 0})).isEqualTo(B.sub(A));
    assertThat(Differentiation.reads(B.exp().add(Expr.arg(5, DType.FLOAT64))).stream()).containsExactly(1, 5);
  }
}
