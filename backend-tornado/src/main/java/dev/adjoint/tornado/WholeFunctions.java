package dev.adjoint.tornado;

import dev.adjoint.spi.ScalarMath;

/** Device code: the scalar functions on integers and bools, by the numbers of {@link RealFunctions}; they wrap around. */
final class WholeFunctions {
  private WholeFunctions() {}

  static long unary(int op, long x) {
    if (op == RealFunctions.NEG) {
      return -x;
    }
    if (op == RealFunctions.ABS) {
      return x < 0 ? -x : x;
    }
    if (op == RealFunctions.SIGN) {
      return x > 0 ? 1 : x < 0 ? -1 : 0;
    }
    if (op == RealFunctions.RELU) {
      return x > 0 ? x : 0;
    }
    return x;
  }

  static long binary(int op, long a, long b) {
    if (op <= RealFunctions.MIN) {
      return combine(op, a, b);
    }
    switch (op) {
      case RealFunctions.SUB :
        return a - b;
      case RealFunctions.DIV :
        return quotient(a, b);
      case RealFunctions.POW :
        return ScalarMath.pow(a, b);
      case RealFunctions.AND :
        return a & b;
      case RealFunctions.OR :
        return a | b;
      case RealFunctions.XOR :
        return a ^ b;
      case RealFunctions.SHL :
        return (b & -64) == 0 ? a << b : 0;
      case RealFunctions.SHR :
        return (b & -64) == 0 ? a >> b : a >> 63;
      case RealFunctions.USHR :
        return ushr(a, b);
      case RealFunctions.REMAINDER :
        return remainder(a, b);
      default :
        return b == 0 ? 0 : a - b * quotient(a, b);
    }
  }

  /** In two steps, as {@code >>>} keeps the sign: the first bit moves the sign away. */
  private static long ushr(long a, long b) {
    long rest = (a >> 1 & Long.MAX_VALUE) >> b - 1;
    return b == 0 ? a : (b & -64) == 0 ? rest : 0;
  }

  /** With the sign of b. */
  private static long remainder(long a, long b) {
    long r = a - b * quotient(a, b);
    long moved = r == 0 ? 0 : r < 0 == b < 0 ? r : r + b;
    return b == 0 ? 0 : moved;
  }

  /** The functions that reductions combine with. */
  static long combine(int op, long a, long b) {
    return op == RealFunctions.ADD ? a + b : op == RealFunctions.MUL ? a * b : op == RealFunctions.MAX == a > b ? a : b;
  }

  /**
   * 0 where b is 0: a device has no exceptions. The division is one that cannot trap whatever b is, since a compiler may do it
   * before it knows whether it is wanted, and a trap takes the whole process with it.
   */
  private static long quotient(long a, long b) {
    long safe = b == 0 || b == -1 ? 1 : b;
    long q = a / safe;
    return b == 0 ? 0 : b == -1 ? -a : q;
  }
}
