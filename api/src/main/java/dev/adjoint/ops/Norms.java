package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Norms of matrices, condition numbers, and distances between vectors. At 0 their gradients are 0. */
public final class Norms {
  private Norms() {}

  /** The square root of the sum of squares of each matrix. */
  public static Tensor frobenius(Tensor a) {
    return length(Matrices.check("matrixNorm", a), -2, -1);
  }

  /** The sum of the singular values of each matrix. */
  public static Tensor nuclear(Tensor a) {
    return Svd.values(a).sum(-1);
  }

  /** The norm of a name: {@code fro} or {@code nuc}. */
  public static Tensor matrix(Tensor a, String name) {
    return switch (name) {
      case "fro" -> frobenius(a);
      case "nuc" -> nuclear(a);
      default -> throw new ShapeException("There is no matrix norm \"" + name + "\": expected \"fro\" or \"nuc\"");
    };
  }

  /** The norm of a number: 1, 2 or infinity, or for the smallest instead of the largest its negative. */
  public static Tensor matrix(Tensor a, double p) {
    Matrices.check("matrixNorm", a);
    if (Math.abs(p) != 1 && Math.abs(p) != 2 && !Double.isInfinite(p)) {
      throw new ShapeException(
          "There is no matrix norm " + p + ": expected 1, 2, infinity, the negative of one, \"fro\" or \"nuc\"");
    }
    Tensor sizes = Math.abs(p) == 2 ? Svd.values(a) : a.abs().sum(Math.abs(p) == 1 ? -2 : -1);
    return p > 0 ? sizes.max(-1) : sizes.min(-1);
  }

  /** The largest singular value over the smallest, or the smallest over the largest for -2; both norms for another p. */
  public static Tensor cond(Tensor a, double p) {
    if (Math.abs(p) == 2) {
      Tensor s = Svd.values(Matrices.check("cond", a));
      return p > 0 ? s.max(-1).div(s.min(-1)) : s.min(-1).div(s.max(-1));
    }
    return matrix(Matrices.checkSquare("cond", a), p).mul(matrix(Solve.inv(a), p));
  }

  /** The condition number in the norm of a name: {@code fro} or {@code nuc}. */
  public static Tensor cond(Tensor a, String name) {
    return matrix(Matrices.checkSquare("cond", a), name).mul(matrix(Solve.inv(a), name));
  }

  /** The square root of the sum of squares; its gradient is 0 where that is 0. */
  private static Tensor length(Tensor x, int... axes) {
    Tensor squares = x.mul(x).sum(axes);
    Tensor zero = squares.detach().eq(0);
    Tensor nothing = Tensor.zerosLike(squares);
    return Tensor.where(zero, nothing, Tensor.where(zero, Tensor.onesLike(squares), squares).sqrt());
  }

  /**
   * The p-norm of the difference of each row of x with each row of y.
   *
   * @param p at least 0, or infinity; 0 counts what differs
   */
  public static Tensor cdist(Tensor x, Tensor y, double p) {
    Matrices.check("cdist", x);
    Matrices.check("cdist", y);
    Matrices.checkSame("cdist", x, y);
    if (Matrices.columns(x) != Matrices.columns(y)) {
      throw new ShapeException(
          "cdist of shapes " + x.shape() + " and " + y.shape() + ": expected rows of one length; given " + Matrices.columns(x)
              + " and " + Matrices.columns(y));
    }
    if (!(p >= 0)) {
      throw new ShapeException("cdist takes a p of at least 0; given " + p);
    }
    Tensor d = x.unsqueeze(-2).sub(y.unsqueeze(-3));
    if (p == 2) {
      return length(d, -1);
    }
    if (p == 0) {
      return d.ne(0).to(d.dtype()).sum(-1);
    }
    if (p == 1) {
      return d.abs().sum(-1);
    }
    if (Double.isInfinite(p)) {
      return d.shape().size(-1) == 0 ? d.sum(-1) : d.abs().max(-1);
    }
    return rooted(rooted(d.abs(), p).sum(-1), 1 / p);
  }

  /** A power whose gradient is 0 at 0. */
  private static Tensor rooted(Tensor x, double exponent) {
    Tensor zero = x.detach().eq(0);
    return Tensor.where(zero, Tensor.zerosLike(x), Tensor.where(zero, Tensor.onesLike(x), x).pow(exponent));
  }
}
