package dev.adjoint.spi;

/**
 * What a user may set for a backend.
 *
 * @param threads how many threads it computes with: the system property {@code adjoint.threads}, by default the number of
 *     processors
 */
public record BackendConfig(int threads) {
  /** The settings of this process. */
  public static BackendConfig fromSystem() {
    return new BackendConfig(
        Math.max(1, Integer.getInteger("adjoint.threads", Runtime.getRuntime().availableProcessors())));
  }
}
