package dev.adjoint;

import dev.adjoint.ops.Indexing;
import dev.adjoint.ops.Masking;
import dev.adjoint.ops.ScatterReduce;
import dev.adjoint.ops.Scattering;

/**
 * The methods of a tensor that put elements into it. An element that is overwritten several times keeps the last one, row by
 * row, which alone gets a gradient. The last section changes the tensor itself.
 */
abstract sealed class PlacingMethods extends IndexMethods permits Tensor {
  // ---- By an index along an axis ----

  /** This, with {@code source[.., i, ..]} at {@code [.., index[.., i, ..], ..]}. */
  public Tensor scatter(int axis, Tensor index, Tensor source) {
    return Scattering.scatter(self(), axis, index, source);
  }

  /** This, with a number at {@code [.., index[.., i, ..], ..]}. */
  public Tensor scatter(int axis, Tensor index, double value) {
    return Scattering.scatter(self(), axis, index, value);
  }

  /** This, with {@code source[.., i, ..]} added at {@code [.., index[.., i, ..], ..]}; duplicates add up. */
  public Tensor scatterAdd(int axis, Tensor index, Tensor source) {
    return Scattering.scatterAdd(self(), axis, index, source);
  }

  /**
   * This, with {@code source[.., i, ..]} combined into {@code [.., index[.., i, ..], ..]}.
   *
   * @param includeSelf whether this one's element counts as well where something is placed
   */
  public Tensor scatterReduce(int axis, Tensor index, Tensor source, ScatterReduction how, boolean includeSelf) {
    return ScatterReduce.scatterReduce(self(), axis, index, source, how, includeSelf);
  }

  /** This, with whole slices of {@code source} added along an axis; duplicates add up. */
  public Tensor indexAdd(int axis, Tensor index, Tensor source) {
    return Scattering.indexAdd(self(), axis, index, source);
  }

  /** {@link #indexAdd(int, Tensor, Tensor)} of {@code alpha * source}. */
  public Tensor indexAdd(int axis, Tensor index, Tensor source, double alpha) {
    return Scattering.indexAdd(self(), axis, index, source.mul(alpha));
  }

  /** This, with whole slices of {@code source} along an axis. */
  public Tensor indexCopy(int axis, Tensor index, Tensor source) {
    return Scattering.indexCopy(self(), axis, index, source);
  }

  /** This, with a number in whole slices along an axis. */
  public Tensor indexFill(int axis, Tensor index, double value) {
    return Scattering.indexFill(self(), axis, index, value);
  }

  /** This, with the number in a 0-d tensor in whole slices along an axis. */
  public Tensor indexFill(int axis, Tensor index, Tensor value) {
    return Scattering.indexFill(self(), axis, index, value);
  }

  // ---- By indices and masks ----

  /** This, with values, which broadcast, at the indices. */
  public Tensor indexPut(Tensor values, Index... where) {
    return Indexing.put(self(), values, where);
  }

  /** This, with values, which broadcast, added at the indices; duplicates add up. */
  public Tensor indexPutAdd(Tensor values, Index... where) {
    return Indexing.putAdd(self(), values, where);
  }

  /** A number where a bool mask is true, this elsewhere; both broadcast. */
  public Tensor maskedFill(Tensor mask, double value) {
    return Masking.maskedFill(self(), mask, value);
  }

  /** The number in a 0-d tensor where a bool mask is true, this elsewhere; both broadcast. */
  public Tensor maskedFill(Tensor mask, Tensor value) {
    return Masking.maskedFill(self(), mask, value);
  }

  /** The elements of a source, row by row, where a bool mask is true, this elsewhere. */
  public Tensor maskedScatter(Tensor mask, Tensor source) {
    return Masking.maskedScatter(self(), mask, source);
  }

  // ---- In place ----

  /** Overwrites, with values that broadcast, what the indices say. */
  public Tensor set(Tensor values, Index... where) {
    return Indexing.set(self(), values, where);
  }

  /** Overwrites, with a number, what the indices say. */
  public Tensor set(double value, Index... where) {
    return Indexing.set(self(), value, where);
  }

  /** {@link #indexPutAdd} into this tensor. */
  public Tensor indexPutAddi(Tensor values, Index... where) {
    return self().assign(indexPutAdd(values, where));
  }

  /** {@link #indexAdd(int, Tensor, Tensor)} into this tensor. */
  public Tensor indexAddi(int axis, Tensor index, Tensor source) {
    return self().assign(indexAdd(axis, index, source));
  }

  /** {@link #scatterAdd} into this tensor. */
  public Tensor scatterAddi(int axis, Tensor index, Tensor source) {
    return self().assign(scatterAdd(axis, index, source));
  }

  /** {@link #scatter(int, Tensor, Tensor)} into this tensor. */
  public Tensor scatteri(int axis, Tensor index, Tensor source) {
    return self().assign(scatter(axis, index, source));
  }

  /** {@link #maskedFill(Tensor, double)} of this tensor itself. */
  public Tensor maskedFilli(Tensor mask, double value) {
    return self().assign(maskedFill(mask, value));
  }

  /** One number everywhere in this tensor. */
  public Tensor filli(double value) {
    return Indexing.set(self(), value);
  }

  /** Zeros everywhere in this tensor. */
  public Tensor zeroi() {
    return filli(0);
  }
}
