package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExprTest {
  private static final Expr F32 = Expr.arg(0, DType.FLOAT32);
  private static final Expr F64 = Expr.arg(1, DType.FLOAT64);
  private static final Expr I32 = Expr.arg(2, DType.INT32);

  @Test
  void operandsArePromoted() {
    assertThat(F32.add(F64).dtype()).isEqualTo(DType.FLOAT64);
    assertThat(I32.mul(F32).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(F32.lt(I32).dtype()).isEqualTo(DType.BOOL);
  }

  @Test
  void aPlainNumberTakesTheTypeOfWhatItMeetsUnlessItWouldLoseItsFraction() {
    assertThat(F32.mul(0.1).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(I32.mul(2).dtype()).isEqualTo(DType.INT32);
    assertThat(I32.mul(0.5).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void whatChangesNoValueIsSimplified() {
    assertThat(F32.mul(1)).isEqualTo(F32);
    assertThat(F32.div(1)).isEqualTo(F32);
    assertThat(F32.sub(0)).isEqualTo(F32);
    assertThat(F32.pow(1)).isEqualTo(F32);
    assertThat(F32.neg().neg()).isEqualTo(F32);
    assertThat(F32.mul(-1)).isEqualTo(F32.neg());
    assertThat(F32.add(F32.neg())).isEqualTo(F32.sub(F32));
    assertThat(F32.cast(DType.FLOAT32)).isEqualTo(F32);
    assertThat(F32.gt(0).then(F32, F32)).isEqualTo(F32);
    assertThat(Expr.constant(2, DType.FLOAT64).exp()).isEqualTo(Expr.constant(Math.exp(2), DType.FLOAT64));
  }

  @Test
  void whatWouldChangeSomeValueIsNot() {
    // -0 + 0 is 0; NaN * 0 and NaN - NaN are NaN.
    assertThat(F32.add(0)).isNotEqualTo(F32);
    assertThat(F32.mul(0)).isNotEqualTo(Expr.constant(0, DType.FLOAT32));
    assertThat(F32.sub(F32)).isNotEqualTo(Expr.constant(0, DType.FLOAT32));
  }

  @Test
  void constantsAreRoundedToTheirType() {
    assertThat(Expr.constant(0.1, DType.FLOAT32)).isSameAs(Expr.constant(0.1f, DType.FLOAT32));
    assertThat(Expr.constant(0.1, DType.FLOAT64)).isNotEqualTo(Expr.constant(0.1f, DType.FLOAT64));
  }

  @Test
  void functionsOfFloatingPointNumbersRefuseIntegers() {
    assertThatThrownBy(I32::exp).isInstanceOf(DTypeException.class).hasMessageContaining("exp").hasMessageContaining("int32");
    assertThat(I32.floor().dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void whatIsStoredIn16BitsIsComputedInFloat32() {
    Expr half = Expr.arg(0, DType.FLOAT16);
    Expr wide = half.cast(DType.FLOAT32);
    Expr other = Expr.arg(1, DType.BFLOAT16);
    Expr chosen = half.lt(0).then(half, half.neg());
    for (Expr e : List.of(half.exp(), half.add(1), half.mul(half), chosen, half.pow(2), Expr.power(half, 2), half.sub(other))) {
      assertThat(e.dtype()).as("%s", e).isEqualTo(DType.FLOAT32);
    }
    assertThat(half.mul(F64).dtype()).isEqualTo(DType.FLOAT64);
    assertThat(half.gt(half).dtype()).isEqualTo(DType.BOOL);
    assertThat(half.tanh()).isSameAs(wide.tanh());
    assertThat(half.mul(half).cast(DType.FLOAT16)).hasToString("float16(float32(a) * float32(a))");
  }

  @Test
  void castsOf16BitsGoThroughFloat32ButFromFloat64() {
    Expr half = Expr.arg(0, DType.FLOAT16);
    assertThat(half.cast(DType.FLOAT32).cast(DType.FLOAT16)).as("nothing is lost").isSameAs(half);
    assertThat(half.cast(DType.FLOAT64)).isSameAs(half.cast(DType.FLOAT32).cast(DType.FLOAT64));
    assertThat(half.cast(DType.BFLOAT16)).isSameAs(half.cast(DType.FLOAT32).cast(DType.BFLOAT16));
    assertThat(F64.cast(DType.FLOAT16)).as("rounded once").hasToString("float16(b)");
    assertThat(I32.cast(DType.BFLOAT16)).isSameAs(I32.cast(DType.FLOAT32).cast(DType.BFLOAT16));
    assertThat(F32.cast(DType.FLOAT16).cast(DType.FLOAT32)).as("this rounds").isNotEqualTo(F32);
    assertThat(Expr.constant(0.1, DType.FLOAT16)).isSameAs(Expr.constant(0.1, DType.FLOAT32).cast(DType.FLOAT16));
  }

  @Test
  void derivativesOf16BitsAreNotRoundedOnTheWay() {
    Expr half = Expr.arg(0, DType.FLOAT16);
    Expr stored = half.sin().mul(half).cast(DType.FLOAT16);
    assertThat(Differentiation.derivative(stored, 0)).isSameAs(Differentiation.derivative(half.sin().mul(half), 0));
    assertThat(Differentiation.derivative(half, 0)).isSameAs(Expr.constant(1, DType.FLOAT32));
  }
}
