package dev.adjoint.samples;

/** Elementwise functions made of the primitives: their derivatives follow. */
final class FunctionRows extends Family {
  FunctionRows() {
    super("Functions made of the primitives");
  }

  @Override
  protected void declare() {}
}
