package dev.adjoint.tornado;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * Device code: the scalar functions that have float32 versions, by the numbers of {@link RealFunctions}, for the interpreter:
 * the very ones that generated kernels call, so that a value does not depend on which of the two computed it. The rules of
 * {@link RealFunctions} hold here too: a {@code switch} would have gaps, whose numbers are several labels of one branch.
 */
final class NarrowFunctions {
  private NarrowFunctions() {}

  static float unary(int op, float x) {
    if (op == RealFunctions.ABS) {
      return TornadoMath.abs(x);
    }
    if (op == RealFunctions.SIGN) {
      return KernelFunctions.sign(x);
    }
    if (op == RealFunctions.FLOOR) {
      return TornadoMath.floor(x);
    }
    if (op == RealFunctions.CEIL) {
      return TornadoMath.ceil(x);
    }
    if (op == RealFunctions.EXP) {
      return TornadoMath.exp(x);
    }
    if (op == RealFunctions.LOG) {
      return TornadoMath.log(x);
    }
    if (op == RealFunctions.SQRT) {
      return TornadoMath.sqrt(x);
    }
    if (op == RealFunctions.RECIPROCAL) {
      return KernelFunctions.reciprocal(x);
    }
    if (op == RealFunctions.SIN) {
      return TornadoMath.sin(x);
    }
    if (op == RealFunctions.COS) {
      return TornadoMath.cos(x);
    }
    if (op == RealFunctions.TANH) {
      return TornadoMath.tanh(x);
    }
    if (op == RealFunctions.SIGMOID) {
      return KernelFunctions.sigmoid(x);
    }
    return KernelFunctions.relu(x);
  }

  /** Sums, differences, products and quotients, which a device need not round correctly. */
  static float binary(int op, float a, float b) {
    return op == RealFunctions.ADD ? a + b : op == RealFunctions.SUB ? a - b : op == RealFunctions.MUL ? a * b : a / b;
  }
}
