package dev.adjoint.cpu;

/**
 * How a matrix product is cut into pieces that are computed one by one, by its shape, its type and how its operands lie
 * alone: a library sums in an order that depends on the sizes it is given, and results shall not depend on the number of
 * threads.
 *
 * @param rows of a piece, at most
 * @param columns of a piece, at most
 * @param depth terms of the sums that are added at once, at most; one thread adds all of a piece's, in their order
 */
record Cut(int rows, int columns, int depth) {
  /** Multiplications up to which a product is not worth two threads' while. */
  static final long WORTH_CUTTING = 1 << 17;
  /** Multiplications of a piece, at least, where there are more than two. */
  static final long WORTH_A_PIECE = 1 << 19;
  /** The library computes products of fewer multiplications where the operands lie, without packing them first. */
  private static final int NOT_PACKED = 960_000;
  /** Terms at once, at most: of longer sums, the operands leave the cache before the next piece reads them again. */
  private static final int DEEPEST = 1600;
  /** Up to so many rows or columns packing takes longer than it saves, however much there is to multiply. */
  private static final int SKINNY = 64;
  /** From here on packing pays, in float32; sums in float64 fill the caches sooner, and short ones are copied as often. */
  private static final long WORTH_PACKING = 1 << 28;
  private static final long WORTH_PACKING_DOUBLES = 1 << 27;
  private static final long WORTH_PACKING_SHORT_DOUBLES = 1 << 25;
  private static final int SHORT = 64;
  /** A sum of products along two rows, rather than down columns, is worth its start from so many terms on. */
  private static final int LONG_ROWS = 96;
  private static final long LARGEST = 1 << 30;
  private static final int SHORTEST_PACKED = 128;
  /** Registers hold so many columns; a shorter piece does not fill them. */
  private static final int SHORTEST = 16;
  private static final int ROW_STEP = 8;
  /** Pieces of a product that keep several threads busy. */
  private static final int MANY = 8;

  static Cut of(int m, int n, int k, Blas.Matrix a, Blas.Matrix b) {
    long work = (long) m * n * k;
    if (m == 1 || n == 1) {
      return vector(m, n, k, work);
    }
    if (work < WORTH_CUTTING) {
      return new Cut(m, n, k);
    }
    boolean alongSums = !a.transposed() && b.transposed();
    boolean packs = work >= (inDoubles(a) ? k <= SHORT ? WORTH_PACKING_SHORT_DOUBLES : WORTH_PACKING_DOUBLES : WORTH_PACKING)
        || alongSums && k < LONG_ROWS && work > NOT_PACKED;
    return packs && Math.min(m, n) > SKINNY
        // A quarter, and more than it, as sizes are rounded up.
        ? packed(m, n, k, Math.min(LARGEST, work / 7 * 2), inDoubles(a) ? 2 : 1)
        : inPlace(m, n, k, a.transposed(), b.transposed(), Math.clamp(work / WORTH_A_PIECE, 2, MANY));
  }

  private static boolean inDoubles(Blas.Matrix a) {
    return a.array() instanceof double[];
  }

  /**
   * Pieces that the library computes where the operands lie, as high and wide as measured best for how they lie.
   *
   * @param pieces wanted at least, for as many threads
   */
  static Cut inPlace(int m, int n, int k, boolean aTransposed, boolean bTransposed, long pieces) {
    boolean alongSums = !aTransposed && bTransposed;
    boolean shortSums = alongSums && k < LONG_ROWS;
    int high = shortSums ? 128 : aTransposed && !bTransposed ? 96 : 64;
    int wide = !bTransposed || shortSums ? 64 : aTransposed ? 48 : SHORTEST;
    // Sums of a middle length are better added at once than by higher pieces.
    int deepest = NOT_PACKED / (high * wide);
    int rows = even(m, Math.max(k > deepest && k <= 2 * deepest ? high / 2 : high, high * wide / n), ROW_STEP);
    int columns = even(n, Math.max(wide, high * wide / m), SHORTEST);
    int narrowest = bTransposed ? SHORTEST : 2 * SHORTEST;
    while ((long) Math.ceilDiv(m, rows) * Math.ceilDiv(n, columns) < pieces && (rows > SHORTEST || columns > narrowest)) {
      if (rows > SHORTEST && (rows >= columns || columns <= narrowest)) {
        rows = even(rows, Math.ceilDiv(rows, 2), ROW_STEP);
      } else {
        columns = even(columns, Math.ceilDiv(columns, 2), SHORTEST);
      }
    }
    return new Cut(rows, columns, even(k, Math.min(DEEPEST, NOT_PACKED / (rows * columns)), ROW_STEP));
  }

  /** Pieces of no more multiplications than given, at most so many times as wide as they are high. */
  private static Cut packed(int m, int n, int k, long most, int widths) {
    int rows = m;
    int columns = n;
    while ((long) rows * columns * k > most && Math.max(rows, columns) > SHORTEST_PACKED) {
      if ((long) widths * rows >= columns) {
        rows = part(rows, 2);
      } else {
        columns = part(columns, 2);
      }
    }
    return new Cut(rows, columns, k);
  }

  /** A product with a vector reads each number of the matrix once: it is memory that is shared. */
  private static Cut vector(int m, int n, int k, long work) {
    int pieces = Math.clamp(work / WORTH_CUTTING, 1, 16);
    return n == 1 ? new Cut(part(m, pieces), 1, k) : new Cut(1, part(n, pieces), k);
  }

  private static int part(int size, int pieces) {
    return pieces == 1 ? size : Math.min(size, Math.ceilDiv(Math.ceilDiv(size, pieces), SHORTEST) * SHORTEST);
  }

  /** The size of parts of no more than {@code most}, as even as multiples of a step allow. */
  private static int even(int size, int most, int step) {
    int parts = Math.ceilDiv(size, most);
    return parts == 1 ? size : Math.min(size, Math.ceilDiv(Math.ceilDiv(size, parts), step) * step);
  }
}
