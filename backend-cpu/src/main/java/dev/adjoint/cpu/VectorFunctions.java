package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import java.util.Locale;

/** The scalar functions of one number in terms of what the Vector API offers. */
final class VectorFunctions {
  private final VectorCode code;
  private final LaneType type;

  VectorFunctions(VectorCode code, LaneType type) {
    this.code = code;
    this.type = type;
  }

  /** Whether a function has no vector form that is as accurate as the scalar one: it is computed a lane at a time. */
  static boolean isByLanes(UnaryOp op) {
    return switch (op) {
      case ERFC, ERFINV, LGAMMA, DIGAMMA, ASINH, ACOSH, ATANH, LOG2, LOG10, EXP2 -> true;
      default -> false;
    };
  }

  /** Whether a function of two numbers has no vector form. */
  static boolean isByLanes(BinaryOp op) {
    return switch (op) {
      case FMOD, REMAINDER, POLYGAMMA -> true;
      default -> false;
    };
  }

  int apply(BinaryOp op, int a, int b) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, MAX, MIN -> code.arithmetic(op.name().toLowerCase(Locale.ROOT), a, b);
      case POW, ATAN2, HYPOT -> code.function(op.name(), a, b);
      case FMOD, REMAINDER, POLYGAMMA -> code.lanes(op, a, b);
      case COPYSIGN -> {
        int magnitude = code.arithmetic("abs", a);
        yield code.blend(code.isNegative(b), code.arithmetic("neg", magnitude), magnitude);
      }
      case AND, OR, XOR -> code.bits(op.name(), a, b);
      case SHL -> code.function("LSHL", a, b);
      case SHR -> code.function("ASHR", a, b);
      case USHR -> code.function("LSHR", a, b);
    };
  }

  int apply(UnaryOp op, int x) {
    return switch (op) {
      case NEG, ABS, SQRT -> code.arithmetic(op.symbol(), x);
      case SIGN -> sign(x);
      case RECIPROCAL -> code.arithmetic("div", code.constant(1), x);
      case RSQRT -> code.arithmetic("div", code.constant(1), code.arithmetic("sqrt", x));
      case RELU -> relu(x);
      case ROUND -> rounded(x, round(x));
      case TRUNC -> rounded(x, truncate(x));
      case FLOOR -> floor(x);
      case CEIL -> code.arithmetic("neg", floor(code.arithmetic("neg", x)));
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF -> LaneFunctions.of(code, type).apply(op, x);
      case ERFC, ERFINV, LGAMMA, DIGAMMA, ASINH, ACOSH, ATANH, LOG2, LOG10, EXP2 -> code.lanes(op, x);
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH -> code.function(op.name(), x);
    };
  }

  private int sign(int x) {
    int zero = code.constant(0);
    int positive = code.blend(code.compare(Comparison.GT, x, zero), code.constant(1), zero);
    return code.blend(code.compare(Comparison.LT, x, zero), code.constant(-1), positive);
  }

  /** Written so that NaN, which is not below 0, stays. */
  private int relu(int x) {
    int zero = code.constant(0);
    return code.blend(code.compare(Comparison.LE, x, zero), zero, x);
  }

  /** The value rounded to even, for those below the threshold: adding it pushes the fraction out. */
  private int roundMagnitude(int magnitude) {
    int threshold = code.constant(type.integersFrom());
    return code.arithmetic("sub", code.arithmetic("add", magnitude, threshold), threshold);
  }

  private int withSignOf(int x, int magnitude) {
    return code.blend(code.compare(Comparison.LT, x, code.constant(0)), code.arithmetic("neg", magnitude), magnitude);
  }

  private int round(int x) {
    return withSignOf(x, roundMagnitude(code.arithmetic("abs", x)));
  }

  private int truncate(int x) {
    int magnitude = code.arithmetic("abs", x);
    return withSignOf(x, lessOneWhereAbove(magnitude, roundMagnitude(magnitude)));
  }

  private int floor(int x) {
    return rounded(x, lessOneWhereAbove(x, round(x)));
  }

  private int lessOneWhereAbove(int x, int rounded) {
    int less = code.arithmetic("sub", rounded, code.constant(1));
    return code.blend(code.compare(Comparison.GT, rounded, x), less, rounded);
  }

  /** Large numbers, NaN and both zeros are their own integers. */
  private int rounded(int x, int value) {
    int small = code.compare(Comparison.LT, code.arithmetic("abs", x), code.constant(type.integersFrom()));
    int nonZero = code.compare(Comparison.NE, x, code.constant(0));
    return code.blend(code.masks("and", small, nonZero), value, x);
  }
}
