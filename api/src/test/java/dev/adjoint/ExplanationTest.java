package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void aTreeOfWhatRequiresAGradient() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
    Tensor y = x.exp();
    assertThat(Adjoint.explain(y.mul(y).add(Tensor.of(3f, 4f)))).isEqualTo("""
        float32[2] requires a gradient, as one of its inputs does:
        add #0 float32[2]
        ├─ input 0: mul #1 float32[2], saves input 0, saves input 1
        │  ├─ input 0: exp #2 float32[2], saves output
        │  │  └─ input 0: leaf #3 float32[2] that requires a gradient
        │  └─ input 1: exp #2, as above
        └─ input 1: no gradient (a constant, or no derivative towards it)
        """);
    assertThat(Adjoint.explain(x)).isEqualTo("""
        float32[2] requires a gradient: it is a leaf that was asked to
        leaf #0 float32[2] that requires a gradient
        """);
  }

  @Test
  void whyNot() {
    assertThat(Adjoint.explain(Tensor.ofInts(1))).contains("int32[1] requires no gradient").contains("floating-point");
    assertThat(Adjoint.explain(Tensor.of(1f))).contains("requiresGrad(true)").contains("noGrad");
    try (var _ = Adjoint.inferenceMode()) {
      assertThat(Adjoint.explain(Tensor.of(1f))).contains("inference mode");
    }
  }

  @Test
  void aDeepGraphIsCutOff() {
    Tensor x = Tensor.of(1f).requiresGrad(true);
    for (int i = 0; i < 100_000; i++) {
      x = x.add(1);
    }
    assertThat(Adjoint.explain(x)).contains("...").hasSizeLessThan(100_000);
  }
}
