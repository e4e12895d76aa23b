package dev.adjoint.tornado;

import org.jspecify.annotations.Nullable;

/** Why TornadoVM does not run here, and what to do about it. */
final class Diagnosis {
  /** TornadoVM writes messages in colour. */
  private static final String COLOUR = "\u001b\\[[0-9;]*m";

  private Diagnosis() {}

  /** TornadoVM's modules are not in this JVM. */
  static String notStarted(@Nullable String home) {
    return home == null || home.isBlank()
        ? "TornadoVM is not in this JVM, and TORNADOVM_HOME is not set: install TornadoVM, set TORNADOVM_HOME to its folder, "
            + "and start through ./adjoint or with java @$TORNADOVM_HOME/tornado-argfile"
        : "TornadoVM is installed (TORNADOVM_HOME is " + home + ") but not in this JVM: start through ./adjoint or with java @"
            + home + "/tornado-argfile";
  }

  /** TornadoVM was started, or used, and threw this. */
  static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).replaceAll(COLOUR, "");
    if (message.contains("platforms found")) {
      return "TornadoVM finds no device: install the driver of your GPU, or PoCL to run OpenCL on the CPU; "
          + "clinfo -l lists what there is";
    }
    if (root instanceof UnsatisfiedLinkError || message.contains("JNI Library not found")) {
      return "TornadoVM's native library does not load (" + message + "): install the OpenCL loader (libOpenCL), and a "
          + "TornadoVM that was made for this system";
    }
    if (root instanceof LinkageError || root instanceof ReflectiveOperationException) {
      return "This TornadoVM is not the one that the backend tornado was made for, which is 5.2 (" + root
          + "): install TornadoVM 5.2 for JDK 25";
    }
    if (message.contains("code compilation with")) {
      return "The device's driver does not compile a kernel in float64, which this backend needs: choose a device that "
          + "has float64 (clinfo lists cl_khr_fp64), or use the backend cpu";
    }
    return "TornadoVM does not run here: " + root.getClass().getSimpleName() + ": " + message;
  }
}
