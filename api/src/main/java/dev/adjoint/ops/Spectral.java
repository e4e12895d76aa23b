package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import org.jspecify.annotations.Nullable;

/**
 * Singular values and eigenvalues apart from their vectors: {@code values = diag(left A right)}, whose derivatives need no
 * differences of values and so exist where some are equal. The vectors are inputs through which no gradient of the values
 * flows, but which are functions of the matrix when the derivative is differentiated once more.
 */
final class Spectral extends Operation {
  private final String name;
  private final @Nullable Tensor known;

  /** The known values are those of this one run; the rules themselves are applied anew. */
  private Spectral(String name, @Nullable Tensor known) {
    this.name = name;
    this.known = known;
  }

  /** The values, which are known, as a function of the matrix. */
  static Tensor values(String name, Tensor known, Tensor a, Tensor left, Tensor right) {
    return Tape.apply(new Spectral(name, known.detach().copy()), a, left, right);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor values = known;
    if (values == null) {
      throw new IllegalStateException("The values of " + name + " are computed with their vectors");
    }
    return values;
  }

  @Override
  protected boolean isDifferentiable(int input) {
    return input == 0;
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 1 || other == 2;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Matrices.mm(Matrices.scaleColumns(Matrices.t(values.input(1)), gradient), Matrices.t(values.input(2)));
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null
        ? null
        : Matrices.diagonal(Matrices.mm(values.input(1), Matrices.mm(tangent, values.input(2))));
  }
}
