package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Products of vectors, matrices and tensors that are made of {@link MatMul} and of products by element. */
public final class Products {
  private Products() {}

  /** The sum of the products of two vectors' elements. */
  public static Tensor dot(Tensor a, Tensor b) {
    if (a.shape().rank() != 1 || !a.shape().equals(b.shape())) {
      throw new ShapeException(
          "dot takes two vectors of one length; given the shapes " + a.shape() + " and " + b.shape()
              + ". Use inner, matmul or einsum for more axes");
    }
    return MatMul.matmul(a, b);
  }

  /** Each element of one vector times each of another. */
  public static Tensor outer(Tensor a, Tensor b) {
    if (a.shape().rank() != 1 || b.shape().rank() != 1) {
      throw new ShapeException("outer takes two vectors; given the shapes " + a.shape() + " and " + b.shape());
    }
    return a.unsqueeze(1).mul(b.unsqueeze(0));
  }

  /** The sums of products along the last axes of both; with a 0-d operand, the product. */
  public static Tensor inner(Tensor a, Tensor b) {
    if (a.shape().rank() == 0 || b.shape().rank() == 0) {
      return a.mul(b);
    }
    return tensordot("inner", a, b, new int[] {-1}, new int[] {-1});
  }

  /** The sums of products over the last axes of one and the first of the other. */
  public static Tensor tensordot(Tensor a, Tensor b, int axes) {
    if (axes < 0 || axes > Math.min(a.shape().rank(), b.shape().rank())) {
      throw new ShapeException(
          "tensordot over " + axes + " axes of the shapes " + a.shape() + " and " + b.shape()
              + ": expected 0 up to the smaller rank");
    }
    return tensordot("tensordot", a, b, IntStream.range(a.shape().rank() - axes, a.shape().rank()).toArray(),
        IntStream.range(0, axes).toArray());
  }

  /** The sums of products over pairs of axes; the other axes of one come first, then those of the other. */
  public static Tensor tensordot(Tensor a, Tensor b, int[] axesOfA, int[] axesOfB) {
    return tensordot("tensordot", a, b, axesOfA, axesOfB);
  }

  private static Tensor tensordot(String operation, Tensor a, Tensor b, int[] axesOfA, int[] axesOfB) {
    int[] overA = Arrays.stream(axesOfA).map(a.shape()::axis).toArray();
    int[] overB = Arrays.stream(axesOfB).map(b.shape()::axis).toArray();
    boolean fits = overA.length == overB.length && overA.length == Arrays.stream(overA).distinct().count()
        && overB.length == Arrays.stream(overB).distinct().count();
    for (int i = 0; fits && i < overA.length; i++) {
      fits = a.shape().size(overA[i]) == b.shape().size(overB[i]);
    }
    if (!fits) {
      throw new ShapeException(
          operation + " over the axes " + Arrays.toString(axesOfA) + " of the shape " + a.shape() + " and "
              + Arrays.toString(axesOfB) + " of " + b.shape() + ": expected pairs of different axes with equal sizes");
    }
    int[] leftA = others(a, overA);
    int[] leftB = others(b, overB);
    int shared = sizes(a, overA).length == 0 ? 1 : Shape.of(sizes(a, overA)).size();
    int rows = Shape.of(sizes(a, leftA)).size();
    int columns = Shape.of(sizes(b, leftB)).size();
    Tensor left = a.permute(Matrices.join(leftA, overA)).reshape(rows, shared);
    Tensor right = b.permute(Matrices.join(overB, leftB)).reshape(shared, columns);
    return MatMul.matmul(left, right).reshape(Matrices.join(sizes(a, leftA), sizes(b, leftB)));
  }

  private static int[] others(Tensor x, int[] axes) {
    return IntStream.range(0, x.shape().rank()).filter(i -> Arrays.stream(axes).noneMatch(a -> a == i)).toArray();
  }

  private static int[] sizes(Tensor x, int[] axes) {
    return Arrays.stream(axes).map(x.shape()::size).toArray();
  }

  /** The Kronecker product: each element of one times the whole other. */
  public static Tensor kron(Tensor a, Tensor b) {
    int rank = Math.max(a.shape().rank(), b.shape().rank());
    int[] x = Matrices.join(ones(rank - a.shape().rank()), a.shape().toArray());
    int[] y = Matrices.join(ones(rank - b.shape().rank()), b.shape().toArray());
    int[] left = new int[2 * rank];
    int[] right = new int[2 * rank];
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      left[2 * i] = x[i];
      left[2 * i + 1] = 1;
      right[2 * i] = 1;
      right[2 * i + 1] = y[i];
      out[i] = x[i] * y[i];
    }
    return a.reshape(left).mul(b.reshape(right)).reshape(out);
  }

  private static int[] ones(int n) {
    int[] ones = new int[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The vector product along an axis of size 3; the operands broadcast. */
  public static Tensor cross(Tensor a, Tensor b, int axis) {
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    int along = shape.axis(axis);
    if (shape.rank() == 0 || shape.size(along) != 3) {
      throw new ShapeException(
          "cross along axis " + axis + " of the shapes " + a.shape() + " and " + b.shape() + ": expected an axis of size 3");
    }
    Tensor x = a.expand(shape);
    Tensor y = b.expand(shape);
    return turned(x, along, 1).mul(turned(y, along, 2)).sub(turned(x, along, 2).mul(turned(y, along, 1)));
  }

  /** The three entries, each moved on by some places. */
  private static Tensor turned(Tensor x, int axis, int by) {
    return Joining.concat(axis, x.narrow(axis, by, 3 - by), x.narrow(axis, 0, by));
  }

  /** The sums of the diagonals of the last two axes. */
  public static Tensor trace(Tensor a) {
    if (a.shape().rank() < 2) {
      throw new ShapeException("trace takes a matrix, or a batch of them; given the shape " + a.shape());
    }
    int size = Math.min(Matrices.rows(a), Matrices.columns(a));
    return Matrices.diagonal(a.narrow(-2, 0, size).narrow(-1, 0, size)).sum(-1);
  }

  /**
   * {@code beta base + alpha product}. A beta of 0 leaves out the base, whatever is in it, NaN too: its gradient is 0.
   *
   * @param base broadcasts to the product's shape
   */
  public static Tensor add(Tensor base, Tensor product, double beta, double alpha) {
    Matrices.checkSame("The sum with a product", base, product);
    if (!base.shape().broadcastsTo(product.shape())) {
      throw new ShapeException(
          "A tensor of shape " + base.shape() + " cannot be added to a product of shape " + product.shape()
              + ": expected a shape that broadcasts to it");
    }
    Tensor scaled = alpha == 1 ? product : product.mul(alpha);
    if (beta == 0) {
      Tensor never = Tensor.zerosLike(product.detach()).ne(0);
      return Tensor.where(never, base, scaled);
    }
    return scaled.add(beta == 1 ? base : base.mul(beta));
  }

  /** Refuses operands of other ranks than a product takes. */
  public static void checkRanks(String operation, Tensor a, int rankOfA, Tensor b, int rankOfB) {
    if (a.shape().rank() != rankOfA || b.shape().rank() != rankOfB) {
      throw new ShapeException(
          operation + " multiplies tensors of " + rankOfA + " and " + rankOfB + " axes; given the shapes " + a.shape() + " and "
              + b.shape());
    }
  }

  /** The sum, over the batch, of products of matrices. */
  public static Tensor summedProduct(Tensor a, Tensor b) {
    checkRanks("addbmm", a, 3, b, 3);
    return MatMul.matmul(a, b).sum(0);
  }

  /** The product of matrices, in the order of fewest multiplications; the first and the last may be vectors. */
  public static Tensor multiDot(Tensor... matrices) {
    int n = matrices.length;
    if (n < 2) {
      throw new ShapeException("multiDot takes at least two tensors; given " + n);
    }
    for (int i = 0; i < n; i++) {
      boolean end = i == 0 || i == n - 1;
      if (matrices[i].shape().rank() != 2 && !(end && matrices[i].shape().rank() == 1)) {
        throw new ShapeException(
            "multiDot takes matrices, and vectors first and last; operand " + i + " has the shape " + matrices[i].shape());
      }
    }
    int[] sizes = new int[n + 1];
    sizes[0] = matrices[0].shape().rank() == 1 ? 1 : Matrices.rows(matrices[0]);
    for (int i = 0; i < n; i++) {
      boolean column = i == n - 1 && matrices[i].shape().rank() == 1;
      sizes[i + 1] = column ? 1 : matrices[i].shape().size(-1);
    }
    return chain(matrices, cuts(sizes), 0, n - 1);
  }

  /** For each first and last matrix, after which one to cut the chain (Cormen et al., Introduction to Algorithms, 15.2). */
  private static int[][] cuts(int[] sizes) {
    int n = sizes.length - 1;
    double[][] cost = new double[n][n];
    int[][] cut = new int[n][n];
    for (int length = 1; length < n; length++) {
      for (int first = 0; first + length < n; first++) {
        int last = first + length;
        cost[first][last] = Double.POSITIVE_INFINITY;
        for (int k = first; k < last; k++) {
          double now = cost[first][k] + cost[k + 1][last] + (double) sizes[first] * sizes[k + 1] * sizes[last + 1];
          if (now < cost[first][last]) {
            cost[first][last] = now;
            cut[first][last] = k;
          }
        }
      }
    }
    return cut;
  }

  private static Tensor chain(Tensor[] matrices, int[][] cut, int first, int last) {
    return first == last
        ? matrices[first]
        : MatMul.matmul(chain(matrices, cut, first, cut[first][last]), chain(matrices, cut, cut[first][last] + 1, last));
  }

  // ---- Tensors as maps ----

  /** The inverse of a tensor as a map from its last axes to its first. */
  public static Tensor tensorinv(Tensor a, int leading) {
    int[] sizes = a.shape().toArray();
    if (leading <= 0 || leading > sizes.length) {
      throw new ShapeException("tensorinv of the shape " + a.shape() + " by " + leading + " axes: expected 1 to the rank");
    }
    int[] first = Arrays.copyOf(sizes, leading);
    int[] last = Arrays.copyOfRange(sizes, leading, sizes.length);
    int rows = square("tensorinv", a, first, last, null);
    return Solve.inv(a.reshape(rows, rows)).reshape(Matrices.join(last, first));
  }

  /** X of {@code tensordot(A, X, rank of X) = B}. */
  public static Tensor tensorsolve(Tensor a, Tensor b) {
    int[] sizes = a.shape().toArray();
    int[] first = Arrays.copyOf(sizes, Math.min(sizes.length, b.shape().rank()));
    int[] last = Arrays.copyOfRange(sizes, first.length, sizes.length);
    int rows = square("tensorsolve", a, first, last, b);
    return Solve.solve(a.reshape(rows, rows), b.reshape(rows)).reshape(last);
  }

  private static int square(String operation, Tensor a, int[] first, int[] last, @Nullable Tensor b) {
    int rows = Shape.of(first).size();
    if (rows != Shape.of(last).size() || b != null && !b.shape().equals(Shape.of(first))) {
      throw new ShapeException(
          operation + " of the shape " + a.shape() + (b == null ? "" : " with the right side " + b.shape())
              + ": expected the sizes of the axes " + Arrays.toString(first) + " and of the others, " + Arrays.toString(last)
              + ", to have one product" + (b == null ? "" : ", and the right side to have the first"));
    }
    return rows;
  }

  /** Rows of powers: 1, x, x², ... */
  public static Tensor vander(Tensor x, int columns) {
    if (x.shape().rank() == 0 || columns < 1) {
      throw new ShapeException(
          "vander of the shape " + x.shape() + " with " + columns + " columns: expected an axis and a column");
    }
    Tensor[] powers = new Tensor[columns];
    powers[0] = Tensor.onesLike(x);
    for (int k = 1; k < columns; k++) {
      powers[k] = powers[k - 1].mul(x);
    }
    return Tensor.stack(-1, powers);
  }
}
