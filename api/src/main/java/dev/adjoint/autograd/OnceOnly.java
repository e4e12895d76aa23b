package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands behind gradients that cannot be differentiated, and says so. */
final class OnceOnly extends Node {
  private final String function;
  private final Output output;

  private OnceOnly(String function, @Nullable Edge[] inputs, Output output) {
    // They lead to where the gradients would, so that whoever asks for those comes by.
    super(inputs);
    this.function = function;
    this.output = output;
  }

  /** The gradients, as results of nodes that refuse to be differentiated. */
  static @Nullable Tensor[] guard(Node node, @Nullable Tensor[] gradients) {
    @Nullable Edge[] inputs = node.next().toArray(Edge[]::new);
    return Arrays.stream(gradients).map(g -> g == null ? null
        : g.withHistory(new Edge(new OnceOnly(node.name(), inputs, new Output(g.shape(), g.dtype())), 0)))
        .toArray(Tensor[]::new);
  }

  @Override
  public String name() {
    return function + "_grad";
  }

  @Override
  public List<SavedTensor> saved() {
    return List.of();
  }

  @Override
  protected @Nullable Tensor[] backward(@Nullable Tensor[] gradients) {
    throw new AutogradException(
        "The gradient of " + function + " cannot be differentiated: it is onceDifferentiable. Write its backward with tensor"
            + " operations and leave onceDifferentiable() false");
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
}
