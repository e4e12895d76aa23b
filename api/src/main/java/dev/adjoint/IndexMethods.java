package dev.adjoint;

import dev.adjoint.ops.Indexing;

/** The methods of a tensor that pick, place and join elements. */
abstract sealed class IndexMethods extends ShapeMethods permits Tensor {
  /** {@code out[.., i, ..] = this[.., index[.., i, ..], ..]}, for an int32 or int64 index of the result's shape. */
  public Tensor gather(int axis, Tensor index) {
    return Indexing.gather(self(), axis, index);
  }

  /** Whole slices along an axis, by an int32 or int64 index with one axis. */
  public Tensor indexSelect(int axis, Tensor index) {
    return Indexing.indexSelect(self(), axis, index);
  }

  /** This, with {@code source[.., i, ..]} added at {@code [.., index[.., i, ..], ..]}; duplicates add up. */
  public Tensor scatterAdd(int axis, Tensor index, Tensor source) {
    return Indexing.scatterAdd(self(), axis, index, source);
  }

  /** This, with whole slices of {@code source} added along an axis; duplicates add up. */
  public Tensor indexAdd(int axis, Tensor index, Tensor source) {
    return Indexing.indexAdd(self(), axis, index, source);
  }
}
