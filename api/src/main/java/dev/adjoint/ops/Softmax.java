package dev.adjoint.ops;

import dev.adjoint.Tensor;

/** The softmax family, shifted by the largest element so that nothing overflows. */
public final class Softmax {
  private Softmax() {}

  /** {@code log(sum(exp(x)))} along the axes, all of them where none is given; minus infinity where there is no element. */
  public static Tensor logSumExp(Tensor x, boolean keepAxes, int... axes) {
    Reduce.checkFloating("logSumExp", x);
    Extent extent = Extent.of(x.shape(), keepAxes, axes);
    return InFloat32.apply(x, wide -> {
      Tensor shift = shift(wide, extent);
      Tensor kept = Reduce.sum(wide.sub(shift).exp(), true, axes).log().add(shift);
      return Views.reshape(kept, extent.result().toArray());
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

  private static Tensor shift(Tensor x, int axis) {
    return shift(x, Extent.of(x.shape(), true, axis));
  }

  /** Any constant will do for the value; the largest element keeps exp in range. An infinite one would give inf - inf. */
  private static Tensor shift(Tensor x, Extent extent) {
    if (x.size() == 0) {
      return Tensor.zeros(extent.kept(), x.dtype(), x.backend());
    }
    Tensor largest = x.detach().maxKeep(extent.axes());
    return Tensor.where(largest.sub(largest).eq(0), largest, Tensor.zerosLike(largest));
  }
}
