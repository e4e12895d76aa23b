package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.Collection;

/** A tensor that a node keeps for its gradient, at the version it had then. */
public final class SavedTensor {
  private final String name;
  private final Tensor tensor;
  private final int version;

  SavedTensor(String name, Tensor tensor, String operation) {
    if (tensor.isInference()) {
      throw new AutogradException(
          "The gradient of " + operation + " needs its " + name + ", a tensor " + tensor.dtype() + tensor.shape()
              + " made in inference mode, which cannot be saved for backward. Make it outside inferenceMode(), under noGrad(),"
              + " or pass a copy()");
    }
    this.name = name;
    this.tensor = tensor;
    this.version = tensor.version();
  }

  /** The bytes that tensors keep alive: storages as a whole, even where a tensor is a view of a part, each counted once. */
  public static long bytes(Collection<SavedTensor> saved) {
    return saved.stream()
        .map(s -> s.tensor.view().buffer())
        .distinct()
        .mapToLong(b -> (long) b.size() * b.dtype().bytes())
        .sum();
  }

  /** Which input or output of the operation it is, for instance {@code input 0} or {@code output}. */
  public String name() {
    return name;
  }

  /** The tensor as it is now, changed or not. */
  public Tensor tensor() {
    return tensor;
  }

  /** The tensor, if it still has the values that were saved. */
  Tensor unpack(Node node) {
    if (tensor.version() != version) {
      throw new AutogradException(
          "The gradient of " + node.name() + " needs its " + name + ", a tensor " + tensor.dtype() + tensor.shape()
              + ", as it was in the forward pass (version " + version
              + "), but an in-place operation changed it since (version "
              + tensor.version() + "). Use the operation that returns a new tensor instead (add, not addi), or copy() before"
              + " changing it");
    }
    return tensor;
  }
}
