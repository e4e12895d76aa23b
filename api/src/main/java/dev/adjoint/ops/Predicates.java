package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;

/** Questions about numbers, and logic: bool, without a gradient. */
public final class Predicates {
  private Predicates() {}

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Elementwise IS_NAN = of("isnan", (a, p) -> a[0].ne(a[0]));
  private static final Elementwise IS_INF = ofReal("isinf", x -> x.abs().eq(INFINITY), false);
  private static final Elementwise IS_POS_INF = ofReal("isposinf", x -> x.eq(INFINITY), false);
  private static final Elementwise IS_NEG_INF = ofReal("isneginf", x -> x.eq(-INFINITY), false);
  private static final Elementwise IS_FINITE = ofReal("isfinite", x -> x.abs().lt(INFINITY), true);
  private static final Elementwise SIGNBIT = of("signbit", (a, p) -> {
    Expr x = a[0];
    // Of the two zeros only the reciprocal tells.
    return x.dtype() == DType.BOOL ? x.ne(x)
        : x.dtype().isFloating() ? x.eq(0).then(x.reciprocal().lt(0), x.lt(0)) : x.lt(0);
  });
  private static final Elementwise AND = of("logical_and", (a, p) -> truth(a[0]).then(truth(a[1]), constant(false)));
  private static final Elementwise OR = of("logical_or", (a, p) -> truth(a[0]).then(constant(true), truth(a[1])));
  private static final Elementwise XOR = of("logical_xor", (a, p) -> truth(a[0]).then(not(a[1]), truth(a[1])));
  private static final Elementwise NOT = of("logical_not", (a, p) -> not(a[0]));
  private static final Elementwise IS_CLOSE =
      Elementwise.of("isclose", 2, Operands.REAL, (a, p) -> isClose(a[0], a[1], p[0], p[1]));
  private static final Elementwise IS_CLOSE_OR_NAN = Elementwise.of("isclose", 2, Operands.REAL,
      (a, p) -> a[0].ne(a[0]).then(a[1].ne(a[1]), isClose(a[0], a[1], p[0], p[1])));

  private interface Question {
    Expr of(Expr x);
  }

  private static Elementwise of(String name, Elementwise.Builder builder) {
    return Elementwise.of(name, 0, Operands.ANY, builder);
  }

  /** A question that has one answer for all integers. */
  private static Elementwise ofReal(String name, Question question, boolean ofIntegers) {
    return of(name, (a, p) -> a[0].dtype().isFloating() ? question.of(a[0]) : ofIntegers ? a[0].eq(a[0]) : a[0].ne(a[0]));
  }

  private static Expr constant(boolean value) {
    return Expr.constant(value ? 1 : 0, DType.BOOL);
  }

  /** Before it was cast to the common type: of float64 without axes that may be float32, in which small numbers are 0. */
  private static Expr truth(Expr x) {
    return (x instanceof Expr.Cast cast && cast.x().dtype() == DType.FLOAT64 ? cast.x() : x).cast(DType.BOOL);
  }

  private static Expr not(Expr x) {
    return truth(x).then(constant(false), constant(true));
  }

  /** As NumPy and PyTorch define it: not symmetric, the tolerance is relative to b. */
  private static Expr isClose(Expr a, Expr b, Expr rtol, Expr atol) {
    Expr distance = a.sub(b).abs();
    Expr near = distance.lt(INFINITY).then(distance.le(b.abs().mul(rtol).add(atol)), constant(false));
    return a.eq(b).then(constant(true), near);
  }

  /** Whether each element is NaN. */
  public static Tensor isNaN(Tensor x) {
    return IS_NAN.apply(x);
  }

  /** Whether each element is infinite. */
  public static Tensor isInf(Tensor x) {
    return IS_INF.apply(x);
  }

  /** Whether each element is plus infinity. */
  public static Tensor isPosInf(Tensor x) {
    return IS_POS_INF.apply(x);
  }

  /** Whether each element is minus infinity. */
  public static Tensor isNegInf(Tensor x) {
    return IS_NEG_INF.apply(x);
  }

  /** Whether each element is neither infinite nor NaN. */
  public static Tensor isFinite(Tensor x) {
    return IS_FINITE.apply(x);
  }

  /** Whether each element is negative, -0.0 too. */
  public static Tensor signbit(Tensor x) {
    return SIGNBIT.apply(x);
  }

  /** Both; whatever is not 0 is true. */
  public static Tensor and(Tensor a, Tensor b) {
    return AND.apply(a, b);
  }

  /** One or both. */
  public static Tensor or(Tensor a, Tensor b) {
    return OR.apply(a, b);
  }

  /** One, not both. */
  public static Tensor xor(Tensor a, Tensor b) {
    return XOR.apply(a, b);
  }

  /** 0 is true, all else false. */
  public static Tensor not(Tensor x) {
    return NOT.apply(x);
  }

  /** Whether {@code abs(a - b) <= atol + rtol * abs(b)}. */
  public static Tensor isClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNaN) {
    Elementwise operation = equalNaN ? IS_CLOSE_OR_NAN : IS_CLOSE;
    boolean exact = !a.dtype().isFloating() && !b.dtype().isFloating();
    return operation.apply(new double[] {rtol, atol}, exact ? a.to(DType.FLOAT64) : a, b);
  }

  /** Whether all elements are close. */
  public static boolean allClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNaN) {
    return areAll(isClose(a, b, rtol, atol, equalNaN));
  }

  /** Whether two tensors have one shape and the same values. */
  public static boolean equal(Tensor a, Tensor b) {
    return a.shape().equals(b.shape()) && areAll(a.eq(b));
  }

  private static boolean areAll(Tensor bools) {
    return all(bools, false).itemAsLong() != 0;
  }

  /** Whether one element along the axes, or more, is not 0. */
  public static Tensor any(Tensor x, boolean keep, int... axes) {
    return Reduce.sum(x.detach().ne(0), keep, axes).gt(0);
  }

  /** Whether no element along the axes is 0. */
  public static Tensor all(Tensor x, boolean keep, int... axes) {
    return Reduce.sum(x.detach().eq(0), keep, axes).eq(0);
  }
}
