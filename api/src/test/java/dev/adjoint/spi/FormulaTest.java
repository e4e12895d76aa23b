package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private static final Expr A = Expr.arg(0, DType.FLOAT32);
  private static final Expr B = Expr.arg(1, DType.FLOAT32);
  private static final Expr C = Expr.arg(2, DType.FLOAT32);

  @Test
  void functionsAndOperators() {
    assertThat(A.mul(A.exp().log1p().tanh())).hasToString("a * tanh(log1p(exp(a)))");
    assertThat(A.max(B.abs())).hasToString("max(a, abs(b))");
    assertThat(Expr.binary(BinaryOp.ATAN2, A, B)).hasToString("atan2(a, b)");
    assertThat(Expr.arg(26, DType.FLOAT32).add(Expr.param(1, DType.FLOAT32))).hasToString("arg26 + p1");
    assertThat(Expr.index(1).cast(DType.FLOAT32)).hasToString("float32(index1)");
  }

  @Test
  void parenthesesWhereTheyChangeTheMeaning() {
    assertThat(A.add(B).mul(C)).hasToString("(a + b) * c");
    assertThat(A.mul(B).add(C)).hasToString("a * b + c");
    assertThat(A.add(B.add(C))).hasToString("a + b + c");
    assertThat(A.mul(B.mul(C))).hasToString("a * b * c");
    assertThat(A.mul(B.add(C))).hasToString("a * (b + c)");
    assertThat(A.sub(B.sub(C))).hasToString("a - (b - c)");
    assertThat(A.sub(B).sub(C)).hasToString("a - b - c");
    assertThat(A.div(B.mul(C))).hasToString("a / (b * c)");
    assertThat(A.add(B).neg()).hasToString("-(a + b)");
    assertThat(A.neg().pow(B)).hasToString("(-a) ^ b");
    assertThat(A.pow(B).neg()).hasToString("-a ^ b");
  }

  @Test
  void selectionsAndComparisons() {
    assertThat(A.gt(0).then(A, Expr.constant(0, DType.FLOAT32))).hasToString("a > 0 ? a : 0");
    assertThat(A.gt(0).then(A, B.lt(0).then(B, C))).hasToString("a > 0 ? a : b < 0 ? b : c");
    assertThat(A.gt(0).then(A.gt(1).then(A, B), C)).hasToString("a > 0 ? (a > 1 ? a : b) : c");
    assertThat(A.gt(0).then(A, B).mul(C)).hasToString("(a > 0 ? a : b) * c");
    assertThat(A.lt(B).ne(B.lt(C))).hasToString("(a < b) != (b < c)");
  }

  @Test
  void numbers() {
    assertThat(A.mul(2)).hasToString("a * 2");
    assertThat(A.mul(0.1)).hasToString("a * 0.1");
    assertThat(Expr.arg(0, DType.FLOAT64).mul(0.1)).hasToString("a * 0.1");
    assertThat(A.add(-1.5)).hasToString("a + -1.5");
    assertThat(A.mul(1e20)).hasToString("a * 1.0E20");
    assertThat(Expr.constant(1, DType.BOOL)).hasToString("true");
  }
}
