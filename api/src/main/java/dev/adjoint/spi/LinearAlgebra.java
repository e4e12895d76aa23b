package dev.adjoint.spi;

/**
 * Factorisations of one matrix in a Java array, row by row without gaps. Found by {@link java.util.ServiceLoader}; the
 * available one of the highest priority serves every backend, through copies. All methods may be called from several threads
 * at once, with matrices of any size, 0 included. Numbers that are not finite reach {@link #lu} and {@link #cholesky} alone.
 *
 * <p>An iteration that does not converge throws a {@link dev.adjoint.LinearAlgebraException}.
 */
public interface LinearAlgebra {
  /** A name, for instance {@code lapack}. */
  String name();

  /** The higher, the sooner chosen. */
  int priority();

  /** Whether it can run here. */
  Availability availability();

  /**
   * {@code P A = L U}, by elimination with row exchanges.
   *
   * @param a {@code m x n}; overwritten by U and, below the diagonal, L, whose diagonal of ones is not kept. Goes on where a
   *     pivot is zero
   * @param pivots gets for each step i, of {@code min(m, n)}, the row that was exchanged with row i
   */
  void lu(double[] a, int m, int n, int[] pivots);

  /**
   * {@code A = L Lᵀ}, reading the lower triangle alone.
   *
   * @param a {@code n x n}; overwritten by L, with zeros above the diagonal
   * @return 0, or the order of the first leading minor that is not positive; {@code a} is then undefined
   */
  int cholesky(double[] a, int n);

  /**
   * {@code A = Q R} by Householder's reflections with LAPACK's signs: each entry of R's diagonal has the opposite sign of
   * the number it was made from, unless there is nothing but zeros below that one, which then stays.
   *
   * @param a {@code m x n}; may be overwritten
   * @param columns of Q and rows of R: {@code min(m, n)} or {@code m}
   * @param q {@code m x columns}
   * @param r {@code columns x n}
   */
  void qr(double[] a, int m, int n, int columns, double[] q, double[] r);

  /**
   * Eigenvalues, ascending, and eigenvectors of a symmetric matrix, reading the lower triangle alone.
   *
   * @param a {@code n x n}; overwritten by the eigenvectors, which are its columns, orthonormal
   */
  void eigh(double[] a, int n, double[] values);

  /**
   * {@code A = U diag(s) Vᵀ} with the k = {@code min(m, n)} singular values descending.
   *
   * @param a {@code m x n}; may be overwritten
   * @param u {@code m x k}
   * @param s k
   * @param vt {@code k x n}
   */
  void svd(double[] a, int m, int n, double[] u, double[] s, double[] vt);

  /**
   * Solves {@code T X = B}, or {@code Tᵀ X = B}, for a triangular T, of which one triangle alone is read. Divides by what is
   * on the diagonal, zero or not.
   *
   * @param t {@code n x n}
   * @param b {@code n x columns}; overwritten by X
   * @param unit whether the diagonal counts as ones, unread
   */
  default void solveTriangular(double[] t, int n, double[] b, int columns, boolean upper, boolean transposed, boolean unit) {
    boolean fromTheEnd = upper != transposed;
    for (int step = 0; step < n; step++) {
      int row = fromTheEnd ? n - 1 - step : step;
      for (int known = 0; known < step; known++) {
        int other = fromTheEnd ? n - 1 - known : known;
        double factor = transposed ? t[other * n + row] : t[row * n + other];
        for (int c = 0; factor != 0 && c < columns; c++) {
          b[row * columns + c] -= factor * b[other * columns + c];
        }
      }
      for (int c = 0; !unit && c < columns; c++) {
        b[row * columns + c] /= t[row * n + row];
      }
    }
  }

  /**
   * Solves {@code A X = B} from the factors of a square A.
   *
   * @param lu as {@link #lu} left it
   * @param b {@code n x columns}; overwritten by X
   */
  default void luSolve(double[] lu, int[] pivots, int n, double[] b, int columns) {
    for (int row = 0; row < n; row++) {
      int other = pivots[row];
      for (int c = 0; other != row && c < columns; c++) {
        double swapped = b[row * columns + c];
        b[row * columns + c] = b[other * columns + c];
        b[other * columns + c] = swapped;
      }
    }
    solveTriangular(lu, n, b, columns, false, false, true);
    solveTriangular(lu, n, b, columns, true, false, false);
  }
}
