package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** The softmax family, shifted by the largest element so that nothing overflows. */
public final class Softmax {
  private Softmax() {}

  /** {@code log(sum(exp(x)))} along an axis. */
  public static Tensor logSumExp(Tensor x, int axis) {
    return InFloat32.apply(x, wide -> {
      Tensor shift = shift(wide, axis);
      Tensor kept = wide.sub(shift).exp().sumKeep(axis).log().add(shift);
      return wide.shape().rank() == 0 ? kept : kept.squeeze(axis);
    });
  }

  /** {@code exp(x) / sum(exp(x))} along an axis. */
  public static Tensor softmax(Tensor x, int axis) {
    return InFloat32.apply(x, wide -> {
      Tensor e = wide.sub(shift(wide, axis)).exp();
      return e.div(e.sumKeep(axis));
    });
  }

  /** {@code x - log(sum(exp(x)))} along an axis. */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return InFloat32.apply(x, wide -> {
      Tensor shifted = wide.sub(shift(wide, axis));
      return shifted.sub(shifted.exp().sumKeep(axis).log());
    });
  }

  /** Any constant will do for the value; the largest element keeps exp in range. An infinite one would give inf - inf. */
  private static Tensor shift(Tensor x, int axis) {
    if (x.shape().rank() > 0 && x.shape().size(axis) == 0) {
      return Tensor.zerosLike(x.detach().sumKeep(axis));
    }
    Tensor largest = x.detach().maxKeep(axis);
    return Tensor.where(largest.sub(largest).eq(0), largest, Tensor.zerosLike(largest));
  }
}
