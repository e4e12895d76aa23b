package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/** What the cases of losses and networks share: leaves, and how exactly their numbers are known. */
abstract class NetworkNumbers extends OnBackend {
  static Tensor real(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  static Tensor matrix(int rows, double... values) {
    return Tensor.of(values, Shape.of(rows, values.length / rows)).requiresGrad(true);
  }

  static void assertGradient(Tensor out, Tensor x, double... expected) {
    x.clearGrad();
    out.sum().backward();
    assertExact(x.grad(), expected);
  }

  /** To the digits that are given: ten, or seven. */
  static void assertExact(Tensor actual, double... expected) {
    double[] values = actual.toDoubleArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("element %d of %s", i, actual).isCloseTo(expected[i],
          within(1e-7 * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
