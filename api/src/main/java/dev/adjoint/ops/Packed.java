package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A factorisation, which has several results: one operation whose output holds them all, one after the other along its last
 * axis, for each matrix of the batch. The parts are views of it, so that a gradient of any of them comes back to one rule.
 */
abstract class Packed {
  /** The name of the operation. */
  abstract String name();

  /** The sizes of each part for one matrix. */
  abstract int[][] parts(int rows, int columns);

  /** Computes the parts of one matrix. */
  abstract double[][] factor(Tensor like, double[] matrix, int rows, int columns);

  /** The gradient of the matrix from those of the parts. */
  abstract Tensor reverse(Tensor[] parts, Tensor[] gradients, Shape matrix);

  /** The tangents of the parts. */
  abstract Tensor[] forward(Tensor[] parts, Tensor tangent, Shape matrix);

  /** The parts, as a user gets them. */
  final Tensor[] apply(Tensor a) {
    return unpack(Tape.apply(new OfShape(a.shape()), a), a.shape());
  }

  private static int size(int[] sizes) {
    int size = 1;
    for (int s : sizes) {
      size *= s;
    }
    return size;
  }

  private int length(int[][] parts) {
    int length = 0;
    for (int[] part : parts) {
      length += size(part);
    }
    return length;
  }

  private static int[] batch(Shape a) {
    return Arrays.copyOf(a.toArray(), a.rank() - 2);
  }

  private Tensor[] unpack(Tensor packed, Shape a) {
    int[][] parts = parts(a.size(-2), a.size(-1));
    Tensor[] out = new Tensor[parts.length];
    for (int i = 0, at = 0; i < out.length; i++) {
      out[i] = packed.narrow(-1, at, size(parts[i])).reshape(Matrices.join(batch(a), parts[i]));
      at += size(parts[i]);
    }
    return out;
  }

  private Tensor pack(Tensor[] tensors, Shape a) {
    int[][] parts = parts(a.size(-2), a.size(-1));
    Tensor[] flat = new Tensor[tensors.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = tensors[i].reshape(Matrices.join(batch(a), size(parts[i])));
    }
    return Joining.concat(-1, flat);
  }

  private Tensor run(Tensor a) {
    int m = Matrices.rows(a);
    int n = Matrices.columns(a);
    int[] batch = Matrices.batch(a);
    int length = length(parts(m, n));
    double[] all = Matrices.read(a);
    double[] out = new double[Matrices.count(batch) * length];
    for (int i = 0; i < Matrices.count(batch); i++) {
      double[] matrix = Matrices.slice(all, i, m * n);
      if (!Matrices.isFinite(matrix)) {
        Arrays.fill(out, i * length, (i + 1) * length, Double.NaN);
        continue;
      }
      int at = i * length;
      for (double[] part : factor(a, matrix, m, n)) {
        System.arraycopy(part, 0, out, at, part.length);
        at += part.length;
      }
    }
    return Matrices.write(out, a, Matrices.join(batch, length));
  }

  /** Of matrices of a shape, which the rules need to know, and not the matrices themselves. */
  private final class OfShape extends Operation {
    private final Shape matrix;

    OfShape(Shape matrix) {
      this.matrix = matrix;
    }

    @Override
    public String name() {
      return Packed.this.name();
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Packed.this.run(inputs[0]);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == OUTPUT;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Packed.this.reverse(unpack(values.output(), matrix), unpack(gradient, matrix), matrix);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : pack(Packed.this.forward(unpack(values.output(), matrix), tangent, matrix), matrix);
    }
  }
}
