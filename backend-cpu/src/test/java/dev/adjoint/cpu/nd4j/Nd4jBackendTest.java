package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendContract;

/** The backend over ND4J does what every backend has to do. */
class Nd4jBackendTest extends BackendContract {
  private static final Backend BACKEND = new Nd4jProvider().create(BackendConfig.fromSystem());

  @Override
  public Backend backend() {
    return BACKEND;
  }
}
