package dev.adjoint;

/** Shapes that do not fit each other or the operation. */
public class ShapeException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public ShapeException(String message) {
    super(message);
  }
}
