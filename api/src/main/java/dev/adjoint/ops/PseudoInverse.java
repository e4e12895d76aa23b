package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pseudo-inverses, least squares and ranks. Rule: G. Golub and V. Pereyra, The differentiation of pseudo-inverses and
 * nonlinear least squares problems whose variables separate, 1973, theorem 4.3; it holds as long as the rank stays.
 */
public final class PseudoInverse extends Operation {
  private final double tolerance;

  private PseudoInverse(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * The Moore-Penrose inverse of each matrix.
   *
   * @param tolerance singular values up to this part of the largest count as 0
   */
  public static Tensor pinv(Tensor a, double tolerance) {
    return Tape.apply(new PseudoInverse(tolerance), Matrices.check("pinv", a));
  }

  /** What counts as 0 beside the largest singular value: its rounding error, times the larger size. */
  public static double tolerance(Tensor a) {
    Matrices.check("pinv", a);
    return Math.max(Matrices.rows(a), Matrices.columns(a)) * (a.dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52);
  }

  /** The shortest X that makes {@code |A X - B|} smallest. */
  public static Tensor lstsq(Tensor a, Tensor b) {
    Matrices.check("lstsq", a);
    Matrices.checkSame("lstsq", a, b);
    int rank = a.shape().rank();
    boolean vector = b.shape().rank() == 1
        || b.shape().rank() == rank - 1 && b.shape().equals(Shape.of(Arrays.copyOf(a.shape().toArray(), rank - 1)));
    Tensor right = vector ? b.unsqueeze(-1) : b;
    if (right.shape().rank() < 2 || Matrices.rows(right) != Matrices.rows(a)) {
      throw new ShapeException(
          "lstsq of shapes " + a.shape() + " and " + b.shape() + ": expected a right side with as many rows as the matrix, "
              + Matrices.rows(a));
    }
    Tensor x = Matrices.mm(pinv(a, tolerance(a)), right);
    return vector ? x.squeeze(-1) : x;
  }

  /** The number of singular values that do not count as 0, int64. */
  public static Tensor rank(Tensor a, double tolerance) {
    Tensor s = Svd.values(Matrices.check("matrixRank", a).detach());
    if (s.shape().size(-1) == 0) {
      return s.sum(-1).to(DType.INT64);
    }
    return s.gt(s.maxKeep(-1).mul(tolerance)).to(DType.INT64).sum(-1);
  }

  @Override
  public String name() {
    return "pinv";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor a = inputs[0];
    LinearAlgebra algebra = a.backend().linearAlgebra();
    int m = Matrices.rows(a);
    int n = Matrices.columns(a);
    int k = Math.min(m, n);
    int[] batch = Matrices.batch(a);
    double[] all = Matrices.read(a);
    double[] out = new double[all.length];
    for (int i = 0; i < Matrices.count(batch); i++) {
      double[] matrix = Matrices.slice(all, i, m * n);
      if (!Matrices.isFinite(matrix)) {
        Arrays.fill(out, i * m * n, (i + 1) * m * n, Double.NaN);
        continue;
      }
      double[] u = new double[m * k];
      double[] s = new double[k];
      double[] vt = new double[k * n];
      algebra.svd(matrix, m, n, u, s, vt);
      for (int l = 0; l < k && s[l] > tolerance * s[0]; l++) {
        for (int row = 0; row < n; row++) {
          double factor = vt[l * n + row] / s[l];
          for (int column = 0; column < m; column++) {
            out[i * m * n + row * m + column] += factor * u[column * k + l];
          }
        }
      }
    }
    return Matrices.write(out, a, Matrices.join(batch, n, m));
  }

  @Override
  protected boolean reads(int input, int other) {
    return true;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    Tensor a = values.input(0);
    Tensor p = values.output();
    Tensor pt = Matrices.t(p);
    Tensor gt = Matrices.t(gradient);
    Tensor out = Matrices.mm(pt, Matrices.mm(gradient, pt)).neg();
    Tensor rows = Matrices.mm(gt, Matrices.mm(p, pt));
    Tensor columns = Matrices.mm(pt, Matrices.mm(p, gt));
    return out.add(rows.sub(Matrices.mm(a, Matrices.mm(p, rows))))
        .add(columns.sub(Matrices.mm(Matrices.mm(columns, p), a)));
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor da = tangents[0];
    if (da == null) {
      return null;
    }
    Tensor a = values.input(0);
    Tensor p = values.output();
    Tensor pt = Matrices.t(p);
    Tensor dat = Matrices.t(da);
    Tensor out = Matrices.mm(p, Matrices.mm(da, p)).neg();
    Tensor rows = Matrices.mm(p, Matrices.mm(pt, dat));
    Tensor columns = Matrices.mm(dat, Matrices.mm(pt, p));
    return out.add(rows.sub(Matrices.mm(Matrices.mm(rows, a), p)))
        .add(columns.sub(Matrices.mm(p, Matrices.mm(a, columns))));
  }
}
