package dev.adjoint.train;

import dev.adjoint.AdjointException;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Sample;
import java.util.Iterator;

/** The batches of an epoch, none of which an interrupt loses: the loader that waits for one would. */
final class Batches {
  private final DataLoader<Sample> loader;
  private final int epoch;
  private final Interruption interruption;
  private Iterator<Sample> batches;
  private int next;

  Batches(DataLoader<Sample> loader, int epoch, int first, Interruption interruption) {
    this.loader = loader;
    this.epoch = epoch;
    this.interruption = interruption;
    this.next = first;
    this.batches = loader.epoch(epoch, first).iterator();
  }

  boolean hasNext() {
    return batches.hasNext();
  }

  Sample next() {
    Sample batch;
    try {
      batch = batches.next();
    } catch (AdjointException e) {
      if (!Thread.currentThread().isInterrupted() || !interruption.isWanted()) {
        throw e;
      }
      batches = loader.epoch(epoch, next).iterator();
      batch = batches.next();
    }
    next++;
    return batch;
  }
}
