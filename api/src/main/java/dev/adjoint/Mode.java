package dev.adjoint;

/** A mode of the current thread that lasts until it is closed: {@code try (var _ = Adjoint.noGrad()) { ... }}. */
@FunctionalInterface
public interface Mode extends AutoCloseable {
  /** Puts back the mode that was in force before; close modes in the reverse order of opening, on the same thread. */
  @Override
  void close();
}
