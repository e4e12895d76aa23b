package dev.adjoint;

import dev.adjoint.ops.Quantiles;
import dev.adjoint.ops.Scan;
import dev.adjoint.ops.Searching;
import dev.adjoint.ops.Sorting;
import dev.adjoint.spi.Reduction;

/**
 * The methods of a tensor that run along an axis, put its elements in order, or look for them. NaN counts as larger than any
 * number; equal elements stay in their order. Only values have gradients; indices are int64.
 */
abstract sealed class ScanMethods extends ReductionMethods permits ProductMethods {
  // ---- Along an axis ----

  /** The sum of each element and those before it along an axis; integers and bools are summed as int64. */
  public Tensor cumsum(int axis) {
    return Scan.cumsum(self(), axis);
  }

  /** The product of each element and those before it; its derivatives are exact where elements are 0. */
  public Tensor cumprod(int axis) {
    return Scan.cumprod(self(), axis);
  }

  /** The largest of each element and those before it, and its index; of equals the last. From a NaN on, NaN. */
  public ValuesAndIndices cummax(int axis) {
    return Scan.cumExtremum(Reduction.MAX, self(), axis);
  }

  /** The smallest of each element and those before it, and its index; of equals the last. From a NaN on, NaN. */
  public ValuesAndIndices cummin(int axis) {
    return Scan.cumExtremum(Reduction.MIN, self(), axis);
  }

  /** {@code log(cumsum(exp(this)))} along an axis, without overflow or underflow. */
  public Tensor logcumsumexp(int axis) {
    return Scan.logCumSumExp(self(), axis);
  }

  /** The differences between neighbours along the last axis. */
  public Tensor diff() {
    return Scan.diff(self(), 1, -1);
  }

  /** The differences between neighbours along an axis, taken n times; of bools, whether they differ. */
  public Tensor diff(int n, int axis) {
    return Scan.diff(self(), n, axis);
  }

  /** The integral along an axis, by the trapezoidal rule, of values at a distance from each other. */
  public Tensor trapezoid(double distance, int axis) {
    return Scan.trapezoid(self(), distance, axis);
  }

  /** The integral along an axis, by the trapezoidal rule, of values at the places in a vector. */
  public Tensor trapezoid(Tensor places, int axis) {
    return Scan.trapezoid(self(), places, axis);
  }

  /** The integral along an axis up to each value but the first, by the trapezoidal rule. */
  public Tensor cumulativeTrapezoid(double distance, int axis) {
    return Scan.cumulativeTrapezoid(self(), distance, axis);
  }

  // ---- In order ----

  /** The elements along the last axis in ascending order, and where each comes from. */
  public ValuesAndIndices sort() {
    return Sorting.sort(self(), -1, false);
  }

  /** The elements along an axis in ascending or descending order, and where each comes from. */
  public ValuesAndIndices sort(int axis, boolean descending) {
    return Sorting.sort(self(), axis, descending);
  }

  /** Where the elements along an axis come from in ascending or descending order. */
  public Tensor argsort(int axis, boolean descending) {
    return Sorting.sort(self().detach(), axis, descending).indices();
  }

  /** The k largest along the last axis, in descending order, and where they are; of equals, those that come first. */
  public ValuesAndIndices topk(int k) {
    return Sorting.topk(self(), k, -1, true);
  }

  /** The k largest, or smallest, along an axis, the most extreme first, and where they are; of equals, those that come first. */
  public ValuesAndIndices topk(int k, int axis, boolean largest) {
    return Sorting.topk(self(), k, axis, largest);
  }

  /** The k-th smallest along an axis, counted from 1, and where it is. */
  public ValuesAndIndices kthvalue(int k, int axis) {
    return Sorting.kthvalue(self(), k, axis, false);
  }

  /** {@link #kthvalue} along an axis, which stays with size 1. */
  public ValuesAndIndices kthvalueKeep(int k, int axis) {
    return Sorting.kthvalue(self(), k, axis, true);
  }

  /** The median of all elements, of an even number the smaller middle one; its gradient is shared evenly among equals. */
  public Tensor median() {
    return Sorting.median(self(), false);
  }

  /** The median along an axis, of an even number the smaller middle one, and where it is. NaN where one is. */
  public ValuesAndIndices median(int axis) {
    return Sorting.median(self(), false, axis, false);
  }

  /** {@link #median(int)} along an axis, which stays with size 1. */
  public ValuesAndIndices medianKeep(int axis) {
    return Sorting.median(self(), false, axis, true);
  }

  /** The median of what is not NaN. */
  public Tensor nanmedian() {
    return Sorting.median(self(), true);
  }

  /** The median along an axis of what is not NaN, and where it is. */
  public ValuesAndIndices nanmedian(int axis) {
    return Sorting.median(self(), true, axis, false);
  }

  /** {@link #nanmedian(int)} along an axis, which stays with size 1. */
  public ValuesAndIndices nanmedianKeep(int axis) {
    return Sorting.median(self(), true, axis, true);
  }

  /** The most frequent element along an axis, of several the smallest, and the last place where it is. */
  public ValuesAndIndices mode(int axis) {
    return Sorting.mode(self(), axis, false);
  }

  /** {@link #mode} along an axis, which stays with size 1. */
  public ValuesAndIndices modeKeep(int axis) {
    return Sorting.mode(self(), axis, true);
  }

  /**
   * The number that a part of all elements is below, interpolated linearly between neighbours in order.
   *
   * @param q the part, from 0 to 1
   */
  public Tensor quantile(double q) {
    return self().flatten().quantile(q, 0);
  }

  /** The quantile along an axis. */
  public Tensor quantile(double q, int axis) {
    return Quantiles.quantile(self(), Quantiles.fraction(self(), q), false, axis, false);
  }

  /** The quantiles along an axis: those of a vector of parts along a new first axis. NaN where an element is. */
  public Tensor quantile(Tensor q, int axis) {
    return Quantiles.quantile(self(), q, false, axis, false);
  }

  /** The quantile along an axis, which stays with size 1. */
  public Tensor quantileKeep(double q, int axis) {
    return Quantiles.quantile(self(), Quantiles.fraction(self(), q), false, axis, true);
  }

  /** The quantile of what is not NaN. */
  public Tensor nanquantile(double q) {
    return self().flatten().nanquantile(q, 0);
  }

  /** The quantile along an axis of what is not NaN. */
  public Tensor nanquantile(double q, int axis) {
    return Quantiles.quantile(self(), Quantiles.fraction(self(), q), true, axis, false);
  }

  /** The quantiles along an axis of what is not NaN: those of a vector of parts along a new first axis. */
  public Tensor nanquantile(Tensor q, int axis) {
    return Quantiles.quantile(self(), q, true, axis, false);
  }

  // ---- Searching and counting ----

  /** The different elements in ascending order, where each element of this one is among them, and how often it occurs. */
  public UniqueValues unique() {
    return Searching.unique(self(), true);
  }

  /** The elements, of equal neighbours only the first, and the rest as in {@link #unique}. */
  public UniqueValues uniqueConsecutive() {
    return Searching.unique(self(), false);
  }

  /**
   * Where numbers would be inserted into this sorted tensor, before the elements that are equal: int64.
   *
   * @param values any shape where this is a vector; otherwise as many axes, and a row for each row of this
   */
  public Tensor searchsorted(Tensor values) {
    return Searching.searchSorted(self(), values, false);
  }

  /** Where numbers would be inserted, before the elements that are equal or, from the right, after them. */
  public Tensor searchsorted(Tensor values, boolean right) {
    return Searching.searchSorted(self(), values, right);
  }

  /**
   * Which interval each element is in: how many of the sorted boundaries are smaller or, from the right, not larger: int64.
   *
   * @param boundaries a vector
   */
  public Tensor bucketize(Tensor boundaries, boolean right) {
    return Searching.searchSorted(boundaries, self(), right);
  }

  /** Whether each element is one of others: bool. */
  public Tensor isin(Tensor others) {
    return Searching.isin(self(), others);
  }

  /** How often each number from 0 to the largest occurs in this vector of integers: int64. */
  public Tensor bincount() {
    return Searching.bincount(self(), null, 0);
  }

  /**
   * How often each number from 0 on occurs in this vector of integers: int64.
   *
   * @param minLength the least length of the result
   */
  public Tensor bincount(int minLength) {
    return Searching.bincount(self(), null, minLength);
  }

  /**
   * For each number from 0 on, the sum of the weights where this vector of integers has it; gradients go to the weights.
   *
   * @param minLength the least length of the result
   */
  public Tensor bincount(Tensor weights, int minLength) {
    return Searching.bincount(self(), weights, minLength);
  }

  /** How many elements are in each of some equal intervals between the smallest and the largest. */
  public Histogram histogram(int bins) {
    return Searching.histogram(self(), bins);
  }

  /** How many elements are in each of some equal intervals; those outside of the bounds, and NaN, are not counted. */
  public Histogram histogram(int bins, double low, double high) {
    return Searching.histogram(self(), bins, low, high);
  }
}
