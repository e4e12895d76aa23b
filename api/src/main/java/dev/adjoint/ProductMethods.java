package dev.adjoint;

import dev.adjoint.ops.Einsum;
import dev.adjoint.ops.MatMul;
import dev.adjoint.ops.Products;
import dev.adjoint.ops.Similarity;

/** The methods of a tensor that multiply it, as a vector, a matrix or a whole, with another. */
abstract sealed class ProductMethods extends ScanMethods permits ShapeMethods {
  /** The matrix product over the last two axes; those before them are a batch and broadcast. A vector is a row or column. */
  public Tensor matmul(Tensor other) {
    return MatMul.matmul(self(), other);
  }

  /** The product of two vectors of one length: a number. */
  public Tensor dot(Tensor other) {
    return Products.dot(self(), other);
  }

  /** Each element of this vector times each of another: a matrix. */
  public Tensor outer(Tensor other) {
    return Products.outer(self(), other);
  }

  /** The sums of products along the last axes of both. */
  public Tensor inner(Tensor other) {
    return Products.inner(self(), other);
  }

  /** The sums of products over the last {@code axes} axes of this one and the first of the other. */
  public Tensor tensordot(Tensor other, int axes) {
    return Products.tensordot(self(), other, axes);
  }

  /** The sums of products over pairs of axes; the other axes stay, those of this one first. */
  public Tensor tensordot(Tensor other, int[] axes, int[] axesOfOther) {
    return Products.tensordot(self(), other, axes, axesOfOther);
  }

  /** The Kronecker product: each element times the whole other tensor. */
  public Tensor kron(Tensor other) {
    return Products.kron(self(), other);
  }

  /** The vector product along an axis of size 3; the operands broadcast. */
  public Tensor cross(Tensor other, int axis) {
    return Products.cross(self(), other, axis);
  }

  /** The sum of the diagonal of the last two axes. */
  public Tensor trace() {
    return Products.trace(self());
  }

  /** The Euclidean distances of each row of this one from each row of another, of the last two axes; see {@link #cdist}. */
  public Tensor cdist(Tensor other) {
    return Similarity.cdist(self(), other, 2);
  }

  /**
   * The distances, in the p-norm, of each row of this one from each row of another: {@code [.., m, k]} and
   * {@code [.., n, k]} give {@code [.., m, n]}. Where two rows are equal the gradient is 0.
   *
   * @param p 0, without a gradient, counts what differs; or more than 0; or infinity for the largest difference
   */
  public Tensor cdist(Tensor other, double p) {
    return Similarity.cdist(self(), other, p);
  }

  // ---- This plus a product ----

  /** {@code this + a b}, of matrices; this broadcasts. */
  public Tensor addmm(Tensor a, Tensor b) {
    return addmm(a, b, 1, 1);
  }

  /** {@code beta this + alpha a b}, of matrices. With a beta of 0 this is left out, NaN and all, and gets the gradient 0. */
  public Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
    Products.checkRanks("addmm", a, 2, b, 2);
    return Products.add(self(), a.matmul(b), beta, alpha);
  }

  /** {@code this + a b}, of a matrix and a vector; this broadcasts. */
  public Tensor addmv(Tensor a, Tensor b) {
    return addmv(a, b, 1, 1);
  }

  /** {@code beta this + alpha a b}, of a matrix and a vector; beta as in {@link #addmm(Tensor, Tensor, double, double)}. */
  public Tensor addmv(Tensor a, Tensor b, double beta, double alpha) {
    Products.checkRanks("addmv", a, 2, b, 1);
    return Products.add(self(), a.matmul(b), beta, alpha);
  }

  /** {@code this + a bᵀ}, of vectors; this broadcasts. */
  public Tensor addr(Tensor a, Tensor b) {
    return addr(a, b, 1, 1);
  }

  /** {@code beta this + alpha a bᵀ}, of vectors; beta as in {@link #addmm(Tensor, Tensor, double, double)}. */
  public Tensor addr(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(self(), a.outer(b), beta, alpha);
  }

  /** {@code this + a b}, of batches of matrices; this broadcasts. */
  public Tensor baddbmm(Tensor a, Tensor b) {
    return baddbmm(a, b, 1, 1);
  }

  /** {@code beta this + alpha a b}, of batches of matrices; beta as in {@link #addmm(Tensor, Tensor, double, double)}. */
  public Tensor baddbmm(Tensor a, Tensor b, double beta, double alpha) {
    Products.checkRanks("baddbmm", a, 3, b, 3);
    return Products.add(self(), a.matmul(b), beta, alpha);
  }

  /** {@code this + the sum over the batch of a b}, of batches of matrices; this broadcasts. */
  public Tensor addbmm(Tensor a, Tensor b) {
    return addbmm(a, b, 1, 1);
  }

  /** {@code beta this + alpha (sum over the batch of a b)}; beta as in {@link #addmm(Tensor, Tensor, double, double)}. */
  public Tensor addbmm(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(self(), Products.summedProduct(a, b), beta, alpha);
  }

  // ---- Named axes ----

  /**
   * The sum of products that an equation names: {@code einsum("ij,jk->ik", a, b)} is the matrix product. Each letter is an
   * axis; what the output lacks is summed over. A letter twice in one operand is the diagonal; {@code ...} is any number of
   * axes, which broadcast, as do axes of size 1. Without an arrow the output is the ellipsis and, in the order of the
   * alphabet, capitals first, the letters that come once. Spaces do not matter. Several operands are multiplied in an order
   * that costs little.
   *
   * @throws ShapeException if the equation is wrong or does not fit the operands; shows where
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.einsum(equation, operands);
  }
}
