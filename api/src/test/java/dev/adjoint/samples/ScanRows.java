package dev.adjoint.samples;

/** Running sums, sorting and what is found by it. */
final class ScanRows extends Family {
  ScanRows() {
    super("Scans and order");
  }

  @Override
  protected void declare() {}
}
