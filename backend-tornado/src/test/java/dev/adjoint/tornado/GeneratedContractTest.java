package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same with a kernel for every expression, from its first launch on. */
class GeneratedContractTest extends BackendContract {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  @AfterEach
  void nothingWasInterpreted() {
    assertThat(OnDevice.generated().refused()).isZero();
  }

  @Override
  public Backend backend() {
    return OnDevice.generated();
  }
}
