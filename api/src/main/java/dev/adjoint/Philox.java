package dev.adjoint;

/**
 * The counter-based generator Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * 2011): the numbers at a counter depend on nothing but the key and the counter.
 */
final class Philox {
  /** Keeps the counters of split keys and of numbers apart. */
  static final int SPLIT = 1;

  private static final int NUMBERS = 0;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  static int[] block(Key key, long counter, int purpose) {
    return block((int) counter, (int) (counter >>> 32), purpose, 0, key.low(), key.high());
  }

  static int[] block(int c0, int c1, int c2, int c3, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & 0xFFFFFFFFL);
      long p1 = M1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  /** Numbers in [0, 1), evenly, in steps of 2^-24 so that they are exact in float32. */
  static double[] uniform(Key key, int n) {
    double[] out = new double[n];
    for (int i = 0; i < n; i += 4) {
      int[] block = block(key, i / 4, NUMBERS);
      for (int j = 0; j < 4 && i + j < n; j++) {
        out[i + j] = (block[j] >>> 8) * 0x1p-24;
      }
    }
    return out;
  }

  /** Numbers from the standard normal distribution, two from each pair of uniform ones (Box and Muller, 1958). */
  static double[] normal(Key key, int n) {
    double[] out = new double[n];
    for (int i = 0; i < n; i += 4) {
      int[] block = block(key, i / 4, NUMBERS);
      for (int j = 0; j < 4 && i + j < n; j++) {
        int pair = j & ~1;
        double u = ((block[pair] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
        double angle = 2 * Math.PI * ((block[pair + 1] & 0xFFFFFFFFL) * 0x1p-32);
        out[i + j] = Math.sqrt(-2 * Math.log(u)) * ((j & 1) == 0 ? Math.cos(angle) : Math.sin(angle));
      }
    }
    return out;
  }
}
