package dev.adjoint;

/** A backend that is missing, unavailable, or mixed with another in one operation. */
public final class BackendException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public BackendException(String message) {
    super(message);
  }
}
