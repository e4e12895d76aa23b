package dev.adjoint.tornado;

import java.util.Map;

/** TornadoVM's settings whose defaults make wrong results. TornadoVM reads them when it is first used. */
final class TrapSettings {
  private static final int MINIMUM = 4096;

  private static final Map<String, String> SETTINGS =
      Map.of(
          // By default a kernel that fails runs once, on the host, for index 0 alone.
          "tornado.recover.bailout", "False",
          // By default sin, cos and sqrt of float64 have the precision of float32.
          "tornado.enable.nativeFunctions", "False",
          // By default -cl-fast-relaxed-math: NaN and infinity are taken not to exist.
          "tornado.opencl.compiler.flags", "-w",
          // By default a product and a sum become one instruction, which rounds once: x*x - y is not 0 where it is elsewhere.
          "tornado.enable.fma", "False",
          // By default 4 GB, whatever the backend is to take.
          "tornado.device.memory", limit() + "MB");

  /** What TornadoVM may take, in MB: beside the memory of tensors, for what it keeps for itself. */
  private static int limit() {
    return Math.max(MINIMUM, 2 * Integer.getInteger(DeviceMemory.PROPERTY, DeviceMemory.DEFAULT_MEBIBYTES));
  }

  private TrapSettings() {}

  /** Sets what the user has not set. */
  static void apply() {
    SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
