package dev.adjoint;

/** A gradient that cannot be computed: nothing requires it, the graph was freed, or a value it needs was overwritten. */
public final class AutogradException extends AdjointException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public AutogradException(String message) {
    super(message);
  }
}
