package dev.adjoint.spi;

/**
 * Makes a backend. Named in {@code META-INF/services/dev.adjoint.spi.BackendProvider} of its jar and found through {@link
 * java.util.ServiceLoader}. Must load without the libraries it needs: it says in {@link #availability()} what is missing.
 */
public interface BackendProvider {
  /** The version of this package's interfaces: another one wherever a backend that was built before would no longer work. */
  int SPI_VERSION = 1;

  /** The name users choose it by: lower case, for instance {@code cpu}. */
  String name();

  /** The available backend with the highest priority is the default one. The CPU backend of Adjoint has 100. */
  int priority();

  /**
   * Whether {@link #create} would succeed. Cheap enough to be asked of every provider. One that says so and then fails is
   * passed over where no user named it, with a warning.
   */
  Availability availability();

  /** The backend. Called once; only where {@link #availability()} says it can run. */
  Backend create(BackendConfig config);

  /**
   * The version of these interfaces that the provider was built against; one of another version is not used. Implement it as
   * {@code return SPI_VERSION;}: the compiler copies the number into the jar. One that does not counts as built against the
   * first version.
   */
  default int spiVersion() {
    return 1;
  }
}
