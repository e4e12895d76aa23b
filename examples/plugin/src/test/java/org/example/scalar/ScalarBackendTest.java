package org.example.scalar;

import dev.adjoint.spi.BackendKit;
import java.nio.file.Path;

/** The backend does what every backend has to do. */
class ScalarBackendTest extends BackendKit {
  @Override
  protected String backend() {
    return "scalar";
  }

  /** None: a small call is slow here, and the derivatives are compared with libtorch's as it is. */
  @Override
  protected int differenced() {
    return 0;
  }

  @Override
  protected Path page() {
    return Path.of("../../docs/backends.md");
  }
}
