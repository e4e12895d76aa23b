package dev.adjoint.cpu;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;

/** Provides the backend {@code cpu}: Java arrays, generated kernels, OpenBLAS. It can run everywhere. */
public final class CpuProvider implements BackendProvider {
  static final String NAME = "cpu";

  private final BlasChoice blas = BlasChoice.fromSystem();

  /** For {@link java.util.ServiceLoader}. */
  public CpuProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  /** Always available; the details name the threads, the vectors, the library for matrix products, and the memory. */
  @Override
  public Availability availability() {
    String vectors = LaneType.isPresent()
        ? "Vector API " + LaneType.FLOAT.lanes() * Float.SIZE + " bit"
        : "interpreted kernels (start Java with --add-modules jdk.incubator.vector for generated ones)";
    int threads = BackendConfig.fromSystem().threads();
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    return Availability.available(blas.description() + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + vectors
        + ", memory: the Java heap, up to " + heap + " MiB");
  }

  @Override
  public Backend create(BackendConfig config) {
    return new CpuBackend(config, blas, KernelCompiler.Mode.WHEN_HOT);
  }
}
