package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTourTest {
  private static String program() {
    Run run = Run.program(TapeTour::main);
    assertThat(run.code()).isZero();
    return run.out();
  }

  @Test
  void showsWhatTheTapeHolds() {
    assertThat(program())
        .contains("requires a gradient, as one of its inputs does", "no gradient (a constant")
        .contains("3 operations, 1 leaf, 16 B saved", "z = sum", "saves output: float32[2], 8 B")
        .contains("with a hook           Tensor([30, 30], float32)")
        .doesNotContain("after accumulation")
        .contains("straight through      Tensor([1, 1], float32)")
        .contains("saved as float[]      Tensor([2.7182817, 7.389056], float32)")
        .containsPattern("an anomaly .*sqrt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void theScriptPrintsTheSame(String backend) {
    Run script = Run.script(backend, "tapetour");
    assertThat(script.err()).isEmpty();
    assertThat(script.code()).isZero();
    assertThat(script.out()).isEqualTo(program());
  }
}
