package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.BackendException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs operations and records them; the way from {@link Tensor} and the operations to the nodes and the engine. */
public final class Tape {
  private Tape() {}

  /** Says which operand of an operation is null, where one is. */
  public static void checkPresent(String operation, Tensor... inputs) {
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] == null) {
        throw new NullPointerException(operation + ": operand " + i + " is null; expected a tensor");
      }
    }
  }

  /** Runs an operation, records it if one of its inputs requires a gradient, and pushes tangents through it. */
  public static Tensor apply(Operation operation, Tensor... inputs) {
    Tensor result = operation.run(inputs);
    boolean record = false;
    boolean tangents = false;
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      record |= input.requiresGrad() && operation.isDifferentiable(i);
      tangents |= input.dual() != null;
    }
    if (!result.dtype().isFloating()) {
      return result;
    }
    OpNode node = null;
    if (record && GradMode.isRecording()) {
      node = new OpNode(operation, inputs, result);
      result.metaOrNew().rewrite(new Edge(node, 0), baseRewrites(result));
    }
    if (tangents) {
      result = pushTangents(operation, inputs, result);
    }
    if (node != null) {
      // What is saved carries its tangents, for forward mode over the gradient.
      node.save(inputs, result);
    }
    return result;
  }

  private static Tensor pushTangents(Operation operation, Tensor[] inputs, Tensor result) {
    Tensor[] outputs = {result};
    Dual.push(inputs, operation::isDifferentiable, outputs, (primals, tangents) -> {
      Operation.Values values = new Operation.Values() {
        @Override
        public Tensor input(int index) {
          return primals.of(inputs[index]);
        }

        @Override
        public Tensor output() {
          return primals.of(outputs[0]);
        }
      };
      Tensor tangent = operation.forward(values, tangents);
      return new Tensor[] {tangent == null ? null : tangent.to(outputs[0].dtype())};
    });
    return outputs[0];
  }

  /** What to say where a graph is walked that was walked, and freed, before. */
  static AutogradException freed(String operation) {
    return new AutogradException(
        "The graph was already freed: backward() or grad() went through " + operation
            + " before and let go of what it had saved."
            + " To go through the same graph again, pass Backward.retainGraph() the first time, to grad()"
            + " GradOptions.DEFAULT.retainingGraph()");
  }

  static int baseRewrites(Tensor tensor) {
    Tensor base = tensor.base();
    Meta meta = base == null ? null : base.meta();
    return meta == null ? 0 : meta.rewrites();
  }

  /** Runs an elementwise operation with its first input as the place of the result; see {@link InPlace}. */
  public static Tensor applyInPlace(InPlaceOperation operation, Tensor... inputs) {
    return InPlace.apply(operation, inputs);
  }

  /** The edge that a gradient of a tensor goes to; null if it requires none. */
  public static @Nullable Edge edge(Tensor tensor) {
    Edge history = history(tensor);
    if (history != null) {
      return history;
    }
    Meta meta = tensor.meta();
    return meta != null && meta.leafRequiresGrad() ? meta.sink(tensor) : null;
  }

  /** The node and slot that made a tensor; null for a leaf. A view of a tensor that was changed in place follows it. */
  public static @Nullable Edge history(Tensor tensor) {
    Tensor base = tensor.base();
    Meta baseMeta = base == null ? null : base.meta();
    if (base != null && baseMeta != null && baseMeta.rewrites() > 0) {
      synchronized (baseMeta) {
        Meta meta = tensor.metaOrNew();
        if (meta.rewrites() != baseMeta.rewrites() && !meta.leafRequiresGrad()) {
          if (tensor.isUnrecordedView()) {
            throw unrecordedView("", "its base, or another view of it, was changed in place", tensor);
          }
          Tensor[] whole = {base};
          OpNode node = new OpNode(new Place.Extract(base.shape(), new Place.Part(tensor.view())), whole, tensor);
          node.save(whole, tensor);
          meta.rewrite(new Edge(node, 0), baseMeta.rewrites());
        }
      }
    }
    Meta meta = tensor.meta();
    return meta == null ? null : meta.history();
  }

  /** What to say where a view that nobody recorded would have to take part in the history of a change in place. */
  static AutogradException unrecordedView(String operation, String what, Tensor view) {
    return new AutogradException(
        operation + "A view " + view.dtype() + view.shape() + " was made inside noGrad() or inferenceMode(), and " + what
            + " outside of it, where changes are recorded: whether gradients flow to the view is ambiguous. Make the view and"
            + " the change both inside or both outside, or view.detach() to share the values alone");
  }

  /** Whether a view was not recorded, and its base was changed since by an operation that was. */
  public static boolean isAmbiguous(Tensor tensor) {
    Tensor base = tensor.base();
    Meta baseMeta = base == null ? null : base.meta();
    Meta meta = tensor.meta();
    return tensor.isUnrecordedView() && baseMeta != null && baseMeta.rewrites() != (meta == null ? 0 : meta.rewrites())
        && (meta == null || !meta.leafRequiresGrad());
  }

  /** Whether gradients flow to a tensor. */
  public static boolean requiresGrad(Tensor tensor) {
    Meta meta = tensor.meta();
    if (meta != null && meta.requiresGrad()) {
      return true;
    }
    return tensor.base() != null && (isAmbiguous(tensor) || history(tensor) != null);
  }

  /** Makes a tensor a leaf that collects a gradient, or no longer one. */
  public static void setRequiresGrad(Tensor tensor, boolean on) {
    if (history(tensor) != null) {
      if (!on) {
        throw new AutogradException(
            "requiresGrad can only be turned off on a leaf; this tensor was computed by " + history(tensor).node().name()
                + ". Use detach() for its value without its history");
      }
      return;
    }
    if (on && !tensor.dtype().isFloating()) {
      throw new AutogradException(
          "Only floating-point tensors can require a gradient; this one is " + tensor.dtype()
              + ". Convert it with to(FLOAT32)");
    }
    if (on && tensor.isInference() && !GradMode.isInference()) {
      throw new AutogradException("A tensor made in inference mode cannot require a gradient. Call copy() outside of it first");
    }
    if (on || tensor.meta() != null) {
      tensor.metaOrNew().leafRequiresGrad(on);
    }
  }

  /** The gradient collected by a leaf, or kept for a tensor that retains its own. */
  public static @Nullable Tensor grad(Tensor tensor) {
    Meta meta = tensor.meta();
    return meta == null ? null : meta.grad();
  }

  /**
   * {@link #grad}, for code that lets go of the gradient at once: its storage can be used again when it is cleared, and using
   * it after that is refused.
   */
  public static @Nullable Tensor peekGrad(Tensor tensor) {
    Meta meta = tensor.meta();
    return meta == null ? null : meta.peekGrad();
  }

  /** Sets or clears the gradient of a tensor. */
  public static void setGrad(Tensor tensor, @Nullable Tensor grad) {
    if (grad == null) {
      Meta meta = tensor.meta();
      if (meta != null) {
        meta.clearGrad();
      }
      return;
    }
    if (grad == tensor) {
      throw new AutogradException("A tensor cannot be its own gradient. Pass a copy()");
    }
    if (!grad.shape().equals(tensor.shape())) {
      throw new ShapeException(
          "The gradient of a tensor of shape " + tensor.shape() + " has the same shape; given " + grad.shape());
    }
    if (grad.dtype() != tensor.dtype() || grad.backend() != tensor.backend()) {
      throw new AutogradException(
          "The gradient of a tensor " + tensor.dtype() + " on " + tensor.device() + " has the same type and device; given "
              + grad.dtype() + " on " + grad.device() + ". Convert it with to(dtype), move it with to(device)");
    }
    tensor.metaOrNew().grad(grad);
  }

  /** Keeps the gradient of a tensor that is not a leaf. */
  public static void retainGrad(Tensor tensor) {
    Edge history = history(tensor);
    if (!tensor.requiresGrad()) {
      throw new AutogradException(
          "retainGrad() on a tensor that requires no gradient. Call requiresGrad(true) on a leaf it comes from");
    }
    if (history == null) {
      return;
    }
    Meta meta = tensor.metaOrNew();
    synchronized (meta) {
      if (meta.retainsGrad()) {
        return;
      }
      meta.retain(history, gradient -> {
        synchronized (meta) {
          Tensor old = meta.grad();
          meta.grad(old == null ? gradient : old.add(gradient));
        }
        return null;
      });
    }
  }

  /**
   * Calls a function with a tensor's gradient once it is complete.
   *
   * @return removes the hook
   */
  public static Runnable addHook(Tensor tensor, Function<Tensor, @Nullable Tensor> hook) {
    Edge edge = edge(tensor);
    if (edge == null) {
      throw new AutogradException(
          "A hook on a tensor that requires no gradient would never be called. Call requiresGrad(true) first");
    }
    return edge.node().addHook(edge.slot(), hook);
  }

  /**
   * Calls a function after a leaf's gradient was added to.
   *
   * @return removes the hook
   */
  public static Runnable addPostAccumulateHook(Tensor leaf, Consumer<Tensor> hook) {
    if (history(leaf) != null || !leaf.requiresGrad()) {
      throw new AutogradException(
          "A post-accumulate hook is for a leaf that requires a gradient; this tensor "
              + (history(leaf) == null ? "requires none. Call requiresGrad(true) first"
                  : "was computed by " + history(leaf).node().name() + ". Use registerHook, which sees its gradient"));
    }
    return leaf.metaOrNew().addPostAccumulate(() -> hook.accept(leaf));
  }

  /**
   * Runs something once the backward pass is over in which this is called, by a rule or a hook.
   *
   * @throws AutogradException outside of a backward pass
   */
  public static void atEndOfBackward(Runnable callback) {
    Engine engine = Passes.current();
    if (engine == null) {
      throw new AutogradException(
          "There is no backward pass on this thread whose end could be waited for: call this in a hook");
    }
    engine.atEnd(callback);
  }

  /** Refuses tensors of different backends in one operation. */
  public static void checkOneDevice(String operation, Tensor[] inputs) {
    for (int i = 1; i < inputs.length; i++) {
      if (inputs[i].backend() != inputs[0].backend()) {
        throw new BackendException(
            operation + " of tensors on different devices: input 0 is on " + inputs[0].device() + ", input " + i + " on "
                + inputs[i].device() + ". Move one of them with to(device), such as to(Device.of(\"" + inputs[0].device()
                + "\")) for input " + i);
      }
    }
  }
}
