package dev.adjoint.tornado;

import java.util.Map;

/** TornadoVM's settings whose defaults make wrong results. TornadoVM reads them when it is first used. */
final class TrapSettings {
  private static final Map<String, String> SETTINGS =
      Map.of(
          // By default a kernel that fails runs once, on the host, for index 0 alone.
          "tornado.recover.bailout", "False",
          // By default sin, cos and sqrt of float64 have the precision of float32.
          "tornado.enable.nativeFunctions", "False",
          // By default -cl-fast-relaxed-math: NaN and infinity are taken not to exist.
          "tornado.opencl.compiler.flags", "-w");

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
