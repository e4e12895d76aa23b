package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Division by the root of the mean square over the last axes: {@link Functional#rmsNorm}. Weights start at 1; no biases. */
public final class RmsNorm extends Module {
  private final int[] sizes;
  private final ToDoubleFunction<DType> eps;
  private final Supplier<@Nullable Tensor> weight;

  /**
   * With the eps of PyTorch: the step at 1 of the type that it computes in, 2.2e-16 for float64 and 1.2e-7 for others.
   *
   * @param sizes of the last axes, which are normalised together
   * @throws dev.adjoint.ShapeException if there is no size, or one less than 1
   */
  public RmsNorm(int... sizes) {
    this(true, type -> type == DType.FLOAT64 ? Math.ulp(1.) : Math.ulp(1f), sizes);
  }

  /** {@link #RmsNorm(int...)} with the eps of options, and a weight unless they have none; the others do not count. */
  public RmsNorm(int[] sizes, NormOptions options) {
    Objects.requireNonNull(options, "RmsNorm: the options are null; expected NormOptions.DEFAULT or others");
    this(options.weight(), _ -> options.eps(), sizes);
  }

  private RmsNorm(boolean weighted, ToDoubleFunction<DType> eps, int[] sizes) {
    this.sizes = OptionChecks.lastSizes("An RMS normalisation", sizes);
    this.eps = eps;
    this.weight = optional("weight", weighted ? Tensor.ones(Shape.of(sizes), DType.FLOAT32) : null);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.rmsNorm(x, sizes, weight.get(), eps.applyAsDouble(x.dtype()));
  }

  @Override
  String takes(Shape given) {
    return "[.., " + Arrays.toString(sizes).substring(1);
  }

  @Override
  public String toString() {
    return "RmsNorm(" + Arrays.toString(sizes) + ")";
  }
}
