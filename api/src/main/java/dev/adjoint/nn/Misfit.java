package dev.adjoint.nn;

import dev.adjoint.AdjointException;
import dev.adjoint.DTypeException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of an input that does not fit a module: which one of the model it is, what it takes, and what it was given. */
final class Misfit {
  private static final int SHOWN = 3;

  private final Module module;
  private final String text;
  /** The outermost module that was called. */
  private Module outermost;
  /** From there, in each place where it may be; empty where it is that one itself. */
  private List<String> paths = List.of("");

  private Misfit(Module module, Tensor given, AdjointException e) {
    this.module = module;
    this.outermost = module;
    String takes = module.takes(given.shape());
    this.text = (takes.isEmpty() ? " was given " : " takes " + takes + "; given ") + given.dtype() + given.shape() + ": "
        + e.getMessage();
  }

  private static final class ShapeMisfit extends ShapeException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Misfit misfit;

    ShapeMisfit(Misfit misfit) {
      super(misfit.text());
      this.misfit = misfit;
    }

    @Override
    public String getMessage() {
      return misfit == null ? super.getMessage() : misfit.text();
    }

    @Override
    public String toString() {
      return ShapeException.class.getName() + ": " + getMessage();
    }
  }

  private static final class TypeMisfit extends DTypeException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Misfit misfit;

    TypeMisfit(Misfit misfit) {
      super(misfit.text());
      this.misfit = misfit;
    }

    @Override
    public String getMessage() {
      return misfit == null ? super.getMessage() : misfit.text();
    }

    @Override
    public String toString() {
      return DTypeException.class.getName() + ": " + getMessage();
    }
  }

  /** An error of a call of a module, or of one of its parts, with its place as seen from this module. */
  static AdjointException in(Module module, Tensor given, AdjointException e) {
    Misfit known = e instanceof ShapeMisfit shape ? shape.misfit : e instanceof TypeMisfit type ? type.misfit : null;
    if (known != null) {
      known.seenFrom(module);
      return e;
    }
    // A user's own kind of error stays what it is, for those who catch it.
    if (e.getClass() == ShapeException.class) {
      return traced(new ShapeMisfit(new Misfit(module, given, e)), e);
    }
    return e.getClass() == DTypeException.class ? traced(new TypeMisfit(new Misfit(module, given, e)), e) : e;
  }

  private static AdjointException traced(AdjointException located, AdjointException e) {
    located.setStackTrace(e.getStackTrace());
    if (e.getCause() != null) {
      located.initCause(e.getCause());
    }
    for (Throwable also : e.getSuppressed()) {
      located.addSuppressed(also);
    }
    return located;
  }

  /** A module that is a part under no name of this one keeps the path that it has. */
  private void seenFrom(Module outer) {
    // By way of the modules that were called, since another place of this one is not where the error is.
    List<String> seen = outer.namesOf(outermost)
        .flatMap(name -> paths.stream().map(path -> ModuleTree.under(name, path))).limit(SHOWN + 1).toList();
    if (seen.isEmpty()) {
      // What called it is no part.
      seen = outer.namesOf(module).limit(SHOWN + 1).toList();
    }
    if (!seen.isEmpty()) {
      paths = seen;
      outermost = outer;
    }
  }

  private String text() {
    String place = String.join(" or ", paths.subList(0, Math.min(SHOWN, paths.size())))
        + (paths.size() > SHOWN ? " or another" : "");
    return (place.isEmpty() ? module.toString() : place + ", " + module + ",") + text;
  }
}
