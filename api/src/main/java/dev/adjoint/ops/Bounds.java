package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;

/** Keeping numbers between bounds, and replacing those that are none. */
public final class Bounds {
  private Bounds() {}

  private static final Elementwise CLAMP_MIN = Elementwise.of("clamp_min", 1, Operands.NUMBERS, (a, p) -> atLeast(a[0], p[0]));
  private static final Elementwise CLAMP_MAX = Elementwise.of("clamp_max", 1, Operands.NUMBERS, (a, p) -> atMost(a[0], p[0]));
  private static final Elementwise CLAMP_TENSORS =
      Elementwise.of("clamp", 0, Operands.NUMBERS, (a, p) -> clamp(a[0], a[1], a[2]));
  private static final Elementwise CLAMP_MIN_TENSOR =
      Elementwise.of("clamp_min", 0, Operands.NUMBERS, (a, p) -> atLeast(a[0], a[1]));
  private static final Elementwise CLAMP_MAX_TENSOR =
      Elementwise.of("clamp_max", 0, Operands.NUMBERS, (a, p) -> atMost(a[0], a[1]));
  private static final Elementwise FMAX = Elementwise.of("fmax", 0, Operands.NUMBERS,
      (a, p) -> a[0].ge(a[1]).then(a[0], a[1].eq(a[1]).then(a[1], a[0])));
  private static final Elementwise FMIN = Elementwise.of("fmin", 0, Operands.NUMBERS,
      (a, p) -> a[0].le(a[1]).then(a[0], a[1].eq(a[1]).then(a[1], a[0])));
  private static final Elementwise NAN_TO_NUM = Elementwise.of("nan_to_num", 3, Operands.NUMBERS,
      (a, p) -> replaced(a[0], p[0], p[1], p[2]));

  /** The high bound wins where both are exceeded; NaN stays NaN, without a gradient. */
  static Expr clamp(Expr x, Expr low, Expr high) {
    Expr crossed = low.gt(high).then(high, low);
    return x.ge(low).then(x.le(high).then(x, high), x.lt(low).then(crossed, unordered(x, low)));
  }

  private static Expr atLeast(Expr x, Expr low) {
    return x.ge(low).then(x, x.lt(low).then(low, unordered(x, low)));
  }

  private static Expr atMost(Expr x, Expr high) {
    return x.le(high).then(x, x.gt(high).then(high, unordered(x, high)));
  }

  /** What two numbers give of which neither is less, equal or greater: NaN. Rounded, as that has no gradient. */
  private static Expr unordered(Expr x, Expr bound) {
    return x.add(bound).floor();
  }

  private static Expr replaced(Expr x, Expr nan, Expr positive, Expr negative) {
    double infinity = Double.POSITIVE_INFINITY;
    return x.ne(x).then(nan, x.eq(infinity).then(positive, x.eq(-infinity).then(negative, x)));
  }

  /** The nearest number in {@code [low, high]}. */
  public static Tensor clamp(Tensor x, double low, double high) {
    boolean whole = low == Math.rint(low) && high == Math.rint(high);
    return whole && (isBeyond(x, low) || isBeyond(x, high))
        ? clamp(x, end(x, low), end(x, high))
        : Elementwise.clamp().apply(new double[] {low, high}, x);
  }

  /** Whether a bound is one that no integer of the tensor's type can exceed, or reach. */
  private static boolean isBeyond(Tensor x, double bound) {
    return x.dtype().isInteger() && Elementwise.isBeyond(x.dtype(), bound);
  }

  /** A bound of integers, or the end of their range that is nearest to it. */
  private static Tensor end(Tensor x, double bound) {
    long nearest = x.dtype() == DType.INT32 ? (int) bound : (long) bound;
    return Tensor.ofLongs(nearest).select(0, 0).to(x.dtype()).to(x.device());
  }

  /** The nearest number in {@code [low, high]}, bounds of their own for each element. */
  public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
    return CLAMP_TENSORS.apply(x, low, high);
  }

  /** The nearest number from {@code low} on. */
  public static Tensor clampMin(Tensor x, double low) {
    return isBeyond(x, low) ? clampMin(x, end(x, low)) : CLAMP_MIN.apply(new double[] {low}, x);
  }

  /** The nearest number from {@code low} on. */
  public static Tensor clampMin(Tensor x, Tensor low) {
    return CLAMP_MIN_TENSOR.apply(x, low);
  }

  /** The nearest number up to {@code high}. */
  public static Tensor clampMax(Tensor x, double high) {
    return isBeyond(x, high) ? clampMax(x, end(x, high)) : CLAMP_MAX.apply(new double[] {high}, x);
  }

  /** The nearest number up to {@code high}. */
  public static Tensor clampMax(Tensor x, Tensor high) {
    return CLAMP_MAX_TENSOR.apply(x, high);
  }

  /** The larger of the two; the other one where one is NaN. */
  public static Tensor fmax(Tensor a, Tensor b) {
    return FMAX.apply(a, b);
  }

  /** The smaller of the two; the other one where one is NaN. */
  public static Tensor fmin(Tensor a, Tensor b) {
    return FMIN.apply(a, b);
  }

  /** NaN replaced by a number, infinities by the ends of the type's range. */
  public static Tensor nanToNum(Tensor x, double nan) {
    double largest = switch (x.dtype()) {
      case FLOAT32 -> Float.MAX_VALUE;
      default -> Double.MAX_VALUE;
    };
    return nanToNum(x, nan, largest, -largest);
  }

  /** NaN and infinities replaced by numbers. */
  public static Tensor nanToNum(Tensor x, double nan, double positive, double negative) {
    return x.dtype().isFloating() ? NAN_TO_NUM.apply(new double[] {nan, positive, negative}, x) : x.copy();
  }
}
