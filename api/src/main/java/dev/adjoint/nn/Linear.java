package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code x W^T + b}: from {@code [.., in]} to {@code [.., out]}. */
public final class Linear extends Module {
  private final int in;
  private final int out;
  private final Supplier<Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;

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
    this(in, out, true, dtype, key);
  }

  private Linear(int in, int out, boolean biased, DType dtype, Key key) {
    if (in < 0 || out < 0) {
      throw new ShapeException("A linear layer has 0 or more inputs and outputs; given " + in + " and " + out);
    }
    Objects.requireNonNull(dtype, "Linear: the dtype is null; expected one such as DType.FLOAT64");
    Objects.requireNonNull(key, "Linear: the key is null; expected one such as Key.of(1)");
    this.in = in;
    this.out = out;
    double bound = in == 0 ? 0 : 1 / Math.sqrt(in);
    Key[] keys = key.split(2);
    this.weight = parameter("weight", Tensor.rand(keys[0], dtype, out, in).mul(2 * bound).sub(bound));
    this.bias = optional("bias", biased ? Tensor.rand(keys[1], dtype, out).mul(2 * bound).sub(bound) : null);
  }

  /**
   * {@code x W^T}, with weights as {@link #Linear(int, int, Key)}.
   *
   * @throws ShapeException if a size is negative
   */
  public static Linear withoutBias(int in, int out, Key key) {
    return new Linear(in, out, false, DType.FLOAT32, key);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.linear(x, weight.get(), bias.get());
  }

  @Override
  protected long flops(Shape input, Shape output) {
    return 2L * output.size() * in;
  }

  @Override
  String takes(Shape given) {
    return "[.., " + in + "]";
  }

  @Override
  public String toString() {
    return "Linear(" + in + ", " + out + ")";
  }
}
