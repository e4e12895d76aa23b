package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/**
 * The reduced singular value decomposition. Rules: J. Townsend, Differentiating the singular value decomposition, 2016, as in
 * PyTorch's {@code svd_backward}. The vectors' derivatives do not exist where singular values are equal: NaN.
 */
public final class Svd {
  private Svd() {}

  /** U, the singular values descending, and the transpose of V. */
  public static Tensor[] svd(Tensor a) {
    Tensor[] parts = FACTORS.apply(Matrices.check("svd", a));
    return new Tensor[] {parts[0], values(a, parts), parts[2]};
  }

  /** The singular values, descending. */
  public static Tensor values(Tensor a) {
    return values(a, FACTORS.apply(Matrices.check("svdvals", a)));
  }

  private static Tensor values(Tensor a, Tensor[] parts) {
    return Spectral.values("svdvals", parts[1], a, Matrices.t(parts[0]), Matrices.t(parts[2]));
  }

  /** {@code E[i][j] = s[j]² - s[i]²}, with ones on the diagonal. */
  private static Tensor gaps(Tensor s) {
    Tensor columns = s.unsqueeze(-2);
    Tensor rows = s.unsqueeze(-1);
    return columns.sub(rows).mul(columns.add(rows)).add(Matrices.eye(s.shape().size(-1), s));
  }

  private static final Packed FACTORS = new Packed() {
    @Override
    String name() {
      return "svd";
    }

    @Override
    int[][] parts(int m, int n) {
      int k = Math.min(m, n);
      return new int[][] {{m, k}, {k}, {k, n}};
    }

    @Override
    double[][] factor(Tensor like, double[] matrix, int m, int n) {
      int k = Math.min(m, n);
      double[][] out = {new double[m * k], new double[k], new double[k * n]};
      like.backend().linearAlgebra().svd(matrix, m, n, out[0], out[1], out[2]);
      return out;
    }

    @Override
    Tensor reverse(Tensor[] parts, Tensor[] gradients, Shape matrix) {
      Tensor u = parts[0];
      Tensor s = parts[1];
      Tensor v = Matrices.t(parts[2]);
      Tensor gu = gradients[0];
      Tensor gv = Matrices.t(gradients[2]);
      Tensor gaps = gaps(s);
      Tensor left = Matrices.scaleColumns(Matrices.skew(Matrices.mm(Matrices.t(u), gu)).div(gaps), s);
      Tensor right = Matrices.scaleRows(s, Matrices.skew(Matrices.mm(Matrices.t(v), gv)).div(gaps));
      Tensor inner = left.add(right).add(Matrices.onDiagonal(gradients[1]));
      Tensor out = Matrices.mm(u, Matrices.mm(inner, parts[2]));
      int k = s.shape().size(-1);
      if (matrix.size(-2) > k) {
        out = out.add(Matrices.mm(Matrices.scaleColumns(outside(u, gu), s.reciprocal()), parts[2]));
      }
      if (matrix.size(-1) > k) {
        out = out.add(Matrices.mm(u, Matrices.t(Matrices.scaleColumns(outside(v, gv), s.reciprocal()))));
      }
      return out;
    }

    @Override
    Tensor[] forward(Tensor[] parts, Tensor tangent, Shape matrix) {
      Tensor u = parts[0];
      Tensor s = parts[1];
      Tensor v = Matrices.t(parts[2]);
      Tensor inner = Matrices.mm(Matrices.t(u), Matrices.mm(tangent, v));
      Tensor gaps = gaps(s);
      Tensor du = Matrices.mm(u, turn(Matrices.scaleColumns(inner, s), gaps));
      Tensor dv = Matrices.mm(v, turn(Matrices.scaleRows(s, inner), gaps));
      int k = s.shape().size(-1);
      if (matrix.size(-2) > k) {
        du = du.add(Matrices.scaleColumns(outside(u, Matrices.mm(tangent, v)), s.reciprocal()));
      }
      if (matrix.size(-1) > k) {
        dv = dv.add(Matrices.scaleColumns(outside(v, Matrices.mm(Matrices.t(tangent), u)), s.reciprocal()));
      }
      return new Tensor[] {du, Matrices.diagonal(inner), Matrices.t(dv)};
    }
  };

  /** The rotation of the vectors: {@code (x + xᵀ) / gaps}, nothing on the diagonal. */
  private static Tensor turn(Tensor x, Tensor gaps) {
    Tensor both = x.add(Matrices.t(x)).div(gaps);
    return Matrices.tril(both, -1).add(Matrices.triu(both, 1));
  }

  /** What of x lies outside of the space of orthonormal columns. */
  private static Tensor outside(Tensor basis, Tensor x) {
    return x.sub(Matrices.mm(basis, Matrices.mm(Matrices.t(basis), x)));
  }
}
