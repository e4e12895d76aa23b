package dev.adjoint.spi;

import java.util.function.Supplier;

/**
 * A provider that says it can run, for tests of what becomes of that.
 *
 * @param name of the backend
 * @param priority the higher, the sooner chosen
 * @param backend makes it, or fails
 */
public record MadeProvider(String name, int priority, Supplier<Backend> backend) implements BackendProvider {
  @Override
  public Availability availability() {
    return Availability.available("");
  }

  @Override
  public Backend create(BackendConfig config) {
    return backend.get();
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }
}
