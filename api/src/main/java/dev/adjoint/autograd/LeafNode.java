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
    // Below every recorded node: leaves come last in the walk, so that nothing is accumulated unless all of it can be.
    super(0, new Edge[0]);
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
   * Adds to the leaf's gradient.
   *
   * @param mayKeep whether nobody else holds the gradient's storage
   * @param recording whether the sum is itself recorded, and so must be a new tensor
   * @return whether the leaf has kept the gradient's storage
   */
  boolean accumulate(Tensor gradient, boolean mayKeep, boolean recording) {
    synchronized (leaf) {
      Tensor old = leaf.grad();
      if (old == null) {
        // In no case a view: of what, is the engine's own affair.
        leaf.grad(recording ? gradient : mayKeep ? gradient.withoutHistory() : gradient.withoutHistory().copy());
      } else if (recording || old.isInference() || old.view().repeats()) {
        leaf.grad(old.add(gradient));
      } else {
        old.addi(gradient);
      }
      return old == null && (recording || mayKeep);
    }
  }
}
