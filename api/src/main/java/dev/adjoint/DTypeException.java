package dev.adjoint;

/** Element types that an operation does not take. */
public class DTypeException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public DTypeException(String message) {
    super(message);
  }
}
