package dev.adjoint.cpu;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which library multiplies matrices, decided at the first product: to load one takes longer than many a script runs. The
 * system property {@code adjoint.blas=java} asks for the one without native code.
 */
final class BlasChoice {
  private final boolean javaOnly;
  private volatile @Nullable Blas chosen;

  BlasChoice(boolean javaOnly) {
    this.javaOnly = javaOnly;
  }

  /** As the system properties say. */
  static BlasChoice fromSystem() {
    return new BlasChoice("java".equals(System.getProperty("adjoint.blas")));
  }

  /** The library, loaded if it has not been. */
  Blas blas() {
    Blas known = chosen;
    return known == null ? choose() : known;
  }

  private synchronized Blas choose() {
    Blas known = chosen;
    if (known == null) {
      known = load();
      chosen = known;
    }
    return known;
  }

  private Blas load() {
    if (javaOnly) {
      return new JavaBlas("adjoint.blas=java");
    }
    try {
      return OpenBlas.load();
    } catch (IOException e) {
      return new JavaBlas(String.valueOf(e.getMessage()));
    }
  }

  /** What is or will be used, for a person to read; loads nothing. */
  String description() {
    Blas known = chosen;
    if (known != null) {
      return known.description();
    }
    return javaOnly ? "matrix products in Java (adjoint.blas=java)" : "OpenBLAS, loaded at the first matrix product";
  }
}
