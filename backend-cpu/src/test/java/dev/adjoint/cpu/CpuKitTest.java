package dev.adjoint.cpu;

import dev.adjoint.spi.BackendKit;
import java.nio.file.Path;

/** The backend, as users get it, does what every backend has to do. */
class CpuKitTest extends BackendKit {
  @Override
  protected String backend() {
    return "cpu";
  }

  @Override
  protected Path page() {
    return Path.of("../docs/backends.md");
  }
}
