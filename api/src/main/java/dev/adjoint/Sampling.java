package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Half;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * How random bits become numbers: by maps. Integers, comparisons and evenly distributed numbers are the same on every backend
 * to the last bit; what takes a logarithm, a sine or a cosine is as near as the backends' float64 functions are.
 */
final class Sampling {
  private static final double[] NO_PARAMS = {};
  private static final double WORD = 0xFFFFFFFFL;

  /** Steps of 2^-24, which float32 holds. */
  private static final Kernel[] UNIFORM_FLOAT32 = {
    ofWords((even, odd) -> narrowUnit(even)), ofWords((even, odd) -> narrowUnit(odd))
  };
  /** Steps of 2^-53, which float64 holds. */
  private static final Kernel UNIFORM_FLOAT64 = ofBits(Sampling::unit);
  private static final Kernel[] NORMAL_FLOAT64 = {ofWords(Sampling::cosine), ofWords(Sampling::sine)};
  private static final Kernel[] NORMAL_FLOAT32 = {
    ofWords((u, v) -> cosine(u, v).cast(DType.FLOAT32)), ofWords((u, v) -> sine(u, v).cast(DType.FLOAT32))
  };
  /** By inversion: {@code -log(1 - u) / p0}. */
  private static final Kernel EXPONENTIAL =
      ofBits(bits -> unit(bits).neg().log1p().neg().div(Expr.param(0, DType.FLOAT64)));
  private static final Kernel BELOW = ofBits(bits -> unit(bits).lt(Expr.param(0, DType.FLOAT64)));
  /** Whether rand's number is at least p0 steps of 2^-24: whole numbers alone, which are compared as they are. */
  private static final Kernel[] KEPT = {ofWords((even, odd) -> kept(even)), ofWords((even, odd) -> kept(odd))};
  /** p0 where it is kept, and 0 elsewhere. */
  private static final Map<DType, Kernel> CHOSEN = new EnumMap<>(DType.class);

  static {
    for (DType type : DType.values()) {
      if (type.isFloating()) {
        Expr number = Expr.param(0, type.computed());
        CHOSEN.put(type, Kernel.of(
            Expr.arg(0, DType.BOOL).then(number, Expr.constant(0, type.computed())).cast(type)));
      }
    }
  }

  /** A multiple of the range short of 2^63 is not left out: one number in 2^63 / range is more likely than others by 1. */
  private static final Kernel INTEGER = ofBits(
      bits -> Series.wide(0).add(Expr.binary(BinaryOp.FMOD, bits.ushr(1), Series.wide(2))));

  private Sampling() {}

  private static Kernel ofBits(UnaryOperator<Expr> number) {
    return Kernel.of(number.apply(Expr.arg(0, DType.INT64)));
  }

  /** A function of the two words in 64 bits. */
  private static Kernel ofWords(BinaryOperator<Expr> number) {
    return ofBits(bits -> number.apply(bits.bitAnd(WORD), bits.ushr(32)));
  }

  private static Expr narrowUnit(Expr word) {
    return word.ushr(8).cast(DType.FLOAT32).mul(0x1p-24);
  }

  private static Expr kept(Expr word) {
    return word.ushr(8).ge(Expr.param(0, DType.INT64));
  }

  private static Expr unit(Expr bits) {
    return bits.ushr(11).cast(DType.FLOAT64).mul(0x1p-53);
  }

  // Two normal numbers from two uniform ones (Box and Muller, 1958), of which the first is above 0.

  private static Expr radius(Expr word) {
    return word.cast(DType.FLOAT64).add(0.5).mul(0x1p-32).log().mul(-2).sqrt();
  }

  private static Expr angle(Expr word) {
    return word.cast(DType.FLOAT64).mul(0x1p-32).mul(2 * Math.PI);
  }

  private static Expr cosine(Expr u, Expr v) {
    return radius(u).mul(angle(v).cos());
  }

  private static Expr sine(Expr u, Expr v) {
    return radius(u).mul(angle(v).sin());
  }

  // ---- Tensors ----

  /** Numbers in [0, 1). */
  static Tensor uniform(Key key, Shape shape, DType dtype, Backend backend) {
    if (dtype == DType.FLOAT64) {
      return perElement(UNIFORM_FLOAT64, NO_PARAMS, key, shape, backend);
    }
    Tensor numbers = perWord(UNIFORM_FLOAT32, NO_PARAMS, key, shape, backend);
    // Cut, not rounded, to the precision of half types: what is below 1 stays below 1.
    double steps = dtype == DType.FLOAT16 ? 0x1p11 : 0x1p8;
    return (dtype.isHalf() ? numbers.mul(steps).floor().div(steps) : numbers).to(floating("rand", dtype));
  }

  /** Numbers from the standard normal distribution. */
  static Tensor normal(Key key, Shape shape, DType dtype, Backend backend) {
    return perWord(dtype == DType.FLOAT64 ? NORMAL_FLOAT64 : NORMAL_FLOAT32, NO_PARAMS, key, shape, backend)
        .to(floating("randn", dtype));
  }

  /** Numbers from the exponential distribution, float64. */
  static Tensor exponential(Key key, double rate, Shape shape, Backend backend) {
    return perElement(EXPONENTIAL, new double[] {rate}, key, shape, backend);
  }

  /** True with a chance: bool. */
  static Tensor chance(Key key, double p, Shape shape, Backend backend) {
    return perElement(BELOW, new double[] {p}, key, shape, backend);
  }

  /** A number where {@link #uniform} gives at least {@code p}, a float32, and 0 elsewhere: of a floating type. */
  static Tensor kept(Key key, double p, double number, Shape shape, DType dtype, Backend backend) {
    double[] steps = {Math.ceil((float) p * 0x1p24)};
    View kept = perWord(KEPT, steps, key, shape, backend).view();
    View out = View.of(Memory.allocate(backend, dtype, shape.size()), shape);
    backend.map(CHOSEN.get(dtype), new double[] {number}, new View[] {kept}, out);
    return Tensor.wrap(backend, out);
  }

  /** Integers from {@code low} up to, without, {@code low + range}: int64. */
  static Tensor integers(Key key, long low, long range, Shape shape, Backend backend) {
    return perElement(INTEGER, Series.halves(low, range), key, shape, backend);
  }

  /** The largest number of a floating type below a bound, and no less than another one, both in that type. */
  static double largestBelow(double low, double high, DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> Math.max(low, Math.nextDown(high));
      case FLOAT32 -> Math.max((float) low, Math.nextDown((float) high));
      default -> {
        short bits = Half.bits(dtype, (float) high);
        // Bits count magnitudes, and below 0 is the smallest of the negative ones.
        int below = (bits & 0x7FFF) == 0 ? 0x8001 : bits < 0 ? bits + 1 : bits - 1;
        yield Math.max(Half.round(dtype, (float) low), Half.number(dtype, (short) below));
      }
    };
  }

  static DType floating(String what, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(what + " gives floating-point numbers; asked for " + dtype + ". For integers there is "
          + "Random.randint");
    }
    return dtype;
  }

  /** A number from 64 bits each. */
  private static Tensor perElement(Kernel number, double[] params, Key key, Shape shape, Backend backend) {
    int n = shape.size();
    View out = View.of(Memory.allocate(backend, number.dtype(), n), Shape.of(n));
    backend.map(number, params, new View[] {bits(key, n, backend)}, out);
    return Tensor.wrap(backend, View.of(out.buffer(), shape));
  }

  /** Two numbers from 64 bits, at even and at odd places. */
  private static Tensor perWord(Kernel[] numbers, double[] params, Key key, Shape shape, Backend backend) {
    int n = shape.size();
    View bits = bits(key, n - n / 2, backend);
    Buffer out = Memory.allocate(backend, numbers[0].dtype(), n);
    for (int half = 0; half < 2; half++) {
      Shape places = Shape.of((n + 1 - half) / 2);
      View some = new View(bits.buffer(), places, new int[] {1}, 0);
      backend.map(numbers[half], params, new View[] {some}, new View(out, places, new int[] {2}, Math.min(half, n)));
    }
    return Tensor.wrap(backend, View.of(out, shape));
  }

  private static View bits(Key key, int n, Backend backend) {
    View bits = View.of(Memory.allocate(backend, DType.INT64, n), Shape.of(n));
    backend.map(Philox.BITS, Philox.roundKeys(key), new View[0], bits);
    return bits;
  }
}
