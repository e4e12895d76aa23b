package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;

/** Checks on gradients that come from outside, and their fitting to what they are gradients of. */
final class Gradients {
  private Gradients() {}

  /** A rule's gradient in the shape and type of what it belongs to: summed over broadcast axes, cast. */
  static Tensor fit(Node from, int input, Tensor gradient, Node.Output target) {
    Tensor g = gradient;
    if (!g.shape().equals(target.shape())) {
      if (!target.shape().broadcastsTo(g.shape())) {
        throw new AutogradException(
            "The gradient rule of " + from.name() + " returned for input " + input + " a gradient of shape " + g.shape()
                + "; expected " + target.shape() + ", the input's shape, or one that it broadcasts to");
      }
      g = g.sumTo(target.shape());
    }
    if (g.dtype() != target.dtype()) {
      if (!g.dtype().isFloating()) {
        throw new AutogradException(
            "The gradient rule of " + from.name() + " returned for input " + input + " a gradient of type " + g.dtype()
                + "; expected " + target.dtype());
      }
      g = g.to(target.dtype());
    }
    return g;
  }

  /** A gradient given by a user for an output. */
  static Tensor checkSeed(int index, Tensor output, Tensor gradient) {
    if (!gradient.shape().equals(output.shape())) {
      throw new AutogradException(
          "The gradient for output " + index + " has the shape " + gradient.shape() + "; expected " + output.shape()
              + ", the shape of the output");
    }
    if (gradient.backend() != output.backend()) {
      throw new AutogradException(
          "The gradient for output " + index + " is on the device " + gradient.device() + "; expected " + output.device()
              + ", the output's. Move it with to(device)");
    }
    return gradient.dtype() == output.dtype() ? gradient : gradient.to(output.dtype());
  }

  /** What a hook returned in place of a gradient. */
  static void checkReplacement(Node node, Tensor gradient, Tensor changed) {
    if (!changed.shape().equals(gradient.shape()) || changed.dtype() != gradient.dtype()) {
      throw new AutogradException(
          "A hook on a gradient at " + node.name() + " returned " + changed.dtype() + changed.shape() + "; expected "
              + gradient.dtype() + gradient.shape() + ", like the gradient it was given");
    }
    if (changed.backend() != gradient.backend()) {
      throw new AutogradException(
          "A hook on a gradient at " + node.name() + " returned a tensor on the device " + changed.device() + "; expected "
              + gradient.device() + ", the gradient's. Move it with to(device)");
    }
  }
}
