package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values and derivatives where the plain formula would overflow, underflow or cancel. */
public abstract class NumericsCases extends OnBackend {
  private static Tensor slopes(UnaryOperator<Tensor> f, DType type, double... at) {
    Tensor x = Tensor.of(at).to(type).requiresGrad(true);
    f.apply(x).backward(Tensor.onesLike(x));
    return x.grad();
  }

  @Test
  @DisplayName("NU05 sigmoid and logSigmoid at -1000 and 1000, float32")
  void sigmoidFarOut() {
    Tensor x = Tensor.of(-1000f, 1000f);
    assertThat(x.sigmoid().toDoubleArray()).containsExactly(0, 1);
    assertThat(slopes(Tensor::sigmoid, DType.FLOAT32, -1000, 1000).toDoubleArray()).containsExactly(0, 0);
    assertThat(x.logSigmoid().toDoubleArray()).usingComparatorWithPrecision(0.0).containsExactly(-1000, 0);
    assertThat(slopes(Tensor::logSigmoid, DType.FLOAT32, -1000, 1000).toDoubleArray()).usingComparatorWithPrecision(0.0)
        .containsExactly(1, 0);
  }

  @Test
  @DisplayName("NU06 softplus is linear above its threshold only")
  void softplus() {
    double[] slopes = slopes(Tensor::softplus, DType.FLOAT64, -100, 0, 20, 20.5, 1000).toDoubleArray();
    assertThat(slopes[0]).isCloseTo(3.720075976020836e-44, within(1e-56));
    assertThat(slopes[1]).isEqualTo(0.5);
    assertThat(slopes[2]).isCloseTo(0.9999999979388464, within(1e-15));
    assertThat(slopes[3]).isEqualTo(1);
    assertThat(slopes[4]).isEqualTo(1);
    assertThat(slopes(x -> x.softplus(2, 20), DType.FLOAT64, 10.1).item()).isEqualTo(1);
    assertThat(slopes(x -> x.softplus(1, 1e4), DType.FLOAT64, 1000, -1000).toDoubleArray()).containsExactly(1, 0);
    assertThat(Tensor.of(-100.0).softplus().item()).isCloseTo(3.720075976020836e-44, within(1e-56));
  }

  @Test
  @DisplayName("NU11 the cure of a root at 0: choose before and after")
  void chooseBeforeAndAfter() {
    Tensor x = Tensor.of(0.0, 4).requiresGrad(true);
    Tensor positive = x.gt(0);
    Tensor root = Tensor.where(positive, Tensor.where(positive, x, 1).sqrt(), 0);
    root.sum().backward();
    assertThat(root.toDoubleArray()).containsExactly(0, 2);
    assertThat(x.grad().toDoubleArray()).containsExactly(0, 0.25);
  }

  @Test
  @DisplayName("NU27 the root of a square and x log x at 0 are NaN; xlogy is not")
  void plainFormulasAtZero() {
    assertThat(slopes(x -> x.mul(x).sqrt(), DType.FLOAT64, 0).item()).isNaN();
    assertThat(Tensor.of(0.0).mul(Tensor.of(0.0).log()).item()).isNaN();
    assertThat(slopes(x -> x.mul(x.log()), DType.FLOAT64, 0).item()).isNaN();
    assertThat(Tensor.of(0.0).xlogy(Tensor.of(0.0)).item()).isEqualTo(0);
    assertThat(slopes(x -> x.xlogy(x), DType.FLOAT64, 0, 2).toDoubleArray()).usingComparatorWithPrecision(1e-15)
        .containsExactly(0, Math.log(2) + 1);
  }

  @Test
  void nearZeroNothingCancels() {
    Tensor small = Tensor.of(1e-12, -1e-12);
    assertThat(small.elu().toDoubleArray()[1]).isCloseTo(-1e-12 + 5e-25, within(1e-27));
    assertThat(small.gelu().toDoubleArray()[0]).isCloseTo(5e-13, within(1e-23));
    assertThat(Tensor.of(-40.0).silu().item()).isCloseTo(-40 * Math.exp(-40), within(1e-30));
    assertThat(Tensor.of(-40.0).mish().item()).isCloseTo(-40 * Math.exp(-40), within(1e-30));
    assertThat(Tensor.of(-40.0).softplus().item()).isCloseTo(Math.exp(-40), within(1e-31));
  }

  @Test
  void slopesOfEntrAtTheEdges() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(slopes(Tensor::entr, DType.FLOAT64, Double.NaN, infinity, 0, 1).toDoubleArray())
        .containsExactly(Double.NaN, -infinity, infinity, -1);
    assertThat(Tensor.of(infinity, Double.NaN).entr().toDoubleArray()).containsExactly(-infinity, Double.NaN);
  }
}
