package dev.adjoint.spi;

/** Offers {@link ReferenceBackend} to the tests, behind every real backend. */
public final class ReferenceProvider implements BackendProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability availability() {
    return Availability.available("scalar loops, for tests");
  }

  @Override
  public Backend create(BackendConfig config) {
    return new ReferenceBackend();
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }
}
