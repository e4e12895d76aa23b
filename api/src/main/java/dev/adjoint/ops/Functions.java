package dev.adjoint.ops;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;

/** Functions of real numbers made of the primitives, each one expression, in forms that neither overflow nor cancel. */
public final class Functions {
  private Functions() {}

  private static final Elementwise LOGIT = of("logit", 0, (a, p) -> logit(a[0]));
  private static final Elementwise LOGIT_INSIDE =
      of("logit", 1, (a, p) -> logit(Bounds.clamp(a[0], p[0], p[0].rsub(1))));
  private static final Elementwise SINC = of("sinc", 0, (a, p) -> sinc(a[0].mul(Math.PI)));
  private static final Elementwise FRAC = of("frac", 0, (a, p) -> a[0].sub(a[0].trunc()));
  private static final Elementwise XLOGY = of("xlogy", 0, (a, p) -> xlogy(a[0], a[1], 0, a[1].log()));
  private static final Elementwise XLOGY_NUMBER = of("xlogy", 1, (a, p) -> xlogy(a[0], p[0], 0, p[0].log()));
  private static final Elementwise XLOG1PY = of("xlog1py", 0, (a, p) -> xlogy(a[0], a[1], -1, a[1].log1p()));
  private static final Elementwise XLOG1PY_NUMBER = of("xlog1py", 1, (a, p) -> xlogy(a[0], p[0], -1, p[0].log1p()));
  private static final Elementwise ENTR = of("entr", 0, (a, p) -> entr(a[0]));
  private static final Elementwise LOGADDEXP = of("logaddexp", 0, (a, p) -> logaddexp(a[0], a[1], 1));
  private static final Elementwise LOGADDEXP2 = of("logaddexp2", 0, (a, p) -> logaddexp(a[0], a[1], Math.log(2)));
  private static final Elementwise LERP = of("lerp", 0, (a, p) -> lerp(a[0], a[1], a[2]));
  private static final Elementwise LERP_NUMBER = of("lerp", 1, (a, p) -> lerp(a[0], a[1], p[0]));
  private static final Elementwise ADDCMUL =
      Elementwise.of("addcmul", 1, Operands.NUMBERS, (a, p) -> a[0].add(a[1].mul(a[2]).mul(p[0])));
  private static final Elementwise ADDCDIV = of("addcdiv", 1, (a, p) -> a[0].add(a[1].div(a[2]).mul(p[0])));
  private static final Elementwise RAD2DEG = of("rad2deg", 0, (a, p) -> a[0].mul(180 / Math.PI));
  private static final Elementwise DEG2RAD = of("deg2rad", 0, (a, p) -> a[0].mul(Math.PI / 180));
  private static final Elementwise NDTR = of("ndtr", 0, (a, p) -> a[0].mul(-Math.sqrt(0.5)).erfc().mul(0.5));
  private static final Elementwise LDEXP =
      of("ldexp", 0, (a, p) -> a[0].mul(Expr.constant(2, a[1].dtype()).pow(a[1])));

  private static Elementwise of(String name, int params, Elementwise.Builder builder) {
    return Elementwise.of(name, params, Operands.REAL, builder);
  }

  private static Expr number(double value, Expr like) {
    return Expr.constant(value, like.dtype());
  }

  // ---- Formulas ----

  private static Expr logit(Expr x) {
    return x.log().sub(x.neg().log1p());
  }

  /**
   * {@code sin(z) / z}. Near 0, where that and its derivatives cancel, its Taylor series, whose derivatives follow term by
   * term: with terms up to {@code z^24} four of them are exact to rounding on [-1.5, 1.5].
   */
  private static Expr sinc(Expr z) {
    Expr square = z.mul(z);
    Expr series = number(1, z);
    for (int k = 24; k > 0; k -= 2) {
      series = series.mul(square).mul(-1 / (k * (k + 1.0))).add(1);
    }
    return z.abs().lt(1.5).then(series, z.sin().div(z));
  }

  /** {@code x * log}, and 0 where x is 0 and the logarithm of y infinite or not defined. */
  private static Expr xlogy(Expr x, Expr y, double end, Expr log) {
    Expr zero = number(0, x);
    Expr outside = y.le(end).then(Expr.constant(1, DType.BOOL), y.eq(Double.POSITIVE_INFINITY));
    return x.eq(0).then(outside.then(zero, x.mul(log)), x.mul(log));
  }

  /**
   * {@code -x log(x)}. At 0 the root stands in for it: 0 as well, and with the same infinite derivatives; at infinity a line of
   * infinite slope; at NaN a function whose derivative is NaN as well.
   */
  private static Expr entr(Expr x) {
    Expr atMostZero = x.eq(0).then(x.sqrt(), x.lt(0).then(number(Double.NEGATIVE_INFINITY, x), x.log()));
    Expr line = x.mul(number(Double.NEGATIVE_INFINITY, x));
    return x.gt(0).then(x.lt(Double.POSITIVE_INFINITY).then(x.mul(x.log()).neg(), line), atMostZero);
  }

  /**
   * {@code log(exp(a s) + exp(b s)) / s}, from the larger one and the distance to it. Between equal infinities there is no
   * distance: the larger one alone then, through exp and log, as its derivatives are not defined.
   */
  private static Expr logaddexp(Expr a, Expr b, double s) {
    Expr first = a.gt(b);
    Expr larger = first.then(a, b);
    Expr down = first.then(b.sub(a), a.sub(b)).mul(s);
    return down.eq(down).then(larger.add(down.exp().log1p().div(s)), a.max(b).exp().log());
  }

  /** From the nearer end, so that both ends are exact. */
  private static Expr lerp(Expr a, Expr b, Expr weight) {
    Expr way = b.sub(a);
    return weight.abs().lt(0.5).then(a.add(way.mul(weight)), b.sub(way.mul(weight.rsub(1))));
  }

  // ---- Of one tensor ----

  /** {@code log(x / (1 - x))}. */
  public static Tensor logit(Tensor x) {
    return LOGIT.apply(x);
  }

  /** {@link #logit(Tensor)} of the nearest number in {@code [eps, 1 - eps]}. */
  public static Tensor logit(Tensor x, double eps) {
    if (!(eps <= 0.5)) {
      throw new AdjointException("logit of numbers in [eps, 1 - eps] with eps " + eps + ": expected at most 0.5");
    }
    return LOGIT_INSIDE.apply(new double[] {eps}, x);
  }

  /** {@code sin(pi x) / (pi x)}, 1 at 0. */
  public static Tensor sinc(Tensor x) {
    return SINC.apply(x);
  }

  /** {@code x - trunc(x)}. */
  public static Tensor frac(Tensor x) {
    return FRAC.apply(x);
  }

  /** {@code -x log(x)}, 0 at 0 and -inf below. */
  public static Tensor entr(Tensor x) {
    return ENTR.apply(x);
  }

  /** The standard normal distribution: {@code erfc(-x / sqrt(2)) / 2}. */
  public static Tensor ndtr(Tensor x) {
    return NDTR.apply(x);
  }

  /** Radians in degrees. */
  public static Tensor rad2deg(Tensor x) {
    return RAD2DEG.apply(x);
  }

  /** Degrees in radians. */
  public static Tensor deg2rad(Tensor x) {
    return DEG2RAD.apply(x);
  }

  // ---- Of several tensors ----

  /** {@code x log(y)}, 0 where x is 0. */
  public static Tensor xlogy(Tensor x, Tensor y) {
    return XLOGY.apply(x, y);
  }

  /** {@code x log(y)}, 0 where x is 0. */
  public static Tensor xlogy(Tensor x, double y) {
    return XLOGY_NUMBER.apply(new double[] {y}, x);
  }

  /** {@code x log(1 + y)}, 0 where x is 0. */
  public static Tensor xlog1py(Tensor x, Tensor y) {
    return XLOG1PY.apply(x, y);
  }

  /** {@code x log(1 + y)}, 0 where x is 0. */
  public static Tensor xlog1py(Tensor x, double y) {
    return XLOG1PY_NUMBER.apply(new double[] {y}, x);
  }

  /** {@code log(exp(a) + exp(b))}. */
  public static Tensor logaddexp(Tensor a, Tensor b) {
    return LOGADDEXP.apply(a, b);
  }

  /** {@code log2(2^a + 2^b)}. */
  public static Tensor logaddexp2(Tensor a, Tensor b) {
    return LOGADDEXP2.apply(a, b);
  }

  /** {@code from + weight * (to - from)}. */
  public static Tensor lerp(Tensor from, Tensor to, Tensor weight) {
    return LERP.apply(from, to, weight);
  }

  /** {@code from + weight * (to - from)}. */
  public static Tensor lerp(Tensor from, Tensor to, double weight) {
    return LERP_NUMBER.apply(new double[] {weight}, from, to);
  }

  /** {@code x + value * a * b}. */
  public static Tensor addcmul(Tensor x, Tensor a, Tensor b, double value) {
    return ADDCMUL.apply(new double[] {value}, x, a, b);
  }

  /** {@code x + value * a / b}. */
  public static Tensor addcdiv(Tensor x, Tensor a, Tensor b, double value) {
    return ADDCDIV.apply(new double[] {value}, x, a, b);
  }

  /** {@code x * 2^exponent}. */
  public static Tensor ldexp(Tensor x, Tensor exponent) {
    return LDEXP.apply(x, exponent);
  }

  // ---- Choosing between a tensor and a number ----

  private static final Elementwise TENSOR_OR_NUMBER =
      Elementwise.of("where", 1, Operands.ANY, (a, p) -> condition(a[0]).then(a[1], p[0]));
  private static final Elementwise NUMBER_OR_TENSOR =
      Elementwise.of("where", 1, Operands.ANY, (a, p) -> condition(a[0]).then(p[0], a[1]));

  /** The condition as it is given, before it was cast to the common type. */
  private static Expr condition(Expr x) {
    return (x instanceof Expr.Cast cast ? cast.x() : x).cast(DType.BOOL);
  }

  /** The tensor where the condition holds, the number elsewhere. */
  public static Tensor where(Tensor condition, Tensor ifTrue, double ifFalse) {
    return TENSOR_OR_NUMBER.apply(new double[] {ifFalse}, condition.to(DType.BOOL), ifTrue);
  }

  /** The number where the condition holds, the tensor elsewhere. */
  public static Tensor where(Tensor condition, double ifTrue, Tensor ifFalse) {
    return NUMBER_OR_TENSOR.apply(new double[] {ifTrue}, condition.to(DType.BOOL), ifFalse);
  }
}
