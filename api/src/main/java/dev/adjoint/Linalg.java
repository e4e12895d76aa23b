package dev.adjoint;

import dev.adjoint.ops.Cholesky;
import dev.adjoint.ops.Determinant;
import dev.adjoint.ops.Eigh;
import dev.adjoint.ops.Lu;
import dev.adjoint.ops.MatrixFunctions;
import dev.adjoint.ops.MatrixNorms;
import dev.adjoint.ops.PseudoInverse;
import dev.adjoint.ops.Products;
import dev.adjoint.ops.Qr;
import dev.adjoint.ops.Solve;
import dev.adjoint.ops.Svd;

/**
 * Linear algebra on matrices: the last two axes, those before them being a batch. For float32 and float64; factorisations
 * are computed in float64 and rounded. Every result has derivatives of any order, in both modes, unless it says otherwise.
 *
 * <p>A matrix that lacks what is asked of it, as an inverse, gets a {@link LinearAlgebraException} that says which of the
 * batch it is, and whether it holds NaN; otherwise NaN or infinities in a matrix give NaN. The factorisations come from the
 * best {@link dev.adjoint.spi.LinearAlgebra} on the classpath.
 */
public final class Linalg {
  private Linalg() {}

  // ---- Inverses and equations ----

  /** The inverse of square matrices. */
  public static Tensor inv(Tensor a) {
    return Solve.inv(a);
  }

  /** X of {@code A X = B}. B is a matrix or a batch of them, or a vector, or as many vectors as A is a batch of. */
  public static Tensor solve(Tensor a, Tensor b) {
    return Solve.solve(a, b);
  }

  /** X of {@code A X = B} for a triangular A, of which the upper or the lower triangle alone is read. */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper) {
    return Solve.solveTriangular(a, b, upper, true, false);
  }

  /**
   * {@link #solveTriangular(Tensor, Tensor, boolean)}, and more.
   *
   * @param left whether A stands left of X; else X of {@code X A = B}
   * @param unitriangular whether the diagonal of A counts as ones, unread
   */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return Solve.solveTriangular(a, b, upper, left, unitriangular);
  }

  /** The Moore-Penrose inverse; its derivative is that of matrices of the same rank. */
  public static Tensor pinv(Tensor a) {
    return PseudoInverse.pinv(a, PseudoInverse.tolerance(a));
  }

  /** {@link #pinv(Tensor)} that takes singular values up to {@code rcond} times the largest for 0. */
  public static Tensor pinv(Tensor a, double rcond) {
    return PseudoInverse.pinv(a, rcond);
  }

  /** The X that makes {@code |A X - B|} smallest, the shortest of them; B as in {@link #solve}. */
  public static Tensor lstsq(Tensor a, Tensor b) {
    return PseudoInverse.lstsq(a, b);
  }

  /** The inverse of a tensor of {@code 2 k} axes as a map from its last k axes to its first. */
  public static Tensor tensorinv(Tensor a, int leading) {
    return Products.tensorinv(a, leading);
  }

  /** X of {@code tensordot(A, X, rank of X) = B}. */
  public static Tensor tensorsolve(Tensor a, Tensor b) {
    return Products.tensorsolve(a, b);
  }

  // ---- Factorisations ----

  /** L of {@code A = L Lᵀ}, for a positive definite A of which the lower triangle is read. The gradient is symmetric. */
  public static Tensor cholesky(Tensor a) {
    return Cholesky.cholesky(a);
  }

  /** X of {@code L Lᵀ X = B}; of L the lower triangle is read. Its gradient is that of {@code L Lᵀ} with a full L. */
  public static Tensor choleskySolve(Tensor b, Tensor l) {
    return Cholesky.solve(b, l);
  }

  /** The inverse of {@code L Lᵀ}. */
  public static Tensor choleskyInverse(Tensor l) {
    return Cholesky.inverse(l);
  }

  /** {@code A = P L U} with row exchanges; no gradient flows from P. */
  public static LuFactors lu(Tensor a) {
    Tensor[] parts = Lu.lu(a);
    return new LuFactors(parts[0], parts[1], parts[2]);
  }

  /** {@code A = Q R} with as many orthonormal columns as A's smaller size. The signs are LAPACK's. */
  public static QrFactors qr(Tensor a) {
    Tensor[] parts = Qr.reduced(a);
    return new QrFactors(parts[0], parts[1]);
  }

  /** {@code A = Q R} with a square Q. Without a derivative where A has more rows than columns. */
  public static QrFactors qrComplete(Tensor a) {
    Tensor[] parts = Qr.complete(a);
    return new QrFactors(parts[0], parts[1]);
  }

  /** {@code A = U diag(s) Vh}, singular values descending. The vectors' gradients are NaN where two values are equal. */
  public static SvdFactors svd(Tensor a) {
    Tensor[] parts = Svd.svd(a);
    return new SvdFactors(parts[0], parts[1], parts[2]);
  }

  /** The singular values, descending. */
  public static Tensor svdvals(Tensor a) {
    return Svd.values(a);
  }

  /** Eigenvalues, ascending, and eigenvectors of symmetric matrices, of which the lower triangle is read. */
  public static Eigen eigh(Tensor a) {
    Tensor[] parts = Eigh.eigh(a);
    return new Eigen(parts[0], parts[1]);
  }

  /** The eigenvalues, ascending, of symmetric matrices, of which the lower triangle is read. */
  public static Tensor eigvalsh(Tensor a) {
    return Eigh.values(a);
  }

  /**
   * The factors of {@link #lu}.
   *
   * @param p a permutation matrix
   * @param l lower triangular with ones on the diagonal
   * @param u upper triangular
   */
  public record LuFactors(Tensor p, Tensor l, Tensor u) {}

  /**
   * The factors of {@link #qr}.
   *
   * @param q has orthonormal columns
   * @param r upper triangular
   */
  public record QrFactors(Tensor q, Tensor r) {}

  /**
   * The factors of {@link #svd}.
   *
   * @param u the left singular vectors, as columns
   * @param s the singular values, descending
   * @param vh the right singular vectors, as rows
   */
  public record SvdFactors(Tensor u, Tensor s, Tensor vh) {}

  /**
   * What {@link #eigh} finds.
   *
   * @param values the eigenvalues, ascending
   * @param vectors the eigenvectors, as columns
   */
  public record Eigen(Tensor values, Tensor vectors) {}

  // ---- Numbers of a matrix ----

  /** The determinant. Its gradient, the cofactors, is right at singular matrices too. */
  public static Tensor det(Tensor a) {
    return Determinant.det(a);
  }

  /** The sign of the determinant and the logarithm of its absolute value, which stays in range where it does not. */
  public static SignAndLog slogdet(Tensor a) {
    return new SignAndLog(Determinant.sign(a), Determinant.logAbsDet(a));
  }

  /** The logarithm of the determinant: minus infinity where that is 0, NaN where it is negative. */
  public static Tensor logdet(Tensor a) {
    return Determinant.logDet(a);
  }

  /**
   * What {@link #slogdet} finds.
   *
   * @param sign -1, 0 or 1, without a gradient
   * @param logAbsDet minus infinity for a singular matrix
   */
  public record SignAndLog(Tensor sign, Tensor logAbsDet) {}

  /** How many singular values are not 0 beside the largest, int64. */
  public static Tensor matrixRank(Tensor a) {
    return PseudoInverse.rank(a, PseudoInverse.tolerance(a));
  }

  /** How many singular values are larger than {@code rtol} times the largest, int64. */
  public static Tensor matrixRank(Tensor a, double rtol) {
    return PseudoInverse.rank(a, rtol);
  }

  /** The Frobenius norm: the square root of the sum of squares; its gradient at 0 is 0. */
  public static Tensor matrixNorm(Tensor a) {
    return MatrixNorms.frobenius(a);
  }

  /** The Frobenius norm, {@code "fro"}, or the nuclear norm, {@code "nuc"}: the sum of the singular values. */
  public static Tensor matrixNorm(Tensor a, String name) {
    return MatrixNorms.matrix(a, name);
  }

  /** The largest singular value for 2, sum of a column for 1, of a row for infinity; the smallest for a negative p. */
  public static Tensor matrixNorm(Tensor a, double p) {
    return MatrixNorms.matrix(a, p);
  }

  /** The condition number: the largest singular value over the smallest. */
  public static Tensor cond(Tensor a) {
    return MatrixNorms.cond(a, 2);
  }

  /** The norm of a matrix times that of its inverse; p as in {@link #matrixNorm(Tensor, double)}. */
  public static Tensor cond(Tensor a, double p) {
    return MatrixNorms.cond(a, p);
  }

  /** The norm of a matrix times that of its inverse; the name as in {@link #matrixNorm(Tensor, String)}. */
  public static Tensor cond(Tensor a, String name) {
    return MatrixNorms.cond(a, name);
  }

  // ---- Functions and products of matrices ----

  /** A square matrix to a whole power; negative ones are powers of the inverse. */
  public static Tensor matrixPower(Tensor a, int exponent) {
    return MatrixFunctions.power(a, exponent);
  }

  /** The exponential of a square matrix: the sum of {@code Aᵏ / k!}. */
  public static Tensor matrixExp(Tensor a) {
    return MatrixFunctions.exp(a);
  }

  /** The product of two or more matrices in the order that costs least; the first and the last may be vectors. */
  public static Tensor multiDot(Tensor... matrices) {
    return Products.multiDot(matrices);
  }

  /** Rows of powers: {@code 1, x, x², ...}, as many as {@code columns}. */
  public static Tensor vander(Tensor x, int columns) {
    return Products.vander(x, columns);
  }
}
