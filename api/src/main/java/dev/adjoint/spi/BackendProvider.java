package dev.adjoint.spi;

/**
 * Makes a backend. Named in {@code META-INF/services/dev.adjoint.spi.BackendProvider} of its jar and found through {@link
 * java.util.ServiceLoader}. Must load without the libraries it needs: it says in {@link #availability()} what is missing.
 */
public interface BackendProvider {
  /** The name users choose it by: lower case, for instance {@code cpu}. */
  String name();

  /** The available backend with the highest priority is the default one. The CPU backend of Adjoint has 100. */
  int priority();

  /** Whether {@link #create} would succeed. Cheap enough to be asked of every provider. */
  Availability availability();

  /** The backend. Called once; only where {@link #availability()} says it can run. */
  Backend create(BackendConfig config);
}
