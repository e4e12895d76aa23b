package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** First values: their spread, and that they are put in place. */
class InitTest {
  private static final int OUT = 50;
  private static final int IN = 20;
  private static final int KERNEL = 9;

  private static Tensor weight(Consumer<Tensor> init) {
    Tensor weight = Tensor.zeros(OUT, IN, 3, 3).requiresGrad(true);
    init.accept(weight);
    assertThat(weight.isLeaf()).isTrue();
    assertThat(weight.requiresGrad()).isTrue();
    return weight.detach();
  }

  private static void assertUniform(Tensor weight, double bound) {
    assertThat(weight.abs().max().item()).isBetween(bound * .99, bound * 1.000001);
    assertSpread(weight, bound / Math.sqrt(3));
  }

  private static void assertSpread(Tensor weight, double std) {
    assertThat(weight.mean().item()).isCloseTo(0, within(.05 * std));
    assertThat(weight.std().item()).isCloseTo(std, within(.05 * std));
  }

  @Test
  void spreads() {
    Key key = Key.of(1);
    assertUniform(weight(w -> Init.xavierUniform(w, 2, key)), 2 * Math.sqrt(6.0 / ((IN + OUT) * KERNEL)));
    assertSpread(weight(w -> Init.xavierNormal(w, 1, key)), Math.sqrt(2.0 / ((IN + OUT) * KERNEL)));
    assertUniform(weight(w -> Init.kaimingUniform(w, Init.Fan.IN, Init.RELU_GAIN, key)), Math.sqrt(6.0 / (IN * KERNEL)));
    assertSpread(weight(w -> Init.kaimingNormal(w, Init.Fan.OUT, Init.RELU_GAIN, key)), Math.sqrt(2.0 / (OUT * KERNEL)));
    assertUniform(weight(w -> Init.uniform(w, -3, 3, key)), 3);
    assertSpread(weight(w -> Init.normal(w, 0, 3, key)), 3);
    assertThat(weight(w -> Init.normal(w, 0, 1, key)).toFloatArray())
        .containsExactly(weight(w -> Init.normal(w, 0, 1, key)).toFloatArray());
  }

  @Test
  void theTruncatedNormalDistribution() {
    Tensor w = weight(t -> Init.truncatedNormal(t, 1, 2, -1, 3, Key.of(1)));
    assertThat(w.min().item()).isBetween(-1.0, -.99);
    assertThat(w.max().item()).isBetween(2.99, 3.0);
    assertThat(w.mean().item()).isCloseTo(1, within(.03));
    // Of a standard normal between -1 and 1: the deviation is sqrt(1 - 2 phi(1) / (2 Phi(1) - 1)).
    assertThat(w.std().item()).isCloseTo(2 * .539560, within(.03));
    Tensor wide = weight(t -> Init.truncatedNormal(t, 0, 1, -100, 100, Key.of(1)));
    assertSpread(wide, 1);
    assertThatThrownBy(() -> weight(t -> Init.truncatedNormal(t, 0, 1, 2, 1, Key.of(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTruncatedNormalDistributionFarFromItsMean() {
    // The mean beyond 50 is 1 / h - 2 / h^3, and the deviation as much but for the next order.
    Tensor above = weight(t -> Init.truncatedNormal(t, 0, 1, 50, 51, Key.of(1)));
    assertThat(above.min().item()).isBetween(50.0, 50.001);
    assertThat(above.max().item()).isBetween(50.1, 51.0);
    assertThat(above.sub(50).mean().item()).isCloseTo(.019984, within(.001));
    assertThat(above.sub(50).std().item()).isCloseTo(.02, within(.002));
    Tensor below = weight(t -> Init.truncatedNormal(t, 3, 2, Double.NEGATIVE_INFINITY, -97, Key.of(1)));
    assertThat(below.max().item()).isBetween(-97.002, -97.0);
    assertThat(below.mean().item()).isCloseTo(-97 - 2 * .019984, within(.002));
    // Between 2.5 and 3: (phi(2.5) - phi(3)) / (Phi(3) - Phi(2.5)).
    Tensor near = weight(t -> Init.truncatedNormal(t, 0, 1, 2.5, 3, Key.of(1)));
    assertThat(near.mean().item()).isCloseTo((.0175283 - .0044318) / (.9986501 - .9937903), within(.01));
    assertThatThrownBy(() -> weight(t -> Init.truncatedNormal(t, 0, 1e-310, 50, 51, Key.of(1))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("50.0 to 51.0", "1.0E-310");
  }

  @Test
  void orthogonalMatrices() {
    for (int[] sizes : new int[][] {{4, 6}, {6, 4}, {4, 2, 3}}) {
      Tensor w = Tensor.zeros(Shape.of(sizes), DType.FLOAT64);
      Init.orthogonal(w, 2, Key.of(1));
      Tensor matrix = w.reshape(sizes[0], w.size() / sizes[0]);
      Tensor product = sizes[0] <= 4 ? matrix.matmul(matrix.t()) : matrix.t().matmul(matrix);
      assertThat(product.toDoubleArray())
          .containsExactly(Tensor.eye(4, 4, DType.FLOAT64).mul(4).toDoubleArray(), within(1e-9));
    }
  }

  @Test
  void whatHasNoFan() {
    assertThatThrownBy(() -> Init.xavierUniform(Tensor.ones(3), 1, Key.of(1))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[3]");
    assertThatThrownBy(() -> Init.uniform(Tensor.ofInts(1, 2), 0, 1, Key.of(1))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("int32");
  }
}
