package dev.adjoint;

import dev.adjoint.ops.Bounds;
import dev.adjoint.ops.Division;
import dev.adjoint.ops.Functions;
import dev.adjoint.ops.Heaviside;

/** The methods of a tensor that are made of scalar primitives. Tensors broadcast. */
abstract sealed class FunctionMethods extends ActivationMethods permits PredicateMethods {
  // ---- Between bounds ----

  /** The larger of this and a number; the gradient is 1 from {@code low} on, 0 at NaN. */
  public Tensor clampMin(double low) {
    return Bounds.clampMin(self(), low);
  }

  /** The larger of this and {@code low}; the gradient of a tie is this one's. */
  public Tensor clampMin(Tensor low) {
    return Bounds.clampMin(self(), low);
  }

  /** The smaller of this and a number; the gradient is 1 up to {@code high}, 0 at NaN. */
  public Tensor clampMax(double high) {
    return Bounds.clampMax(self(), high);
  }

  /** The smaller of this and {@code high}; the gradient of a tie is this one's. */
  public Tensor clampMax(Tensor high) {
    return Bounds.clampMax(self(), high);
  }

  /**
   * The nearest number in {@code [low, high]}; {@code high} where the bounds are crossed. At a bound the gradient is this
   * one's.
   */
  public Tensor clamp(Tensor low, Tensor high) {
    return Bounds.clamp(self(), low, high);
  }

  /** The larger of the two; the other one where one is NaN. The gradient of a tie is this one's. */
  public Tensor fmax(Tensor other) {
    return Bounds.fmax(self(), other);
  }

  /** The smaller of the two; the other one where one is NaN. The gradient of a tie is this one's. */
  public Tensor fmin(Tensor other) {
    return Bounds.fmin(self(), other);
  }

  /** NaN replaced by 0, infinities by the largest and the smallest number of the type. The gradient there is 0. */
  public Tensor nanToNum() {
    return Bounds.nanToNum(self(), 0);
  }

  /** NaN replaced by a number, infinities by the largest and the smallest number of the type. */
  public Tensor nanToNum(double nan) {
    return Bounds.nanToNum(self(), nan);
  }

  /** NaN, plus and minus infinity replaced by numbers. */
  public Tensor nanToNum(double nan, double positive, double negative) {
    return Bounds.nanToNum(self(), nan, positive, negative);
  }

  // ---- Logarithms ----

  /** {@code log(this / (1 - this))}, the inverse of the sigmoid; NaN outside [0, 1]. */
  public Tensor logit() {
    return Functions.logit(self());
  }

  /** {@code clamp(eps, 1 - eps).logit()}. */
  public Tensor logit(double eps) {
    return Functions.logit(self(), eps);
  }

  /** {@code this * log(y)}, and 0 where this is 0, whatever y but NaN; its gradient towards this is 0 there at y = 0. */
  public Tensor xlogy(Tensor y) {
    return Functions.xlogy(self(), y);
  }

  /** {@code this * log(y)}, and 0 where this is 0. */
  public Tensor xlogy(double y) {
    return Functions.xlogy(self(), y);
  }

  /** {@code this * log(1 + y)}, and 0 where this is 0, whatever y but NaN. */
  public Tensor xlog1py(Tensor y) {
    return Functions.xlog1py(self(), y);
  }

  /** {@code this * log(1 + y)}, and 0 where this is 0. */
  public Tensor xlog1py(double y) {
    return Functions.xlog1py(self(), y);
  }

  /** {@code -this * log(this)}: 0 at 0, where its gradient is infinite, and -inf below. */
  public Tensor entr() {
    return Functions.entr(self());
  }

  /** {@code log(exp(this) + exp(other))}, without overflow. */
  public Tensor logaddexp(Tensor other) {
    return Functions.logaddexp(self(), other);
  }

  /** {@code log2(2^this + 2^other)}, without overflow. */
  public Tensor logaddexp2(Tensor other) {
    return Functions.logaddexp2(self(), other);
  }

  // ---- Arithmetic ----

  /** {@code this + weight * (end - this)}. */
  public Tensor lerp(Tensor end, double weight) {
    return Functions.lerp(self(), end, weight);
  }

  /** {@code this + weight * (end - this)}. */
  public Tensor lerp(Tensor end, Tensor weight) {
    return Functions.lerp(self(), end, weight);
  }

  /** {@code this + a * b}. */
  public Tensor addcmul(Tensor a, Tensor b) {
    return addcmul(a, b, 1);
  }

  /** {@code this + value * a * b}. */
  public Tensor addcmul(Tensor a, Tensor b, double value) {
    return Functions.addcmul(self(), a, b, value);
  }

  /** {@code this + a / b}. */
  public Tensor addcdiv(Tensor a, Tensor b) {
    return addcdiv(a, b, 1);
  }

  /** {@code this + value * a / b}. */
  public Tensor addcdiv(Tensor a, Tensor b, double value) {
    return Functions.addcdiv(self(), a, b, value);
  }

  /** {@code this * 2^exponent}. */
  public Tensor ldexp(Tensor exponent) {
    return Functions.ldexp(self(), exponent);
  }

  /** {@code this} to the power of another tensor, in float64. */
  public Tensor floatPower(Tensor exponent) {
    return self().to(DType.FLOAT64).pow(exponent.to(DType.FLOAT64));
  }

  /** {@code this} to the power of a number, in float64. */
  public Tensor floatPower(double exponent) {
    return self().to(DType.FLOAT64).pow(exponent);
  }

  /** {@code sin(pi * this) / (pi * this)}, 1 at 0. */
  public Tensor sinc() {
    return Functions.sinc(self());
  }

  /** The part behind the point, with the sign of this: {@code this - trunc(this)}. Its gradient is 1. */
  public Tensor frac() {
    return Functions.frac(self());
  }

  /** The probability that a standard normal number is below each element, precise far below 0 too. */
  public Tensor ndtr() {
    return Functions.ndtr(self());
  }

  /** Radians in degrees. */
  public Tensor rad2deg() {
    return Functions.rad2deg(self());
  }

  /** Degrees in radians. */
  public Tensor deg2rad() {
    return Functions.deg2rad(self());
  }

  // ---- Steps and integers ----

  /** The quotient rounded towards minus infinity, without a gradient. Integers stay integers; by 0 they give 0. */
  public Tensor floorDivide(Tensor other) {
    return Division.floorDivide(self(), other);
  }

  /** The quotient rounded towards minus infinity, without a gradient. Integers stay integers; by 0 they give 0. */
  public Tensor floorDivide(double number) {
    return Division.floorDivide(self(), number);
  }

  /** The quotient rounded towards zero; its gradient is 0. Integers stay integers; by 0 they give 0. */
  public Tensor truncDivide(Tensor other) {
    return Division.truncDivide(self(), other);
  }

  /** The quotient rounded towards zero; its gradient is 0. Integers stay integers; by 0 they give 0. */
  public Tensor truncDivide(double number) {
    return Division.truncDivide(self(), number);
  }

  /**
   * The greatest common divisor, never negative; {@code gcd(0, n) = abs(n)}.
   *
   * @throws DTypeException unless both are integers
   */
  public Tensor gcd(Tensor other) {
    return Division.gcd(self(), other);
  }

  /**
   * The least common multiple, never negative; {@code lcm(0, n) = 0}.
   *
   * @throws DTypeException unless both are integers
   */
  public Tensor lcm(Tensor other) {
    return Division.lcm(self(), other);
  }

  /**
   * 0 where this is negative, 1 where positive, {@code values} where 0. It cannot be differentiated: {@code backward} and
   * forward mode through it throw an {@link AutogradException}.
   */
  public Tensor heaviside(Tensor values) {
    return Heaviside.apply(self(), values);
  }
}
