package dev.adjoint.tornado;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendContract;
import org.junit.jupiter.api.BeforeEach;

class ContractTest extends BackendContract {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  @Override
  public Backend backend() {
    return OnDevice.backend();
  }
}
