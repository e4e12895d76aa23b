package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import org.junit.jupiter.api.Test;

/** Products from a size on are left to ND4J as a whole, with what they are added to. */
class LargeProductsTest {
  private static final Backend BACKEND = Backends.get("nd4j");

  @Test
  void largeProductsOnTopOfSomething() {
    int n = 256;
    View ones = filled(1, n);
    View halves = filled(0.5, n);
    View output = filled(Double.NaN, n);
    View row = View.of(BACKEND.allocate(DType.FLOAT32, n), Shape.of(n));
    BACKEND.map(Kernel.of(Expr.index(0).cast(DType.FLOAT32)), new double[0], new View[0], row);
    BACKEND.matmul(ones, halves, row.broadcastTo(output.shape()), output);
    checkRows(output, n, 128);
    BACKEND.matmul(halves, halves, output, output);
    checkRows(output, n, 192);
    BACKEND.matmul(ones, halves, output);
    float[] values = new float[n * n];
    BACKEND.copyOut(output.buffer(), 0, values, 0, values.length);
    assertThat(values).containsOnly(128);
  }

  private static View filled(double value, int n) {
    View view = View.of(BACKEND.allocate(DType.FLOAT32, n * n), Shape.of(n, n));
    BACKEND.map(Kernel.of(Expr.constant(value, DType.FLOAT32)), new double[0], new View[0], view);
    return view;
  }

  private static void checkRows(View output, int n, int more) {
    float[] values = new float[n * n];
    BACKEND.copyOut(output.buffer(), 0, values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("element %d", i).isEqualTo(i % n + more);
    }
  }
}
