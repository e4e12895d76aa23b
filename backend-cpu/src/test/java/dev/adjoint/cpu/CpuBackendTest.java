package dev.adjoint.cpu;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendContract;
import org.junit.jupiter.api.Nested;

/** The backend does what every backend has to do, also in the ways of computing that {@link CpuKitTest} does not take. */
class CpuBackendTest {
  private static final BackendConfig TWO_THREADS = new BackendConfig(2);

  /** Every kernel generated at its first launch. */
  @Nested
  class Generated extends BackendContract {
    private static final Backend BACKEND =
        new CpuBackend(TWO_THREADS, new BlasChoice(false), KernelCompiler.Mode.AT_ONCE);

    @Override
    public Backend backend() {
      return BACKEND;
    }
  }

  /** Without the Vector API and without native code, on one thread. */
  @Nested
  class PlainJava extends BackendContract {
    private static final Backend BACKEND =
        new CpuBackend(new BackendConfig(1), new BlasChoice(true), KernelCompiler.Mode.OFF);

    @Override
    public Backend backend() {
      return BACKEND;
    }
  }
}
