package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.optim.ExponentialAverage;
import dev.adjoint.optim.GradientClipping;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.LossScalerOptions;
import dev.adjoint.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clipping, averages of parameters, and scaled losses. */
public abstract class TrainingToolCases extends OnBackend {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Tensor withGradient(float... gradient) {
    Tensor x = Tensor.zeros(gradient.length).requiresGrad(true);
    x.grad(Tensor.of(gradient));
    return x;
  }

  @Test
  @DisplayName("clipping by norm scales all gradients together, and returns the norm before")
  void clippedByNorm() {
    Tensor a = withGradient(3);
    Tensor b = withGradient(0, 4);
    Tensor none = Tensor.of(1).requiresGrad(true);
    assertValues(GradientClipping.byNorm(List.of(a, none, b), 1), 5);
    assertValues(a.grad(), 0.6);
    assertValues(b.grad(), 0, 0.8);
    assertThat(none.grad()).isNull();
    assertValues(GradientClipping.byNorm(List.of(a, b), 2), 1);
    assertValues(a.grad(), 0.6);
    assertValues(GradientClipping.byNorm(List.of(withGradient(0, 0)), 1), 0);
    assertValues(GradientClipping.byNorm(List.of(none), 1), 0);
    Tensor c = withGradient(3, -4);
    assertValues(GradientClipping.byNorm(List.of(c, withGradient(2)), 2, INFINITY, false), 4);
    assertValues(c.grad(), 1.5, -2);
    assertValues(GradientClipping.byNorm(List.of(withGradient(3, -4), withGradient(2)), 2, 1, false), 9);
  }

  @Test
  @DisplayName("a norm that is not finite is an error where asked for, and then nothing is scaled")
  void notFinite() {
    Tensor a = withGradient(2, Float.NaN);
    assertThatThrownBy(() -> GradientClipping.byNorm(List.of(a), 1, 2, true)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("NaN");
    assertThat(a.grad().toDoubleArray()).containsExactly(2, Double.NaN);
    GradientClipping.byNorm(List.of(a), 1);
    assertThat(a.grad().toDoubleArray()).containsExactly(Double.NaN, Double.NaN);
    assertThatThrownBy(() -> GradientClipping.byNorm(List.of(a), -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  @DisplayName("gradients that come from one and the same are each scaled once")
  void fromOneGradient() {
    Tensor a = Tensor.zeros(2, 2).requiresGrad(true);
    Tensor b = Tensor.zeros(2, 2).requiresGrad(true);
    a.add(b).sum().mul(2).backward();
    GradientClipping.byValue(List.of(a, b), 1.5);
    assertValues(a.grad(), 1.5, 1.5, 1.5, 1.5);
    GradientClipping.byNorm(List.of(a, b), Math.sqrt(8));
    assertValues(a.grad(), 1, 1, 1, 1);
    assertValues(b.grad(), 1, 1, 1, 1);
    new LossScaler(LossScalerOptions.DEFAULT.scale(4)).unscale(new Sgd(List.of(a, b), 1));
    assertValues(a.grad(), 0.25, 0.25, 0.25, 0.25);
    assertValues(b.grad(), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  @DisplayName("the norm of float16 gradients is computed in float32, where their squares fit")
  void clippedHalves() {
    Tensor a = Tensor.zeros(2).to(DType.FLOAT16).requiresGrad(true);
    a.grad(Tensor.of(300, 400).to(DType.FLOAT16));
    Tensor norm = GradientClipping.byNorm(List.of(a), 5);
    assertThat(norm.dtype()).isEqualTo(DType.FLOAT32);
    assertValues(norm, 500);
    assertThat(a.grad().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(a.grad().toDoubleArray()).containsExactly(new double[] {3, 4}, within(4e-3));
  }

  @Test
  @DisplayName("clipping by value moves each element to the nearest in range")
  void clippedByValue() {
    Tensor a = withGradient(-3, 0.5f, 7);
    GradientClipping.byValue(List.of(a, Tensor.of(1).requiresGrad(true)), 2);
    assertThat(a.grad().toDoubleArray()).containsExactly(-2, 0.5, 2);
    assertThatThrownBy(() -> GradientClipping.byValue(List.of(a), Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("averages follow the parameters, stand in for them, and give them back")
  void averages() {
    Tensor x = Tensor.of(1.0, -1).requiresGrad(true);
    ExponentialAverage average = new ExponentialAverage(List.of(x), 0.75);
    double[] expected = {1, -1};
    for (int step = 1; step <= 5; step++) {
      try (var _ = Adjoint.scope(); var _ = Adjoint.noGrad()) {
        x.muli(1.5);
        average.update();
      }
      double[] now = x.toDoubleArray();
      for (int i = 0; i < 2; i++) {
        expected[i] = 0.75 * expected[i] + 0.25 * now[i];
      }
    }
    double[] own = x.toDoubleArray();
    try (var _ = average.swapIn()) {
      assertThat(x.toDoubleArray()).containsExactly(expected, within(1e-14));
      assertThatThrownBy(average::update).isInstanceOf(AutogradException.class).hasMessageContaining("swapIn");
      assertThatThrownBy(average::swapIn).isInstanceOf(AutogradException.class).hasMessageContaining("already");
    }
    assertThat(x.toDoubleArray()).containsExactly(own);
    average.update();
    assertThatThrownBy(() -> new ExponentialAverage(List.of(x), 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("halves are averaged in float32, in small steps that they themselves cannot take")
  void averagesOfHalves() {
    Tensor x = Tensor.of(1).to(DType.FLOAT16).requiresGrad(true);
    ExponentialAverage average = new ExponentialAverage(List.of(x), 0.9999);
    try (var _ = Adjoint.noGrad()) {
      x.muli(2);
    }
    for (int i = 0; i < 10; i++) {
      average.update();
    }
    Tensor mean = average.state().get("0.average");
    assertThat(mean.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(mean.item()).isCloseTo(2 - Math.pow(0.9999, 10), within(1e-6));
    try (var _ = average.swapIn()) {
      assertThat(x.dtype()).isEqualTo(DType.FLOAT16);
      assertThat(x.item()).isCloseTo(1.001, within(5e-4));
    }
    assertThat(x.item()).isEqualTo(2);
  }

  @Test
  @DisplayName("a scale grows after good steps; a step with infinity or NaN is left out and makes it smaller")
  void scaled() {
    Tensor x = Tensor.of(1).requiresGrad(true);
    Sgd sgd = new Sgd(List.of(x), 0.5);
    LossScaler scaler = new LossScaler(LossScalerOptions.DEFAULT.scale(8).interval(2));
    double[] slopes = {1, 1, Double.NaN, 1, INFINITY, 1, 1};
    double[] scales = {8, 16, 8, 8, 4, 4, 8};
    double expected = 1;
    for (int step = 0; step < slopes.length; step++) {
      sgd.zeroGrad();
      scaler.scale(x.mul(slopes[step]).sum()).backward();
      boolean finite = Double.isFinite(slopes[step]);
      assertThat(scaler.step(sgd)).as("step %d", step).isEqualTo(finite);
      scaler.update();
      expected -= finite ? 0.5 : 0;
      assertThat(x.item()).as("after step %d", step).isEqualTo(expected);
      assertThat(scaler.scale()).as("after step %d", step).isEqualTo(scales[step]);
    }
  }

  @Test
  @DisplayName("gradients are divided by the scale once, before they are clipped for instance")
  void unscaled() {
    Tensor x = Tensor.of(1).requiresGrad(true);
    Sgd sgd = new Sgd(List.of(x), 1);
    LossScaler scaler = new LossScaler();
    assertThatThrownBy(scaler::update).isInstanceOf(AutogradException.class).hasMessageContaining("step(optimizer)");
    scaler.scale(x.mul(3).sum()).backward();
    assertThat(x.grad().item()).isEqualTo(3 * 65536);
    assertThat(scaler.unscale(sgd)).isTrue();
    assertThat(x.grad().item()).isEqualTo(3);
    assertThatThrownBy(() -> scaler.unscale(sgd)).isInstanceOf(AutogradException.class).hasMessageContaining("already");
    assertThat(scaler.step(sgd)).isTrue();
    assertThat(x.item()).isEqualTo(-2);
    assertThatThrownBy(() -> scaler.step(sgd)).isInstanceOf(AutogradException.class).hasMessageContaining("update");
    scaler.update();
  }
}
