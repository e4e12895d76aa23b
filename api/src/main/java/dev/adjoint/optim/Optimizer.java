package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.Tensor;
import java.util.List;

/** Updates parameters in place from their gradients. */
public abstract class Optimizer {
  private final List<Tensor> parameters;

  Optimizer(List<Tensor> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /** One update of every parameter that has a gradient. */
  public final void step() {
    try (var _ = Adjoint.noGrad()) {
      begin();
      for (int i = 0; i < parameters.size(); i++) {
        Tensor grad = parameters.get(i).grad();
        if (grad != null) {
          // Averages of float16 gradients, of their squares above all, are kept in float32.
          update(i, parameters.get(i), grad.to(grad.dtype().computed()));
        }
      }
    }
  }

  /** Forgets the gradients of all parameters. */
  public final void zeroGrad() {
    parameters.forEach(Tensor::clearGrad);
  }

  void begin() {}

  abstract void update(int index, Tensor parameter, Tensor grad);
}
