package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.LinearAlgebraException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** What the operations on batches of matrices have in common. The last two axes are the matrix, those before them a batch. */
final class Matrices {
  private Matrices() {}

  /** Refuses what is no batch of matrices of real numbers. */
  static Tensor check(String operation, Tensor a) {
    if (a.shape().rank() < 2) {
      throw new ShapeException(operation + " takes a matrix, or a batch of them; given the shape " + a.shape());
    }
    if (!a.dtype().isFloating() || a.dtype().isHalf()) {
      throw new DTypeException(operation + " takes float32 or float64; given " + a.dtype() + ". Convert it with to(FLOAT64)");
    }
    return a;
  }

  /** Refuses what is no batch of square matrices of real numbers. */
  static Tensor checkSquare(String operation, Tensor a) {
    check(operation, a);
    if (rows(a) != columns(a)) {
      throw new ShapeException(
          operation + " takes square matrices; given the shape " + a.shape() + ", of " + rows(a) + " rows and " + columns(a)
              + " columns");
    }
    return a;
  }

  /** Refuses two tensors of different types or devices. */
  static void checkSame(String operation, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          operation + " of " + a.dtype() + " and " + b.dtype()
              + ": expected the same type. Convert one of them with to(dtype)");
    }
    Tape.checkOneDevice(operation, new Tensor[] {a, b});
  }

  static int rows(Tensor a) {
    return a.shape().size(-2);
  }

  static int columns(Tensor a) {
    return a.shape().size(-1);
  }

  /** The transpose of each matrix. */
  static Tensor t(Tensor a) {
    return a.transpose(-2, -1);
  }

  /** The product of matrices. */
  static Tensor mm(Tensor a, Tensor b) {
    return MatMul.matmul(a, b);
  }

  /** The matrix with its columns multiplied by the entries of a vector: {@code a diag(v)}. */
  static Tensor scaleColumns(Tensor a, Tensor v) {
    return a.mul(v.unsqueeze(-2));
  }

  /** The matrix with its rows multiplied by the entries of a vector: {@code diag(v) a}. */
  static Tensor scaleRows(Tensor v, Tensor a) {
    return a.mul(v.unsqueeze(-1));
  }

  // ---- Triangles ----

  /** The lower triangle, up to a diagonal; zeros above. */
  static Tensor tril(Tensor x, int diagonal) {
    return Band.of("tril", x, Integer.MIN_VALUE, diagonal);
  }

  /** The upper triangle, from a diagonal on; zeros below. */
  static Tensor triu(Tensor x, int diagonal) {
    return Band.of("triu", x, diagonal, Integer.MAX_VALUE);
  }

  /** The symmetric part, {@code (x + xᵀ) / 2}. */
  static Tensor symmetric(Tensor x) {
    return x.add(t(x)).mul(0.5);
  }

  /** The antisymmetric part twice: {@code x - xᵀ}. */
  static Tensor skew(Tensor x) {
    return x.sub(t(x));
  }

  /** The identity of a size, of another tensor's type and device. */
  static Tensor eye(int n, Tensor like) {
    double[] ones = new double[n * n];
    for (int i = 0; i < n; i++) {
      ones[i * n + i] = 1;
    }
    return write(ones, like, n, n);
  }

  /** The diagonals of a batch of square matrices. */
  static Tensor diagonal(Tensor a) {
    return Diagonals.diagonal(a, -2, -1);
  }

  /** A vector on the diagonal of a matrix. */
  static Tensor onDiagonal(Tensor v) {
    int n = v.shape().size(-1);
    return Band.of("diag_embed", v.unsqueeze(-2).expand(join(v.shape().toArray(), n)), 0, 0);
  }

  // ---- Shapes ----

  /** The sizes of the batch. */
  static int[] batch(Tensor a) {
    return Arrays.copyOf(a.shape().toArray(), a.shape().rank() - 2);
  }

  /** The sizes, and some more after them. */
  static int[] join(int[] sizes, int... more) {
    int[] out = Arrays.copyOf(sizes, sizes.length + more.length);
    System.arraycopy(more, 0, out, sizes.length, more.length);
    return out;
  }

  /** The number of matrices in a batch. */
  static int count(int[] batch) {
    return Shape.of(batch).size();
  }

  /** The matrices stretched to a batch. */
  static Tensor expandBatch(Tensor a, int[] batch) {
    return a.expand(join(batch, rows(a), columns(a)));
  }

  /** The batch that those of two tensors broadcast to. */
  static int[] commonBatch(Tensor a, Tensor b) {
    return Shape.broadcast(Shape.of(batch(a)), Shape.of(batch(b))).toArray();
  }

  /** Which matrix of a batch, for a message; empty where there is no batch. */
  static String which(int[] batch, int index) {
    int[] at = new int[batch.length];
    for (int axis = batch.length - 1, rest = index; axis >= 0; axis--) {
      at[axis] = rest % batch[axis];
      rest /= batch[axis];
    }
    return batch.length == 0 ? "the matrix" : "the matrix at " + Arrays.toString(at) + " of the batch";
  }

  /** Says of a matrix that cannot be factored that it holds NaN, if it does: the rest would be misleading. */
  static void checkNoNaN(String operation, Tensor all, int[] batch, int index) {
    int size = rows(all) * columns(all);
    if (Arrays.stream(slice(read(all), index, size)).anyMatch(Double::isNaN)) {
      throw new LinearAlgebraException(
          operation + ": " + which(batch, index) + " holds NaN; expected numbers. Find where it comes from, as with x.ne(x)");
    }
  }

  // ---- To the host and back ----

  /** The elements row by row; float32 is computed in float64 and rounded at the end. */
  static double[] read(Tensor a) {
    return a.detach().toDoubleArray();
  }

  /** Numbers as a tensor of another's type and device. */
  static Tensor write(double[] values, Tensor like, int... sizes) {
    Shape shape = Shape.of(sizes);
    boolean single = like.dtype() == DType.FLOAT32;
    Object array = single ? toFloats(values) : values;
    var buffer = Memory.allocate(like.backend(), like.dtype(), values.length);
    like.backend().copyIn(array, 0, buffer, 0, values.length);
    return Tensor.wrap(like.backend(), View.of(buffer, shape));
  }

  private static float[] toFloats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }

  /** One matrix of a batch. */
  static double[] slice(double[] all, int index, int size) {
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  /** Puts one matrix into a batch. */
  static void put(double[] part, double[] all, int index) {
    System.arraycopy(part, 0, all, index * part.length, part.length);
  }

  /** Whether all numbers are finite: no NaN and no infinity. */
  static boolean isFinite(double[] values) {
    for (double v : values) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}
