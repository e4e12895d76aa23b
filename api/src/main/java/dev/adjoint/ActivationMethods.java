package dev.adjoint;

import dev.adjoint.ops.Activations;

/** The methods of a tensor that are activation functions of networks. Integers give float32 unless a method says otherwise. */
abstract sealed class ActivationMethods extends ElementwiseMethods permits FunctionMethods {
  /** {@code leakyRelu(0.01)}. */
  public Tensor leakyRelu() {
    return leakyRelu(0.01);
  }

  /** {@code this} where positive, {@code slope * this} elsewhere; the gradient at 0 is the slope. */
  public Tensor leakyRelu(double slope) {
    return Activations.leakyRelu(self(), slope);
  }

  /** {@code elu(1)}. */
  public Tensor elu() {
    return elu(1);
  }

  /** {@code this} where positive, {@code alpha * (exp(this) - 1)} elsewhere; the gradient at 0 is alpha. */
  public Tensor elu(double alpha) {
    return Activations.elu(self(), alpha);
  }

  /** {@code celu(1)}. */
  public Tensor celu() {
    return celu(1);
  }

  /** {@code this} where positive, {@code alpha * (exp(this / alpha) - 1)} elsewhere; alpha is not 0. */
  public Tensor celu(double alpha) {
    return Activations.celu(self(), alpha);
  }

  /** The scaled exponential linear unit: {@code elu(1.6733)}, times 1.0507. */
  public Tensor selu() {
    return Activations.selu(self());
  }

  /** {@code this * P(X <= this)} of a standard normal X, by the error function. */
  public Tensor gelu() {
    return Activations.gelu(self());
  }

  /** {@link #gelu} approximated: {@code this/2 * (1 + tanh(sqrt(2/pi) * (this + 0.044715 * this^3)))}. */
  public Tensor geluTanh() {
    return Activations.geluTanh(self());
  }

  /** {@code this * sigmoid(this)}, also called swish. */
  public Tensor silu() {
    return Activations.silu(self());
  }

  /** {@code this * tanh(log(1 + exp(this)))}. */
  public Tensor mish() {
    return Activations.mish(self());
  }

  /** {@code log(1 + exp(this))}, and {@code this} above 20: {@code softplus(1, 20)}. */
  public Tensor softplus() {
    return softplus(1, 20);
  }

  /** {@code log(1 + exp(beta * this)) / beta}, and {@code this} where {@code beta * this} is above the threshold. */
  public Tensor softplus(double beta, double threshold) {
    return Activations.softplus(self(), beta, threshold);
  }

  /** The logarithm of the sigmoid, without underflow. */
  public Tensor logSigmoid() {
    return Activations.logSigmoid(self());
  }

  /** {@code hardtanh(-1, 1)}. */
  public Tensor hardtanh() {
    return hardtanh(-1, 1);
  }

  /**
   * The nearest number in {@code [low, high]}. Unlike that of {@link #clamp(double, double)}, its gradient is 0 at the bounds.
   * Integers stay integers.
   */
  public Tensor hardtanh(double low, double high) {
    return Activations.hardtanh(self(), low, high);
  }

  /** {@code hardtanh(0, 6)}: {@link #relu} up to 6; the gradient is 0 at 0 and at 6. */
  public Tensor relu6() {
    return hardtanh(0, 6);
  }

  /** {@code this * relu6(this + 3) / 6}; the gradient is 0 at -3 and 1 at 3. */
  public Tensor hardswish() {
    return Activations.hardswish(self());
  }

  /** {@code relu6(this + 3) / 6}; the gradient is 0 at -3 and 3. */
  public Tensor hardsigmoid() {
    return Activations.hardsigmoid(self());
  }

  /** {@code this / (1 + abs(this))}. */
  public Tensor softsign() {
    return Activations.softsign(self());
  }

  /** {@code this} where above the threshold, {@code value} elsewhere, the threshold included. Integers stay integers. */
  public Tensor threshold(double threshold, double value) {
    return Activations.threshold(self(), threshold, value);
  }

  /** {@code hardshrink(0.5)}. */
  public Tensor hardshrink() {
    return hardshrink(0.5);
  }

  /** {@code this} outside {@code [-lambda, lambda]}, 0 inside. */
  public Tensor hardshrink(double lambda) {
    return Activations.hardshrink(self(), lambda);
  }

  /** {@code softshrink(0.5)}. */
  public Tensor softshrink() {
    return softshrink(0.5);
  }

  /** {@code this} moved towards 0 by lambda, 0 in {@code [-lambda, lambda]}; lambda is not negative. */
  public Tensor softshrink(double lambda) {
    return Activations.softshrink(self(), lambda);
  }

  /** {@code this - tanh(this)}. */
  public Tensor tanhshrink() {
    return Activations.tanhshrink(self());
  }

  /**
   * {@code this} where positive, {@code weight * this} elsewhere; the gradient at 0 is the weight.
   *
   * @param weight one number, or one for each index of axis 1
   * @throws ShapeException if it has another size
   */
  public Tensor prelu(Tensor weight) {
    return Activations.prelu(self(), weight);
  }

  /**
   * The first half along an axis times the sigmoid of the second half.
   *
   * @throws ShapeException if the size along the axis is odd
   */
  public Tensor glu(int axis) {
    return Activations.glu(self(), axis);
  }
}
