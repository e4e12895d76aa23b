package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A factorisation, which has several results: one operation whose output holds them all, one after the other along its last
 * axis, for each matrix of the batch. The parts are views of it, so that a gradient of any of them comes back to one rule.
 */
abstract class Packed extends Operation {
  /** The sizes of each part for one matrix. */
  abstract int[][] parts(int rows, int columns);

  /** Computes the parts of one matrix. */
  abstract double[][] factor(Tensor like, double[] matrix, int rows, int columns);

  /** The gradient of the matrix from those of the parts. */
  abstract Tensor reverse(Tensor[] parts, Tensor[] gradients, Tensor matrix);

  /** The tangents of the parts. */
  abstract Tensor[] forward(Tensor[] parts, Tensor tangent, Tensor matrix);

  /** The parts, as a user gets them. */
  final Tensor[] apply(Tensor a) {
    return unpack(Tape.apply(this, a), a);
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

  private Tensor[] unpack(Tensor packed, Tensor a) {
    int[][] parts = parts(Matrices.rows(a), Matrices.columns(a));
    Tensor[] out = new Tensor[parts.length];
    for (int i = 0, at = 0; i < out.length; i++) {
      out[i] = packed.narrow(-1, at, size(parts[i])).reshape(Matrices.join(Matrices.batch(a), parts[i]));
      at += size(parts[i]);
    }
    return out;
  }

  private Tensor pack(Tensor[] tensors, Tensor a) {
    int[][] parts = parts(Matrices.rows(a), Matrices.columns(a));
    Tensor[] flat = new Tensor[tensors.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = tensors[i].reshape(Matrices.join(Matrices.batch(a), size(parts[i])));
    }
    return Joining.concat(-1, flat);
  }

  @Override
  protected final Tensor run(Tensor[] inputs) {
    Tensor a = inputs[0];
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

  @Override
  protected final boolean reads(int input, int other) {
    return true;
  }

  @Override
  protected final Tensor reverse(int input, Values values, Tensor gradient) {
    Tensor a = values.input(0);
    return reverse(unpack(values.output(), a), unpack(gradient, a), a);
  }

  @Override
  protected final @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor a = values.input(0);
    Tensor tangent = tangents[0];
    return tangent == null ? null : pack(forward(unpack(values.output(), a), tangent, a), a);
  }
}
