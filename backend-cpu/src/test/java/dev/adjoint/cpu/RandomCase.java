package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.View;
import java.util.Random;

/** A random expression over random layouts, from a seed. */
final class RandomCase {
  static final double[] PARAMS = {0.75, -1.25};
  private static final int INPUTS = 3;

  private final Random random;
  private final DType dtype;
  final Shape shape;
  final View[] inputs = new View[INPUTS];
  final Expr expr;

  RandomCase(long seed, DType dtype, Backend backend) {
    this.random = new Random(seed);
    this.dtype = dtype;
    int[] sizes = new int[1 + random.nextInt(3)];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = random.nextInt(4) == 0 ? 60 + random.nextInt(90) : 1 + random.nextInt(9);
    }
    this.shape = Shape.of(sizes);
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = input(backend, i == INPUTS - 1 ? DType.BOOL : dtype);
    }
    this.expr = number(4);
  }

  /** A view with its own order of axes, stretched axes, gaps and directions. */
  private View input(Backend backend, DType type) {
    int rank = shape.rank();
    int[] strides = new int[rank];
    int size = 1;
    int offset = 0;
    boolean backwards = random.nextInt(3) == 0;
    for (int i = 0; i < rank; i++) {
      int axis = backwards ? i : rank - 1 - i;
      int kind = random.nextInt(6);
      int gap = kind == 0 ? 2 : 1;
      strides[axis] = kind == 1 ? 0 : kind == 2 ? -size : size * gap;
      offset += kind == 2 ? size * (shape.size(axis) - 1) : 0;
      size *= kind == 1 ? 1 : shape.size(axis) * gap;
    }
    View view = new View(backend.allocate(type, size + 3), shape, strides, offset + 2);
    Object values = switch (type) {
      case FLOAT32 -> floats(size + 3);
      case FLOAT64 -> random.doubles(size + 3, -2, 2).toArray();
      default -> booleans(size + 3);
    };
    backend.copyIn(values, 0, view.buffer(), 0, size + 3);
    return view;
  }

  private float[] floats(int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = random.nextFloat() * 4 - 2;
    }
    return out;
  }

  private boolean[] booleans(int n) {
    boolean[] out = new boolean[n];
    for (int i = 0; i < n; i++) {
      out[i] = random.nextBoolean();
    }
    return out;
  }

  /** Bounded functions that do not magnify what rounding leaves. */
  private Expr number(int depth) {
    if (depth == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Expr.param(random.nextInt(2), dtype);
        case 1 -> Expr.constant(random.nextInt(5) - 2, dtype);
        default -> Expr.arg(random.nextInt(INPUTS - 1), dtype);
      };
    }
    Expr x = number(depth - 1);
    return switch (random.nextInt(16)) {
      case 0 -> x.tanh();
      case 1 -> x.sin();
      case 2 -> x.sigmoid();
      case 3 -> x.abs();
      case 4 -> x.relu();
      case 5 -> x.neg();
      case 6 -> x.tanh().exp();
      case 7 -> x.mul(x).add(1).log();
      case 8 -> x.tanh().pow(2 + random.nextInt(4));
      case 9 -> x.add(number(depth - 1));
      case 10 -> x.sub(number(depth - 1));
      case 11 -> x.tanh().mul(number(depth - 1));
      case 12 -> x.max(number(depth - 1));
      case 13 -> x.min(number(depth - 1));
      case 14 -> x.atan().erf();
      default -> condition().then(x, number(depth - 1));
    };
  }

  /** Of inputs as they are: a comparison of computed numbers may turn on their last digit. */
  private Expr condition() {
    Expr bool = Expr.arg(INPUTS - 1, DType.BOOL);
    Expr compared = Expr.arg(0, dtype).lt(Expr.arg(random.nextInt(INPUTS - 1), dtype));
    return switch (random.nextInt(4)) {
      case 0 -> bool;
      case 1 -> compared;
      case 2 -> bool.mul(compared);
      default -> bool.ne(compared);
    };
  }

  /** The value at an index, in float64 by recursion over the tree. */
  double value(Backend backend, int[] at) {
    double[] arguments = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      int position = inputs[i].offset();
      for (int axis = 0; axis < at.length; axis++) {
        position += at[axis] * inputs[i].stride(axis);
      }
      arguments[i] = read(backend, inputs[i], position);
    }
    return value(expr, arguments);
  }

  private static double read(Backend backend, View view, int position) {
    return switch (CpuBuffer.arrayOf(view)) {
      case float[] a -> a[position];
      case double[] a -> a[position];
      case boolean[] a -> a[position] ? 1 : 0;
      default -> throw new AssertionError(backend.name());
    };
  }

  private static double value(Expr e, double[] args) {
    return switch (e) {
      case Arg a -> args[a.index()];
      case Param p -> PARAMS[p.index()];
      case Const c -> c.value();
      case Index i -> throw new AssertionError(i);
      case Unary u -> u.op().apply(value(u.x(), args));
      case Binary b -> b.op().apply(value(b.a(), args), value(b.b(), args));
      case Compare c -> c.op().test(value(c.a(), args), value(c.b(), args)) ? 1 : 0;
      case Select s -> value(s.condition(), args) != 0 ? value(s.ifTrue(), args) : value(s.ifFalse(), args);
      case Cast c -> value(c.x(), args);
    };
  }
}
