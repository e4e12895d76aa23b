package dev.adjoint.nn;

import dev.adjoint.AdjointException;
import dev.adjoint.DTypeException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/** What is said of an input that does not fit a module: which one of the model it is, what it takes, and what it was given. */
final class Misfit {
  private final Module module;
  private final String text;
  /** From the outermost module that was called; empty where it is that one itself. */
  private String path = "";

  private Misfit(Module module, Tensor given, AdjointException e) {
    this.module = module;
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
    Misfit misfit = new Misfit(module, given, e);
    if (e instanceof ShapeException) {
      return traced(new ShapeMisfit(misfit), e);
    }
    return e instanceof DTypeException ? traced(new TypeMisfit(misfit), e) : e;
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
    outer.namedModules().forEach((name, each) -> path = each == module ? name : path);
  }

  private String text() {
    return (path.isEmpty() ? module.toString() : path + ", " + module + ",") + text;
  }
}
