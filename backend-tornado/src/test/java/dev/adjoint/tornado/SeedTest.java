package dev.adjoint.tornado;

import dev.adjoint.seeds.AllCases;
import org.junit.jupiter.api.BeforeEach;

/** What holds on every backend, on a device. */
class SeedTest extends AllCases {
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
}
