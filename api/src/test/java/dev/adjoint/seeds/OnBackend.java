package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Backends;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cases that hold on every backend; a class for each backend says which. */
@ExtendWith(LackedTypes.class)
public abstract class OnBackend {
  /** The name of the backend. */
  protected abstract String backend();

  @BeforeEach
  protected final void useBackend() {
    Backends.use(backend());
    assertThat(Tensor.of(1).device().backend()).isEqualTo(backend());
  }

  /** Float32 accuracy. */
  static void assertValues(Tensor actual, double... expected) {
    assertThat(actual).isNotNull();
    assertThat(actual.toDoubleArray()).hasSize(expected.length);
    double[] values = actual.toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i]).as("element %d of %s", i, actual).isCloseTo(expected[i],
          within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  static Tensor leaf(float... values) {
    return Tensor.of(values).requiresGrad(true);
  }
}
