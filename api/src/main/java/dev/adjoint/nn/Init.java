package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Linalg;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.Function;

/**
 * First values of parameters, put into them in place; {@link Tensor#filli} and {@link Tensor#zeroi} are the constant ones. Of a
 * weight {@code [out, in, kernel..]}, fan-in is {@code in * kernel} and fan-out {@code out * kernel}.
 *
 * <pre>{@code
 * net.namedParameters().forEach((name, p) -> {
 *   if (name.endsWith("weight") && p.shape().rank() > 1) {
 *     Init.kaimingNormal(p, Init.Fan.OUT, Init.RELU_GAIN, Adjoint.nextKey());
 *   }
 * });
 * }</pre>
 */
public final class Init {
  /** What {@link Tensor#relu} makes of a variance is made up for by this: the square root of 2. */
  public static final double RELU_GAIN = Math.sqrt(2);

  /** Deviations from the mean beyond which too few digits of the distribution function are left. */
  private static final double TAIL = 2;

  private Init() {}

  /** Which side of a weight keeps its variance. */
  public enum Fan {
    /** The outputs. */
    IN,
    /** The gradients. */
    OUT
  }

  private record Fans(long in, long out) {
    static Fans of(String name, Tensor weight) {
      Shape shape = weight.shape();
      if (shape.rank() < 2 || shape.size() == 0) {
        throw new ShapeException(name + " takes a weight [out, in, kernel..] with elements; given the shape " + shape);
      }
      long kernel = (long) shape.size() / shape.size(0) / shape.size(1);
      return new Fans(shape.size(1) * kernel, shape.size(0) * kernel);
    }

    long of(Fan which) {
      return which == Fan.IN ? in : out;
    }
  }

  /** Numbers in [low, high), evenly distributed. */
  public static void uniform(Tensor parameter, double low, double high, Key key) {
    set("uniform", parameter, type -> Random.uniform(key, low, high, parameter.shape(), type));
  }

  /** Numbers from a normal distribution. */
  public static void normal(Tensor parameter, double mean, double std, Key key) {
    set("normal", parameter, type -> Random.normal(key, mean, std, parameter.shape(), type));
  }

  /**
   * Numbers from a normal distribution, of which those outside of [low, high] are drawn again.
   *
   * @throws IllegalArgumentException unless {@code low < high}, the deviation is above 0, and the interval a finite number of
   *     deviations from the mean
   */
  public static void truncatedNormal(Tensor parameter, double mean, double std, double low, double high, Key key) {
    if (!(low < high) || !(std > 0)) {
      throw new IllegalArgumentException(
          "truncatedNormal takes low < high and a deviation above 0; given " + low + ", " + high + " and " + std);
    }
    double from = (low - mean) / std;
    double to = (high - mean) / std;
    double nearest = Math.max(from, -to);
    if (!(nearest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("truncatedNormal takes an interval within reach of the mean; given " + low + " to "
          + high + ", which is " + nearest + " deviations of " + std + " from " + mean);
    }
    set("truncatedNormal", parameter, type -> {
      if (nearest > TAIL) {
        Tensor beyond = NormalTail.beyond(nearest, Math.max(-from, to), parameter.shape(), type.computed(), key).mul(std);
        return (from > 0 ? beyond.add(low) : beyond.neg().add(high)).clamp(low, high).to(type);
      }
      // The inverse of the distribution function, of numbers between its values at both ends.
      DType wide = type.computed();
      Tensor ends = Tensor.of(from, to).to(wide).mul(Math.sqrt(0.5)).erf();
      double[] bounds = ends.toDoubleArray();
      Tensor numbers = Random.uniform(key, bounds[0], bounds[1], parameter.shape(), wide).erfinv();
      return numbers.mul(std * Math.sqrt(2)).add(mean).clamp(low, high).to(type);
    });
  }

  /** Uniform, with variance {@code gain^2 * 2 / (fan-in + fan-out)} (Glorot and Bengio, 2010); a gain of 1 is usual. */
  public static void xavierUniform(Tensor weight, double gain, Key key) {
    Fans fans = Fans.of("xavierUniform", weight);
    double bound = gain * Math.sqrt(6.0 / (fans.in + fans.out));
    uniform(weight, -bound, bound, key);
  }

  /** Normal, with variance {@code gain^2 * 2 / (fan-in + fan-out)} (Glorot and Bengio, 2010); a gain of 1 is usual. */
  public static void xavierNormal(Tensor weight, double gain, Key key) {
    Fans fans = Fans.of("xavierNormal", weight);
    normal(weight, 0, gain * Math.sqrt(2.0 / (fans.in + fans.out)), key);
  }

  /** Uniform, with variance {@code gain^2 / fan} (He et al., 2015). */
  public static void kaimingUniform(Tensor weight, Fan fan, double gain, Key key) {
    double bound = gain * Math.sqrt(3.0 / Fans.of("kaimingUniform", weight).of(fan));
    uniform(weight, -bound, bound, key);
  }

  /** Normal, with variance {@code gain^2 / fan} (He et al., 2015). */
  public static void kaimingNormal(Tensor weight, Fan fan, double gain, Key key) {
    normal(weight, 0, gain / Math.sqrt(Fans.of("kaimingNormal", weight).of(fan)), key);
  }

  /**
   * A matrix {@code [out, the rest]} whose rows, or columns if there are fewer, are orthogonal and of length gain, each such as
   * likely (Saxe et al., 2014).
   */
  public static void orthogonal(Tensor weight, double gain, Key key) {
    Fans.of("orthogonal", weight);
    set("orthogonal", weight, type -> {
      int rows = weight.shape().size(0);
      int columns = weight.size() / rows;
      Tensor tall = Tensor.randn(key, type.computed(), Math.max(rows, columns), Math.min(rows, columns));
      Linalg.QrFactors qr = Linalg.qr(tall);
      // Signs that do not depend on how the factors are computed.
      Tensor q = qr.q().mul(qr.r().diagonal().sign());
      return (rows < columns ? q.t() : q).mul(gain).reshape(weight.shape().toArray()).to(type);
    });
  }

  private static void set(String name, Tensor parameter, Function<DType, Tensor> values) {
    Objects.requireNonNull(parameter, () -> name + ": the parameter is null; expected a tensor");
    if (!parameter.dtype().isFloating()) {
      throw new DTypeException(name + " of a tensor " + parameter.dtype() + "; expected a floating-point one");
    }
    try (var _ = Adjoint.noGrad()) {
      parameter.assign(values.apply(parameter.dtype()).to(parameter.device()));
    }
  }
}
