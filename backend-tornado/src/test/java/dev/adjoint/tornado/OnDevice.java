package dev.adjoint.tornado;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import org.jspecify.annotations.Nullable;

/** The backend of the tests that compute; they are skipped, with the reason, only where there is no device. */
final class OnDevice {
  private static @Nullable Backend backend;
  private static @Nullable TornadoBackend generated;
  private static @Nullable TornadoBackend interpreted;

  private OnDevice() {}

  static void assumeDevice() {
    Availability availability = new TornadoProvider().availability();
    assumeThat(availability.isAvailable()).as("SKIPPED, nothing is tested on a device: %s", availability.reason()).isTrue();
  }

  static synchronized Backend backend() {
    if (backend == null) {
      backend = new TornadoProvider().create(BackendConfig.fromSystem());
    }
    return backend;
  }

  /** One with a kernel for every expression, from its first launch on. Shared, as nothing gives the memory back. */
  static synchronized TornadoBackend generated() {
    if (generated == null) {
      generated = new TornadoBackend("tornado", new Forms(0, Integer.MAX_VALUE), true);
    }
    return generated;
  }

  /** One that interprets every expression, and calls the driver as those are called that are not OpenCL's. */
  static synchronized TornadoBackend interpreted() {
    if (interpreted == null) {
      interpreted = new TornadoBackend("tornado", new Forms(Long.MAX_VALUE, 0), false);
    }
    return interpreted;
  }
}
