package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;

/** Losses of single elements, as scalar expressions: each is one kernel, and so is its gradient. */
public final class LossFunctions {
  private static final Elementwise SQUARED =
      Elementwise.of("mse", 0, Operands.REAL, (a, p) -> a[0].sub(a[1]).mul(a[0].sub(a[1])));
  private static final Elementwise ABSOLUTE = Elementwise.of("l1", 0, Operands.REAL, (a, p) -> a[0].sub(a[1]).abs());
  private static final Elementwise SMOOTH_L1 = Elementwise.of("smooth_l1", 1, Operands.REAL, (a, p) -> {
    Expr d = a[0].sub(a[1]);
    return d.abs().lt(p[0]).then(d.mul(d).mul(0.5).div(p[0]), d.abs().sub(p[0].mul(0.5)));
  });
  private static final Elementwise HUBER = Elementwise.of("huber", 1, Operands.REAL, (a, p) -> {
    Expr d = a[0].sub(a[1]);
    return d.abs().le(p[0]).then(d.mul(d).mul(0.5), d.abs().sub(p[0].mul(0.5)).mul(p[0]));
  });
  private static final Elementwise LOG_SIGMOID =
      Elementwise.of("log_sigmoid", 0, Operands.REAL, (a, p) -> logSigmoid(a[0]));
  private static final Elementwise WITH_LOGITS =
      Elementwise.of("bce_with_logits", 0, Operands.REAL, (a, p) -> withLogits(a[0], a[1], logSigmoid(a[0])));
  private static final Elementwise WITH_LOGITS_AND_WEIGHT = Elementwise.of("bce_with_logits", 0, Operands.REAL,
      (a, p) -> withLogits(a[0], a[1], logSigmoid(a[0]).mul(a[1].mul(a[2].sub(1)).add(1))));
  /** {@code t log t} is 0 at 0. */
  private static final Elementwise DIVERGENCE = Elementwise.of("kl_div", 0, Operands.REAL,
      (a, p) -> a[1].eq(0).then(a[1].mul(0), a[1].mul(a[1].log())).sub(a[1].mul(a[0])));
  private static final Elementwise LOG_DIVERGENCE =
      Elementwise.of("kl_div", 0, Operands.REAL, (a, p) -> a[1].exp().mul(a[1].sub(a[0])));
  private static final Elementwise HINGE =
      Elementwise.of("hinge", 0, Operands.REAL, (a, p) -> a[0].lt(0).then(a[0].mul(0), a[0]));
  private static final Elementwise GAUSSIAN = Elementwise.of("gaussian_nll", 0, Operands.REAL,
      (a, p) -> a[2].log().add(a[0].sub(a[1]).mul(a[0].sub(a[1])).div(a[2])).mul(0.5));
  private static final Elementwise POISSON_LOG =
      Elementwise.of("poisson_nll", 0, Operands.REAL, (a, p) -> a[0].exp().sub(a[1].mul(a[0])));
  private static final Elementwise POISSON =
      Elementwise.of("poisson_nll", 1, Operands.REAL, (a, p) -> a[0].sub(a[1].mul(a[0].add(p[0]).log())));
  private static final Elementwise STIRLING = Elementwise.of("stirling", 0, Operands.REAL, (a, p) -> a[0].gt(1)
      .then(a[0].mul(a[0].log()).sub(a[0]).add(a[0].mul(2 * Math.PI).log().mul(0.5)), a[0].mul(0)));

  private LossFunctions() {}

  /** Each half in the range where nothing overflows; both have all derivatives of the whole, at 0 too. */
  private static Expr logSigmoid(Expr x) {
    return x.ge(0).then(x.neg().exp().log1p().neg(), x.sub(x.exp().log1p()));
  }

  private static Expr withLogits(Expr x, Expr target, Expr weighedLogSigmoid) {
    return x.sub(target.mul(x)).sub(weighedLogSigmoid);
  }

  /** {@code (a - b)^2}. */
  public static Tensor squared(Tensor a, Tensor b) {
    return SQUARED.apply(a, b);
  }

  /** {@code |a - b|}. */
  public static Tensor absolute(Tensor a, Tensor b) {
    return ABSOLUTE.apply(a, b);
  }

  /** {@code (a - b)^2 / (2 beta)} within beta, {@code |a - b| - beta / 2} outside. */
  public static Tensor smoothL1(Tensor a, Tensor b, double beta) {
    return SMOOTH_L1.apply(new double[] {beta}, a, b);
  }

  /** {@code (a - b)^2 / 2} within delta, {@code delta (|a - b| - delta / 2)} outside (Huber, 1964). */
  public static Tensor huber(Tensor a, Tensor b, double delta) {
    return HUBER.apply(new double[] {delta}, a, b);
  }

  /** {@code log(1 / (1 + exp(-x)))}. */
  public static Tensor logSigmoid(Tensor x) {
    return LOG_SIGMOID.apply(x);
  }

  /** {@code -(t log s + (1 - t) log(1 - s))}, where s is the sigmoid of x. */
  public static Tensor binaryWithLogits(Tensor x, Tensor target) {
    return WITH_LOGITS.apply(x, target);
  }

  /** The same, with {@code t log s} counted {@code positive} times. */
  public static Tensor binaryWithLogits(Tensor x, Tensor target, Tensor positive) {
    return WITH_LOGITS_AND_WEIGHT.apply(x, target, positive);
  }

  /** {@code t (log t - x)}, or {@code exp(t) (t - x)} where t is a logarithm. */
  public static Tensor divergence(Tensor x, Tensor target, boolean logTarget) {
    return (logTarget ? LOG_DIVERGENCE : DIVERGENCE).apply(x, target);
  }

  /** {@code max(x, 0)}, with the gradient 1 at 0: a margin that is just met still pushes. */
  public static Tensor hinge(Tensor x) {
    return HINGE.apply(x);
  }

  /** {@code (log v + (x - t)^2 / v) / 2}. */
  public static Tensor gaussian(Tensor x, Tensor target, Tensor variance) {
    return GAUSSIAN.apply(x, target, variance);
  }

  /** {@code exp(x) - t x}. */
  public static Tensor poissonOfLog(Tensor x, Tensor target) {
    return POISSON_LOG.apply(x, target);
  }

  /** {@code x - t log(x + eps)}. */
  public static Tensor poisson(Tensor x, Tensor target, double eps) {
    return POISSON.apply(new double[] {eps}, x, target);
  }

  /** Stirling's {@code t log t - t + log(2 pi t) / 2} above 1, 0 up to there. */
  public static Tensor stirling(Tensor target) {
    return STIRLING.apply(target);
  }
}
