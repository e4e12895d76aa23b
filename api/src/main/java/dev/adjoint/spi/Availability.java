package dev.adjoint.spi;

import org.jspecify.annotations.Nullable;

/**
 * Whether a backend can run here.
 *
 * @param reason why not, and what to do about it; null where it can
 * @param details what it found (devices, libraries, versions), for a person to read
 */
public record Availability(@Nullable String reason, String details) {
  /** It can run. */
  public static Availability available(String details) {
    return new Availability(null, details);
  }

  /** It cannot run, and why. */
  public static Availability unavailable(String reason) {
    return new Availability(reason, "");
  }

  /** Whether it can run. */
  public boolean isAvailable() {
    return reason == null;
  }
}
