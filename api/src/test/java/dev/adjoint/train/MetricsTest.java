package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void accuracyTakesTheNumbersOfClasses() {
    Tensor output = Tensor.of(new float[][] {{1, 2}, {4, 3}});
    for (DType type : new DType[] {DType.INT32, DType.INT64}) {
      assertThat(Metrics.accuracy(output, Tensor.of(1, 1).to(type)).item()).isEqualTo(.5);
    }
    assertThatThrownBy(() -> Metrics.accuracy(output, Tensor.of(1f, 1f))).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("accuracy", "int64", "float32");
  }
}
