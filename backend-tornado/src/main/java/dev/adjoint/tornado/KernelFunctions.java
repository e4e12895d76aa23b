package dev.adjoint.tornado;

import dev.adjoint.spi.ScalarMath;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code: what generated kernels call beyond {@link TornadoMath}. Public for them alone, since each of them has
 * a loader of its own; not for users. The rules of {@link RealFunctions} hold here too.
 *
 * <p>A function of {@code UnaryOp} or {@code BinaryOp} has the name of its constant, in lower case. float32 values have own
 * versions where float32 arithmetic gives a right answer; other functions are computed in float64.
 */
public final class KernelFunctions {
  private KernelFunctions() {}

  /** Where the element of an index is. */
  public static int locate(IntArray words, int view, int index) {
    return Machine.locate(words, view, index);
  }

  /** An integer that two words have. */
  public static long whole(IntArray words, int at) {
    return (long) words.get(at) << 32 | words.get(at + 1) & 0xffffffffL;
  }

  /** A bool as 0 or 1. */
  public static long flag(long x) {
    return x != 0 ? 1 : 0;
  }

  /** A number as an integer or bool, by the codes of {@link ElementType}. */
  public static long toWhole(int type, double x) {
    return Machine.toWhole(type, x);
  }

  // ---- Comparisons and choices ----

  /** {@code a < b}. */
  public static long less(double a, double b) {
    return a < b ? 1 : 0;
  }

  /** {@code a <= b}. */
  public static long lessOrEqual(double a, double b) {
    boolean holds = a < b || a == b;
    return holds ? 1 : 0;
  }

  /** {@code a == b}. */
  public static long equal(double a, double b) {
    return a == b ? 1 : 0;
  }

  /** {@code a != b}. */
  public static long notEqual(double a, double b) {
    return a != b ? 1 : 0;
  }

  /** {@code a < b}. */
  public static long less(float a, float b) {
    return a < b ? 1 : 0;
  }

  /** {@code a <= b}. */
  public static long lessOrEqual(float a, float b) {
    boolean holds = a < b || a == b;
    return holds ? 1 : 0;
  }

  /** {@code a == b}. */
  public static long equal(float a, float b) {
    return a == b ? 1 : 0;
  }

  /** {@code a != b}. */
  public static long notEqual(float a, float b) {
    return a != b ? 1 : 0;
  }

  /** {@code a < b}. */
  public static long less(long a, long b) {
    return a < b ? 1 : 0;
  }

  /** {@code a <= b}. */
  public static long lessOrEqual(long a, long b) {
    return a <= b ? 1 : 0;
  }

  /** {@code a == b}. */
  public static long equal(long a, long b) {
    return a == b ? 1 : 0;
  }

  /** {@code a != b}. */
  public static long notEqual(long a, long b) {
    return a != b ? 1 : 0;
  }

  /** a where the condition is not 0, otherwise b. */
  public static double select(long condition, double a, double b) {
    return condition != 0 ? a : b;
  }

  /** a where the condition is not 0, otherwise b. */
  public static float select(long condition, float a, float b) {
    return condition != 0 ? a : b;
  }

  /** a where the condition is not 0, otherwise b. */
  public static long select(long condition, long a, long b) {
    return condition != 0 ? a : b;
  }

  // ---- Reductions ----

  /** One more value, combined as {@link RealFunctions} says. */
  public static double accumulate(int op, int i, int first, double total, double value) {
    return i == first ? value : RealFunctions.combine(op, total, value);
  }

  /** One more value, combined as {@link WholeFunctions} says. */
  public static long accumulate(int op, int i, int first, long total, long value) {
    return i == first ? value : WholeFunctions.combine(op, total, value);
  }

  // ---- Integers ----

  /** A function of one integer, by its code. */
  public static long unary(int op, long x) {
    return WholeFunctions.unary(op, x);
  }

  /** A function of two integers, by its code. */
  public static long binary(int op, long a, long b) {
    return WholeFunctions.binary(op, a, b);
  }

  // ---- Functions in float32 ----

  /** The sign, 0 for 0 and NaN. */
  public static float sign(float x) {
    return x > 0 ? 1f : x < 0 ? -1f : 0f;
  }

  /** x where it is positive or NaN, otherwise 0. */
  public static float relu(float x) {
    return x > 0 || x != x ? x : 0f;
  }

  /** {@code 1 / x}. */
  public static float reciprocal(float x) {
    return 1f / x;
  }

  /** {@code 1 / (1 + exp(-x))}, without overflow. */
  public static float sigmoid(float x) {
    float e = TornadoMath.exp(-TornadoMath.abs(x));
    return x < 0 ? e / (1f + e) : 1f / (1f + e);
  }

  /** The larger; NaN if either is. */
  public static float max(float a, float b) {
    return a != a || b != b ? a + b : a > b ? a : b;
  }

  /** The smaller; NaN if either is. */
  public static float min(float a, float b) {
    return a != a || b != b ? a + b : a > b ? b : a;
  }

  // ---- Functions in float64 ----

  /** The sign, 0 for 0 and NaN. */
  public static double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
  }

  /** x where it is positive or NaN, otherwise 0. */
  public static double relu(double x) {
    return x > 0 || x != x ? x : 0;
  }

  /** {@code 1 / x}. */
  public static double reciprocal(double x) {
    return 1 / x;
  }

  /** The larger; NaN if either is. */
  public static double max(double a, double b) {
    return RealFunctions.combine(RealFunctions.MAX, a, b);
  }

  /** The smaller; NaN if either is. */
  public static double min(double a, double b) {
    return RealFunctions.combine(RealFunctions.MIN, a, b);
  }

  /** Towards 0. */
  public static double trunc(double x) {
    return RealFunctions.trunc(x);
  }

  /** To the nearest, ties to even. */
  public static double round(double x) {
    return RealFunctions.round(x);
  }

  /** {@code exp(x) - 1}. */
  public static double expm1(double x) {
    return RealFunctions.expm1(x);
  }

  /** {@code log(1 + x)}. */
  public static double log1p(double x) {
    return RealFunctions.log1p(x);
  }

  /** {@code 1 / sqrt(x)}. */
  public static double rsqrt(double x) {
    return 1 / TornadoMath.sqrt(x);
  }

  /** The hyperbolic sine. */
  public static double sinh(double x) {
    return RealFunctions.sinh(x);
  }

  /** The hyperbolic cosine. */
  public static double cosh(double x) {
    return RealFunctions.cosh(x);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static double sigmoid(double x) {
    return ScalarMath.sigmoid(x);
  }

  /** The error function. */
  public static double erf(double x) {
    return RealFunctions.erf(x);
  }

  /** A function of {@link MoreFunctions}, by its code. */
  public static double more(int op, double x) {
    return MoreFunctions.unary(op, x);
  }

  /** A function of {@link MoreFunctions}, by its code. */
  public static double more(int op, double a, double b) {
    return MoreFunctions.binary(op, a, b);
  }

  /** The remainder, with the sign of a. */
  public static double fmod(double a, double b) {
    return RealFunctions.fmod(a, b);
  }

  /** The remainder, with the sign of b. */
  public static double remainder(double a, double b) {
    return RealFunctions.remainder(a, b);
  }
}
