package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import org.junit.jupiter.api.Test;

/** On the backend of the tests, which has all functions and so says what is right. */
class HostFunctionsTest {
  private final Backend backend = new ReferenceBackend();
  private final Shape shape = Shape.of(2, 3);

  private View input(double... numbers) {
    Buffer buffer = backend.allocate(DType.FLOAT64, numbers.length);
    backend.copyIn(numbers, 0, buffer, 0, numbers.length);
    return View.of(buffer, Shape.of(numbers.length)).broadcastTo(shape);
  }

  private double[] map(Kernel kernel, View[] inputs) {
    Buffer out = backend.allocate(DType.FLOAT64, shape.size());
    backend.map(kernel, new double[] {0.5}, inputs, View.of(out, shape));
    double[] numbers = new double[shape.size()];
    backend.copyOut(out, 0, numbers, 0, numbers.length);
    return numbers;
  }

  private static Expr a() {
    return Expr.arg(0, DType.FLOAT64);
  }

  private static Expr row() {
    return Expr.index(0).cast(DType.FLOAT64).add(Expr.param(0, DType.FLOAT64));
  }

  @Test
  void nestedFunctionsCoordinatesAndParameters() {
    Expr e = a().mul(row()).lgamma().erfc().add(a().digamma()).mul(row().polygamma(a()).add(a().mul(0.1).erfinv()));
    Kernel kernel = Kernel.of(e);
    View[] inputs = {input(0.3, 1.7, 4)};
    HostFunctions rest = HostFunctions.takenOut(backend, kernel, new double[] {0.5}, inputs, shape);
    assertThat(rest.inputs()).hasSize(1 + 5);
    assertThat(rest.kernel().toString()).doesNotContain("gamma").doesNotContain("erf");
    assertThat(map(rest.kernel(), rest.inputs())).isEqualTo(map(kernel, inputs));
  }

  @Test
  void anExpressionWithoutThemStaysAsItIs() {
    Kernel kernel = Kernel.of(a().tanh().add(row()));
    View[] inputs = {input(0.3, 1.7, 4)};
    HostFunctions rest = HostFunctions.takenOut(backend, kernel, new double[] {0.5}, inputs, shape);
    assertThat(rest.kernel()).isSameAs(kernel);
    assertThat(rest.inputs()).containsExactly(inputs);
  }
}
