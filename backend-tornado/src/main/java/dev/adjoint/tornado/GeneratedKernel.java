package dev.adjoint.tornado;

/**
 * The name of every generated class, each of which has a loader of its own. TornadoVM looks for annotations in the file of the
 * class that it compiles, and fails where there is none: this is the file that it finds.
 */
final class GeneratedKernel {
  private GeneratedKernel() {}
}
