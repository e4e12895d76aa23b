package dev.adjoint.samples;

/** Inverses and factorisations of matrices. */
final class LinalgRows extends Family {
  LinalgRows() {
    super("Linear algebra");
  }

  @Override
  protected void declare() {}
}
