package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
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
}
