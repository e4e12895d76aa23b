package dev.adjoint.spi;

/** The backend of this module's tests does what every backend has to do. */
class ReferenceBackendTest extends BackendContract {
  private static final Backend BACKEND = new ReferenceProvider().create(BackendConfig.fromSystem());

  @Override
  public Backend backend() {
    return BACKEND;
  }
}
