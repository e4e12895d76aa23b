package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.BackendKit;
import java.nio.file.Path;

/** The backend over ND4J does what every backend has to do. */
class Nd4jKitTest extends BackendKit {
  @Override
  protected String backend() {
    return "nd4j";
  }

  /** A small call takes a thousand times as long here. */
  @Override
  protected int differenced() {
    return 1;
  }

  @Override
  protected Path page() {
    return Path.of("../docs/backends.md");
  }
}
