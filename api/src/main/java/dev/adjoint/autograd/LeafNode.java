package dev.adjoint.autograd;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a gradient ends: adds it to the leaf's. */
final class LeafNode extends Node {
  private final Meta leaf;
  private final Output output;

  LeafNode(Meta leaf, Shape shape, DType dtype) {
    this.leaf = leaf;
    this.output = new Output(shape, dtype);
  }

  @Override
  public String name() {
    return "leaf";
  }

  @Override
  public List<SavedTensor> saved() {
    return List.of();
  }

  @Override
  protected @Nullable Tensor[] backward(@Nullable Tensor[] gradients) {
    throw new IllegalStateException("A leaf's gradient is added by the engine");
  }

  @Override
  protected void free() {}

  @Override
  public Output output(int slot) {
    return output;
  }

  @Override
  public int outputs() {
    return 1;
  }

  /** Tells those who want to know that the leaf's gradient was added to. */
  void accumulated() {
    leaf.runPostAccumulate();
  }

  /**
   * A gradient as the leaf's first.
   *
   * @param mayKeep whether nobody else holds the gradient's storage
   * @param recording whether the gradient is itself recorded
   * @return null where the leaf has a gradient already
   */
  @Nullable
  Tensor first(Tensor gradient, boolean mayKeep, boolean recording) {
    if (recording) {
      return gradient;
    }
    // In no case a view: of what, is the engine's own affair.
    return mayKeep ? gradient.withoutHistory() : leaf.peekGrad() == null ? gradient.withoutHistory().copy() : null;
  }

  /**
   * Adds to the leaf's gradient. Of several leaves that have gradients already, those before the one where a backend fails
   * have been added to: only copies of all could undo that.
   *
   * @param first the gradient as {@link #first} gave it
   * @param recording whether the sum is itself recorded, and so must be a new tensor
   * @param isOwn whether nobody else will have the gradient
   * @return whether the leaf has kept the gradient's storage
   */
  boolean accumulate(Tensor gradient, @Nullable Tensor first, boolean recording, boolean isOwn) {
    synchronized (leaf) {
      Tensor old = recording ? leaf.grad() : leaf.peekGrad();
      if (old == null) {
        // Another thread may have cleared it in the meantime.
        Tensor own = first == null ? gradient.withoutHistory().copy() : first;
        boolean keeps = own.view().buffer() == gradient.view().buffer();
        if (keeps && isOwn) {
          leaf.ownGrad(own);
        } else {
          leaf.grad(own);
        }
        return keeps;
      }
      if (recording || old.isInference() || old.view().repeats()) {
        leaf.grad(old.add(gradient));
      } else {
        old.addi(gradient);
      }
      return false;
    }
  }
}
