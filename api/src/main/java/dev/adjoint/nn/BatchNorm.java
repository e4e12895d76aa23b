package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Normalization;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of {@code [n, channels, ..]}, with any number of axes: {@link Functional#batchNorm}. In training it
 * normalises by the mean and variance of the batch, and moves {@code running_mean} and {@code running_var} (unbiased) towards
 * them; in evaluation it normalises by those. Weights start at 1 and biases at 0.
 *
 * <p>A module that is frozen tracks its batches all the same, as long as it trains: {@link #eval} stops that. What
 * {@link Adjoint#checkpoint} computes again for its gradient is tracked once.
 */
public final class BatchNorm extends Module {
  private final int channels;
  private final NormOptions options;
  private final Supplier<@Nullable Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;
  private final @Nullable Supplier<Tensor> mean;
  private final @Nullable Supplier<Tensor> variance;
  private final @Nullable Supplier<Tensor> batches;

  /**
   * With {@link NormOptions#DEFAULT}.
   *
   * @throws ShapeException if there are fewer than 1 channels
   */
  public BatchNorm(int channels) {
    this(channels, NormOptions.DEFAULT);
  }

  /**
   * With options.
   *
   * @throws ShapeException if there are fewer than 1 channels
   */
  public BatchNorm(int channels, NormOptions options) {
    Objects.requireNonNull(options, "BatchNorm: the options are null; expected NormOptions.DEFAULT or others");
    if (channels < 1) {
      throw new ShapeException("A batch normalisation has 1 or more channels; given " + channels);
    }
    this.channels = channels;
    this.options = options;
    this.weight = optional("weight", options.weight() ? Tensor.ones(channels) : null);
    this.bias = optional("bias", options.bias() ? Tensor.zeros(channels) : null);
    boolean tracked = options.tracked();
    this.mean = tracked ? buffer("running_mean", Tensor.zeros(channels)) : null;
    this.variance = tracked ? buffer("running_var", Tensor.ones(channels)) : null;
    this.batches = tracked ? buffer("num_batches_tracked", Tensor.zeros(Shape.of(), DType.INT64)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    boolean ofBatch = isTraining() || mean == null;
    Tensor y = Functional.batchNorm(x, mean == null ? null : mean.get(), variance == null ? null : variance.get(), weight.get(),
        bias.get(), ofBatch, options.momentum(), options.eps());
    if (isTraining() && batches != null) {
      Normalization.count(batches.get());
    }
    return y;
  }

  @Override
  String takes(Shape given) {
    return "[n, " + channels + ", ..]";
  }

  @Override
  public String toString() {
    return "BatchNorm(" + channels + ")";
  }
}
