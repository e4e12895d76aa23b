package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {
  private static String program() {
    Run run = Run.program(Quickstart::main);
    assertThat(run.code()).isZero();
    return run.out();
  }

  @Test
  void printsTheKnownGradients() {
    assertThat(program())
        .contains("dz/dx = Tensor([2, 4, 6], float32), dz/dy = Tensor([4, 4, 4], float32)")
        .contains("e = 40.0, de/da = Tensor(22, float32[])")
        .contains("f' = Tensor(12, float32[]), f'' = Tensor(12, float32[])")
        .contains("f = 10.0, df/dp = Tensor(7, float32[]), df/dq = Tensor(2, float32[])")
        .containsIgnoringWhitespaces("[[4.51, 2.7, 3.6], [4.51, 2.7, 3.6]], float64[2, 3]")
        .containsIgnoringWhitespaces("[[2.6, 2.6, 2.6], [1.9, 1.9, 1.9], [1.3, 1.3, 1.3]], float64[3, 3]")
        .contains("d/dw = Tensor(12, float32[])");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void theScriptPrintsTheSame(String backend) {
    Run script = Run.script(backend, "quickstart");
    assertThat(script.err()).isEmpty();
    assertThat(script.code()).isZero();
    assertThat(script.out()).isEqualTo(program());
  }
}
