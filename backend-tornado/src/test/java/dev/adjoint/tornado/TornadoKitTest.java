package dev.adjoint.tornado;

import dev.adjoint.spi.BackendKit;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/** What every backend has to do, on a device. */
class TornadoKitTest extends BackendKit {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  @Override
  protected String backend() {
    return "tornado";
  }

  /** A small call takes a thousand times as long here, and the derivatives are compared with libtorch's as it is. */
  @Override
  protected int differenced() {
    return 0;
  }

  @Override
  protected Path page() {
    return Path.of("../docs/backends.md");
  }
}
