package dev.adjoint;

import org.jspecify.annotations.Nullable;

/**
 * What is taken along one or more axes: {@code x.get(Index.at(0), Index.range(1, 3), Index.all())}. Indices are for the axes in
 * order; axes that are left over are taken whole. Negative numbers count from the end. Numbers, ranges, {@link #all()},
 * {@link #ellipsis()} and {@link #newAxis()} give a view; tensors pick elements into a new tensor.
 */
public sealed interface Index {
  /** One index, whose axis is dropped. */
  static Index at(int index) {
    return new At(index);
  }

  /** The indices from {@code start} up to, without, {@code end}; what lies outside of the axis is left out. */
  static Index range(int start, int end) {
    return new Range(start, end, 1);
  }

  /** Every {@code step}-th index from {@code start} up to, without, {@code end}. */
  static Index range(int start, int end, int step) {
    return new Range(start, end, step);
  }

  /** The indices from {@code start} on. */
  static Index from(int start) {
    return new Range(start, null, 1);
  }

  /** The indices before {@code end}; with a negative one, without the last ones. */
  static Index to(int end) {
    return new Range(null, end, 1);
  }

  /** Every {@code step}-th index. */
  static Index every(int step) {
    return new Range(null, null, step);
  }

  /** The whole axis. */
  static Index all() {
    return Range.ALL;
  }

  /** As many whole axes as the other indices leave over; at most one of these. */
  static Index ellipsis() {
    return Ellipsis.INSTANCE;
  }

  /** A new axis of size 1. */
  static Index newAxis() {
    return NewAxis.INSTANCE;
  }

  /**
   * The indices in a tensor, int32 or int64, of any shape, which takes the axis's place; or, by a bool tensor of the shape of
   * one or more axes, the elements at which it is true, along one axis. Several tensors broadcast and are taken together,
   * element by element; if something else stands between them, their axes come first in the result.
   */
  static Index of(Tensor indices) {
    return new Picked(indices);
  }

  /** The given indices; as {@link #of(Tensor)}. */
  static Index of(int... indices) {
    return new Picked(Tensor.ofInts(indices));
  }

  /** One index. */
  record At(int index) implements Index {}

  /** Every {@code step}-th index between two bounds; null for an open end. */
  record Range(@Nullable Integer start, @Nullable Integer end, int step) implements Index {
    private static final Range ALL = new Range(null, null, 1);
  }

  /** The axes that are left over. */
  enum Ellipsis implements Index {
    /** The only one. */
    INSTANCE
  }

  /** An axis of size 1. */
  enum NewAxis implements Index {
    /** The only one. */
    INSTANCE
  }

  /** The indices in a tensor, or those at which it is true. */
  record Picked(Tensor indices) implements Index {}
}
