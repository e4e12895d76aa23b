package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@link Losses#crossEntropy(Tensor, Tensor, CrossEntropyOptions)}, made from {@link #DEFAULT}.
 *
 * @param weight what each class counts, {@code [classes]}, or null
 * @param ignoreIndex a target that does not count, -100 by default
 * @param labelSmoothing how much of a target, from 0 to 1, is shared by all classes (Szegedy et al., 2016, 7)
 * @param reduction of the losses; a mean is divided by the weights of the targets that count
 */
public record CrossEntropyOptions(
    @Nullable Tensor weight, long ignoreIndex, double labelSmoothing, LossReduction reduction) {
  /** No weights, -100 ignored, no smoothing, the mean. */
  public static final CrossEntropyOptions DEFAULT = new CrossEntropyOptions(null, -100, 0, LossReduction.MEAN);

  /**
   * Checks the smoothing.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public CrossEntropyOptions {
    OptionChecks.probability("crossEntropy's label smoothing", labelSmoothing);
    Objects.requireNonNull(reduction, "crossEntropy: the reduction is null; expected one such as LossReduction.MEAN");
  }

  /** With weights of the classes. */
  public CrossEntropyOptions weight(Tensor perClass) {
    return new CrossEntropyOptions(perClass, ignoreIndex, labelSmoothing, reduction);
  }

  /** With another target that does not count. */
  public CrossEntropyOptions ignoreIndex(long target) {
    return new CrossEntropyOptions(weight, target, labelSmoothing, reduction);
  }

  /** With another smoothing. */
  public CrossEntropyOptions labelSmoothing(double share) {
    return new CrossEntropyOptions(weight, ignoreIndex, share, reduction);
  }

  /** With another reduction. */
  public CrossEntropyOptions reduction(LossReduction how) {
    return new CrossEntropyOptions(weight, ignoreIndex, labelSmoothing, how);
  }
}
