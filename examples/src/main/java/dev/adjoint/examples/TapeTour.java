package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.GradGraph;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.util.Map;

/** A walk along the tape: who requires a gradient, what is saved, hooks, rules of one's own, checkpoints, and faults. */
public final class TapeTour {
  private TapeTour() {}

  /** Prints what it sees. */
  public static void main(String[] args) {
    // Who requires a gradient, and why; what was computed from what, and what is kept for the gradients.
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    Tensor y = Tensor.of(3, 4);
    Tensor z = x.mul(y).exp().sum();
    IO.print(Adjoint.explain(z));
    IO.println(GradGraph.of(z).named(Map.of("x", x, "z", z)));

    // A hook sees a gradient on its way, and may replace it; closing it removes it.
    Tensor h = x.mul(3);
    try (var _ = h.registerHook(g -> g.mul(10))) {
      h.sum().backward();
    }
    IO.println("with a hook           " + x.grad());
    x.clearGrad();
    x.registerPostAccumulateGradHook(leaf -> IO.println("after accumulation    " + leaf.grad())).close();

    // A rule of one's own: a value clipped, a gradient let through.
    SimpleFunction clip = Adjoint.custom(in -> in[0].clamp(-1, 1), (in, out, g) -> new Tensor[] {g});
    clip.apply(x).sum().backward();
    IO.println("straight through      " + x.grad());
    x.clearGrad();

    // A checkpoint saves nothing of what is inside and computes it again.
    Tensor deep = Adjoint.checkpoint(v -> v.sin().exp().sin(), x);
    IO.println("a checkpoint          " + GradGraph.of(deep).summary());
    deep.sum().backward();
    x.clearGrad();

    // What is saved can be kept otherwise: here as floats on the heap.
    Tensor kept;
    try (var _ = Adjoint.savedTensorHooks(Tensor::toFloatArray, saved -> Tensor.of((float[]) saved))) {
      kept = x.exp().sum();
    }
    kept.backward();
    IO.println("saved as float[]      " + x.grad());
    x.clearGrad();

    // A fault is named: the operation whose gradient is NaN, with the line that called it as the cause.
    try (var _ = Adjoint.detectAnomaly()) {
      Tensor.of(0).requiresGrad(true).sqrt().mul(0).sum().backward();
    } catch (AutogradException e) {
      IO.println("an anomaly            " + e.getMessage().lines().findFirst().orElseThrow());
    }
  }
}
