package dev.adjoint.optim;

import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gradient descent, with momentum if asked for: {@code v = momentum * v + g; p -= lr * v}. */
public final class Sgd extends Optimizer {
  private final double lr;
  private final double momentum;
  private final Map<Integer, Tensor> velocities = new HashMap<>();

  /** Plain gradient descent. */
  public Sgd(List<Tensor> parameters, double lr) {
    this(parameters, lr, 0);
  }

  /** Gradient descent with momentum. */
  public Sgd(List<Tensor> parameters, double lr, double momentum) {
    super(parameters);
    this.lr = lr;
    this.momentum = momentum;
  }

  @Override
  void update(int index, Tensor parameter, Tensor grad) {
    Tensor direction = grad;
    if (momentum != 0) {
      Tensor velocity = velocities.get(index);
      direction = velocity == null ? Scope.keepAlways(grad.copy()) : velocity.muli(momentum).addi(grad);
      velocities.put(index, direction);
    }
    parameter.subi(direction.mul(lr));
  }
}
