package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Vectors of length 1, and how near vectors are to each other. */
public final class Similarity {
  private Similarity() {}

  /** A vector divided by its p-norm, or by eps where that is larger. */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return InFloat32.apply(x, wide -> wide.div(Norms.norm(wide, p, true, axis).clampMin(eps)));
  }

  /** The cosine of the angle between vectors that lie along an axis; the inputs broadcast. Lengths count at least eps. */
  public static Tensor cosine(Tensor a, Tensor b, int axis, double eps) {
    return normalize(a, 2, axis, eps).mul(normalize(b, 2, axis, eps)).sum(axis);
  }

  /** The p-norm of {@code a - b + eps} along the last axis. */
  public static Tensor distance(Tensor a, Tensor b, double p, double eps, boolean keepsAxis) {
    Tensor length = Norms.norm(a.sub(b).add(eps), p, true, -1);
    return keepsAxis || length.shape().rank() == 0 ? length : length.squeeze(-1);
  }

  /**
   * The p-norm of the difference of each row of x with each row of y.
   *
   * @param p at least 0, or infinity; 0 counts what differs
   */
  public static Tensor cdist(Tensor x, Tensor y, double p) {
    if (x.shape().rank() < 2 || y.shape().rank() < 2) {
      throw new ShapeException("cdist takes two matrices, or batches of them; given " + x.shape() + " and " + y.shape());
    }
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
    if (p == 0) {
      return d.ne(0).to(d.dtype()).sum(-1);
    }
    return d.shape().size(-1) == 0 ? d.sum(-1) : Norms.norm(d, p, false, -1);
  }
}
