package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** {@code x W^T + b}: from {@code [.., in]} to {@code [.., out]}. */
public final class Linear extends Module {
  private final Tensor weight;
  private final Tensor bias;

  /** Weights {@code [out, in]} and biases {@code [out]}, uniform within 1/sqrt(in), as PyTorch's. */
  public Linear(int in, int out, Key key) {
    this(in, out, DType.FLOAT32, key);
  }

  /**
   * Weights and biases of a floating-point type; without inputs the biases are 0.
   *
   * @throws ShapeException if a size is negative
   */
  public Linear(int in, int out, DType dtype, Key key) {
    if (in < 0 || out < 0) {
      throw new ShapeException("A linear layer has 0 or more inputs and outputs; given " + in + " and " + out);
    }
    double bound = in == 0 ? 0 : 1 / Math.sqrt(in);
    Key[] keys = key.split(2);
    this.weight = parameter("weight", Tensor.rand(keys[0], dtype, out, in).mul(2 * bound).sub(bound));
    this.bias = parameter("bias", Tensor.rand(keys[1], dtype, out).mul(2 * bound).sub(bound));
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.linear(x, weight, bias);
  }
}
