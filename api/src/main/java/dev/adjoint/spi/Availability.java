package dev.adjoint.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a backend can run here.
 *
 * @param reason why not, and what to do about it; null where it can
 * @param details what it found, for a person to read, in as many lines as it takes: devices, the memory of each, libraries and
 *     their versions
 */
public record Availability(@Nullable String reason, String details) {
  /** Checks that there are details; they may be empty. */
  public Availability {
    Objects.requireNonNull(details, "The details of an Availability are null; expected a text, empty if there is none");
  }

  /** It can run. */
  public static Availability available(String details) {
    return new Availability(null, details);
  }

  /** It cannot run, and why. */
  public static Availability unavailable(String reason) {
    return new Availability(Objects.requireNonNull(reason, "The reason why a backend cannot run is null"), "");
  }

  /** Whether it can run. */
  public boolean isAvailable() {
    return reason == null;
  }
}
