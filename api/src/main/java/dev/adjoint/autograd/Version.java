package dev.adjoint.autograd;

import java.util.concurrent.atomic.AtomicInteger;

/** How many times the elements of a storage were changed in place; shared by all tensors that view it. */
public final class Version {
  private final AtomicInteger count = new AtomicInteger();

  /** The number of changes. */
  public int count() {
    return count.get();
  }

  /** Counts a change. */
  public void bump() {
    count.incrementAndGet();
  }
}
