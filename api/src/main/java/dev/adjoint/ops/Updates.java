package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What optimizers do to parameters and to what they remember of each: in place, each tensor written once. Rates, and all that
 * may change from step to step, are parameters of the kernels.
 */
public final class Updates {
  /** {@code sign * gradient + decay * parameter}: what an optimizer takes for the gradient, never stored. */
  public record Slope(Tensor parameter, Tensor gradient, double sign, double decay) {}

  private static final Elementwise DESCENT =
      Elementwise.of("descent", 1, Operands.REAL, (a, p) -> a[0].sub(a[1].mul(p[0])));
  private static final Elementwise SLOPE_DESCENT =
      Elementwise.of("descent", 3, Operands.REAL, (a, p) -> a[0].sub(slope(a[1], a[0], p).mul(p[2])));
  private static final Elementwise MOMENTUM = Elementwise.of("momentum", 4, Operands.REAL,
      (a, p) -> a[0].mul(p[2]).add(slope(a[1], a[2], p).mul(p[3])));
  private static final Elementwise NESTEROV = Elementwise.of("nesterov", 4, Operands.REAL,
      (a, p) -> a[0].sub(slope(a[1], a[0], p).add(a[2].mul(p[2])).mul(p[3])));
  private static final Elementwise MEAN =
      Elementwise.of("moving_mean", 1, Operands.REAL, (a, p) -> a[0].add(a[1].sub(a[0]).mul(p[0])));
  private static final Elementwise SLOPE_MEAN = Elementwise.of("moving_mean", 3, Operands.REAL,
      (a, p) -> a[0].add(slope(a[1], a[2], p).sub(a[0]).mul(p[2])));
  private static final Elementwise SQUARES = Elementwise.of("moving_squares", 4, Operands.REAL, (a, p) -> {
    Expr g = slope(a[1], a[2], p);
    return a[0].mul(p[2]).add(g.mul(g).mul(p[3]));
  });
  private static final Elementwise LARGER =
      Elementwise.of("larger", 0, Operands.REAL, (a, p) -> a[0].ge(a[1]).then(a[0], a[1]));
  private static final Elementwise SCALED_DESCENT = Elementwise.of("scaled_descent", 4, Operands.REAL,
      (a, p) -> a[0].mul(p[3]).sub(a[1].mul(p[0]).div(a[2].mul(p[1]).sqrt().add(p[2]))));
  private static final Elementwise NORMED_DESCENT = Elementwise.of("normed_descent", 4, Operands.REAL,
      (a, p) -> a[0].sub(normed(a[1], a[0], a[2], p).mul(p[3])));
  private static final Elementwise CENTRED_DESCENT = Elementwise.of("normed_descent", 4, Operands.REAL,
      (a, p) -> a[0].sub(normed(a[1], a[0], a[2].sub(a[3].mul(a[3])), p).mul(p[3])));
  private static final Elementwise NORMED_MOMENTUM = Elementwise.of("normed_momentum", 4, Operands.REAL,
      (a, p) -> a[0].mul(p[3]).add(normed(a[1], a[2], a[3], p)));
  private static final Elementwise CENTRED_MOMENTUM = Elementwise.of("normed_momentum", 4, Operands.REAL,
      (a, p) -> a[0].mul(p[3]).add(normed(a[1], a[2], a[3].sub(a[4].mul(a[4])), p)));
  private static final Elementwise SIGN_DESCENT = Elementwise.of("sign_descent", 4, Operands.REAL, (a, p) -> {
    Expr g = a[1].mul(p[0]);
    return a[0].mul(p[3]).sub(a[2].add(g.sub(a[2]).mul(p[1])).sign().mul(p[2]));
  });

  private Updates() {}

  /** The gradient of a parameter, for those who read it now and keep nothing of it: see {@link Tape#peekGrad}. */
  public static @Nullable Tensor gradient(Tensor parameter) {
    return Tape.peekGrad(parameter);
  }

  /** The first two numbers of a kernel are a slope's. */
  private static Expr slope(Expr gradient, Expr parameter, Expr[] p) {
    return gradient.mul(p[0]).add(parameter.mul(p[1]));
  }

  private static Expr normed(Expr gradient, Expr parameter, Expr squares, Expr[] p) {
    return slope(gradient, parameter, p).div(squares.sqrt().add(p[2]));
  }

  /** {@code parameter -= rate * direction}. */
  public static void descend(Tensor parameter, Tensor direction, double rate) {
    DESCENT.applyInPlace(new double[] {rate}, parameter, direction);
  }

  /** {@code parameter -= rate * slope}. */
  public static void descend(Slope s, double rate) {
    SLOPE_DESCENT.applyInPlace(new double[] {s.sign, s.decay, rate}, s.parameter, s.gradient);
  }

  /** {@code velocity = momentum * velocity + weight * slope}. */
  public static void accelerate(Tensor velocity, Slope s, double momentum, double weight) {
    MOMENTUM.applyInPlace(new double[] {s.sign, s.decay, momentum, weight}, velocity, s.gradient, s.parameter);
  }

  /** {@code parameter -= rate * (slope + momentum * velocity)}. */
  public static void descendAhead(Slope s, Tensor velocity, double momentum, double rate) {
    NESTEROV.applyInPlace(new double[] {s.sign, s.decay, momentum, rate}, s.parameter, s.gradient, velocity);
  }

  /** {@code mean += weight * (values - mean)}. */
  public static void average(Tensor mean, Tensor values, double weight) {
    MEAN.applyInPlace(new double[] {weight}, mean, values);
  }

  /** {@code mean += weight * (slope - mean)}. */
  public static void average(Tensor mean, Slope s, double weight) {
    SLOPE_MEAN.applyInPlace(new double[] {s.sign, s.decay, weight}, mean, s.gradient, s.parameter);
  }

  /** {@code squares = kept * squares + weight * slope^2}. */
  public static void addSquares(Tensor squares, Slope s, double kept, double weight) {
    SQUARES.applyInPlace(new double[] {s.sign, s.decay, kept, weight}, squares, s.gradient, s.parameter);
  }

  /** {@code largest = max(largest, values)}; NaN where a value is. */
  public static void larger(Tensor largest, Tensor values) {
    LARGER.applyInPlace(largest, values);
  }

  /** {@code parameter = kept * parameter - rate * direction / (sqrt(factor * squares) + eps)}. */
  public static void descend(
      Tensor parameter, Tensor direction, double rate, Tensor squares, double factor, double eps, double kept) {
    SCALED_DESCENT.applyInPlace(new double[] {rate, factor, eps, kept}, parameter, direction, squares);
  }

  /** {@code parameter -= rate * slope / (sqrt(squares) + eps)}. */
  public static void descend(Slope s, Tensor squares, double eps, double rate) {
    NORMED_DESCENT.applyInPlace(new double[] {s.sign, s.decay, eps, rate}, s.parameter, s.gradient, squares);
  }

  /** {@code parameter -= rate * slope / (sqrt(squares - mean^2) + eps)}. */
  public static void descend(Slope s, Tensor squares, Tensor mean, double eps, double rate) {
    CENTRED_DESCENT.applyInPlace(new double[] {s.sign, s.decay, eps, rate}, s.parameter, s.gradient, squares, mean);
  }

  /** {@code velocity = momentum * velocity + slope / (sqrt(squares) + eps)}. */
  public static void accelerate(Tensor velocity, Slope s, Tensor squares, double eps, double momentum) {
    NORMED_MOMENTUM.applyInPlace(new double[] {s.sign, s.decay, eps, momentum}, velocity, s.gradient, s.parameter, squares);
  }

  /** {@code velocity = momentum * velocity + slope / (sqrt(squares - mean^2) + eps)}. */
  public static void accelerate(Tensor velocity, Slope s, Tensor squares, Tensor mean, double eps, double momentum) {
    CENTRED_MOMENTUM.applyInPlace(new double[] {s.sign, s.decay, eps, momentum}, velocity, s.gradient, s.parameter, squares,
        mean);
  }

  /** {@code parameter = kept * parameter - rate * sign(mean + weight * (gradient - mean))}; the decay does not count. */
  public static void descendSign(Slope s, Tensor mean, double weight, double rate, double kept) {
    SIGN_DESCENT.applyInPlace(new double[] {s.sign, weight, rate, kept}, s.parameter, s.gradient, mean);
  }
}
