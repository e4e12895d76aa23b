package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Division by the root of the mean square over the last axes: {@link Functional#rmsNorm}. Weights start at 1; no biases. */
public final class RmsNorm extends Module {
  private final int[] sizes;
  private final NormOptions options;
  private final Supplier<@Nullable Tensor> weight;

  /**
   * With an eps of 1.1920929e-7, float32's step at 1, as PyTorch's.
   *
   * @param sizes of the last axes, which are normalised together
   * @throws dev.adjoint.ShapeException if a size is negative
   */
  public RmsNorm(int... sizes) {
    this(sizes, NormOptions.DEFAULT.eps(Math.ulp(1f)));
  }

  /** {@link #RmsNorm(int...)} with the eps of options, and a weight unless they have none; the others do not count. */
  public RmsNorm(int[] sizes, NormOptions options) {
    Objects.requireNonNull(options, "RmsNorm: the options are null; expected NormOptions.DEFAULT or others");
    this.sizes = sizes.clone();
    this.options = options;
    this.weight = optional("weight", options.weight() ? Tensor.ones(Shape.of(sizes), DType.FLOAT32) : null);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.rmsNorm(x, sizes, weight.get(), options.eps());
  }

  @Override
  public String toString() {
    return "RmsNorm(" + Arrays.toString(sizes) + ")";
  }
}
