package dev.adjoint.samples;

/** Losses. */
final class LossRows extends Family {
  LossRows() {
    super("Losses");
  }

  @Override
  protected void declare() {}
}
