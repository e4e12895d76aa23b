package dev.adjoint.samples;

/** Making tensors, and changing their type. */
final class CreationRows extends Family {
  CreationRows() {
    super("Creation and types");
  }

  @Override
  protected void declare() {}
}
