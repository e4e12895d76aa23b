package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.GradCheck;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The numerical check of derivatives: what it finds, and what it refuses. */
public abstract class GradCheckCases extends OnBackend {
  private static final GradCheck CHECK = GradCheck.DEFAULT.reverseOnly();

  private static void assertWrong(SimpleFunction f, String... said) {
    Tensor x = Tensor.of(1.0, 2);
    assertThatThrownBy(() -> CHECK.run(in -> f.apply(in.getFirst()), List.of(x))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll(said);
    assertThat(CHECK.passes(in -> f.apply(in.getFirst()), List.of(x))).isFalse();
  }

  @Test
  @DisplayName("V01 the step and the tolerances")
  void v01() {
    assertThat(GradCheck.DEFAULT).isEqualTo(new GradCheck(1e-6, 1e-5, 1e-3, true));
  }

  @Test
  @DisplayName("V02 a wrong derivative is shown beside the right one, for each input and output")
  void v02() {
    assertWrong(
        Adjoint.custom(in -> in[0].pow(2), (in, out, g) -> new Tensor[] {in[0].mul(3).mul(g)}),
        "d output[1] / d input 0[1]", "numerical 4", "[[2.0000, 0.0000], [0.0000, 4.0000]]",
        "[[3.0000, 0.0000], [0.0000, 6.0000]]");
  }

  @Test
  @DisplayName("V05, V06 a rule that ignores its gradient, or is not the same every time")
  void v05() {
    assertWrong(Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> new Tensor[] {Tensor.onesLike(g)}), "reverse mode");
    AtomicInteger times = new AtomicInteger();
    assertWrong(
        Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> new Tensor[] {g.mul(1 + 1e-9 * times.incrementAndGet())}),
        "not reentrant");
  }

  @Test
  @DisplayName("V07, V08 elements that share one place are refused, and a kink fails")
  void v07() {
    assertThatThrownBy(() -> GradCheck.check(Tensor::sin, Tensor.of(1.0).expand(2))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("copy()");
    assertThatThrownBy(() -> GradCheck.check(Tensor::relu, Tensor.of(0.0))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("numerical 0.5");
  }

  @Test
  @DisplayName("V10 an output without history is expected to have a derivative of zero")
  void v10() {
    assertThatThrownBy(() -> GradCheck.check(x -> x.detach().mul(2), Tensor.of(1.0, 2)))
        .isInstanceOf(AutogradException.class).hasMessageContaining("expected to be zero");
    assertThatCode(() -> GradCheck.check(x -> Tensor.of(3.0), Tensor.of(1.0, 2))).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("V11, V13 an empty input, and a linear function to second order, pass")
  void v11() {
    assertThatCode(() -> GradCheck.checkSecondOrder(Tensor::sin, Tensor.of(new double[0]))).doesNotThrowAnyException();
    assertThatCode(() -> GradCheck.checkSecondOrder(x -> x.mul(3), Tensor.of(1.0, 2))).doesNotThrowAnyException();
    assertThat(GradCheck.DEFAULT.passes(in -> in.getFirst().sin(), List.of(Tensor.of(1.0, 2)))).isTrue();
  }
}
