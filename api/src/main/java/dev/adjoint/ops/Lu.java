package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.LinearAlgebra;
import org.jspecify.annotations.Nullable;

/** The LU factorisation with row exchanges, {@code A = P L U}; the rule as in PyTorch's {@code lu_factor_ex_backward}. */
public final class Lu {
  private Lu() {}

  /** P, without a gradient; L, {@code m x k} with ones on the diagonal; U, {@code k x n}; k the smaller size. */
  public static Tensor[] lu(Tensor a) {
    Matrices.check("lu", a);
    int m = Matrices.rows(a);
    int n = Matrices.columns(a);
    int k = Math.min(m, n);
    Tensor p = permutation(a);
    Tensor ordered = Matrices.mm(Matrices.t(p), a);
    Tensor square = Tape.apply(ELIMINATION, ordered.narrow(-2, 0, k).narrow(-1, 0, k));
    Tensor l = lower(square);
    Tensor u = Matrices.triu(square, 0);
    Tensor fullL = m == k ? l
        : Joining.concat(-2, l, Solve.solveTriangular(u, ordered.narrow(-2, k, m - k), true, false, false));
    Tensor fullU = n == k ? u
        : Joining.concat(-1, u, Solve.solveTriangular(l, ordered.narrow(-1, k, n - k), false, true, true));
    return new Tensor[] {p, fullL, fullU};
  }

  private static Tensor lower(Tensor square) {
    return Matrices.tril(square, -1).add(Matrices.eye(Matrices.rows(square), square));
  }

  private static Tensor permutation(Tensor a) {
    LinearAlgebra algebra = a.backend().linearAlgebra();
    int m = Matrices.rows(a);
    int n = Matrices.columns(a);
    int[] batch = Matrices.batch(a);
    double[] all = Matrices.read(a);
    double[] out = new double[Matrices.count(batch) * m * m];
    for (int i = 0; i < Matrices.count(batch); i++) {
      int[] pivots = new int[Math.min(m, n)];
      algebra.lu(Matrices.slice(all, i, m * n), m, n, pivots);
      int[] order = new int[m];
      for (int row = 0; row < m; row++) {
        order[row] = row;
      }
      for (int row = 0; row < pivots.length; row++) {
        int other = order[pivots[row]];
        order[pivots[row]] = order[row];
        order[row] = other;
      }
      for (int row = 0; row < m; row++) {
        out[(i * m + order[row]) * m + row] = 1;
      }
    }
    return Matrices.write(out, a, Matrices.join(batch, m, m));
  }

  /** L below the diagonal and U from it on, of a square matrix whose rows are in order. */
  private static final Operation ELIMINATION = new Operation() {
    @Override
    public String name() {
      return "lu";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      int n = Matrices.rows(inputs[0]);
      double[] all = Matrices.read(inputs[0]);
      for (int i = 0; i < Matrices.count(Matrices.batch(inputs[0])); i++) {
        double[] a = Matrices.slice(all, i, n * n);
        eliminate(a, n);
        Matrices.put(a, all, i);
      }
      return Matrices.write(all, inputs[0], inputs[0].shape().toArray());
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == OUTPUT;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor lt = Matrices.t(lower(values.output()));
      Tensor ut = Matrices.t(Matrices.triu(values.output(), 0));
      Tensor inner = Matrices.tril(Matrices.mm(lt, Matrices.tril(gradient, -1)), -1)
          .add(Matrices.triu(Matrices.mm(Matrices.triu(gradient, 0), ut), 0));
      Tensor left = Solve.triangular(lt, inner, true, true);
      return Solve.solveTriangular(ut, left, false, false, false);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      if (tangent == null) {
        return null;
      }
      Tensor l = lower(values.output());
      Tensor u = Matrices.triu(values.output(), 0);
      Tensor f = Solve.solveTriangular(u, Solve.triangular(l, tangent, false, true), true, false, false);
      return Matrices.mm(l, Matrices.tril(f, -1)).add(Matrices.mm(Matrices.triu(f, 0), u));
    }
  };

  private static void eliminate(double[] a, int n) {
    for (int k = 0; k < n; k++) {
      for (int row = k + 1; row < n; row++) {
        double factor = a[row * n + k] == 0 ? 0 : a[row * n + k] / a[k * n + k];
        a[row * n + k] = factor;
        for (int column = k + 1; column < n; column++) {
          a[row * n + column] -= factor * a[k * n + column];
        }
      }
    }
  }
}
