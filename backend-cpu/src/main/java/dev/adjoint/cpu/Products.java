package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** Matrix products of views: batches, strides, and the division of work among threads. */
final class Products {
  /** Up to so many multiplications a loop in Java is done before the library has begun. */
  private static final long SMALL = 64;
  /** Multiplications that are worth a thread's waking. */
  private static final long WORTH_A_THREAD = 1 << 20;
  /** Multiplications a call, at most: the garbage collector waits for the end of a critical call. */
  private static final long LONGEST_CALL = 1L << 29;

  private static final Blas IN_JAVA = new JavaBlas("small");

  private final ThreadPool pool;
  private final BlasChoice choice;

  Products(ThreadPool pool, BlasChoice choice) {
    this.pool = pool;
    this.choice = choice;
  }

  void multiply(View a, View b, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    int rank = output.shape().rank();
    int m = output.shape().size(rank - 2);
    int n = output.shape().size(rank - 1);
    int k = a.shape().size(rank - 1);
    View to = output.isContiguous() ? output : View.of(new CpuBuffer(output.dtype(), output.shape().size()), output.shape());
    if (k == 0) {
      StridedCopy.fill(CpuBuffer.arrayOf(to), to.offset(), output.shape().size(), 0);
    } else {
      batches(m, n, k, asMatrices(a, m, k), asMatrices(b, k, n), to);
    }
    if (to != output) {
      copy(to, output);
    }
  }

  /** The view itself if a library can read its matrices where they are, else a copy. */
  private View asMatrices(View view, int rows, int columns) {
    int rank = view.shape().rank();
    int rowStride = view.stride(rank - 2);
    int columnStride = view.stride(rank - 1);
    boolean plain = (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1);
    boolean flipped = (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1);
    if (plain || flipped) {
      return view;
    }
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

  private void batches(int m, int n, int k, View a, View b, View output) {
    int rank = output.shape().rank();
    int[] sizes = Arrays.copyOf(output.shape().toArray(), rank - 2);
    int[][] strides = {
      Arrays.copyOf(a.strides(), rank - 2), Arrays.copyOf(b.strides(), rank - 2), Arrays.copyOf(output.strides(), rank - 2)
    };
    LoopNest nest = LoopNest.of(sizes, strides, new int[] {a.offset(), b.offset(), output.offset()});
    Blas.Matrix first = matrix(a, a.offset(), m, k);
    boolean rowsGoOn = nest.rank() == 1 && nest.count() > 1 && !first.transposed() && nest.stride(0, 0) == m * first.stride();
    if (rowsGoOn && nest.stride(1, 0) == 0) {
      // One matrix for the whole batch: the batch is but more rows.
      one(m * nest.count(), n, k, first, matrix(b, b.offset(), k, n), matrix(output, output.offset(), m * nest.count(), n));
      return;
    }
    long work = (long) m * n * k;
    if (nest.count() == 1 || work >= WORTH_A_THREAD * pool.threads()) {
      LoopNest.Rows rows = nest.rows(0, nest.count());
      while (rows.next()) {
        for (int i = 0; i < rows.length(); i++) {
          one(m, n, k,
              matrix(a, rows.start(0) + i * nest.innerStride(0), m, k),
              matrix(b, rows.start(1) + i * nest.innerStride(1), k, n),
              matrix(output, rows.start(2) + i * nest.innerStride(2), m, n));
        }
      }
      return;
    }
    Blas blas = blasFor(work);
    pool.split(nest.count(), (int) Math.max(1, WORTH_A_THREAD / work), (from, to) -> {
      LoopNest.Rows rows = nest.rows(from, to - from);
      while (rows.next()) {
        for (int i = 0; i < rows.length(); i++) {
          blas.multiply(m, n, k,
              matrix(a, rows.start(0) + i * nest.innerStride(0), m, k),
              matrix(b, rows.start(1) + i * nest.innerStride(1), k, n),
              matrix(output, rows.start(2) + i * nest.innerStride(2), m, n));
        }
      }
    });
  }

  private Blas blasFor(long work) {
    return work <= SMALL ? IN_JAVA : choice.blas();
  }

  /** One product, cut into as many pieces as keep all threads busy and no call too long. */
  private void one(int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c) {
    long work = (long) m * n * k;
    Blas blas = blasFor(work);
    long pieces = Math.max(Math.min(pool.threads(), work / WORTH_A_THREAD), (work + LONGEST_CALL - 1) / LONGEST_CALL);
    if (pieces < 2) {
      blas.multiply(m, n, k, a, b, c);
      return;
    }
    boolean byRows = m >= n;
    int length = byRows ? m : n;
    // Multiples of 16 fill the library's register blocks.
    int piece = (int) ((length + pieces - 1) / pieces + 15) & ~15;
    pool.run((length - 1) / piece + 1, i -> {
      int from = i * piece;
      int size = Math.min(piece, length - from);
      if (byRows) {
        blas.multiply(size, n, k, a.from(from, 0), b, c.from(from, 0));
      } else {
        blas.multiply(m, size, k, a, b.from(0, from), c.from(0, from));
      }
    });
  }
}
