package dev.adjoint;

/** A matrix that has not what was asked of it: singular where an inverse is needed, not positive definite, ... */
public final class LinearAlgebraException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public LinearAlgebraException(String message) {
    super(message);
  }
}
