package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Expr;

/** Variances, deviations, covariances. */
public final class Statistics {
  /** The square root, with the gradient 0 at 0: the convention at the deviation of equal numbers and the length 0. */
  static final Elementwise ROOT =
      Elementwise.of("sqrt", 0, Elementwise.Operands.REAL, (a, p) -> {
        Expr one = Expr.constant(1, a[0].dtype());
        return a[0].eq(0).then(Expr.constant(0, a[0].dtype()), a[0].eq(0).then(one, a[0]).sqrt());
      });

  private Statistics() {}

  /**
   * The variance along the axes, all of them where none is given: the squares of the distances from the mean, summed and
   * divided by their number less the correction (Bessel's is 1). NaN where that is 0 or less.
   */
  public static Tensor var(Tensor x, int correction, boolean keepAxes, int... axes) {
    Reduce.checkFloating("var", x);
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return InFloat32.apply(x, wide -> Variance.variance(wide, extent, correction));
  }

  /** The square root of the variance; its gradient is 0 where that is 0. */
  public static Tensor std(Tensor x, int correction, boolean keepAxes, int... axes) {
    Reduce.checkFloating("std", x);
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return InFloat32.apply(x, wide -> Variance.deviation(wide, extent, correction));
  }

  /** The covariances of the rows of a matrix, each a variable; of a vector, its variance. */
  public static Tensor cov(Tensor x, int correction) {
    Reduce.checkFloating("cov", x);
    if (x.shape().rank() > 2) {
      throw new ShapeException("cov takes a matrix with one row a variable, or a vector; given the shape " + x.shape());
    }
    return InFloat32.apply(x, wide -> covariances(wide, correction));
  }

  private static Tensor covariances(Tensor x, int correction) {
    Tensor rows = x.shape().rank() == 2 ? x : Views.reshape(x, 1, x.size());
    Tensor centered = rows.sub(rows.meanKeep(1));
    int freedom = Math.max(0, rows.shape().size(1) - correction);
    Tensor all = MatMul.matmul(centered, centered.t()).div(freedom);
    return x.shape().rank() == 2 ? all : Views.reshape(all);
  }

  /** The correlation coefficients of the rows of a matrix, each a variable. */
  public static Tensor corrcoef(Tensor x) {
    return InFloat32.apply(x, wide -> correlations(cov(wide, 1)));
  }

  private static Tensor correlations(Tensor cov) {
    if (cov.shape().rank() == 0) {
      return cov.div(cov);
    }
    int n = cov.shape().size(0);
    Expr onDiagonal = Expr.index(0).eq(Expr.index(1));
    Tensor diagonal = Compute.map(onDiagonal.cast(cov.dtype()), cov.shape(), cov.detach());
    Tensor deviations = cov.mul(diagonal).sum(1).sqrt();
    return cov.div(Views.reshape(deviations, n, 1)).div(deviations).clamp(-1, 1);
  }
}
