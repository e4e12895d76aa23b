package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;

/** The diagonal of two axes of one size, as a view, and its transpose. */
final class Diagonals {
  private Diagonals() {}

  /** The elements whose indices along two axes are equal; these axes go and the diagonal comes last. */
  static Tensor diagonal(Tensor x, int axisA, int axisB) {
    int a = x.shape().axis(axisA);
    int b = x.shape().axis(axisB);
    if (x.shape().rank() < 2 || a == b || x.shape().size(a) != x.shape().size(b)) {
      throw new ShapeException(
          "The diagonal of the axes " + axisA + " and " + axisB + " of the shape " + x.shape()
              + ": expected two axes of one size");
    }
    return Tape.apply(new Diagonal(a, b, x.shape()), x);
  }

  private static final class Diagonal extends Linear {
    private final int a;
    private final int b;
    private final Shape from;

    Diagonal(int a, int b, Shape from) {
      this.a = a;
      this.b = b;
      this.from = from;
    }

    @Override
    public String name() {
      return "diagonal";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      View v = inputs[0].view();
      int rank = v.shape().rank();
      int[] sizes = new int[rank - 1];
      int[] strides = new int[rank - 1];
      for (int i = 0, n = 0; i < rank; i++) {
        if (i != a && i != b) {
          sizes[n] = v.shape().size(i);
          strides[n++] = v.stride(i);
        }
      }
      sizes[rank - 2] = v.shape().size(a);
      strides[rank - 2] = v.stride(a) + v.stride(b);
      return Tensor.viewOf(inputs[0], new View(v.buffer(), Shape.of(sizes), strides, v.offset()));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(new Embed(this), gradient);
    }
  }

  /** Zeros with the input on the diagonal. */
  private static final class Embed extends Linear {
    private final Diagonal diagonal;

    Embed(Diagonal diagonal) {
      this.diagonal = diagonal;
    }

    @Override
    public String name() {
      return "diagonal_embed";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor out = Tensor.zeros(diagonal.from, inputs[0].dtype(), inputs[0].backend());
      diagonal.run(new Tensor[] {out}).assign(inputs[0].detach());
      return out;
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(diagonal, gradient);
    }
  }
}
