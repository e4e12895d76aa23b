package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Matrix products of views: batches, strides, and the division of work among threads. */
final class Products {
  /** Up to so many multiplications a loop in Java is done before the library has begun. */
  private static final long SMALL = 64;

  private static final Blas IN_JAVA = new JavaBlas("small");

  private final ThreadPool pool;
  private final BlasChoice choice;

  Products(ThreadPool pool, BlasChoice choice) {
    this.pool = pool;
    this.choice = choice;
  }

  /** @param base what the product is added to, of the output's shape; it may be the output itself */
  void multiply(View a, View b, @Nullable View base, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    int rank = output.shape().rank();
    int m = output.shape().size(rank - 2);
    int n = output.shape().size(rank - 1);
    int k = a.shape().size(rank - 1);
    View to = output.isContiguous() ? output : View.of(new CpuBuffer(output.dtype(), output.shape().size()), output.shape());
    if (k > 0) {
      batches(m, n, k, asMatrices(a), asMatrices(b), base, to);
    } else if (base == null) {
      StridedCopy.fill(CpuBuffer.arrayOf(to), to.offset(), output.shape().size(), 0);
    } else if (base.buffer() != to.buffer()) {
      copy(base, to);
    }
    if (to != output) {
      copy(to, output);
    }
  }

  /** The view itself if a library can read its matrices where they are, else a copy. */
  private View asMatrices(View view) {
    if (isMatrix(view)) {
      return view;
    }
    int rank = view.shape().rank();
    // Axes along which the same matrices repeat are not copied.
    int[] sizes = view.shape().toArray();
    for (int axis = 0; axis < rank - 2; axis++) {
      sizes[axis] = view.stride(axis) == 0 ? 1 : sizes[axis];
    }
    Shape once = Shape.of(sizes);
    View copy = View.of(new CpuBuffer(view.dtype(), once.size()), once);
    copy(new View(view.buffer(), once, view.strides(), view.offset()), copy);
    return copy.broadcastTo(view.shape());
  }

  private void copy(View from, View to) {
    LoopNest source = LoopNest.of(from.shape(), from);
    LoopNest target = LoopNest.of(to.shape(), to);
    Object elements = CpuBuffer.arrayOf(from);
    Object destination = CpuBuffer.arrayOf(to);
    if (target.isLinear(0)) {
      pool.split(source.count(), KernelCompiler.WORTH_A_THREAD,
          (first, last) -> StridedCopy.load(source, elements, first, last - first, destination, target.offset(0) + first));
    } else {
      StridedCopy.store(elements, from.offset(), target, destination, 0, target.count());
    }
  }

  /** Whether a library can read the matrices of a view. */
  private static boolean isMatrix(View view) {
    int rank = view.shape().rank();
    int rows = view.shape().size(rank - 2);
    int columns = view.shape().size(rank - 1);
    int rowStride = view.stride(rank - 2);
    int columnStride = view.stride(rank - 1);
    boolean plain = (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1);
    boolean flipped = (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1);
    return plain || flipped;
  }

  /** The first matrix of a view, or more rows than that. */
  private static View matrixAt(View view, int rows, int rowStride) {
    int rank = view.shape().rank();
    return new View(view.buffer(), Shape.of(rows, view.shape().size(rank - 1)),
        new int[] {rowStride, view.stride(rank - 1)}, view.offset());
  }

  /** The matrices of a batch as one, whose rows go on from one to the next; null if they do not. */
  private static @Nullable View oneMatrix(View view, LoopNest nest, int operand) {
    int rank = view.shape().rank();
    int rows = view.shape().size(rank - 2);
    int step = nest.stride(operand, 0);
    // The stride of a single row says nothing.
    int rowStride = rows == 1 ? step : view.stride(rank - 2);
    return step == rows * rowStride ? matrixAt(view, rows * nest.count(), rowStride) : null;
  }

  private static Blas.Matrix matrix(View view, int offset, int rows, int columns) {
    int rank = view.shape().rank();
    int rowStride = view.stride(rank - 2);
    int columnStride = view.stride(rank - 1);
    boolean plain = (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1);
    // The stride of a single row or column says nothing, but a library checks it.
    return plain
        ? new Blas.Matrix(CpuBuffer.arrayOf(view), offset, rows == 1 ? columns : rowStride, false)
        : new Blas.Matrix(CpuBuffer.arrayOf(view), offset, columns == 1 ? rows : columnStride, true);
  }

  private void batches(int m, int n, int k, View a, View b, @Nullable View base, View output) {
    View[] operands = base == null ? new View[] {a, b, output} : new View[] {a, b, output, base};
    int rank = output.shape().rank();
    int[][] strides = new int[operands.length][];
    int[] offsets = new int[operands.length];
    for (int i = 0; i < operands.length; i++) {
      strides[i] = Arrays.copyOf(operands[i].strides(), rank - 2);
      offsets[i] = operands[i].offset();
    }
    LoopNest nest = LoopNest.of(Arrays.copyOf(output.shape().toArray(), rank - 2), strides, offsets);
    if (nest.rank() == 1 && nest.count() > 1 && nest.stride(1, 0) == 0) {
      View rowsOfA = oneMatrix(a, nest, 0);
      View rowsOfBase = base == null ? null : oneMatrix(base, nest, 3);
      View rows = oneMatrix(output, nest, 2);
      if (rowsOfA != null && isMatrix(rowsOfA) && rows != null && (base == null || rowsOfBase != null)) {
        batches(m * nest.count(), n, k, rowsOfA, matrixAt(b, k, b.stride(rank - 2)), rowsOfBase, rows);
        return;
      }
    }
    int count = nest.count();
    Blas.Matrix first = matrix(a, a.offset(), m, k);
    Blas.Matrix firstRight = matrix(b, b.offset(), k, n);
    Cut cut = Cut.of(m, n, k, first, firstRight);
    int down = (m - 1) / cut.rows() + 1;
    int pieces = down * ((n - 1) / cut.columns() + 1);
    long work = (long) m * n * k;
    Blas blas = work <= SMALL ? IN_JAVA : choice.blas();
    int together = pieces > 1 ? 1 : Math.clamp(Cut.WORTH_CUTTING / 2 / work, 1, count);
    pool.run((count * pieces - 1) / together + 1, task -> {
      int from = task * together;
      int to = Math.min(from + together, count * pieces);
      LoopNest.Rows matrices = nest.rows(from / pieces, (to - 1) / pieces + 1 - from / pieces);
      while (matrices.next()) {
        for (int i = 0; i < matrices.length(); i++) {
          int row = from % pieces % down * cut.rows();
          int column = from % pieces / down * cut.columns();
          int height = Math.min(cut.rows(), m - row);
          int width = Math.min(cut.columns(), n - column);
          Blas.Matrix c =
              matrix(output, matrices.start(2) + i * nest.innerStride(2), m, n).from(row, column);
          boolean adds = base != null;
          if (adds && base.buffer() != output.buffer()) {
            // While the piece is in the cache.
            fill(base, matrices.start(3) + i * nest.innerStride(3), row, column, height, width, c);
          }
          Blas.Matrix left = matrix(a, matrices.start(0) + i * nest.innerStride(0), m, k).from(row, 0);
          Blas.Matrix right = matrix(b, matrices.start(1) + i * nest.innerStride(1), k, n).from(0, column);
          for (int term = 0; term < k; term += cut.depth()) {
            int depth = Math.min(cut.depth(), k - term);
            blas.multiply(height, width, depth, left.from(0, term), right.from(term, 0), c, adds || term > 0);
          }
        }
      }
    });
  }

  private static void fill(View base, int offset, int row, int column, int height, int width, Blas.Matrix c) {
    int rank = base.shape().rank();
    int rowStride = base.stride(rank - 2);
    int columnStride = base.stride(rank - 1);
    Object from = CpuBuffer.arrayOf(base);
    int at = offset + row * rowStride + column * columnStride;
    if (width == 1) {
      StridedCopy.row(from, at, rowStride, c.array(), c.offset(), c.stride(), height);
      return;
    }
    for (int i = 0; i < height; i++) {
      StridedCopy.row(from, at + i * rowStride, columnStride, c.array(), c.offset() + i * c.stride(), 1, width);
    }
  }
}
