package dev.adjoint;

/**
 * What random numbers are made from. The same key gives the same numbers, on every backend; {@link #split} makes independent
 * keys for further use.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record Key(int high, int low) {
  /** The key of a seed. */
  public static Key of(long seed) {
    return new Key((int) (seed >>> 32), (int) seed);
  }

  /**
   * Independent keys made from this one; use them instead of it.
   *
   * @param n how many, 0 or more
   */
  public Key[] split(int n) {
    if (n < 0) {
      throw new ShapeException("A key is split into 0 or more keys; given " + n);
    }
    Key[] keys = new Key[n];
    for (int i = 0; i < n; i++) {
      int[] block = Philox.block(this, i, Philox.SPLIT);
      keys[i] = new Key(block[0], block[1]);
    }
    return keys;
  }
}
