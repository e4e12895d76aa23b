package dev.adjoint.cpu;

import dev.adjoint.spi.Expr.Comparison;

/**
 * Code on floating-point numbers in lanes, of one type. A function that is written in it has two forms, vector instructions
 * and loops over tiles, which give the same bits. A value is a number that names it.
 */
interface LaneCode {
  int constant(double value);

  /** One of {@code add}, {@code sub}, {@code mul}, {@code div}. */
  int arithmetic(String method, int a, int b);

  /** One of {@code neg}, {@code abs}, {@code sqrt}. */
  int arithmetic(String method, int a);

  /** {@code a * b + c}, rounded once. */
  int fma(int a, int b, int c);

  /** A mask. */
  int compare(Comparison op, int a, int b);

  /** {@code ifTrue} in the lanes of the mask, {@code ifFalse} in the others. */
  int blend(int mask, int ifTrue, int ifFalse);

  /** The smaller of a value and a bound other than 0; NaN stays. */
  int atMost(int a, double bound);

  /** The larger of a value and a bound other than 0; NaN stays. */
  int atLeast(int a, double bound);

  /** The absolute value of one with the sign of the other, also that of a zero. */
  int copySign(int magnitude, int sign);

  /**
   * The power of two whose exponent, biased as in the type's format, is the integer in the lowest bits of a number.
   *
   * @param biased the sum of that integer, above 0 and below the format's highest, and of {@link LaneType#integersInLowBits};
   *     an integer that is larger by the number of the format's exponents gives the negative power
   */
  int powerOfTwo(int biased);

  /**
   * A number times a power of two beyond the exponents of normal numbers, rounded once.
   *
   * @param biased as in {@link #powerOfTwo}, with twice the bias
   */
  int timesPowerOfTwo(int a, int biased);

  /**
   * The entry of a table of {@link FloatTables}. Of float32 alone.
   *
   * @param entry a number whose lowest bits are the entry's
   */
  int lookUp(int table, int entry);

  /** A number whose lowest bits are the exponent and the two highest bits of the fraction. Of float32 alone. */
  int quarter(int a);

  /** Of a positive normal number x: the integer e for which {@code x / 2^e} is from {@link LaneType#lowestMantissa} on. */
  int exponent(int a);

  /** Of a positive normal number x: {@code x / 2^e}, e being its {@link #exponent}. */
  int mantissa(int a);
}
