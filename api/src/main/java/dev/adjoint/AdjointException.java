package dev.adjoint;

import org.jspecify.annotations.Nullable;

/** What Adjoint throws: says what was given, what was expected and what to do. */
public class AdjointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public AdjointException(String message) {
    super(message);
  }

  /** An exception with a message and what caused it. */
  public AdjointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
