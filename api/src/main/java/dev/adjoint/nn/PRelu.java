package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.Supplier;

/** {@code x} above 0, {@code weight * x} below: {@link Tensor#prelu}. */
public final class PRelu extends Module {
  private final Supplier<Tensor> weight;

  /** One slope for all, 0.25 at first. */
  public PRelu() {
    this(1, 0.25);
  }

  /**
   * A slope for each channel, axis 1.
   *
   * @param channels 1 for one slope for all
   * @param slope at first
   * @throws ShapeException if there are fewer than 1
   */
  public PRelu(int channels, double slope) {
    if (channels < 1) {
      throw new ShapeException("PRelu has 1 or more slopes; given " + channels);
    }
    this.weight = parameter("weight", Tensor.full(Shape.of(channels), slope, DType.FLOAT32));
  }

  @Override
  String takes(Shape given) {
    int channels = weight.get().shape().size(0);
    return channels == 1 ? "" : "[n, " + channels + ", ..]";
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.prelu(weight.get());
  }
}
