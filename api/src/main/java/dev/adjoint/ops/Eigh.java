package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/**
 * Eigenvalues and eigenvectors of symmetric matrices (M. Giles, Collected matrix derivative results for forward and reverse
 * mode algorithmic differentiation, 2008, section 3.1). The vectors' derivatives do not exist where eigenvalues are equal.
 */
public final class Eigh {
  private Eigh() {}

  /** The eigenvalues, ascending, and the eigenvectors, which are columns; of A the lower triangle alone is read. */
  public static Tensor[] eigh(Tensor a) {
    Tensor[] parts = FACTORS.apply(Matrices.checkSquare("eigh", a));
    return new Tensor[] {values(a, parts), parts[1]};
  }

  /** The eigenvalues, ascending. */
  public static Tensor values(Tensor a) {
    return values(a, FACTORS.apply(Matrices.checkSquare("eigvalsh", a)));
  }

  private static Tensor values(Tensor a, Tensor[] parts) {
    return Spectral.values("eigvalsh", parts[0], a, Matrices.t(parts[1]), parts[1]);
  }

  private static final Packed FACTORS = new Packed() {
    @Override
    String name() {
      return "eigh";
    }

    @Override
    int[][] parts(int m, int n) {
      return new int[][] {{n}, {n, n}};
    }

    @Override
    double[][] factor(Tensor like, double[] matrix, int m, int n) {
      double[] values = new double[n];
      like.backend().linearAlgebra().eigh(matrix, n, values);
      return new double[][] {values, matrix};
    }

    @Override
    Tensor reverse(Tensor[] parts, Tensor[] gradients, Shape matrix) {
      Tensor v = parts[1];
      Tensor inner = turn(Matrices.mm(Matrices.t(v), gradients[1]), parts[0]).add(Matrices.onDiagonal(gradients[0]));
      return Matrices.mm(v, Matrices.mm(inner, Matrices.t(v)));
    }

    @Override
    Tensor[] forward(Tensor[] parts, Tensor tangent, Shape matrix) {
      Tensor v = parts[1];
      Tensor inner = Matrices.mm(Matrices.t(v), Matrices.mm(tangent, v));
      return new Tensor[] {Matrices.diagonal(inner), Matrices.mm(v, turn(inner, parts[0]))};
    }
  };

  /** {@code x[i][j] / (values[j] - values[i])}, nothing on the diagonal. */
  private static Tensor turn(Tensor x, Tensor values) {
    Tensor gaps = values.unsqueeze(-2).sub(values.unsqueeze(-1)).add(Matrices.eye(values.shape().size(-1), values));
    Tensor out = x.div(gaps);
    return Matrices.tril(out, -1).add(Matrices.triu(out, 1));
  }
}
