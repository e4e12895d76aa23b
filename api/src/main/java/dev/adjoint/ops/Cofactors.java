package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import org.jspecify.annotations.Nullable;

/**
 * The matrices of cofactors from {@code A = U diag(s) Vh}: {@code det(U) det(V) U diag(c) Vh}, where each c is the product of
 * the other singular values. Their derivative is that of the cofactors of a diagonal matrix, in the same frame.
 */
final class Cofactors extends Operation {
  private static final Cofactors INSTANCE = new Cofactors();

  private Cofactors() {}

  /** The cofactors of square matrices, singular or not. */
  static Tensor of(Tensor a) {
    return Tape.apply(INSTANCE, a);
  }

  @Override
  public String name() {
    return "cofactors";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Frame frame = new Frame(inputs[0].detach());
    return frame.back(Matrices.onDiagonal(frame.withoutOne()));
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 0;
  }

  /** A second derivative of one number, the determinant, is symmetric: the same both ways. */
  private Tensor derivative(Values values, Tensor direction) {
    Frame frame = new Frame(values.input(0));
    Tensor e = frame.into(direction);
    Tensor pairs = frame.withoutTwo();
    Tensor diagonal = Matrices.mm(pairs, Matrices.diagonal(e).unsqueeze(-1)).squeeze(-1);
    return frame.back(Matrices.onDiagonal(diagonal).sub(pairs.mul(Matrices.t(e))));
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return derivative(values, gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : derivative(values, tangent);
  }

  /** Singular vectors, in which a matrix is diagonal. */
  private static final class Frame {
    private final Tensor u;
    private final Tensor s;
    private final Tensor vt;
    private final Tensor sign;

    Frame(Tensor a) {
      Tensor[] parts = Svd.svd(a);
      u = parts[0];
      s = parts[1];
      vt = parts[2];
      sign = Determinant.sign(u).mul(Determinant.sign(vt));
    }

    Tensor into(Tensor x) {
      return Matrices.mm(Matrices.t(u), Matrices.mm(x, Matrices.t(vt)));
    }

    Tensor back(Tensor x) {
      return Matrices.mm(u, Matrices.mm(x, vt)).mul(Determinant.stretch(sign));
    }

    /** For each i the product of all s but s[i]. */
    Tensor withoutOne() {
      int n = s.shape().size(-1);
      Tensor product = Tensor.onesLike(s);
      for (int k = 0; k < n; k++) {
        product = product.mul(others(k, n));
      }
      return product;
    }

    /** For each i, j the product of all s but s[i] and s[j]; 0 where i is j. */
    Tensor withoutTwo() {
      int n = s.shape().size(-1);
      Tensor product = Matrices.eye(n, s).rsub(1);
      for (int k = 0; k < n; k++) {
        Tensor factor = others(k, n);
        // s[k] counts unless it is the row's or the column's own; on the diagonal it does not matter.
        product = product.mul(Tensor.where(mask(k, n).unsqueeze(-1), Tensor.onesLike(factor).unsqueeze(-2),
            factor.unsqueeze(-2)));
      }
      return product;
    }

    /** The vector s[k], s[k], ... with 1 at k. */
    private Tensor others(int k, int n) {
      return Tensor.where(mask(k, n), Tensor.onesLike(s), s.narrow(-1, k, 1));
    }

    private Tensor mask(int k, int n) {
      double[] at = new double[n];
      at[k] = 1;
      return Matrices.write(at, s, n).ne(0);
    }
  }
}
