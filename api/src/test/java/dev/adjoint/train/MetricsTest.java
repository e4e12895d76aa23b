package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Losses;
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

  @Test
  void sequencesOfLogitsAreToldWhatToDo() {
    Tensor logits = Tensor.zeros(2, 3, 4);
    Tensor target = Tensor.zeros(Shape.of(2, 3), DType.INT64);
    assertThatThrownBy(() -> Metrics.accuracy(logits, target)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 3, 4] and [2, 3]", "accuracy(output.flatten(0, -2), target.flatten())");
    assertThat(Metrics.accuracy(logits.flatten(0, -2), target.flatten()).item()).isEqualTo(1);
    assertThatThrownBy(() -> Losses.crossEntropy(logits, target)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 3, 4] and [2, 3]", "crossEntropy(logits.flatten(0, -2), target.flatten())");
    assertThat(Losses.crossEntropy(logits.flatten(0, -2), target.flatten()).item()).isCloseTo(Math.log(4), within(1e-6));
    assertThatThrownBy(() -> Metrics.accuracy(logits, target.t())).isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("[2, 3, 4] and [3, 2]");
    assertThatThrownBy(() -> Losses.crossEntropy(logits, target.t())).isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("[2, 3, 4] and [3, 2]");
  }

  @Test
  void noClassesAreToldApartFromShapesThatDoNotFit() {
    Tensor none = Tensor.zeros(2, 3, 0);
    Tensor other = Tensor.zeros(Shape.of(5), DType.INT64);
    assertThatThrownBy(() -> Losses.crossEntropy(none, other)).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("crossEntropy takes").hasMessageEndingWith("[2, 3, 0] and [5]");
    assertThatThrownBy(() -> Metrics.accuracy(none, other)).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("accuracy takes").hasMessageEndingWith("[2, 3, 0] and [5]");
    assertThatThrownBy(() -> Metrics.accuracy(Tensor.zeros(2, 0), other)).isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("[2, 0] and [5]");
    Tensor sequences = Tensor.zeros(Shape.of(2, 3), DType.INT64);
    assertThatThrownBy(() -> Losses.crossEntropy(none, sequences)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("crossEntropy(logits.flatten(0, -2), target.flatten())");
    for (Tensor few : new Tensor[] {Tensor.zeros(2), Tensor.scalar(1)}) {
      assertThatThrownBy(() -> Metrics.accuracy(few, other)).isInstanceOf(ShapeException.class)
          .hasMessageStartingWith("accuracy takes");
    }
    assertThatThrownBy(() -> Losses.crossEntropy(Tensor.scalar(1), other)).isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("[] and [5]");
  }
}
