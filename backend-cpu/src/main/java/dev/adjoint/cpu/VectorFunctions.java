package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import java.util.Locale;

/** The scalar functions of one number in terms of what the Vector API offers. */
final class VectorFunctions {
  private static final double ERF_SPLIT = 0.927734375;
  private static final double[] ERF_NEAR =
      {0.128379151, -0.376124859, 0.112817205, -0.0267631039, 0.00498797279, -0.000596409431};
  private static final double[] ERF_FAR =
      {-0.128511906, -0.635726571, -0.105250984, 0.0228830297, -0.00321279955, 0.00021372411};

  private final VectorCode code;
  private final LaneType type;

  VectorFunctions(VectorCode code, LaneType type) {
    this.code = code;
    this.type = type;
  }

  /** Whether a function has no vector form that is as accurate as the scalar one: it is computed a lane at a time. */
  static boolean isByLanes(UnaryOp op, DType dtype) {
    return switch (op) {
      case ERF -> dtype == DType.FLOAT64;
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
      case SIGMOID -> sigmoid(x);
      case ERF -> type == LaneType.FLOAT ? erf(x) : code.lanes(op, x);
      case ERFC, ERFINV, LGAMMA, DIGAMMA, ASINH, ACOSH, ATANH, LOG2, LOG10, EXP2 -> code.lanes(op, x);
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH -> code.function(op.name(), x);
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

  /** {@code 1 / (1 + exp(-x))} with an exponential that cannot overflow. */
  private int sigmoid(int x) {
    int one = code.constant(1);
    int e = code.function("EXP", code.arithmetic("neg", code.arithmetic("abs", x)));
    int top = code.blend(code.compare(Comparison.GE, x, code.constant(0)), one, e);
    return code.arithmetic("div", top, code.arithmetic("add", one, e));
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

  /**
   * The error function of float32, within 1.1 units in the last place: {@code x + x * p(x^2)} up to the split, {@code 1 -
   * exp(-t + t * q(t))} beyond it, p and q being least-maximum fits to the relative error of the whole.
   */
  private int erf(int x) {
    int near = code.fma(polynomial(code.arithmetic("mul", x, x), ERF_NEAR), x, x);
    // From 4 on the result is 1 in float32, and the polynomial would leave its range.
    int t = code.arithmetic("min", code.arithmetic("abs", x), code.constant(4));
    int exponent = code.fma(polynomial(t, ERF_FAR), t, code.arithmetic("neg", t));
    int far = withSignOf(x, code.arithmetic("sub", code.constant(1), code.function("EXP", exponent)));
    return code.blend(code.compare(Comparison.GT, t, code.constant(ERF_SPLIT)), far, near);
  }

  /** By Horner's rule; the constant term comes first. */
  private int polynomial(int x, double... coefficients) {
    int y = code.constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      y = code.fma(y, x, code.constant(coefficients[i]));
    }
    return y;
  }
}
