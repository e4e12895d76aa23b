package dev.adjoint.autograd;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** How many times the elements of a storage were changed in place; shared by all tensors that view it. */
public final class Version {
  // Every tensor has one: no object more than this one.
  private static final AtomicIntegerFieldUpdater<Version> COUNT = AtomicIntegerFieldUpdater.newUpdater(Version.class, "count");

  private volatile int count;

  /** The number of changes. */
  public int count() {
    return count;
  }

  /** Counts a change. */
  public void bump() {
    COUNT.incrementAndGet(this);
  }
}
