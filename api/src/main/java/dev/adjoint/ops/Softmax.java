package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** The softmax family, shifted by the largest element so that nothing overflows. */
public final class Softmax {
  private Softmax() {}

  /** {@code log(sum(exp(x)))} along an axis. */
  public static Tensor logSumExp(Tensor x, int axis) {
    Tensor shift = shift(x, axis);
    Tensor kept = x.sub(shift).exp().sumKeep(axis).log().add(shift);
    return x.shape().rank() == 0 ? kept : kept.squeeze(axis);
  }

  /** {@code exp(x) / sum(exp(x))} along an axis. */
  public static Tensor softmax(Tensor x, int axis) {
    Tensor e = x.sub(shift(x, axis)).exp();
    return e.div(e.sumKeep(axis));
  }

  /** {@code x - log(sum(exp(x)))} along an axis. */
  public static Tensor logSoftmax(Tensor x, int axis) {
    Tensor shifted = x.sub(shift(x, axis));
    return shifted.sub(shifted.exp().sumKeep(axis).log());
  }

  /** Any constant will do for the value; the largest element keeps exp in range. An infinite one would give inf - inf. */
  private static Tensor shift(Tensor x, int axis) {
    Tensor largest = x.detach().maxKeep(axis);
    return Tensor.where(largest.sub(largest).eq(0), largest, Tensor.zerosLike(largest));
  }
}
