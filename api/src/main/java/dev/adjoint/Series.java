package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Tensors whose elements follow from their indices. */
final class Series {
  private static final double[] NO_PARAMS = {};
  private static final View[] NO_INPUTS = {};
  private static final Map<DType, Kernel> FULL = kernels(type -> Expr.param(0, type));
  private static final Map<DType, Kernel> EYE = kernels(type -> Expr.index(0).eq(Expr.index(1)).cast(type));
  private static final Map<DType, Kernel> INTEGERS =
      kernels(type -> wide(0).add(Expr.index(0).mul(wide(2))).cast(type));
  private static final Map<DType, Kernel> REALS =
      kernels(type -> number(0).add(Expr.index(0).cast(DType.FLOAT64).mul(number(1))).cast(type));
  private static final Map<DType, Kernel> LINEAR = kernels(type -> linear().cast(type));
  private static final Map<DType, Kernel> LOGARITHMIC = kernels(type -> number(5).pow(linear()).cast(type));

  private Series() {}

  private static Map<DType, Kernel> kernels(Function<DType, Expr> element) {
    Map<DType, Kernel> out = new EnumMap<>(DType.class);
    for (DType type : DType.values()) {
      out.put(type, Kernel.of(element.apply(type)));
    }
    return out;
  }

  private static Expr number(int param) {
    return Expr.param(param, DType.FLOAT64);
  }

  /** An int64 from two parameters, its upper and its lower half: a parameter is a double, which holds 53 bits. */
  static Expr wide(int param) {
    return Expr.param(param, DType.INT64).shl(32).bitOr(Expr.param(param + 1, DType.INT64));
  }

  /** The parameters of {@link #wide}. */
  static double[] halves(long... values) {
    double[] out = new double[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      out[2 * i] = values[i] >> 32;
      out[2 * i + 1] = values[i] & 0xFFFFFFFFL;
    }
    return out;
  }

  /** From {@code p0} in steps of {@code p2} before index {@code p4}, and from there on counted back from {@code p1}. */
  private static Expr linear() {
    Expr index = Expr.index(0).cast(DType.FLOAT64);
    Expr forwards = number(0).add(index.mul(number(2)));
    Expr backwards = number(1).sub(number(3).sub(index).mul(number(2)));
    return index.lt(number(4)).then(forwards, backwards);
  }

  static Tensor full(Shape shape, double value, DType dtype, Backend backend) {
    if (dtype.isInteger()) {
      double limit = Math.scalb(1.0, 8 * dtype.bytes() - 1);
      double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
      if (!(whole >= -limit && whole < limit)) {
        throw new DTypeException(
            "A tensor " + dtype + " cannot hold " + value + ": expected " + (long) -limit + " to below 2^"
                + (8 * dtype.bytes() - 1) + ". Make it float64");
      }
    }
    return computed(FULL.get(dtype), new double[] {value}, shape, backend);
  }

  /** From start in steps, before end. */
  static Tensor arange(long start, long end, long step, DType dtype) {
    check("arange", start, end, step);
    // The distance may be beyond what a long holds.
    BigInteger distance = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
    BigInteger[] steps = distance.divideAndRemainder(BigInteger.valueOf(step));
    BigInteger n = steps[0].add(BigInteger.valueOf(steps[1].signum() == 0 ? 0 : 1));
    int count = count("arange", n.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    return computed(INTEGERS.get(dtype), halves(start, step), Shape.of(count), Backends.current());
  }

  /** From start in steps, before end. */
  static Tensor arange(double start, double end, double step, DType dtype) {
    check("arange", start, end, step);
    if (!dtype.isFloating()) {
      if (start != Math.rint(start) || step != Math.rint(step)) {
        throw new DTypeException(
            "arange of " + dtype + " from " + start + " in steps of " + step + " would round: use a floating type");
      }
      return arange((long) start, (long) Math.ceil(end), (long) step, dtype);
    }
    double n = Math.ceil((end - start) / step);
    return computed(
        REALS.get(dtype), new double[] {start, step}, Shape.of(count("arange", (long) n)), Backends.current());
  }

  private static void check(String what, double start, double end, double step) {
    if (!(Double.isFinite(start) && Double.isFinite(end) && Double.isFinite(step)) || step == 0
        || (end - start) * Math.signum(step) < 0) {
      throw new ShapeException(
          what + " from " + start + " to " + end + " in steps of " + step + " never arrives: expected finite numbers and a "
              + "step towards the end");
    }
  }

  private static int count(String what, long n) {
    if (n < 0 || n > Integer.MAX_VALUE) {
      throw new ShapeException(what + " of " + n + " numbers: expected 0 to " + Integer.MAX_VALUE);
    }
    return (int) n;
  }

  static Tensor linspace(double start, double end, int n, DType dtype) {
    return computed(LINEAR.get(dtype), line("linspace", start, end, n), Shape.of(n), Backends.current());
  }

  static Tensor logspace(double start, double end, int n, double base, DType dtype) {
    double[] line = line("logspace", start, end, n);
    double[] params = {line[0], line[1], line[2], line[3], line[4], base};
    return computed(LOGARITHMIC.get(dtype), params, Shape.of(n), Backends.current());
  }

  private static double[] line(String what, double start, double end, int n) {
    count(what, n);
    // The middle belongs to the second half, but a single number is the start.
    return new double[] {start, end, n < 2 ? 0 : (end - start) / (n - 1), n - 1, n == 1 ? 1 : n / 2};
  }

  static Tensor eye(int rows, int columns, DType dtype) {
    return computed(EYE.get(dtype), NO_PARAMS, Shape.of(rows, columns), Backends.current());
  }

  /** The rows and the columns of the places of a triangle: {@code column - row} is at most, or at least, the diagonal. */
  static Tensor triangle(int rows, int columns, int diagonal, boolean lower) {
    Shape.of(rows, columns); // says what is wrong with them
    long total = 0;
    for (int row = 0; row < rows; row++) {
      total += end(row, columns, diagonal, lower) - start(row, columns, diagonal, lower);
    }
    int n = count("The indices of a triangle", total);
    long[] out = new long[Shape.of(2, n).size()];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int end = end(row, columns, diagonal, lower);
      for (int column = start(row, columns, diagonal, lower); column < end; column++) {
        out[at] = row;
        out[n + at++] = column;
      }
    }
    return Creation.of(out, Shape.of(2, n));
  }

  private static int start(int row, int columns, int diagonal, boolean lower) {
    return lower ? 0 : Math.clamp((long) row + diagonal, 0, columns);
  }

  private static int end(int row, int columns, int diagonal, boolean lower) {
    return lower ? Math.clamp((long) row + diagonal + 1, 0, columns) : columns;
  }

  private static Tensor computed(Kernel kernel, double[] params, Shape shape, Backend backend) {
    Objects.requireNonNull(shape, "The shape of a tensor is null; expected a Shape");
    View view = View.of(Memory.allocate(backend, kernel.dtype(), shape.size()), shape);
    backend.map(kernel, params, NO_INPUTS, view);
    return Tensor.wrap(backend, view);
  }
}
