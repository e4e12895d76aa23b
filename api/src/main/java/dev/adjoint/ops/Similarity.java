package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** Vectors of length 1, and how near vectors are to each other. */
public final class Similarity {
  private Similarity() {}

  /** A vector divided by its p-norm, or by eps where that is larger. */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return x.div(Norms.norm(x, p, true, axis).clamp(eps, Double.POSITIVE_INFINITY));
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
}
