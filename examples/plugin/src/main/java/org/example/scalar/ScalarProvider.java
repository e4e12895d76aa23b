package org.example.scalar;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;

/** Offers the backend under the name {@code scalar}. */
public final class ScalarProvider implements BackendProvider {
  static final String NAME = "scalar";

  @Override
  public String name() {
    return NAME;
  }

  /** That of the interfaces it was compiled against: the compiler copies the constant. */
  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  /** Behind the backends that are fast: whoever wants this one asks for it. */
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Availability availability() {
    return Availability.available("plain loops, one thread");
  }

  @Override
  public Backend create(BackendConfig config) {
    return new ScalarBackend();
  }
}
