package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Normalization;
import dev.adjoint.ops.Similarity;
import org.jspecify.annotations.Nullable;

/** Normalisations and distances of {@link Functional}. Weights and biases may be left out: null. */
public abstract sealed class NormalizationFunctions extends PoolingFunctions permits Functional {
  NormalizationFunctions() {}

  /**
   * {@code (x - mean) / sqrt(variance + eps) * weight + bias} over the last axes (Ba et al., 2016).
   *
   * @param sizes the sizes of these axes, and of weight and bias
   * @param eps usually 1e-5
   */
  public static Tensor layerNorm(Tensor x, int[] sizes, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Normalization.layer(x, sizes, weight, bias, eps);
  }

  /** {@code x / sqrt(mean(x^2) + eps) * weight} over the last axes, of these sizes (Zhang and Sennrich, 2019). */
  public static Tensor rmsNorm(Tensor x, int[] sizes, @Nullable Tensor weight, double eps) {
    return Normalization.rms(x, sizes, weight, eps);
  }

  /**
   * Batch normalisation of {@code [n, channels, ..]}: each channel over all other axes (Ioffe and Szegedy, 2015).
   * The result has the type of {@code x}; float16 is computed in float32, so that running values in float32 stay finite.
   *
   * <p>A function that is checkpointed runs again for its gradient, and updates the running values a second time then.
   *
   * @param mean the running mean {@code [channels]}: used outside of training, updated in place in it unless null
   * @param variance the running variance, unbiased; as {@code mean}
   * @param training whether to use the mean and variance of {@code x}; it takes more than one value for each channel
   * @param momentum how much of the running values an update replaces, from 0 to 1, usually 0.1
   * @param eps 0 or more, usually 1e-5
   * @throws ShapeException if one of the tensors or settings does not fit; the running values are as before then
   */
  public static Tensor batchNorm(
      Tensor x, @Nullable Tensor mean, @Nullable Tensor variance, @Nullable Tensor weight, @Nullable Tensor bias,
      boolean training, double momentum, double eps) {
    return Normalization.batch(x, mean, variance, weight, bias, training, momentum, eps);
  }

  /** Each group of channels of {@code [n, channels, ..]} over all axes but the first (Wu and He, 2018). */
  public static Tensor groupNorm(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Normalization.group(x, groups, weight, bias, eps);
  }

  /** Each channel of each instance of {@code [n, channels, sizes..]} (Ulyanov et al., 2016). */
  public static Tensor instanceNorm(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Normalization.instance(x, weight, bias, eps);
  }

  /** {@code x / (k + alpha * mean(x^2))^beta}, the mean over {@code size} neighbouring channels (Krizhevsky et al., 2012). */
  public static Tensor localResponseNorm(Tensor x, int size, double alpha, double beta, double k) {
    return Normalization.localResponse(x, size, alpha, beta, k);
  }

  /** Vectors along an axis divided by their length, or by 1e-12 if that is larger. */
  public static Tensor normalize(Tensor x, int axis) {
    return Similarity.normalize(x, 2, axis, 1e-12);
  }

  /** Vectors along an axis divided by their p-norm, or by eps if that is larger. */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return Similarity.normalize(x, p, axis, eps);
  }

  /** The cosine of the angle between vectors along an axis; lengths count at least 1e-8. */
  public static Tensor cosineSimilarity(Tensor a, Tensor b, int axis) {
    return Similarity.cosine(a, b, axis, 1e-8);
  }

  /** The cosine of the angle between vectors along an axis; lengths count at least eps. */
  public static Tensor cosineSimilarity(Tensor a, Tensor b, int axis, double eps) {
    return Similarity.cosine(a, b, axis, eps);
  }

  /** The distance between vectors along the last axis, 1e-6 added to their difference. */
  public static Tensor pairwiseDistance(Tensor a, Tensor b) {
    return Similarity.distance(a, b, 2, 1e-6, false);
  }

  /** The p-norm of {@code a - b + eps} along the last axis. */
  public static Tensor pairwiseDistance(Tensor a, Tensor b, double p, double eps) {
    return Similarity.distance(a, b, p, eps, false);
  }
}
