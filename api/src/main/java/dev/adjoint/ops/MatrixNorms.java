package dev.adjoint.ops;

import dev.adjoint.LinearAlgebraException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;

/** Norms and condition numbers of matrices. */
public final class MatrixNorms {
  private MatrixNorms() {}

  /** The square root of the sum of squares of each matrix. */
  public static Tensor frobenius(Tensor a) {
    return Norms.norm(Matrices.check("matrixNorm", a), 2, false, -2, -1);
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
    return cond(Matrices.checkSquare("cond", a), x -> matrix(x, p));
  }

  /** The condition number in the norm of a name: {@code fro} or {@code nuc}. */
  public static Tensor cond(Tensor a, String name) {
    return cond(Matrices.checkSquare("cond", a), x -> matrix(x, name));
  }

  /** The norm of each matrix times that of its inverse; infinite where there is none. */
  private static Tensor cond(Tensor a, UnaryOperator<Tensor> norm) {
    try {
      return norm.apply(a).mul(norm.apply(Solve.inv(a)));
    } catch (LinearAlgebraException e) {
      if (a.shape().rank() > 2) {
        // One of them at least has no inverse; the others do not suffer for it.
        return Tensor.stack(0, Joining.unbind(a, 0).stream().map(part -> cond(part, norm)).toArray(Tensor[]::new));
      }
      Tensor size = norm.apply(a.detach());
      return Tensor.where(size.isNaN(), size, Tensor.fullLike(size, Double.POSITIVE_INFINITY));
    }
  }
}
