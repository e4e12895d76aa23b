package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;

/** Operations that write over their first input, and what becomes of its history and of that of what it is a view of. */
final class InPlace {
  private InPlace() {}

  /**
   * Runs an elementwise operation with its first input as the place of the result: the storage changes, its version counts
   * up, and the history of the tensor (and, through it, of the tensor it is a view of) becomes the operation's.
   */
  static Tensor apply(InPlaceOperation operation, Tensor... inputs) {
    Tensor target = inputs[0];
    if (target.view().repeats()) {
      throw new AutogradException(
          operation.name() + " in place on a tensor of shape " + target.shape() + " in which several indices share one element"
              + " (it was expanded, or unfolded into runs that overlap). Call copy() first");
    }
    if (target.isInference() && !GradMode.isInference()) {
      throw new AutogradException(
          operation.name() + " in place on a tensor made in inference mode, outside of it. Call copy() first");
    }
    // A view that nobody recorded, or that is older than its base's requiresGrad(true), has no history of its own.
    boolean tracked = target.base() != null && target.base().requiresGrad();
    for (int i = 0; i < inputs.length; i++) {
      tracked |= inputs[i].requiresGrad() && operation.isDifferentiable(i);
      if (inputs[i].dual() != null) {
        throw new AutogradException(
            operation.name() + " in place under forward-mode differentiation: use the operation that returns a new tensor");
      }
    }
    boolean record = tracked && GradMode.isRecording();
    Tensor[] values = inputs;
    if (record) {
      check(operation.name(), target);
    }
    OpNode node = null;
    if (record) {
      node = new OpNode(operation, inputs, target);
      if (node.isRead(0)) {
        // The rules read what is about to be overwritten.
        values = inputs.clone();
        values[0] = target.snapshot();
      }
      // Before the change: another input that shares the target's storage is stale after it, and backward must say so.
      node.saveInputs(values);
    }
    operation.runInto(target.view(), inputs);
    target.bumpVersion();
    if (node != null) {
      rewrite(target, new Edge(node, 0));
      node.saveOutput(target);
    }
    return target;
  }

  /** Gives a tensor whose storage was changed the history of the change, and the tensor it is a view of what follows for it. */
  static void rewrite(Tensor target, Edge edge) {
    Tensor base = target.base();
    if (base == null) {
      target.metaOrNew().rewrite(edge);
      return;
    }
    target.metaOrNew().rewrite(edge, Tape.baseRewrites(target));
    Place place = new Place(base.shape(), new Place.Part(target.view()));
    Tensor[] parts = {base, target};
    OpNode whole = new OpNode(place, parts, base);
    whole.save(parts, base);
    base.metaOrNew().rewrite(new Edge(whole, 0));
    // From here on the target is a view of its base like any other: its history, where one is asked for, starts at the base.
    if (target.metaOrNew().retainsGrad()) {
      Tape.history(target);
    }
  }

  /** Refuses a tensor whose history, or whose base's, cannot go on through a change in place. */
  static void check(String operation, Tensor target) {
    checkNotLeaf(operation, target, target);
    checkAliases(operation, target);
    Tensor base = target.base();
    if (base != null) {
      checkNotLeaf(operation, base, target);
      if (target.isUnrecordedView()) {
        throw Tape.unrecordedView(operation + ": ", "it is changed in place", target);
      }
      checkAliases(operation, base);
      if (!base.isWholeStorage()) {
        throw new AutogradException(
            operation + " in place on a view of a tensor that is itself only part of its storage. Call copy() first");
      }
    }
  }

  private static void checkAliases(String operation, Tensor tensor) {
    Meta meta = tensor.meta();
    String function = meta == null ? null : meta.aliasMadeBy();
    if (function != null) {
      throw new AutogradException(
          operation + " in place on a tensor that the custom function " + function + " returned as a view of one of its inputs"
              + " (" + tensor.dtype() + tensor.shape() + "): the input's history would not know. Call copy() on it first, or"
              + " return a copy() from forward");
    }
  }

  private static void checkNotLeaf(String operation, Tensor tensor, Tensor target) {
    Meta meta = tensor.meta();
    if (meta != null && meta.leafRequiresGrad()) {
      throw new AutogradException(
          operation + " in place on " + (tensor == target ? "a leaf" : "a view of a leaf")
              + " that requires a gradient ("
              + tensor.dtype() + tensor.shape() + "): its value is what the gradient is taken at. Update it inside noGrad(), or"
              + " use the operation that returns a new tensor");
    }
  }
}
