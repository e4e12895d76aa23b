package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static final Expr A = Expr.arg(0, DType.FLOAT32);
  private static final Expr B = Expr.arg(1, DType.FLOAT32);

  @Test
  void equalExpressionsHaveOneKernel() {
    Kernel kernel = Kernel.of(A.mul(B).tanh());
    assertThat(Kernel.of(Expr.arg(0, DType.FLOAT32).mul(B).tanh())).isSameAs(kernel);
    assertThat(Kernel.of(Expr.arg(0, DType.FLOAT64).tanh())).isNotSameAs(Kernel.of(A.tanh()));
  }

  @Test
  void everySubexpressionIsOneStepThatComesAfterWhatItReads() {
    Expr shared = A.mul(B).tanh();
    Kernel kernel = Kernel.of(A.lt(B).then(shared.mul(shared), shared.add(Expr.param(1, DType.FLOAT32))).cast(DType.INT32));
    assertThat(new HashSet<>(kernel.steps())).hasSameSizeAs(kernel.steps());
    for (int i = 0; i < kernel.steps().size(); i++) {
      Kernel.Step step = kernel.steps().get(i);
      assertThat(Math.max(step.a(), Math.max(step.b(), step.c()))).as("last operand of step %d, %s", i, step).isLessThan(i);
    }
    assertThat(kernel.steps().getLast().expr()).isEqualTo(kernel.expr());
    assertThat(kernel.steps().stream().filter(step -> step.expr().equals(shared))).hasSize(1);
  }

  @Test
  void stepsOfASharedTreeDoNotGrowWithItsPaths() {
    Expr e = A;
    for (int i = 0; i < 20; i++) {
      e = e.mul(e.sin());
    }
    assertThat(Kernel.of(e).steps()).hasSize(41);
  }

  @Test
  void whatItReads() {
    Kernel kernel = Kernel.of(Expr.arg(2, DType.INT64).cast(DType.FLOAT32).mul(B).add(Expr.param(3, DType.FLOAT32)));
    assertThat(kernel.arity()).isEqualTo(3);
    assertThat(kernel.input(0)).isNull();
    assertThat(kernel.input(1)).isEqualTo(DType.FLOAT32);
    assertThat(kernel.input(2)).isEqualTo(DType.INT64);
    assertThat(kernel.params()).isEqualTo(4);
    assertThat(kernel.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Kernel.of(Expr.constant(2, DType.INT32)).arity()).isZero();
  }

  @Test
  void aCopyIsAnArgumentAlone() {
    assertThat(Kernel.of(A).isCopy()).isTrue();
    assertThat(Kernel.of(A.cast(DType.FLOAT64)).isCopy()).isFalse();
    assertThat(Kernel.of(A.neg()).isCopy()).isFalse();
  }
}
