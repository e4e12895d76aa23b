package dev.adjoint.ops;

import dev.adjoint.AutogradException;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/**
 * The QR factorisation with LAPACK's signs. Rules: S. Walter and L. Lehmann, Algorithmic differentiation of linear algebra
 * functions, 2010, as in PyTorch's {@code linalg_qr_backward}.
 */
public final class Qr {
  private Qr() {}

  /** Q with orthonormal columns, as many as the smaller size, and R. */
  public static Tensor[] reduced(Tensor a) {
    Matrices.check("qr", a);
    int m = Matrices.rows(a);
    int n = Matrices.columns(a);
    if (m >= n) {
      return REDUCED.apply(a);
    }
    // The first columns alone decide Q.
    Tensor[] square = REDUCED.apply(a.narrow(-1, 0, m));
    Tensor rest = Matrices.mm(Matrices.t(square[0]), a.narrow(-1, m, n - m));
    return new Tensor[] {square[0], Joining.concat(-1, square[1], rest)};
  }

  /** A square Q, and R of A's shape. */
  public static Tensor[] complete(Tensor a) {
    Matrices.check("qr", a);
    return Matrices.rows(a) > Matrices.columns(a) ? COMPLETE.apply(a) : reduced(a);
  }

  private abstract static class Factors extends Packed {
    @Override
    String name() {
      return "qr";
    }

    @Override
    double[][] factor(Tensor like, double[] matrix, int m, int n) {
      int columns = parts(m, n)[0][1];
      double[][] out = {new double[m * columns], new double[columns * n]};
      like.backend().linearAlgebra().qr(matrix, m, n, columns, out[0], out[1]);
      return out;
    }
  }

  private static final Packed REDUCED = new Factors() {
    @Override
    int[][] parts(int m, int n) {
      return new int[][] {{m, n}, {n, n}};
    }

    @Override
    Tensor reverse(Tensor[] parts, Tensor[] gradients, Shape matrix) {
      Tensor q = parts[0];
      Tensor r = parts[1];
      Tensor m = Matrices.mm(r, Matrices.t(gradients[1])).sub(Matrices.mm(Matrices.t(gradients[0]), q));
      Tensor lower = Matrices.tril(m, 0).add(Matrices.t(Matrices.tril(m, -1)));
      return timesInverse(gradients[0].add(Matrices.mm(q, lower)), Matrices.t(r), false);
    }

    @Override
    Tensor[] forward(Tensor[] parts, Tensor tangent, Shape matrix) {
      Tensor q = parts[0];
      Tensor r = parts[1];
      Tensor scaled = timesInverse(tangent, r, true);
      Tensor c = Matrices.mm(Matrices.t(q), scaled);
      // QᵀdQ is antisymmetric and dR inv(R) upper triangular: their sum, c, tells both.
      Tensor upper = c.sub(Matrices.skew(Matrices.tril(c, -1)));
      return new Tensor[] {scaled.sub(Matrices.mm(q, upper)), Matrices.mm(upper, r)};
    }
  };

  /** {@code x inv(t)}, of a triangular t. */
  private static Tensor timesInverse(Tensor x, Tensor t, boolean upper) {
    return Matrices.t(Solve.triangular(Matrices.t(t), Matrices.t(x), !upper, false));
  }

  private static final Packed COMPLETE = new Factors() {
    @Override
    int[][] parts(int m, int n) {
      return new int[][] {{m, m}, {m, n}};
    }

    @Override
    Tensor reverse(Tensor[] parts, Tensor[] gradients, Shape matrix) {
      throw noDerivative(matrix);
    }

    @Override
    Tensor[] forward(Tensor[] parts, Tensor tangent, Shape matrix) {
      throw noDerivative(matrix);
    }

    private AutogradException noDerivative(Shape matrix) {
      return new AutogradException(
          "The complete qr of a matrix with more rows than columns, here of shape " + matrix
              + ", has no derivative: the last columns of Q are any basis of a space. Use the reduced qr");
    }
  };
}
