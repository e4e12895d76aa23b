package dev.adjoint.samples;

/** Convolution, pooling, normalisation and the rest of a network. */
final class NetworkRows extends Family {
  NetworkRows() {
    super("Networks");
  }

  @Override
  protected void declare() {}
}
