package dev.adjoint.ops;

import dev.adjoint.AdjointException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;
import java.util.Arrays;

/**
 * The activation functions of networks, each one expression. Where a formula would overflow or meet {@code inf * 0}, another
 * one that is exact there takes its place, so that value and derivatives are finite, or the limits, everywhere.
 */
public final class Activations {
  private Activations() {}

  /** Beyond this, exp(-x) and all that shrinks as fast is lost beside 1, in float64 too. */
  private static final double SATURATED = 40;
  /** Below this, exp(x) is 0, in float64 too. */
  private static final double VANISHED = -750;

  private static final Elementwise LEAKY_RELU =
      of("leaky_relu", 1, (a, p) -> a[0].gt(0).then(a[0], a[0].mul(p[0])));
  private static final Elementwise ELU =
      of("elu", 1, (a, p) -> a[0].gt(0).then(a[0], a[0].expm1().mul(p[0])));
  private static final Elementwise CELU =
      of("celu", 1, (a, p) -> a[0].gt(0).then(a[0], a[0].div(p[0]).expm1().mul(p[0])));
  private static final Elementwise SELU = of("selu", 0, (a, p) -> selu(a[0]));
  private static final Elementwise GELU = of("gelu", 0, (a, p) -> gelu(a[0], a[0].mul(Math.sqrt(0.5)).erf()));
  private static final Elementwise GELU_TANH = of("gelu_tanh", 0, (a, p) -> gelu(a[0],
      a[0].mul(a[0]).mul(a[0]).mul(0.044715).add(a[0]).mul(Math.sqrt(2 / Math.PI)).tanh()));
  private static final Elementwise SILU = of("silu", 0, (a, p) -> gated(a[0], a[0].sigmoid()));
  private static final Elementwise MISH = of("mish", 0, (a, p) -> gated(a[0], softplus(a[0]).tanh()));
  private static final Elementwise SOFTPLUS = of("softplus", 2, (a, p) -> {
    Expr scaled = a[0].mul(p[0]);
    return scaled.gt(p[1]).then(a[0], softplus(scaled).div(p[0]));
  });
  private static final Elementwise LOG_SIGMOID = of("log_sigmoid", 0, (a, p) -> softplus(a[0].neg()).neg());
  private static final Elementwise HARDTANH = Elementwise.of("hardtanh", 2, Operands.NUMBERS,
      (a, p) -> a[0].le(p[0]).then(p[0], a[0].lt(p[1]).then(a[0], a[0].ge(p[1]).then(p[1], notANumber(a[0])))));
  private static final Elementwise HARDSWISH = of("hardswish", 0, (a, p) -> {
    Expr x = a[0];
    return x.ge(3).then(x, x.le(-3).then(number(0, x), x.mul(x.add(3)).div(6)));
  });
  private static final Elementwise HARDSIGMOID = of("hardsigmoid", 0, (a, p) -> {
    Expr x = a[0];
    return x.ge(3).then(number(1, x), x.le(-3).then(number(0, x), x.add(3).div(6)));
  });
  private static final Elementwise SOFTSIGN = of("softsign", 0, (a, p) -> a[0].div(a[0].abs().add(1)));
  private static final Elementwise THRESHOLD = Elementwise.of("threshold", 2, Operands.NUMBERS,
      (a, p) -> a[0].le(p[0]).then(p[1], a[0]));
  private static final Elementwise HARDSHRINK =
      of("hardshrink", 1, (a, p) -> shrunk(a[0], p[0], a[0], a[0]));
  private static final Elementwise SOFTSHRINK =
      of("softshrink", 1, (a, p) -> shrunk(a[0], p[0], a[0].sub(p[0]), a[0].add(p[0])));
  private static final Elementwise TANHSHRINK = of("tanhshrink", 0, (a, p) -> a[0].sub(a[0].tanh()));
  private static final Elementwise PRELU = of("prelu", 0, (a, p) -> a[0].gt(0).then(a[0], a[0].mul(a[1])));
  private static final Elementwise GLU = of("glu", 0, (a, p) -> a[0].mul(a[1].sigmoid()));

  private static Elementwise of(String name, int params, Elementwise.Builder builder) {
    return Elementwise.of(name, params, Operands.REAL, builder);
  }

  private static Expr number(double value, Expr like) {
    return Expr.constant(value, like.dtype());
  }

  // ---- Formulas ----

  /** NaN, where x is: rounded, so that it has no gradient. */
  private static Expr notANumber(Expr x) {
    return x.floor();
  }

  private static Expr shrunk(Expr x, Expr lambda, Expr above, Expr below) {
    Expr inside = x.abs().le(lambda).then(number(0, x), notANumber(x));
    return x.gt(lambda).then(above, x.lt(lambda.neg()).then(below, inside));
  }

  /** {@code log(1 + exp(x))}: only the smaller one of exp(x) and exp(-x) is computed, and every derivative is smooth at 0. */
  private static Expr softplus(Expr x) {
    Expr positive = x.gt(0);
    Expr towardsZero = positive.then(x.neg(), x).exp().log1p();
    return positive.then(x, number(0, x)).add(towardsZero);
  }

  /** {@code x * gate}, with a gate that goes to 1 as 1 - exp(-x) on the one side and to 0 as exp(x) on the other. */
  private static Expr gated(Expr x, Expr gate) {
    return x.gt(SATURATED).then(x, x.lt(VANISHED).then(number(0, x), x.mul(gate)));
  }

  /** {@code x/2 * (1 + s)}, with an s that is 1 or -1 from {@link #SATURATED} on. */
  private static Expr gelu(Expr x, Expr s) {
    return x.abs().gt(SATURATED).then(x.relu(), x.mul(s.add(1)).mul(0.5));
  }

  /** Klambauer and others, Self-Normalizing Neural Networks (2017), equation 2. */
  private static Expr selu(Expr x) {
    double alpha = 1.6732632423543772848170429916717;
    double scale = 1.0507009873554804934193349852946;
    return x.gt(0).then(x.mul(scale), x.expm1().mul(scale * alpha));
  }

  // ---- With a number ----

  /** {@code x} where it is positive, {@code slope * x} elsewhere. */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return LEAKY_RELU.apply(new double[] {slope}, x);
  }

  /** {@code x} where it is positive, {@code alpha * (exp(x) - 1)} elsewhere. */
  public static Tensor elu(Tensor x, double alpha) {
    return ELU.apply(new double[] {alpha}, x);
  }

  /** {@code x} where it is positive, {@code alpha * (exp(x / alpha) - 1)} elsewhere. */
  public static Tensor celu(Tensor x, double alpha) {
    if (alpha == 0) {
      throw new AdjointException("celu divides by alpha; given 0");
    }
    return CELU.apply(new double[] {alpha}, x);
  }

  /** {@code log(1 + exp(beta * x)) / beta}, and x itself where {@code beta * x} is above the threshold. */
  public static Tensor softplus(Tensor x, double beta, double threshold) {
    if (beta == 0) {
      throw new AdjointException("softplus divides by beta; given 0");
    }
    return SOFTPLUS.apply(new double[] {beta, threshold}, x);
  }

  /** The nearest number between two bounds; the gradient is 0 from the bounds on. */
  public static Tensor hardtanh(Tensor x, double low, double high) {
    if (!(low <= high)) {
      throw new AdjointException("hardtanh from " + low + " to " + high + ": expected low <= high");
    }
    return HARDTANH.apply(new double[] {low, high}, x);
  }

  /** {@code x} where it is above the threshold, {@code value} elsewhere. */
  public static Tensor threshold(Tensor x, double threshold, double value) {
    return THRESHOLD.apply(new double[] {threshold, value}, x);
  }

  /** {@code x} where it is further from 0 than lambda, 0 elsewhere. */
  public static Tensor hardshrink(Tensor x, double lambda) {
    return HARDSHRINK.apply(new double[] {lambda}, x);
  }

  /** {@code x} moved towards 0 by lambda, but not past it. */
  public static Tensor softshrink(Tensor x, double lambda) {
    if (!(lambda >= 0)) {
      throw new AdjointException("softshrink by " + lambda + ": expected lambda >= 0");
    }
    return SOFTSHRINK.apply(new double[] {lambda}, x);
  }

  // ---- Without ----

  /** The scaled exponential linear unit. */
  public static Tensor selu(Tensor x) {
    return SELU.apply(x);
  }

  /** {@code x * P(X <= x)} of a standard normal X. */
  public static Tensor gelu(Tensor x) {
    return GELU.apply(x);
  }

  /** {@link #gelu}, approximated by a hyperbolic tangent. */
  public static Tensor geluTanh(Tensor x) {
    return GELU_TANH.apply(x);
  }

  /** {@code x * sigmoid(x)}. */
  public static Tensor silu(Tensor x) {
    return SILU.apply(x);
  }

  /** {@code x * tanh(softplus(x))}. */
  public static Tensor mish(Tensor x) {
    return MISH.apply(x);
  }

  /** {@code log(sigmoid(x))}. */
  public static Tensor logSigmoid(Tensor x) {
    return LOG_SIGMOID.apply(x);
  }

  /** {@code x * relu6(x + 3) / 6}. */
  public static Tensor hardswish(Tensor x) {
    return HARDSWISH.apply(x);
  }

  /** {@code relu6(x + 3) / 6}. */
  public static Tensor hardsigmoid(Tensor x) {
    return HARDSIGMOID.apply(x);
  }

  /** {@code x / (1 + abs(x))}. */
  public static Tensor softsign(Tensor x) {
    return SOFTSIGN.apply(x);
  }

  /** {@code x - tanh(x)}. */
  public static Tensor tanhshrink(Tensor x) {
    return TANHSHRINK.apply(x);
  }

  // ---- With more than one element ----

  /** {@code x} where it is positive, {@code weight * x} elsewhere, with one weight or one for each channel (axis 1). */
  public static Tensor prelu(Tensor x, Tensor weight) {
    Shape shape = x.shape();
    if (weight.shape().rank() > 1) {
      throw new ShapeException("prelu with a weight of shape " + weight.shape() + ": expected one number, or a vector of them");
    }
    if (weight.size() == 1) {
      return PRELU.apply(x, weight.reshape());
    }
    int channels = shape.rank() < 2 ? 1 : shape.size(1);
    if (weight.size() != channels) {
      throw new ShapeException(
          "prelu of the shape " + shape + " with " + weight.size() + " weights: expected one, or one for each of the "
              + channels + " channels (axis 1)");
    }
    int[] sizes = new int[shape.rank()];
    Arrays.fill(sizes, 1);
    sizes[1] = channels;
    return PRELU.apply(x, weight.reshape(sizes));
  }

  /** The first half along an axis times the sigmoid of the second. */
  public static Tensor glu(Tensor x, int axis) {
    int a = x.shape().axis(axis);
    int size = x.shape().rank() == 0 ? 1 : x.shape().size(a);
    if (size % 2 != 0) {
      throw new ShapeException(
          "glu along axis " + axis + " of the shape " + x.shape() + ": expected an even size, as it is cut into halves");
    }
    return GLU.apply(x.narrow(a, 0, size / 2), x.narrow(a, size / 2, size / 2));
  }
}
