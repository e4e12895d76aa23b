package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Linalg;
import dev.adjoint.LinearAlgebraException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Inverses, factorisations and what is solved with them. */
public abstract class LinearAlgebraCases extends OnBackend {
  private static final double[][] A = {{2, 1}, {1, 3}};

  private static Tensor matrix(double[]... rows) {
    return Tensor.of(rows).requiresGrad(true);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static double[][] identity(double scale) {
    return new double[][] {{scale, 0}, {0, scale}};
  }

  /** The gradient of the sum of the results, with weights 1, 2, 3, 4 on matrices and 1, 10 on vectors. */
  private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) {
    weighted(f.apply(x)).backward();
    return x.grad();
  }

  private static Tensor weighted(Tensor y) {
    Tensor w = y.shape().rank() == 2 ? Tensor.of(1.0, 2, 3, 4).reshape(2, 2) : Tensor.of(1.0, 10);
    return y.mul(w.to(y.dtype())).sum();
  }

  @Test
  @DisplayName("LA01 inv")
  void la01() {
    assertValues(Linalg.inv(matrix(A)), .6, -.2, -.2, .4);
    assertValues(gradient(Linalg::inv, matrix(A)), .08, -.16, -.36, -.28);
  }

  @Test
  @DisplayName("LA02 det")
  void la02() {
    Tensor a = matrix(A);
    Tensor det = Linalg.det(a);
    assertValues(det, 5);
    det.backward();
    assertValues(a.grad(), 3, -1, -1, 2);
  }

  private static void assertCofactors(double[][] rows, double... expected) {
    Tensor a = matrix(rows);
    Linalg.det(a).backward();
    assertValues(a.grad(), expected);
    GradCheck.checkSecondOrder(Linalg::det, Tensor.of(rows));
  }

  @Test
  @DisplayName("LA03 det of singular matrices: the adjugate")
  void la03() {
    assertCofactors(new double[][] {{1, 2}, {2, 4}}, 4, -2, -2, 1);
    assertCofactors(new double[][] {{1, 0, 0}, {0, 2, 0}, {0, 0, 0}}, 0, 0, 0, 0, 0, 0, 0, 0, 2);
    assertCofactors(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, -3, 6, -3, 6, -12, 6, -3, 6, -3);
    assertCofactors(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, 0, 0}}, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertCofactors(new double[][] {{0, 0}, {0, 0}}, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("LA05 slogdet")
  void la05() {
    Tensor a = matrix(A);
    Linalg.SignAndLog found = Linalg.slogdet(a);
    assertValues(found.sign(), 1);
    assertValues(found.logAbsDet(), Math.log(5));
    assertThat(found.sign().requiresGrad()).isFalse();
    found.logAbsDet().backward();
    assertValues(a.grad(), .6, -.2, -.2, .4);
    Tensor exchange = matrix(new double[] {0, 1}, new double[] {1, 0});
    assertValues(Linalg.slogdet(exchange).sign(), -1);
    Linalg.slogdet(exchange).logAbsDet().backward();
    assertValues(exchange.grad(), 0, 1, 1, 0);
    Tensor singular = matrix(new double[] {1, 2}, new double[] {2, 4});
    assertValues(Linalg.slogdet(singular).sign(), 0);
    Tensor log = Linalg.slogdet(singular).logAbsDet();
    assertThat(log.item()).isEqualTo(Double.NEGATIVE_INFINITY);
    log.backward();
    for (double g : singular.grad().toDoubleArray()) {
      assertThat(Math.abs(g)).isEqualTo(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  @DisplayName("LA06 solve")
  void la06() {
    Tensor a = matrix(A);
    Tensor b = vector(1, 2);
    Tensor x = Linalg.solve(a, b);
    assertValues(x, .2, .6);
    weighted(x).backward();
    assertValues(a.grad(), .28, .84, -.76, -2.28);
    assertValues(b.grad(), -1.4, 3.8);
  }

  @Test
  @DisplayName("LA07 cholesky: a symmetric gradient, and only the lower triangle is read")
  void la07() {
    assertValues(gradient(Linalg::cholesky, matrix(A)), .13945107, .42820464, .42820464, 1.2649111);
    Tensor a = matrix(new double[] {4, 100}, new double[] {2, 5});
    assertValues(Linalg.cholesky(a), 2, 0, 1, 2);
    Linalg.cholesky(a).sum().backward();
    assertThat(a.grad().toDoubleArray()[1]).isEqualTo(a.grad().toDoubleArray()[2]);
    assertValues(gradient(Linalg::cholesky, matrix(new double[] {4, 100}, new double[] {2, 5})), .125, .25, .25, 1);
  }

  @Test
  @DisplayName("LA08 not positive definite, singular: which, and where")
  void la08() {
    Tensor a = matrix(new double[] {1, 2}, new double[] {2, 1});
    assertThatThrownBy(() -> Linalg.cholesky(a)).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContainingAll("not positive definite", "minor of order 2");
    Tensor singular = matrix(new double[] {1, 2}, new double[] {2, 4});
    assertThatThrownBy(() -> Linalg.inv(singular)).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContainingAll("inv", "singular", "pivot 1");
    Tensor batch = Tensor.stack(0, Tensor.of(A), singular.detach()).unsqueeze(0);
    assertThatThrownBy(() -> Linalg.solve(batch, Tensor.of(1.0, 2))).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContainingAll("solve", "[0, 1] of the batch", "singular");
    assertThatThrownBy(() -> Linalg.cholesky(batch.neg())).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContainingAll("[0, 0] of the batch", "minor of order 1");
    assertThatThrownBy(() -> Linalg.det(Tensor.zeros(2, 3))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("det", "[2, 3]", "square");
    assertThatThrownBy(() -> Linalg.inv(Tensor.ofInts(1).reshape(1, 1))).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("inv", "int32");
    assertThatThrownBy(() -> Linalg.solve(Tensor.of(A), Tensor.of(1.0, 2, 3))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 2]", "[3]", "3 rows");
  }

  @Test
  @DisplayName("LA09 singular values")
  void la09() {
    assertValues(gradient(Linalg::svdvals, matrix(new double[] {3, 0}, new double[] {0, 2})), 1, 0, 0, 10);
    Tensor repeated = matrix(identity(2));
    Linalg.svdvals(repeated).sum().backward();
    assertValues(repeated.grad(), 1, 0, 0, 1);
    repeated.clearGrad();
    Linalg.svd(repeated).s().sum().backward();
    assertValues(repeated.grad(), 1, 0, 0, 1);
    Tensor vectors = gradient(x -> Linalg.svd(x).u(), matrix(identity(2)));
    assertThat(vectors.toDoubleArray()).contains(Double.NaN);
  }

  @Test
  @DisplayName("LA11 eigenvalues")
  void la11() {
    double[][] rows = {{2, 1}, {1, 2}};
    assertValues(gradient(Linalg::eigvalsh, matrix(rows)), 5.5, 4.5, 4.5, 5.5);
    assertValues(gradient(x -> Linalg.eigh(x).values(), matrix(rows)), 5.5, 4.5, 4.5, 5.5);
    for (double[][] values : new double[][][] {rows, identity(2)}) {
      Tensor a = matrix(values);
      Linalg.eigvalsh(a).sum().backward();
      assertValues(a.grad(), 1, 0, 0, 1);
    }
    assertThat(gradient(Linalg::eigvalsh, matrix(identity(3))).toDoubleArray()).doesNotContain(Double.NaN);
    assertValues(Linalg.eigvalsh(Tensor.of(new double[][] {{2, 100}, {1, 2}})), 1, 3);
  }

  @Test
  @DisplayName("LA12 qr")
  void la12() {
    Tensor a = matrix(new double[] {3, 1}, new double[] {4, 2});
    assertValues(Linalg.qr(a).r(), -5, -2.2, 0, .4);
    assertValues(gradient(x -> Linalg.qr(x).r(), a), .936, -4.4, -1.952, .8);
    Tensor tall = Tensor.of(new double[][] {{3, 1}, {4, 2}, {0, 1}}).requiresGrad(true);
    assertThat(Linalg.qrComplete(tall).q().shape()).isEqualTo(Shape.of(3, 3));
    assertThatThrownBy(() -> Linalg.qrComplete(tall).r().sum().backward()).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("[3, 2]", "reduced");
  }

  @Test
  @DisplayName("LA13 triangular solve")
  void la13() {
    Tensor a = matrix(new double[] {2, Double.NaN}, new double[] {1, 3});
    Tensor b = Tensor.of(new double[][] {{1}, {2}}).requiresGrad(true);
    weighted(Linalg.solveTriangular(a, b, false).squeeze(-1)).backward();
    assertValues(a.grad(), .583333, 0, -1.666667, -1.666667);
    assertValues(b.grad(), -1.166667, 3.333333);
  }

  @Test
  @DisplayName("LA14 cholesky solve")
  void la14() {
    Tensor l = matrix(new double[] {2, 0}, new double[] {1, 3});
    Tensor b = Tensor.of(new double[][] {{1}, {2}}).requiresGrad(true);
    weighted(Linalg.choleskySolve(b, l).squeeze(-1)).backward();
    assertValues(b.grad(), -.2777778, 1.0555556);
    assertValues(l.grad(), .0555556, -.3888889, -.6111111, -1.0555556);
  }

  @Test
  @DisplayName("LA15 exponential")
  void la15() {
    assertValues(gradient(Linalg::matrixExp, matrix(identity(0))), 1, 2, 3, 4);
    assertValues(gradient(Linalg::matrixExp, matrix(new double[] {0, 1}, new double[] {0, 0})), 2, 2, 5.8333333, 5);
    assertValues(Linalg.matrixExp(matrix(new double[] {0, 3}, new double[] {-3, 0})), Math.cos(3), Math.sin(3),
        -Math.sin(3), Math.cos(3));
    assertValues(Linalg.matrixExp(matrix(identity(-40))).mul(Math.exp(40)), 1, 0, 0, 1);
  }

  @Test
  @DisplayName("LA17 least squares")
  void la17() {
    Tensor a = matrix(new double[] {1, 0}, new double[] {0, 2}, new double[] {0, 0});
    Tensor b = vector(1, 2, 3);
    weighted(Linalg.lstsq(a, b)).backward();
    assertValues(a.grad(), -1, -1, -5, -5, 3, 7.5);
    assertValues(b.grad(), 1, 5, 0);
  }

  @Test
  @DisplayName("LA18 norms of matrices")
  void la18() {
    Tensor a = matrix(new double[] {3, 4}, new double[] {0, 0});
    Linalg.matrixNorm(a).backward();
    assertValues(a.grad(), .6, .8, 0, 0);
    Tensor zero = matrix(identity(0));
    Linalg.matrixNorm(zero, "fro").backward();
    assertValues(zero.grad(), 0, 0, 0, 0);
    Tensor d = matrix(new double[] {3, 0}, new double[] {0, 2});
    Linalg.matrixNorm(d, "nuc").backward();
    assertValues(d.grad(), 1, 0, 0, 1);
    d.clearGrad();
    Linalg.matrixNorm(d, 2).backward();
    assertValues(d.grad(), 1, 0, 0, 0);
    assertThatThrownBy(() -> Linalg.matrixNorm(d, 3)).isInstanceOf(ShapeException.class).hasMessageContaining("3.0");
    assertThatThrownBy(() -> Linalg.matrixNorm(d, "max")).isInstanceOf(ShapeException.class).hasMessageContaining("max");
  }

  @Test
  @DisplayName("LA19 powers of matrices")
  void la19() {
    double[][] rows = {{1, 1}, {0, 1}};
    assertValues(gradient(x -> Linalg.matrixPower(x, 3), matrix(rows)), 9, 6, 26, 18);
    assertValues(Linalg.matrixPower(matrix(A), -1), .6, -.2, -.2, .4);
    assertValues(gradient(x -> Linalg.matrixPower(x, 0), matrix(rows)), 0, 0, 0, 0);
    assertValues(Linalg.matrixPower(matrix(new double[] {Double.NaN, 1}, new double[] {1, 1}), 0), 1, 0, 0, 1);
  }

  @Test
  @DisplayName("Matrices that are not finite give NaN")
  void notFinite() {
    Tensor a = matrix(new double[] {Double.NaN, 0}, new double[] {0, 1});
    assertThat(Linalg.svdvals(a).toDoubleArray()).containsOnly(Double.NaN);
    assertThat(Linalg.eigvalsh(a).toDoubleArray()).containsOnly(Double.NaN);
    assertThat(Linalg.pinv(a).toDoubleArray()).containsOnly(Double.NaN);
    assertThat(Linalg.qr(a).r().toDoubleArray()).containsOnly(Double.NaN);
  }

  @Test
  @DisplayName("matrixExp of very large matrices underflows to 0 or overflows to infinity")
  void exponentialsOfLargeMatrices() {
    for (double large : new double[] {1e40, 1e60, 1e100, 1e200, 1e308}) {
      assertThat(Linalg.matrixExp(matrix(new double[] {-large})).item()).as("exp(-%s)", large).isZero();
      assertThat(Linalg.matrixExp(matrix(new double[] {large})).item()).as("exp(%s)", large).isInfinite();
    }
    assertThat(Linalg.matrixExp(Tensor.of(-1e38f).reshape(1, 1)).item()).isZero();
  }

  @Test
  @DisplayName("A matrix with NaN is not called singular or not positive definite")
  void namesNaN() {
    Tensor a = Tensor.of(new double[][] {{0, Double.NaN}, {0, 1}});
    assertThatThrownBy(() -> Linalg.inv(a)).isInstanceOf(LinearAlgebraException.class).hasMessageContaining("holds NaN");
    assertThatThrownBy(() -> Linalg.solve(a, Tensor.of(1.0, 1))).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContaining("holds NaN");
    Tensor lower = Tensor.of(new double[][] {{1, 0}, {Double.NaN, 1}});
    assertThatThrownBy(() -> Linalg.cholesky(lower)).isInstanceOf(LinearAlgebraException.class)
        .hasMessageContaining("holds NaN");
    Tensor singular = Tensor.of(new double[][] {{1, 0}, {0, 0}});
    assertThatThrownBy(() -> Linalg.inv(singular)).hasMessageContaining("is singular");
    // The upper triangle is not read.
    assertThatThrownBy(() -> Linalg.cholesky(a)).hasMessageContaining("not positive definite");
  }
}
