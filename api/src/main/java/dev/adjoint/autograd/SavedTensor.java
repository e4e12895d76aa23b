package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tensor that a node keeps for its gradient: as it is, at the version it had then, or packed by hooks. */
public final class SavedTensor {
  private final String name;
  private final int version;
  /** Null where it is packed. */
  private final @Nullable Tensor tensor;
  private final @Nullable SavedTensorHooks hooks;
  private final @Nullable Object packed;
  /** Null where it is not packed. */
  private final Node.@Nullable Output packedLike;
  /** Where gradients towards a packed tensor go. */
  private final @Nullable Edge edge;

  SavedTensor(String name, Tensor tensor, String operation) {
    if (tensor.isInference()) {
      throw new AutogradException(
          "The gradient of " + operation + " needs its " + name + ", a tensor " + tensor.dtype() + tensor.shape()
              + " made in inference mode, which cannot be saved for backward. Make it outside inferenceMode(), under noGrad(),"
              + " or pass a copy()");
    }
    this.name = name;
    this.version = tensor.version();
    // Tangents cannot be packed; what hooks save themselves while they pack is not packed again.
    SavedTensorHooks active = tensor.dual() == null ? GradMode.saving() : null;
    this.hooks = active;
    if (active == null) {
      this.tensor = tensor;
      this.packedLike = null;
      this.packed = null;
      this.edge = null;
    } else {
      this.tensor = null;
      this.packedLike = new Node.Output(tensor.shape(), tensor.dtype());
      this.edge = Tape.edge(tensor);
      try (var _ = GradMode.saving(null); var _ = GradMode.recording(false)) {
        this.packed = Objects.requireNonNull(active.pack(tensor), "A pack hook returned null; expected what unpack turns back");
      }
      if (tensor.version() != version) {
        throw new AutogradException(
            "A pack hook changed in place the tensor it was given (" + name + " of " + operation
                + "). Return something made from it instead");
      }
    }
  }

  /** The bytes that tensors keep alive: storages as a whole, even where a tensor is a view of a part, each counted once. */
  public static long bytes(Collection<SavedTensor> saved) {
    return saved.stream()
        .map(s -> s.tensor != null ? s.tensor : s.packed)
        .filter(Tensor.class::isInstance)
        .map(t -> ((Tensor) t).view().buffer())
        .distinct()
        .mapToLong(b -> (long) b.size() * b.dtype().bytes())
        .sum();
  }

  /** Which input or output of the operation it is, for instance {@code input 0} or {@code output}. */
  public String name() {
    return name;
  }

  /** Its shape and type. */
  public Node.Output like() {
    return packedLike != null ? packedLike : new Node.Output(tensor.shape(), tensor.dtype());
  }

  /** The tensor as it is now, changed or not; unpacked where it was packed. */
  public Tensor tensor() {
    return tensor != null ? tensor : unpacked();
  }

  private Tensor unpacked() {
    Tensor back;
    Node.Output like = like();
    Memory.Owner owner = Memory.owner();
    Memory.swap(owner == null ? null : owner.forOthers());
    try (var _ = GradMode.saving(null); var _ = GradMode.recording(false)) {
      back = Objects.requireNonNull(hooks).unpack(Objects.requireNonNull(packed));
    } finally {
      Memory.swap(owner);
    }
    if (back == null || !back.shape().equals(like.shape()) || back.dtype() != like.dtype()) {
      throw new AutogradException(
          "An unpack hook returned " + (back == null ? "null" : "" + back.dtype() + back.shape()) + " for " + name
              + "; expected a tensor " + like.dtype() + like.shape() + ", like the one that was packed");
    }
    return edge == null ? back : back.withHistory(edge);
  }

  /** Nothing will read it again. */
  void release() {
    if (hooks != null && packed != null) {
      hooks.release(packed);
    }
  }

  /** The tensor, if it still has the values that were saved. */
  Tensor unpack(Node node) {
    if (tensor == null) {
      return unpacked();
    }
    if (tensor.version() != version) {
      throw Anomaly.explain(node, new AutogradException(
          "The gradient of " + node.name() + " needs its " + name + ", a tensor " + tensor.dtype() + tensor.shape()
              + ", as it was in the forward pass (version " + version
              + "), but an in-place operation changed it since (version "
              + tensor.version() + "). Use the operation that returns a new tensor instead (add, not addi), or copy() before"
              + " changing it" + (node.trace() == null ? ". Adjoint.detectAnomaly() shows where the forward pass did" : "")));
    }
    return tensor;
  }
}
