package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes the backend {@code tornado}. It is available in a JVM that was started with TornadoVM's own flags ({@code ./adjoint}
 * does so where the variable TORNADOVM_HOME is set) and that finds a device which computes right numbers.
 *
 * <p>The system property {@code adjoint.tornado.memory} sets how many MiB of the device's memory it takes, by default 256.
 */
public final class TornadoProvider implements BackendProvider {
  private static final String NAME = "tornado";
  private static final String RUNTIME_MODULE = "tornado.runtime";
  private static final String RUNTIME_PROPERTY = "tornado.load.runtime.implementation";

  /** Of the process, not of the provider: what TornadoVM throws at its first start, it does not throw at the second. */
  private static @Nullable Availability found;

  /** Called by {@link java.util.ServiceLoader}. */
  public TornadoProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Below the CPU's: an operation on small tensors takes longer to launch than to compute. */
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  /**
   * Whether TornadoVM is in this JVM and computes. Where it is, the first call starts it and runs a kernel (about a second);
   * the answer is kept.
   */
  @Override
  public Availability availability() {
    return known();
  }

  @Override
  public Backend create(BackendConfig config) {
    Availability availability = availability();
    if (!availability.isAvailable()) {
      throw new BackendException("The backend tornado is not available: " + availability.reason());
    }
    return new TornadoBackend(NAME);
  }

  private static synchronized Availability known() {
    if (found == null) {
      found = find();
    }
    return found;
  }

  private static Availability find() {
    if (ModuleLayer.boot().findModule(RUNTIME_MODULE).isEmpty() || System.getProperty(RUNTIME_PROPERTY) == null) {
      return Availability.unavailable(Diagnosis.notStarted(System.getenv("TORNADOVM_HOME")));
    }
    TrapSettings.apply();
    return DeviceThread.call(
        () -> {
          try {
            return SelfCheck.run();
          } catch (Throwable e) { // whatever it is, Errors of static initialisers included, it means: not here
            return Availability.unavailable(Diagnosis.of(e));
          }
        });
  }
}
