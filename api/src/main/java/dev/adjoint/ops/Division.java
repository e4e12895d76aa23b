package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr;

/** Division that rounds, and divisors. On integers a division by 0 gives 0, as everywhere here. */
public final class Division {
  private Division() {}

  /** Euclid's algorithm on int32 takes at most this many steps: the first Fibonacci number that is no int32 is the 47th. */
  private static final int STEPS_INT32 = 47;
  /** On int64: the 93rd. */
  private static final int STEPS_INT64 = 93;

  private static final Elementwise FLOOR =
      Elementwise.of("floor_divide", 0, Operands.NUMBERS, (a, p) -> floorDivide(a[0], a[1]));
  private static final Elementwise FLOOR_NUMBER =
      Elementwise.of("floor_divide", 1, Operands.NUMBERS, (a, p) -> floorDivide(a[0], p[0]));
  private static final Elementwise TRUNC =
      Elementwise.of("trunc_divide", 0, Operands.NUMBERS, (a, p) -> a[0].div(a[1]).trunc());
  private static final Elementwise TRUNC_NUMBER =
      Elementwise.of("trunc_divide", 1, Operands.NUMBERS, (a, p) -> a[0].div(p[0]).trunc());
  private static final Elementwise GCD = Elementwise.of("gcd", 0, Operands.NUMBERS, (a, p) -> gcd(a[0], a[1]).abs());
  private static final Elementwise LCM = Elementwise.of("lcm", 0, Operands.NUMBERS,
      (a, p) -> a[0].div(gcd(a[0], a[1])).mul(a[1]).abs());

  /**
   * Towards minus infinity. The remainder is taken off first: the quotient itself may have been rounded up to a whole number,
   * as 1 / 0.1 is.
   */
  private static Expr floorDivide(Expr a, Expr b) {
    Expr remainder = Expr.binary(BinaryOp.FMOD, a, b);
    Expr zero = Expr.constant(0, a.dtype());
    Expr otherSign = remainder.lt(0).then(b.gt(0), b.lt(0));
    Expr down = remainder.eq(0).then(zero, otherSign.then(Expr.constant(1, a.dtype()), zero));
    if (!a.dtype().isFloating()) {
      return a.div(b).sub(down);
    }
    Expr quotient = a.sub(remainder).div(b).sub(down).round();
    Expr plain = a.div(b);
    return b.eq(0).then(plain, quotient.eq(0).then(plain.mul(zero), quotient));
  }

  private static Expr gcd(Expr a, Expr b) {
    int steps = a.dtype() == DType.INT32 ? STEPS_INT32 : STEPS_INT64;
    Expr x = a;
    Expr y = b;
    for (int i = 0; i < steps; i++) {
      Expr finished = y.eq(0);
      Expr remainder = Expr.binary(BinaryOp.FMOD, x, y);
      x = finished.then(x, y);
      y = finished.then(y, remainder);
    }
    return x;
  }

  /** The quotient rounded towards minus infinity; no gradient. */
  public static Tensor floorDivide(Tensor a, Tensor b) {
    return FLOOR.apply(a.detach(), b.detach());
  }

  /** The quotient rounded towards minus infinity; no gradient. */
  public static Tensor floorDivide(Tensor a, double b) {
    return FLOOR_NUMBER.apply(new double[] {b}, a.detach());
  }

  /** The quotient rounded towards zero; its gradient is 0. */
  public static Tensor truncDivide(Tensor a, Tensor b) {
    return TRUNC.apply(a, b);
  }

  /** The quotient rounded towards zero; its gradient is 0. */
  public static Tensor truncDivide(Tensor a, double b) {
    return TRUNC_NUMBER.apply(new double[] {b}, a);
  }

  /** The greatest common divisor, not negative; 0 of two zeros. */
  public static Tensor gcd(Tensor a, Tensor b) {
    checkIntegers("gcd", a, b);
    return GCD.apply(a, b);
  }

  /** The least common multiple, not negative; 0 where one of them is 0. */
  public static Tensor lcm(Tensor a, Tensor b) {
    checkIntegers("lcm", a, b);
    return LCM.apply(a, b);
  }

  private static void checkIntegers(String name, Tensor a, Tensor b) {
    if (!a.dtype().isInteger() || !b.dtype().isInteger()) {
      throw new DTypeException(
          name + " of tensors " + a.dtype() + " and " + b.dtype() + ": expected int32 or int64. Convert them with to(INT64)");
    }
  }
}
