package dev.adjoint.spi;

import java.nio.file.Path;

/** The backend of this module's tests does what every backend has to do. */
class ReferenceKitTest extends BackendKit {
  @Override
  protected String backend() {
    return "reference";
  }

  @Override
  protected Path page() {
    return Path.of("../docs/backends.md");
  }
}
