package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Layer normalisation over the last axes: {@link Functional#layerNorm}. Weights start at 1 and biases at 0. */
public final class LayerNorm extends Module {
  private final int[] sizes;
  private final NormOptions options;
  private final Supplier<@Nullable Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;

  /**
   * With {@link NormOptions#DEFAULT}.
   *
   * @param sizes of the last axes, which are normalised together
   * @throws ShapeException if there is no size, or one less than 1
   */
  public LayerNorm(int... sizes) {
    this(sizes, NormOptions.DEFAULT);
  }

  /** {@link #LayerNorm(int...)} with options, of which those of batch normalisation do not count. */
  public LayerNorm(int[] sizes, NormOptions options) {
    Objects.requireNonNull(options, "LayerNorm: the options are null; expected NormOptions.DEFAULT or others");
    this.sizes = OptionChecks.lastSizes("A layer normalisation", sizes);
    this.options = options;
    Shape shape = Shape.of(sizes);
    this.weight = optional("weight", options.weight() ? Tensor.ones(shape, DType.FLOAT32) : null);
    this.bias = optional("bias", options.bias() ? Tensor.zeros(shape, DType.FLOAT32) : null);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.layerNorm(x, sizes, weight.get(), bias.get(), options.eps());
  }

  @Override
  String takes(Shape given) {
    return "[.., " + Arrays.toString(sizes).substring(1);
  }

  @Override
  public String toString() {
    return "LayerNorm(" + Arrays.toString(sizes) + ")";
  }
}
