package dev.adjoint;

/**
 * What random numbers are made from. The same key gives the same numbers, on every backend; {@link #split} and {@link #fold}
 * make independent keys for further use. A key used twice gives the same numbers twice: {@link Adjoint#nextKey()} never gives
 * the same one again.
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
      keys[i] = derived(i, Philox.SPLIT);
    }
    return keys;
  }

  /**
   * The key made from this one and a number, such as that of a step or a layer: independent of those of other numbers, of
   * those that {@link #split} gives, and of this one.
   */
  public Key fold(long number) {
    return derived(number, Philox.FOLD);
  }

  private Key derived(long counter, int purpose) {
    int[] block = Philox.block(this, counter, purpose);
    return new Key(block[0], block[1]);
  }
}
