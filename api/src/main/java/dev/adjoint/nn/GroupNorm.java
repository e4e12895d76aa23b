package dev.adjoint.nn;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Normalisation of each group of channels of {@code [n, channels, ..]}: {@link Functional#groupNorm}. */
public final class GroupNorm extends Module {
  private final int groups;
  private final int channels;
  private final NormOptions options;
  private final Supplier<@Nullable Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;

  /**
   * With {@link NormOptions#DEFAULT}: a weight, 1 at first, and a bias, 0 at first, for each channel.
   *
   * @throws ShapeException unless the groups divide the channels
   */
  public GroupNorm(int groups, int channels) {
    this(groups, channels, NormOptions.DEFAULT);
  }

  /**
   * With options, of which those of batch normalisation do not count.
   *
   * @throws ShapeException unless the groups divide the channels
   */
  public GroupNorm(int groups, int channels, NormOptions options) {
    Objects.requireNonNull(options, "GroupNorm: the options are null; expected NormOptions.DEFAULT or others");
    if (groups < 1 || channels < 0 || channels % groups != 0) {
      throw new ShapeException(
          "A group normalisation takes 1 or more groups that divide the channels; given " + groups + " groups and " + channels
              + " channels");
    }
    this.groups = groups;
    this.channels = channels;
    this.options = options;
    this.weight = optional("weight", options.weight() ? Tensor.ones(channels) : null);
    this.bias = optional("bias", options.bias() ? Tensor.zeros(channels) : null);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Functional.groupNorm(x, groups, weight.get(), bias.get(), options.eps());
  }

  @Override
  String takes(Shape given) {
    return "[n, " + channels + ", ..]";
  }

  @Override
  public String toString() {
    return "GroupNorm(" + groups + ", " + channels + ")";
  }
}
