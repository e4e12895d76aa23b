package dev.adjoint;

/**
 * Where a tensor lives: the name of a backend.
 *
 * @param backend as its provider is named, for instance {@code cpu}
 */
public record Device(String backend) {
  /** The device of a backend. */
  public static Device of(String backend) {
    return new Device(backend);
  }

  @Override
  public String toString() {
    return backend;
  }
}
