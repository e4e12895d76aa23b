package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Const;

/** Powers that a few multiplications compute, to within an ulp or two, many times faster than {@code pow}. */
final class ConstantPower {
  private static final int LARGEST = 8;

  private ConstantPower() {}

  /** The exponent, from 2 to 8, of a floating-point power with such a constant exponent; 0 for everything else. */
  static int of(Binary e) {
    boolean qualifies = e.op() == BinaryOp.POW
        && e.dtype().isFloating()
        && e.b() instanceof Const c
        && c.value() >= 2
        && c.value() <= LARGEST
        && c.value() == Math.rint(c.value());
    return qualifies ? (int) ((Const) e.b()).value() : 0;
  }
}
