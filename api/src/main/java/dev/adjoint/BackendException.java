package dev.adjoint;

import org.jspecify.annotations.Nullable;

/** A backend that is missing, unavailable, fails, or is mixed with another in one operation. */
public final class BackendException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public BackendException(String message) {
    super(message);
  }

  /** An exception with a message and what caused it. */
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
