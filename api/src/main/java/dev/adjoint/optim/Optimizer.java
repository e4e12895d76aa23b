package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.List;

/** Updates parameters in place from their gradients. */
public abstract class Optimizer {
  private final List<Tensor> parameters;

  Optimizer(List<Tensor> parameters, double lr) {
    if (!(lr >= 0)) {
      throw new IllegalArgumentException("A learning rate is 0 or more; given " + lr);
    }
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "An optimizer was given no parameters; give it those of a module, or tensors that require a"
              + " gradient");
    }
    for (int i = 0; i < parameters.size(); i++) {
      check(parameters, i);
    }
    this.parameters = List.copyOf(parameters);
  }

  /** Gradients gather in leaves alone: anything else would stay as it is without a word. */
  private static void check(List<Tensor> parameters, int index) {
    Tensor parameter = parameters.get(index);
    if (!parameter.isLeaf()) {
      throw new AutogradException(
          "Parameter " + index + " of an optimizer, " + parameter.dtype() + parameter.shape() + " on " + parameter.device()
              + ", is no leaf: it was computed from others, and gets no gradient of its own. Move or change a tensor first, then"
              + " call detach() and requiresGrad(true) on it");
    }
    for (int other = 0; other < index; other++) {
      if (parameters.get(other) == parameter) {
        throw new IllegalArgumentException(
            "Parameters " + other + " and " + index + " of an optimizer are the same tensor, which would be updated twice");
      }
    }
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
