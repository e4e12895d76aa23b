package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Device;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.List;
import java.util.Objects;

/** Keeps gradients small between {@code backward()} and an optimizer's step. Parameters without a gradient do not count. */
public final class GradientClipping {
  private static final double EPS = 1e-6;

  private GradientClipping() {}

  /** {@link #byNorm(List, double, double, boolean)} with the 2-norm; a norm that is not finite makes all gradients NaN or 0. */
  public static Tensor byNorm(List<Tensor> parameters, double most) {
    return byNorm(parameters, most, 2, false);
  }

  /**
   * Scales all gradients, in place, so that the norm of all of them together, as if they were one vector, is at most a number.
   *
   * @param most the largest norm: 0 or more
   * @param p of the norm: more than 0, infinity for the largest absolute value
   * @param errorIfNonfinite whether a norm that is infinite or NaN is an error; it waits for the device
   * @return the norm before: 0-d, on the device of the first gradient
   * @throws IllegalArgumentException if a number is out of its range
   * @throws AutogradException if the norm is not finite and that is an error; the gradients stay as they are then
   */
  public static Tensor byNorm(List<Tensor> parameters, double most, double p, boolean errorIfNonfinite) {
    Checks.require(most >= 0, "The largest norm", "0 or more", most);
    Checks.require(p > 0, "The p of a norm", "more than 0", p);
    List<Tensor> gradients = gradients(parameters);
    if (gradients.isEmpty()) {
      return Tensor.scalar(0f);
    }
    try (var _ = Adjoint.noGrad()) {
      Device device = gradients.getFirst().device();
      Tensor[] norms = gradients.stream().map(g -> g.to(g.dtype().computed()).norm(p).to(device)).toArray(Tensor[]::new);
      Tensor total = norms.length == 1 ? norms[0] : Tensor.stack(0, norms).norm(p);
      if (errorIfNonfinite && !Double.isFinite(total.item())) {
        throw new AutogradException(
            "The norm of the gradients of " + gradients.size() + " parameters is " + total.item()
                + "; expected a finite one. Nothing was scaled. Look for the operation with Adjoint.detectAnomaly(), or let"
                + " such a norm pass with errorIfNonfinite = false");
      }
      Tensor factor = total.add(EPS).rdiv(most).clamp(Double.NEGATIVE_INFINITY, 1);
      gradients.forEach(g -> g.muli(factor.to(g.device())));
      return total;
    }
  }

  /**
   * Moves each element of the gradients, in place, to the nearest number from {@code -most} to {@code most}.
   *
   * @throws IllegalArgumentException if {@code most} is less than 0, or NaN
   */
  public static void byValue(List<Tensor> parameters, double most) {
    Checks.require(most >= 0, "The largest value", "0 or more", most);
    try (var _ = Adjoint.noGrad()) {
      gradients(parameters).forEach(g -> g.assign(g.clamp(-most, most)));
    }
  }

  static List<Tensor> gradients(List<Tensor> parameters) {
    return parameters.stream().map(Updates::gradient).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }
}
