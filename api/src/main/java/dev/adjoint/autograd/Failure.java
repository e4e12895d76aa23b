package dev.adjoint.autograd;

import dev.adjoint.AutogradException;

/** What a user's rule or hook threw: thrown on as it is, with a note on where. */
final class Failure {
  private Failure() {}

  /** The same exception, its type and message the user's own; what it happened in is among its suppressed ones. */
  static <E extends Throwable> E in(String where, E e) {
    String note = "thrown in " + where + "; this pass accumulated no gradient";
    for (Throwable known : e.getSuppressed()) {
      if (note.equals(known.getMessage())) {
        return e;
      }
    }
    e.addSuppressed(new AutogradException(note));
    return e;
  }
}
