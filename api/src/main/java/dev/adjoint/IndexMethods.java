package dev.adjoint;

import dev.adjoint.ops.Gathering;
import dev.adjoint.ops.Indexing;
import dev.adjoint.ops.Masking;

/** The methods of a tensor that pick elements. */
abstract sealed class IndexMethods extends WindowMethods permits PlacingMethods {
  /**
   * What the indices say, axis by axis: {@code x.get(Index.at(0), Index.all(), Index.of(2, 0))}. A view, unless there are
   * tensors among them.
   *
   * @throws ShapeException if there are more indices than axes, or one is out of range
   */
  public Tensor get(Index... where) {
    return Indexing.get(self(), where);
  }

  /** {@code out[.., i, ..] = this[.., index[.., i, ..], ..]}, for an int32 or int64 index of the result's shape. */
  public Tensor gather(int axis, Tensor index) {
    return Gathering.gather(self(), axis, index);
  }

  /** Whole slices along an axis, by an int32 or int64 index with one axis. */
  public Tensor indexSelect(int axis, Tensor index) {
    return Gathering.indexSelect(self(), axis, index);
  }

  /** Elements counted row by row, by an int32 or int64 index of any shape; negative ones count from the end. */
  public Tensor take(Tensor index) {
    return Gathering.take(self(), index);
  }

  /** {@link #gather}, where this and the index broadcast along the other axes. */
  public Tensor takeAlongAxis(int axis, Tensor index) {
    return Gathering.takeAlongAxis(self(), axis, index);
  }

  /** The elements at which a bool mask is true, along one axis; both broadcast. */
  public Tensor maskedSelect(Tensor mask) {
    return Masking.maskedSelect(self(), mask);
  }

  /** The indices of the elements that are not 0, a row each: int64 {@code [n, rank]}. */
  public Tensor nonzero() {
    return Masking.nonzero(self());
  }

  /** {@link #nonzero()}, by NumPy's name. */
  public Tensor argwhere() {
    return nonzero();
  }

  /** A last axis, for each of {@code classes}, with 1 where this is the class and 0 elsewhere: int64. */
  public Tensor oneHot(int classes) {
    return Masking.oneHot(self(), classes);
  }
}
