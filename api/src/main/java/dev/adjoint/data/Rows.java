package dev.adjoint.data;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;

/** The rows of two tensors. */
final class Rows implements Dataset<Sample>, Batched {
  private final Tensor inputs;
  private final Tensor targets;

  Rows(Tensor inputs, Tensor targets) {
    Objects.requireNonNull(inputs, "Dataset.of: the inputs are null; expected a tensor [n, ...]");
    Objects.requireNonNull(targets, "Dataset.of: the targets are null; expected a tensor [n, ...]");
    if (inputs.shape().rank() == 0 || targets.shape().rank() == 0 || inputs.shape().size(0) != targets.shape().size(0)) {
      throw new ShapeException("A dataset takes inputs [n, ...] and targets [n, ...]; given " + inputs.shape() + " and "
          + targets.shape());
    }
    this.inputs = inputs;
    this.targets = targets;
  }

  @Override
  public int size() {
    return inputs.shape().size(0);
  }

  @Override
  public Sample get(int index) {
    int row = Parts.checked(index, size());
    return new Sample(inputs.select(0, row), targets.select(0, row));
  }

  @Override
  public Sample batch(int[] indices) {
    Tensor rows = Tensor.ofInts(indices).to(inputs.device());
    return new Sample(inputs.indexSelect(0, rows), targets.indexSelect(0, rows.to(targets.device())));
  }
}
