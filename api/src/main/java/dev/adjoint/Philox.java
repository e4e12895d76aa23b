package dev.adjoint;

import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import java.util.Objects;

/**
 * The counter-based generator Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * 2011): the numbers at a counter depend on nothing but the key and the counter. On one block, in Java; and as an expression,
 * so that every backend makes the same numbers by a map.
 */
final class Philox {
  /** For random numbers; with the others it keeps the counters of different purposes apart. */
  static final int NUMBERS = 0;
  /** For keys that are split off. */
  static final int SPLIT = 1;
  /** For keys made from a key and a number. */
  static final int FOLD = 2;

  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final double WORD = 0xFFFFFFFFL;

  /** 64 random bits at each index of a vector: words 0 and 1 of a block at even indices, words 2 and 3 at odd ones. */
  static final Kernel BITS = Kernel.of(bits(Expr.index(0)));

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

  /** The keys of all rounds, as the parameters of the expressions here: two each. */
  static double[] roundKeys(Key key) {
    Objects.requireNonNull(key, "The key of random numbers is null; expected a Key, such as Adjoint.nextKey()");
    double[] out = new double[2 * ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      out[2 * round] = key.low() + round * W0 & 0xFFFFFFFFL;
      out[2 * round + 1] = key.high() + round * W1 & 0xFFFFFFFFL;
    }
    return out;
  }

  /** The four words of a block, from the four of the counter: int64 below 2^32. */
  static Expr[] block(Expr c0, Expr c1, Expr c2, Expr c3) {
    for (int round = 0; round < ROUNDS; round++) {
      // The product of two words fills 64 bits; int64 wraps, and its bits are those of the unsigned product.
      Expr p0 = c0.mul(M0);
      Expr p1 = c2.mul(M1);
      c0 = p1.ushr(32).bitXor(c1).bitXor(roundKey(2 * round));
      c1 = p1.bitAnd(WORD);
      c2 = p0.ushr(32).bitXor(c3).bitXor(roundKey(2 * round + 1));
      c3 = p0.bitAnd(WORD);
    }
    return new Expr[] {c0, c1, c2, c3};
  }

  private static Expr roundKey(int index) {
    return Expr.param(index, DType.INT64);
  }

  /** The 64 bits numbered by an int64 of up to 2^64: half a block. */
  static Expr bits(Expr number) {
    Expr counter = number.ushr(1);
    Expr zero = Expr.constant(NUMBERS, DType.INT64);
    Expr[] words = block(counter.bitAnd(WORD), counter.ushr(32), zero, zero);
    // The half as a mask, all ones or all zeros: an exclusive or picks faster than a branch.
    Expr odd = number.bitAnd(1).rsub(0);
    Expr low = words[0].bitXor(words[0].bitXor(words[2]).bitAnd(odd));
    Expr high = words[1].bitXor(words[1].bitXor(words[3]).bitAnd(odd));
    return low.bitOr(high.shl(32));
  }
}
