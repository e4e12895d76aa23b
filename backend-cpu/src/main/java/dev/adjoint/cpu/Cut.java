package dev.adjoint.cpu;

/**
 * How a matrix product is cut into pieces that are computed one by one, by its shape alone: a library sums in an order that
 * depends on the sizes it is given, and results shall not depend on the number of threads.
 *
 * @param rows of a piece, at most
 * @param columns of a piece, at most
 */
record Cut(int rows, int columns) {
  /** Multiplications up to which a product is not worth two threads' while. */
  static final long WORTH_CUTTING = 1 << 19;
  /** The library computes products of fewer multiplications where the operands lie, without packing them first. */
  private static final long NOT_PACKED = 1_000_000;
  /** Up to so many rows or columns packing takes longer than it saves, however much there is to multiply. */
  private static final int SKINNY = 64;
  /** From here on packing pays. */
  private static final long WORTH_PACKING = 1 << 25;
  private static final long LARGEST = 1 << 28;
  private static final int SHORTEST_PACKED = 128;
  /** Registers hold so many columns; a shorter piece does not fill them. */
  private static final int SHORTEST = 16;

  static Cut of(int m, int n, int k) {
    long work = (long) m * n * k;
    if (m == 1 || n == 1) {
      return vector(m, n, work);
    }
    if (work < WORTH_CUTTING) {
      return new Cut(m, n);
    }
    boolean packed = Math.min(m, n) > SKINNY && (k <= SKINNY || work >= WORTH_PACKING);
    return packed ? halved(m, n, k, Math.min(LARGEST, work / 4), SHORTEST_PACKED) : halved(m, n, k, NOT_PACKED, SHORTEST);
  }

  /** Pieces as square as can be, of no more multiplications than given. */
  private static Cut halved(int m, int n, int k, long most, int shortest) {
    int rows = m;
    int columns = n;
    while ((long) rows * columns * k > most && Math.max(rows, columns) > shortest) {
      if (rows >= columns) {
        rows = part(rows, 2);
      } else {
        columns = part(columns, 2);
      }
    }
    return new Cut(rows, columns);
  }

  /** A product with a vector reads each number of the matrix once: it is memory that is shared. */
  private static Cut vector(int m, int n, long work) {
    int pieces = Math.clamp(work / (WORTH_CUTTING / 4), 1, 16);
    return n == 1 ? new Cut(part(m, pieces), 1) : new Cut(1, part(n, pieces));
  }

  private static int part(int size, int pieces) {
    return pieces == 1 ? size : Math.min(size, ((size - 1) / pieces + SHORTEST) / SHORTEST * SHORTEST);
  }
}
