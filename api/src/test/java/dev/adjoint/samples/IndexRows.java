package dev.adjoint.samples;

/** Picking and placing by index and by mask. */
final class IndexRows extends Family {
  IndexRows() {
    super("Picking and placing");
  }

  @Override
  protected void declare() {}
}
