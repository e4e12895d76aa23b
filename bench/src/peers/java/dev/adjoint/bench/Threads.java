package dev.adjoint.bench;

/** How many threads a peer may use. Each is measured both ways, since on few cores one is often the faster; its best counts. */
public enum Threads {
  /** One. */
  ONE,
  /** As many as there are cores. */
  ALL;

  /** The number. */
  public int count() {
    return this == ONE ? 1 : Runtime.getRuntime().availableProcessors();
  }
}
