package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Linalg;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Products of vectors, matrices and tensors. */
public abstract class ProductCases extends OnBackend {
  private static final double[][] A = {{2, 1}, {1, 3}};

  private static Tensor matrix(double[]... rows) {
    return Tensor.of(rows).requiresGrad(true);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  @Test
  @DisplayName("LA20 a chain of products")
  void la20() {
    Tensor a = Tensor.of(new double[][] {{1, 2}}).requiresGrad(true);
    Tensor b = Tensor.of(new double[][] {{1}, {3}}).requiresGrad(true);
    Tensor c = Tensor.of(new double[][] {{2}}).requiresGrad(true);
    Linalg.multiDot(a, b, c).sum().backward();
    assertValues(a.grad(), 2, 6);
    assertValues(b.grad(), 2, 4);
    assertValues(c.grad(), 7);
  }

  @Test
  @DisplayName("LA21 a beta of 0 leaves out what is NaN")
  void la21() {
    Tensor base = Tensor.full(Shape.of(1, 1, 1), Double.NaN, DType.FLOAT64).requiresGrad(true);
    Tensor a = Tensor.of(new double[][][] {{{1, 2}}});
    Tensor b = Tensor.of(new double[][][] {{{3}, {4}}});
    Tensor sum = base.baddbmm(a, b, 0, 1);
    assertValues(sum, 11);
    sum.sum().backward();
    assertValues(base.grad(), 0);
  }

  @Test
  @DisplayName("LA23 trace of a square")
  void la23() {
    Tensor a = matrix(A);
    a.matmul(a).trace().backward();
    assertValues(a.grad(), 4, 2, 2, 6);
  }

  @Test
  @DisplayName("LA24 and DT08 mixed types in products")
  void la24() {
    Tensor single = Tensor.zeros(2, 2);
    Tensor twice = Tensor.of(A);
    assertThatThrownBy(() -> single.matmul(twice)).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("float32", "float64");
    assertThatThrownBy(() -> Tensor.einsum("ij,jk", single, twice)).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("float32", "float64");
    assertThatThrownBy(() -> Linalg.solve(single, twice)).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("float32", "float64");
  }

  @Test
  @DisplayName("BR06 one matrix for a batch")
  void br06() {
    Tensor a = Tensor.of(new double[][][] {{{1, 2}}, {{3, 4}}}).requiresGrad(true);
    Tensor b = Tensor.of(new double[][] {{1}, {10}}).requiresGrad(true);
    a.matmul(b).sum().backward();
    assertValues(a.grad(), 1, 10, 1, 10);
    assertValues(b.grad(), 4, 6);
  }

  @Test
  @DisplayName("BR12 outer, dot, matrix by vector and back, einsum")
  void br12() {
    Tensor a = vector(1, 2);
    Tensor b = vector(3, 4);
    a.outer(b).sum().backward();
    assertValues(a.grad(), 7, 7);
    assertValues(b.grad(), 3, 3);
    a.clearGrad();
    b.clearGrad();
    a.dot(b).backward();
    assertValues(a.grad(), 3, 4);
    assertValues(b.grad(), 1, 2);
    Tensor m = matrix(A);
    Tensor x = vector(1, 2);
    m.matmul(x).sum().backward();
    assertValues(m.grad(), 1, 2, 1, 2);
    assertValues(x.grad(), 3, 4);
    assertValues(x.matmul(m), 4, 7);
    Tensor left = matrix(A);
    Tensor.einsum("ij,jk->ik", left, Tensor.of(A)).sum().backward();
    assertValues(left.grad(), 3, 4, 3, 4);
    Tensor d = matrix(A);
    Tensor.einsum("ii", d).backward();
    assertValues(d.grad(), 1, 0, 0, 1);
  }

  @Test
  @DisplayName("EM04 a product over nothing")
  void em04() {
    Tensor a = Tensor.zeros(2, 0).requiresGrad(true);
    Tensor b = Tensor.zeros(0, 3).requiresGrad(true);
    Tensor product = a.matmul(b);
    assertValues(product, 0, 0, 0, 0, 0, 0);
    product.sum().backward();
    assertThat(a.grad().shape()).isEqualTo(Shape.of(2, 0));
    assertThat(b.grad().shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  @DisplayName("IX24 kron, cross, tensordot")
  void ix24() {
    Tensor a = vector(1, 2);
    Tensor b = vector(3, 4);
    a.kron(b).sum().backward();
    assertValues(a.grad(), 7, 7);
    assertValues(b.grad(), 3, 3);
    Tensor e1 = vector(1, 0, 0);
    Tensor e2 = vector(0, 1, 0);
    e1.cross(e2, -1).mul(Tensor.of(1.0, 10, 100)).sum().backward();
    assertValues(e1.grad(), 100, 0, -1);
    assertValues(e2.grad(), 0, 100, -10);
  }

  @Test
  @DisplayName("P41 distances of equal points")
  void p41() {
    for (double p : new double[] {0.5, 1, 1.5, 2, 3, Double.POSITIVE_INFINITY}) {
      Tensor a = Tensor.of(new double[][] {{1, 2}}).requiresGrad(true);
      Tensor b = Tensor.of(new double[][] {{1, 2}}).requiresGrad(true);
      Tensor d = a.cdist(b, p);
      assertValues(d, 0);
      d.sum().backward();
      assertValues(a.grad(), 0, 0);
      assertValues(b.grad(), 0, 0);
    }
  }
}
