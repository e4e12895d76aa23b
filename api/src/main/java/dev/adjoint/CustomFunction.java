package dev.adjoint;

import dev.adjoint.autograd.CustomNode;
import org.jspecify.annotations.Nullable;

/**
 * A function with a gradient rule of one's own.
 *
 * <pre>{@code
 * final class Cube extends CustomFunction {
 *   @Override protected Tensor[] forward(Context ctx, Tensor... in) {
 *     ctx.save(in[0]);
 *     return outputs(in[0].pow(3));
 *   }
 *   @Override protected Tensor[] backward(Context ctx, Tensor... g) {
 *     return gradients(ctx.saved(0).pow(2).mul(3).mul(g[0]));
 *   }
 * }
 * Tensor y = new Cube().apply(x)[0];
 * }</pre>
 *
 * <p>{@link #forward} runs unrecorded; {@link #backward} is recorded under {@code createGraph}, so that second derivatives
 * follow from the operations it uses.
 */
public abstract class CustomFunction {
  /** The outputs, from the inputs; saves in the context what {@link #backward} will read. */
  protected abstract Tensor[] forward(Context ctx, Tensor... in);

  /**
   * The gradients of the inputs, one for each, of its shape and device, null for none, from those of the outputs. An output
   * that was not used has zeros, or null after {@link Context#materializeGrads materializeGrads(false)}.
   */
  protected abstract @Nullable Tensor[] backward(Context ctx, Tensor... g);

  /**
   * The tangents of the outputs, one for each, null for zero, from those of the inputs (zeros for an input without one). For
   * forward mode; a function without it has reverse mode alone.
   */
  protected @Nullable Tensor[] jvp(Context ctx, Tensor... tangents) {
    throw new AutogradException(
        name() + " has no forward-mode rule: override jvp(Context, Tensor...), or use reverse mode (grad, vjp, backward)");
  }

  /** Whether {@link #backward} runs unrecorded, and its gradients refuse to be differentiated. */
  protected boolean isOnceDifferentiable() {
    return false;
  }

  /** The name of its node in the graph: that of the class. */
  protected String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? "custom" : simple;
  }

  /** Runs the function and records it. */
  public final Tensor[] apply(Tensor... in) {
    return CustomNode.apply(name(), new CustomNode.Rules() {
      @Override
      public Tensor[] forward(Context ctx, Tensor[] inputs) {
        return CustomFunction.this.forward(ctx, inputs);
      }

      @Override
      public @Nullable Tensor[] backward(Context ctx, Tensor[] gradients) {
        return CustomFunction.this.backward(ctx, gradients);
      }

      @Override
      public @Nullable Tensor[] jvp(Context ctx, Tensor[] tangents) {
        return CustomFunction.this.jvp(ctx, tangents);
      }

      @Override
      public boolean isOnceDifferentiable() {
        return CustomFunction.this.isOnceDifferentiable();
      }
    }, in);
  }

  /** The outputs as an array. */
  protected static Tensor[] outputs(Tensor... outputs) {
    return outputs;
  }

  /** The gradients as an array; null where an input gets none. */
  protected static @Nullable Tensor[] gradients(@Nullable Tensor... gradients) {
    return gradients;
  }

  /** What a custom function keeps from its forward to its backward run. */
  public interface Context {
    /** Keeps tensors, inputs, outputs or others, for backward and jvp; a later in-place change of one is detected. */
    void save(Tensor... tensors);

    /** A kept tensor, in the order of saving. */
    Tensor saved(int index);

    /** Keeps tensors for jvp alone: backward does not need them, and they are let go of at once. */
    void saveForForward(Tensor... tensors);

    /** A tensor kept for jvp, in the order of saving. */
    Tensor savedForForward(int index);

    /** Keeps anything but a tensor: a number, a shape. */
    void put(String key, Object value);

    /**
     * What was kept under a key.
     *
     * @throws AutogradException if there is nothing of that type
     */
    <T> T get(String key, Class<T> type);

    /** Whether the gradient of an input is asked for. */
    boolean needsGrad(int input);

    /** Declares outputs through which no gradient flows. */
    void markNonDifferentiable(Tensor... outputs);

    /** Declares inputs that forward changed in place; each must be returned, and keeps being the same tensor. */
    void markDirty(Tensor... inputs);

    /** Whether backward gets zeros, rather than null, for an output that was not used; it does unless this says otherwise. */
    void materializeGrads(boolean on);
  }
}
