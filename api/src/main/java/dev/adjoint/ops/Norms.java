package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** Lengths of vectors and what is divided by them; their gradient is 0 at the zero vector. */
public final class Norms {
  private static final Elementwise POWER =
      Elementwise.of("abs_power", 1, Elementwise.Operands.REAL, (a, p) -> a[0].eq(0).then(a[0].mul(0), a[0].abs().pow(p[0])));
  private static final Elementwise ROOT =
      Elementwise.of("root", 1, Elementwise.Operands.REAL, (a, p) -> a[0].eq(0).then(a[0].mul(0), a[0].pow(p[0])));

  private Norms() {}

  /** {@code x^(1/p)} with the gradient 0 at 0. */
  static Tensor root(Tensor x, double p) {
    return ROOT.apply(new double[] {1 / p}, x);
  }

  /** {@code sum(|x|^p)^(1/p)} along axes, which stay with size 1; the largest |x| for infinity. */
  public static Tensor norm(Tensor x, double p, int... axes) {
    if (p == Double.POSITIVE_INFINITY) {
      return x.abs().maxKeep(axes);
    }
    if (p == 1) {
      return x.abs().sumKeep(axes);
    }
    return root((p == 2 ? x.mul(x) : POWER.apply(new double[] {p}, x)).sumKeep(axes), p);
  }

  /** A vector divided by its p-norm, or by eps where that is larger. */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return x.div(norm(x, p, axis).clamp(eps, Double.POSITIVE_INFINITY));
  }

  /** The cosine of the angle between vectors that lie along an axis; the inputs broadcast. Lengths count at least eps. */
  public static Tensor cosine(Tensor a, Tensor b, int axis, double eps) {
    return normalize(a, 2, axis, eps).mul(normalize(b, 2, axis, eps)).sum(axis);
  }

  /** The p-norm of {@code a - b + eps} along the last axis. */
  public static Tensor distance(Tensor a, Tensor b, double p, double eps, boolean keepsAxis) {
    Tensor length = norm(a.sub(b).add(eps), p, -1);
    return keepsAxis || length.shape().rank() == 0 ? length : length.squeeze(-1);
  }
}
