package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/** Where a node was made: remembered in anomaly mode, and told when its gradient goes wrong. */
final class Anomaly {
  private Anomaly() {}

  /**
   * The call that made a node.
   *
   * @param during the node whose gradient was being computed then; null in a forward pass
   */
  record Trace(Throwable call, @Nullable Node during) {}

  /** For a node that is being made; null unless anomalies are looked for. */
  static @Nullable Trace here(String name) {
    if (!GradMode.detectsAnomaly()) {
      return null;
    }
    return new Trace(new ForwardCall(name), Engine.evaluating());
  }

  private static final class ForwardCall extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForwardCall(String name) {
      super("the forward pass of " + name + " was called here");
    }
  }

  /** An exception about a node, with the calls that made the node and those whose gradient it is part of. */
  static AutogradException explain(Node node, AutogradException e) {
    Throwable last = e;
    for (Node n = node; n != null;) {
      Trace trace = n.trace();
      if (trace == null) {
        break;
      }
      // A copy: the node's own may be told again.
      Throwable call = new ForwardCall(n.name());
      call.setStackTrace(trace.call.getStackTrace());
      last.initCause(call);
      last = call;
      n = trace.during;
    }
    return e;
  }

  /** Refuses a NaN among what a node returned. */
  static void check(Node node, @Nullable Tensor[] results) {
    for (int i = 0; i < results.length; i++) {
      Tensor result = results[i];
      if (result != null && result.dtype().isFloating() && hasNaN(result)) {
        String message = "The gradient of " + node.name() + " towards its input " + i + " has NaN values ("
            + result.dtype() + result.shape() + "). ";
        throw explain(node, new AutogradException(message + (node.trace() == null
            ? "There is no information on the forward pass: open Adjoint.detectAnomaly() around it too"
            : "The cause below shows the forward call")));
      }
    }
  }

  private static boolean hasNaN(Tensor x) {
    try (var _ = GradMode.recording(false); var _ = GradMode.anomaly(false)) {
      return x.detach().ne(x.detach()).sum().item() > 0;
    }
  }
}
