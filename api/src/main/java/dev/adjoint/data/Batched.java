package dev.adjoint.data;

/** A dataset that makes a batch in one go, quicker than sample by sample. */
interface Batched {
  /** What {@link Sample#stack} would make of the samples at these indices. */
  Sample batch(int[] indices);
}
