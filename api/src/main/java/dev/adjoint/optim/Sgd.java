package dev.adjoint.optim;

import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gradient descent, with momentum if asked for: {@code v = momentum * v + g; p -= lr * v}. */
public final class Sgd extends Optimizer {
  private final double lr;
  private final double momentum;
  private final Map<Integer, Tensor> velocities = new HashMap<>();

  /**
   * Plain gradient descent.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or the learning rate is negative or NaN
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Sgd(List<Tensor> parameters, double lr) {
    this(parameters, lr, 0);
  }

  /** Gradient descent with momentum; throws as {@link #Sgd(List, double)} does. */
  public Sgd(List<Tensor> parameters, double lr, double momentum) {
    super(parameters, lr);
    this.lr = lr;
    this.momentum = momentum;
  }

  @Override
  void update(int index, Tensor parameter, Tensor grad) {
    Updates.descend(parameter, momentum == 0 ? grad : velocity(index, grad), lr);
  }

  private Tensor velocity(int index, Tensor grad) {
    Tensor velocity = velocities.get(index);
    if (velocity == null) {
      velocity = Scope.keepAlways(grad.copy());
      velocities.put(index, velocity);
    } else {
      Updates.accelerate(velocity, grad, momentum);
    }
    return velocity;
  }
}
