package dev.adjoint;

import dev.adjoint.ops.Norms;
import dev.adjoint.ops.Product;
import dev.adjoint.ops.Reduce;
import dev.adjoint.ops.Select;
import dev.adjoint.ops.Softmax;
import dev.adjoint.ops.Statistics;
import dev.adjoint.spi.Reduction;

/**
 * The methods of a tensor that combine its elements along axes. They go over all axes where none is given, and the axes they
 * go over are dropped; those whose name ends in {@code Keep} leave them with size 1. Axes count from 0, or from the end: -1
 * is the last. An axis that there is not, or twice the same, is a {@link ShapeException}.
 */
abstract sealed class ReductionMethods extends PredicateMethods permits ScanMethods {
  // ---- Sums and products ----

  /** The sum along the axes; integers and bools are summed as int64. */
  public Tensor sum(int... axes) {
    return Reduce.sum(self(), false, axes);
  }

  /** The sum along the axes, which stay with size 1. */
  public Tensor sumKeep(int... axes) {
    return Reduce.sum(self(), true, axes);
  }

  /** Sums over the axes along which broadcasting stretched a tensor of the target shape to this one. */
  public Tensor sumTo(Shape target) {
    return Reduce.sumTo(self(), target);
  }

  /** The sum along the axes of what is not NaN; the gradient is 0 at NaN. */
  public Tensor nansum(int... axes) {
    return Reduce.nansum(self(), false, axes);
  }

  /** {@link #nansum} along the axes, which stay with size 1. */
  public Tensor nansumKeep(int... axes) {
    return Reduce.nansum(self(), true, axes);
  }

  /** The product along the axes, as int64 of integers and bools; its derivatives are exact where elements are 0. */
  public Tensor prod(int... axes) {
    return Product.prod(self(), false, axes);
  }

  /** The product along the axes, which stay with size 1. */
  public Tensor prodKeep(int... axes) {
    return Product.prod(self(), true, axes);
  }

  /** How many elements along the axes are not 0: int64. */
  public Tensor countNonzero(int... axes) {
    return Reduce.countNonzero(self(), axes);
  }

  // ---- Statistics ----

  /** The mean along the axes; of floating-point numbers only. NaN where there is no element. */
  public Tensor mean(int... axes) {
    return Reduce.mean(self(), false, axes);
  }

  /** The mean along the axes, which stay with size 1. */
  public Tensor meanKeep(int... axes) {
    return Reduce.mean(self(), true, axes);
  }

  /** The mean along the axes of what is not NaN. */
  public Tensor nanmean(int... axes) {
    return Reduce.nanmean(self(), false, axes);
  }

  /** {@link #nanmean} along the axes, which stay with size 1. */
  public Tensor nanmeanKeep(int... axes) {
    return Reduce.nanmean(self(), true, axes);
  }

  /** The sample variance along the axes: the sum of squared distances from the mean, divided by one less than their number. */
  public Tensor var(int... axes) {
    return Statistics.var(self(), 1, false, axes);
  }

  /** The sample variance along the axes, which stay with size 1. */
  public Tensor varKeep(int... axes) {
    return Statistics.var(self(), 1, true, axes);
  }

  /**
   * The variance along the axes.
   *
   * @param correction what the number of elements is lessened by before it divides: 1 for a sample, 0 for a population
   */
  public Tensor var(int correction, boolean keepAxes, int... axes) {
    return Statistics.var(self(), correction, keepAxes, axes);
  }

  /** The sample standard deviation along the axes; its gradient is 0 where all elements are equal. */
  public Tensor std(int... axes) {
    return Statistics.std(self(), 1, false, axes);
  }

  /** The sample standard deviation along the axes, which stay with size 1. */
  public Tensor stdKeep(int... axes) {
    return Statistics.std(self(), 1, true, axes);
  }

  /** The standard deviation along the axes, with a correction as in {@link #var(int, boolean, int...)}. */
  public Tensor std(int correction, boolean keepAxes, int... axes) {
    return Statistics.std(self(), correction, keepAxes, axes);
  }

  /** The sample variance and the mean along the axes. */
  public SpreadAndMean varMean(int... axes) {
    return new SpreadAndMean(var(axes), mean(axes));
  }

  /** The sample standard deviation and the mean along the axes. */
  public SpreadAndMean stdMean(int... axes) {
    return new SpreadAndMean(std(axes), mean(axes));
  }

  /** The sample covariances of the rows of a matrix, each a variable; of a vector, its variance. */
  public Tensor cov() {
    return Statistics.cov(self(), 1);
  }

  /** The covariances of the rows of a matrix, with a correction as in {@link #var(int, boolean, int...)}. */
  public Tensor cov(int correction) {
    return Statistics.cov(self(), correction);
  }

  /** The correlation coefficients of the rows of a matrix, each a variable. */
  public Tensor corrcoef() {
    return Statistics.corrcoef(self());
  }

  // ---- Extrema ----

  /** The largest along the axes (PyTorch's {@code amax}); a gradient is shared evenly among equals. NaN wins. */
  public Tensor max(int... axes) {
    return Reduce.max(self(), false, axes);
  }

  /** The largest along the axes, which stay with size 1. */
  public Tensor maxKeep(int... axes) {
    return Reduce.max(self(), true, axes);
  }

  /** The smallest along the axes (PyTorch's {@code amin}); a gradient is shared evenly among equals. NaN wins. */
  public Tensor min(int... axes) {
    return Reduce.min(self(), false, axes);
  }

  /** The smallest along the axes, which stay with size 1. */
  public Tensor minKeep(int... axes) {
    return Reduce.min(self(), true, axes);
  }

  /** The smallest and the largest along the axes. */
  public MinAndMax aminmax(int... axes) {
    return new MinAndMax(min(axes), max(axes));
  }

  /** The smallest and the largest along the axes, which stay with size 1. */
  public MinAndMax aminmaxKeep(int... axes) {
    return new MinAndMax(minKeep(axes), maxKeep(axes));
  }

  /** The largest along an axis and its index; of equals the first, which alone gets the gradient. */
  public ValuesAndIndices maxWithIndex(int axis) {
    return Select.valueAndIndex(Reduction.MAX, self(), axis, false);
  }

  /** {@link #maxWithIndex} along an axis, which stays with size 1. */
  public ValuesAndIndices maxWithIndexKeep(int axis) {
    return Select.valueAndIndex(Reduction.MAX, self(), axis, true);
  }

  /** The smallest along an axis and its index; of equals the first, which alone gets the gradient. */
  public ValuesAndIndices minWithIndex(int axis) {
    return Select.valueAndIndex(Reduction.MIN, self(), axis, false);
  }

  /** {@link #minWithIndex} along an axis, which stays with size 1. */
  public ValuesAndIndices minWithIndexKeep(int axis) {
    return Select.valueAndIndex(Reduction.MIN, self(), axis, true);
  }

  /** The index of the largest of all elements, counted row by row: int64. The first of equals; NaN wins. */
  public Tensor argmax() {
    return Select.arg(Reduction.MAX, self().flatten(), 0, false);
  }

  /** The index of the largest along an axis: int64. The first of equals; NaN wins. */
  public Tensor argmax(int axis) {
    return Select.arg(Reduction.MAX, self(), axis, false);
  }

  /** The index of the largest along an axis, which stays with size 1. */
  public Tensor argmaxKeep(int axis) {
    return Select.arg(Reduction.MAX, self(), axis, true);
  }

  /** The index of the smallest of all elements, counted row by row: int64. The first of equals; NaN wins. */
  public Tensor argmin() {
    return Select.arg(Reduction.MIN, self().flatten(), 0, false);
  }

  /** The index of the smallest along an axis: int64. The first of equals; NaN wins. */
  public Tensor argmin(int axis) {
    return Select.arg(Reduction.MIN, self(), axis, false);
  }

  /** The index of the smallest along an axis, which stays with size 1. */
  public Tensor argminKeep(int axis) {
    return Select.arg(Reduction.MIN, self(), axis, true);
  }

  // ---- Norms and softmax ----

  /** The Euclidean length of all elements as one vector; its gradient is 0 at the length 0. */
  public Tensor norm() {
    return Norms.norm(self(), 2, false);
  }

  /**
   * {@code sum(|this|^p)^(1/p)} along the axes; its gradient is 0 at the norm 0.
   *
   * @param p any number; infinite for the largest absolute value, minus infinity for the smallest, 0 for how many are not 0
   */
  public Tensor norm(double p, int... axes) {
    return Norms.norm(self(), p, false, axes);
  }

  /** The norm along the axes, which stay with size 1. */
  public Tensor normKeep(double p, int... axes) {
    return Norms.norm(self(), p, true, axes);
  }

  /** The norm of the difference to another tensor; its gradient is 0 where they are equal. */
  public Tensor dist(Tensor other, double p) {
    return Norms.norm(self().sub(other), p, false);
  }

  /** The slices along an axis, those with a p-norm above the largest one scaled down to it. */
  public Tensor renorm(double p, int axis, double most) {
    return Norms.renorm(self(), p, axis, most);
  }

  /** {@code log(sum(exp(this)))} along the axes, without overflow; minus infinity where there is no element. */
  public Tensor logSumExp(int... axes) {
    return Softmax.logSumExp(self(), false, axes);
  }

  /** {@link #logSumExp} along the axes, which stay with size 1. */
  public Tensor logSumExpKeep(int... axes) {
    return Softmax.logSumExp(self(), true, axes);
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
