package dev.adjoint;

import dev.adjoint.ops.Reduce;
import dev.adjoint.ops.Softmax;

/** The methods of a tensor that combine its elements along axes. */
abstract sealed class ReductionMethods extends PredicateMethods permits ProductMethods {
  /** The sum along the axes; integers and bools are summed as int64. */
  public Tensor sum(int... axes) {
    return Reduce.sum(self(), false, axes);
  }

  /** The sum along the axes, which stay with size 1. */
  public Tensor sumKeep(int... axes) {
    return Reduce.sum(self(), true, axes);
  }

  /** The mean along the axes. */
  public Tensor mean(int... axes) {
    return Reduce.mean(self(), false, axes);
  }

  /** The mean along the axes, which stay with size 1. */
  public Tensor meanKeep(int... axes) {
    return Reduce.mean(self(), true, axes);
  }

  /** The largest along the axes; a gradient is shared evenly among equals. */
  public Tensor max(int... axes) {
    return Reduce.max(self(), false, axes);
  }

  /** The largest along the axes, which stay with size 1. */
  public Tensor maxKeep(int... axes) {
    return Reduce.max(self(), true, axes);
  }

  /** The smallest along the axes; a gradient is shared evenly among equals. */
  public Tensor min(int... axes) {
    return Reduce.min(self(), false, axes);
  }

  /** The smallest along the axes, which stay with size 1. */
  public Tensor minKeep(int... axes) {
    return Reduce.min(self(), true, axes);
  }

  /** Sums over the axes along which broadcasting stretched a tensor of the target shape to this one. */
  public Tensor sumTo(Shape target) {
    return Reduce.sumTo(self(), target);
  }

  /** {@code log(sum(exp(this)))} along an axis, without overflow. */
  public Tensor logSumExp(int axis) {
    return Softmax.logSumExp(self(), axis);
  }

  /** {@code exp(this) / sum(exp(this))} along an axis, without overflow. */
  public Tensor softmax(int axis) {
    return Softmax.softmax(self(), axis);
  }

  /** {@code exp(-this) / sum(exp(-this))} along an axis, without overflow. */
  public Tensor softmin(int axis) {
    return Softmax.softmax(self().neg(), axis);
  }

  /** The logarithm of {@link #softmax}, without overflow. */
  public Tensor logSoftmax(int axis) {
    return Softmax.logSoftmax(self(), axis);
  }
}
