package dev.adjoint.ops;

import dev.adjoint.LinearAlgebraException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.LinearAlgebra;
import org.jspecify.annotations.Nullable;

/**
 * The Cholesky factor and what is solved with it. The rule is that of I. Murray, Differentiation of the Cholesky
 * decomposition, 2016, equations 8 and 10; the gradient is symmetric, as PyTorch's.
 */
public final class Cholesky {
  private Cholesky() {}

  /** L of {@code A = L Lᵀ}; of A the lower triangle alone is read. */
  public static Tensor cholesky(Tensor a) {
    return Tape.apply(FACTOR, Matrices.checkSquare("cholesky", a));
  }

  /** X of {@code L Lᵀ X = B}; of L the lower triangle alone is read. */
  public static Tensor solve(Tensor b, Tensor l) {
    Matrices.checkSquare("choleskySolve", l);
    Matrices.check("choleskySolve", b);
    Matrices.checkSame("choleskySolve", b, l);
    if (Matrices.rows(b) != Matrices.rows(l)) {
      throw new ShapeException(
          "choleskySolve of a right side of shape " + b.shape() + " with a factor of shape " + l.shape()
              + ": expected as many rows");
    }
    int[] batch = Matrices.commonBatch(b, l);
    return Tape.apply(SOLVE, Matrices.expandBatch(b, batch), Matrices.expandBatch(l, batch));
  }

  /** The inverse of {@code L Lᵀ}. */
  public static Tensor inverse(Tensor l) {
    return solve(Matrices.eye(Matrices.rows(Matrices.checkSquare("choleskyInverse", l)), l), l);
  }

  private static final Operation FACTOR = new Operation() {
    @Override
    public String name() {
      return "cholesky";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      LinearAlgebra algebra = inputs[0].backend().linearAlgebra();
      int n = Matrices.rows(inputs[0]);
      int[] batch = Matrices.batch(inputs[0]);
      double[] all = Matrices.read(inputs[0]);
      for (int i = 0; i < Matrices.count(batch); i++) {
        double[] a = Matrices.slice(all, i, n * n);
        int minor = algebra.cholesky(a, n);
        if (minor != 0) {
          Matrices.checkNoNaN(name(), Matrices.tril(inputs[0], 0), batch, i);
          throw new LinearAlgebraException(
              name() + ": " + Matrices.which(batch, i) + " is not positive definite: its leading minor of order " + minor
                  + " is not positive. Add a small multiple of the identity, or use eigh");
        }
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
      Tensor l = values.output();
      Tensor inner = half(Matrices.mm(Matrices.t(l), gradient));
      // inv(Lᵀ) inner inv(L), and of that the symmetric part.
      Tensor left = Solve.triangular(Matrices.t(l), inner, true, false);
      return Matrices.symmetric(Matrices.t(Solve.triangular(Matrices.t(l), Matrices.t(left), true, false)));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      if (tangent == null) {
        return null;
      }
      Tensor l = values.output();
      Tensor left = Solve.triangular(l, Matrices.symmetric(tangent), false, false);
      return Matrices.mm(l, half(Solve.triangular(l, Matrices.t(left), false, false)));
    }
  };

  /** The lower triangle with half of the diagonal. */
  private static Tensor half(Tensor x) {
    return Matrices.tril(x, 0).add(Matrices.tril(x, -1)).mul(0.5);
  }

  private static final Operation SOLVE = new Operation() {
    @Override
    public String name() {
      return "cholesky_solve";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      LinearAlgebra algebra = inputs[0].backend().linearAlgebra();
      int n = Matrices.rows(inputs[0]);
      int columns = Matrices.columns(inputs[0]);
      double[] bs = Matrices.read(inputs[0]);
      double[] ls = Matrices.read(inputs[1]);
      for (int i = 0; i < Matrices.count(Matrices.batch(inputs[0])); i++) {
        double[] l = Matrices.slice(ls, i, n * n);
        double[] b = Matrices.slice(bs, i, n * columns);
        algebra.solveTriangular(l, n, b, columns, false, false, false);
        algebra.solveTriangular(l, n, b, columns, false, true, false);
        Matrices.put(b, bs, i);
      }
      return Matrices.write(bs, inputs[0], inputs[0].shape().toArray());
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 1 || input == 1 && other == OUTPUT;
    }

    /** Towards L the gradient is that of {@code L Lᵀ} with a full L, as PyTorch's. */
    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor l = values.input(1);
      Tensor towardsB = Tape.apply(this, gradient, l);
      if (input == 0) {
        return towardsB;
      }
      Tensor product = Matrices.mm(towardsB, Matrices.t(values.output()));
      return Matrices.mm(product.add(Matrices.t(product)), l).neg();
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor db = tangents[0];
      Tensor dl = tangents[1];
      Tensor right = db;
      if (dl != null) {
        Tensor product = Matrices.mm(dl, Matrices.t(values.input(1)));
        Tensor moved = Matrices.mm(product.add(Matrices.t(product)), values.output());
        right = db == null ? moved.neg() : db.sub(moved);
      }
      return right == null ? null : Tape.apply(this, right, values.input(1));
    }
  };
}
