package dev.adjoint.cpu;

/** Matrix products of one thread, row by row: {@code c = a * b} or {@code c += a * b}. */
interface Blas {
  /**
   * A matrix in an array.
   *
   * @param array a {@code float[]} or a {@code double[]}
   * @param offset of the first element
   * @param stride from one row to the next, or, where {@code transposed}, from one column to the next
   * @param transposed whether columns lie in one piece, rather than rows
   */
  record Matrix(Object array, int offset, int stride, boolean transposed) {
    /** The part from a row and a column on. */
    Matrix from(int row, int column) {
      int at = transposed ? row + column * stride : row * stride + column;
      return new Matrix(array, offset + at, stride, transposed);
    }

    int rowStride() {
      return transposed ? 1 : stride;
    }

    int columnStride() {
      return transposed ? stride : 1;
    }
  }

  /**
   * Computes an {@code m x n} product over {@code k > 0}.
   *
   * @param c not transposed
   * @param adds whether the product is added to what is in {@code c}, rather than written over it
   */
  void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds);

  /** What it is, for a person to read. */
  String description();
}
