package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.nn.Functional;
import dev.adjoint.ops.MatMul;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How matrix products and their gradients lie in memory, and what they are added to. */
class ProductTest {
  @BeforeEach
  void onTheReference() {
    Backends.use("reference");
  }

  private static Tensor random(int seed, int... sizes) {
    return Tensor.rand(Key.of(seed), DType.FLOAT64, sizes);
  }

  /** The gradient of a tensor as it comes out of the product's rule. */
  private static Tensor gradient(Tensor of, UnaryOperator<Tensor> product) {
    Tensor[] seen = new Tensor[1];
    of.registerHook(g -> {
      seen[0] = g;
      return null;
    });
    product.apply(of).sum().backward();
    return seen[0];
  }

  @Test
  void theGradientOfATransposeLiesAsTheTransposeDoes() {
    Tensor x = random(1, 3, 4);
    Tensor weight = random(2, 5, 4).requiresGrad(true);
    Tensor gradient = gradient(weight.t(), w -> x.matmul(w));
    assertThat(gradient.view().stride(0)).isEqualTo(1);
    assertThat(gradient.t().isWholeStorage()).isTrue();
    Tensor plain = gradient(weight.t().copy(), w -> x.matmul(w));
    assertThat(plain.isWholeStorage()).isTrue();
    assertThat(gradient.toDoubleArray()).containsExactly(plain.toDoubleArray());
  }

  @Test
  void theGradientOfATransposedLeftSideLiesAsItDoes() {
    Tensor left = random(1, 4, 3).requiresGrad(true);
    Tensor right = random(2, 4, 5);
    Tensor gradient = gradient(left.t(), a -> a.matmul(right));
    assertThat(gradient.view().stride(0)).isEqualTo(1);
    Tensor plain = gradient(left.t().copy(), a -> a.matmul(right));
    assertThat(plain.isWholeStorage()).isTrue();
    assertThat(gradient.toDoubleArray()).containsExactly(plain.toDoubleArray());
  }

  @Test
  void withoutColumnsABatchOfRowsTimesAMatrixIsTheBias() {
    Tensor bias = random(1, 3);
    Tensor sums = Functional.linear(random(2, 2, 2, 0), random(3, 3, 0), bias);
    assertThat(sums.shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(sums.toDoubleArray()).startsWith(bias.toDoubleArray()).endsWith(bias.toDoubleArray());
  }

  @Test
  void aBaseOfAnyShapeThatBroadcastsIsAdded() {
    Tensor a = random(1, 2, 3, 4);
    Tensor b = random(2, 4, 5);
    Tensor vector = random(3, 4);
    for (Tensor base : new Tensor[] {random(4, 5), random(5, 3, 1), random(6), random(7, 2, 3, 5), random(8, 6, 1, 1, 1)}) {
      assertClose(MatMul.matmul(a, b, base), a.matmul(b).add(base));
    }
    assertClose(MatMul.matmul(vector, b, random(4, 5)), vector.matmul(b).add(random(4, 5)));
    assertClose(MatMul.matmul(a, vector, random(4, 3)), a.matmul(vector).add(random(4, 3)));
    Tensor whole = random(9, 5).to(DType.FLOAT32);
    assertThat(MatMul.matmul(a, b, whole).dtype()).isEqualTo(DType.FLOAT64);
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).abs().max().item()).isLessThan(1e-14);
  }
}
