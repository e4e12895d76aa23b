package dev.adjoint.optim;

import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adam (Kingma and Ba, 2015, algorithm 1), with its usual constants 0.9, 0.999 and 1e-8. */
public final class Adam extends Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPS = 1e-8;

  private final double lr;
  private final Map<Integer, Moments> moments = new HashMap<>();
  private int steps;

  private record Moments(Tensor first, Tensor second) {}

  /**
   * Adam with a learning rate.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or the learning rate is negative or NaN
   * @throws dev.adjoint.AutogradException if a parameter is no leaf
   */
  public Adam(List<Tensor> parameters, double lr) {
    super(parameters, lr);
    this.lr = lr;
  }

  private static Tensor zeros(Tensor like) {
    return Scope.keepAlways(Tensor.zerosLike(like));
  }

  @Override
  void begin() {
    steps++;
  }

  @Override
  void update(int index, Tensor parameter, Tensor grad) {
    Moments m = moments.computeIfAbsent(index, i -> new Moments(zeros(grad), zeros(grad)));
    Updates.average(m.first, grad, 1 - BETA1);
    Updates.averageSquares(m.second, grad, 1 - BETA2);
    double rate = lr / (1 - Math.pow(BETA1, steps));
    Updates.descend(parameter, m.first, rate, m.second, 1 / (1 - Math.pow(BETA2, steps)), EPS);
  }
}
