package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DTypeTest {
  @Test
  void theHigherCategoryWinsThenTheWiderType() {
    assertThat(DType.promote(DType.INT64, DType.FLOAT32)).isEqualTo(DType.FLOAT32);
    assertThat(DType.promote(DType.FLOAT64, DType.FLOAT32)).isEqualTo(DType.FLOAT64);
    assertThat(DType.promote(DType.BOOL, DType.INT32)).isEqualTo(DType.INT32);
    assertThat(DType.promote(DType.INT32, DType.INT64)).isEqualTo(DType.INT64);
  }

  @Test
  void promotionIsSymmetric() {
    for (DType a : DType.values()) {
      assertThat(DType.promote(a, a)).isEqualTo(a);
      for (DType b : DType.values()) {
        assertThat(DType.promote(a, b)).as("%s and %s", a, b).isEqualTo(DType.promote(b, a));
      }
    }
  }

  @Test
  void aTensorWithoutAxesDoesNotWidenWithinItsCategory() {
    assertThat(DType.promote(DType.FLOAT32, true, DType.FLOAT64, false)).isEqualTo(DType.FLOAT32);
    assertThat(DType.promote(DType.FLOAT64, false, DType.FLOAT32, true)).isEqualTo(DType.FLOAT32);
    assertThat(DType.promote(DType.INT32, true, DType.FLOAT64, false)).isEqualTo(DType.FLOAT64);
    assertThat(DType.promote(DType.FLOAT32, true, DType.FLOAT64, true)).isEqualTo(DType.FLOAT64);
  }

  @Test
  void names() {
    assertThat(DType.FLOAT32).hasToString("float32");
    assertThat(DType.INT64.bytes()).isEqualTo(8);
    assertThat(DType.BOOL.isFloating()).isFalse();
    assertThat(DType.INT32.isInteger()).isTrue();
  }

  @Test
  void halves() {
    assertThat(DType.promote(DType.FLOAT16, DType.BFLOAT16)).isEqualTo(DType.FLOAT32);
    assertThat(DType.promote(DType.FLOAT16, DType.FLOAT32)).isEqualTo(DType.FLOAT32);
    assertThat(DType.promote(DType.INT64, DType.BFLOAT16)).isEqualTo(DType.BFLOAT16);
    assertThat(DType.promote(DType.FLOAT16, true, DType.FLOAT64, false)).isEqualTo(DType.FLOAT16);
    assertThat(DType.promote(DType.FLOAT16, true, DType.BFLOAT16, false)).isEqualTo(DType.FLOAT16);
    assertThat(DType.promote(DType.INT32, true, DType.FLOAT16, false)).isEqualTo(DType.FLOAT16);
    assertThat(DType.FLOAT16.computed()).isEqualTo(DType.FLOAT32);
    assertThat(DType.FLOAT64.computed()).isEqualTo(DType.FLOAT64);
    assertThat(DType.BFLOAT16.isHalf()).isTrue();
    assertThat(DType.BFLOAT16.isFloating()).isTrue();
    assertThat(DType.BFLOAT16.bytes()).isEqualTo(2);
    assertThat(DType.FLOAT32.isHalf()).isFalse();
  }
}
