package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Expr;

/** Lengths of vectors. Their gradient is 0 where the length is: a subgradient, where others have NaN. */
public final class Norms {
  private static final Elementwise NOT_ZERO =
      Elementwise.of("not_zero", 0, Elementwise.Operands.REAL, (a, p) -> a[0].eq(0).then(num(0, a[0]), num(1, a[0])));

  /** The power of the absolute value. At 0 its value is 0 and its derivatives are: that of |x|^p is infinite for p < 1. */
  private static final Elementwise ABS_POWER = power("abs_power", 0);
  /** The same for a negative exponent, infinite at 0. */
  private static final Elementwise NEGATIVE_ABS_POWER = power("abs_power", Double.POSITIVE_INFINITY);

  private Norms() {}

  private static Elementwise power(String name, double atZero) {
    return Elementwise.of(name, 1, Elementwise.Operands.REAL, (a, p) -> {
      Expr base = a[0].eq(0).then(num(1, a[0]), a[0].abs());
      return a[0].eq(0).then(num(atZero, a[0]), base.pow(p[0]));
    });
  }

  private static Expr num(double value, Expr like) {
    return Expr.constant(value, like.dtype());
  }

  /**
   * {@code sum(|x|^p)^(1/p)} along the axes, all of them where none is given. The largest absolute value where p is infinite,
   * the smallest where it is minus infinity, the number of elements other than 0 where it is 0.
   */
  public static Tensor norm(Tensor x, double p, boolean keepAxes, int... axes) {
    Reduce.checkFloating("norm", x);
    if (p != p) {
      throw new ShapeException("The p of a norm is a number; given NaN");
    }
    return InFloat32.apply(x, wide -> lengths(wide, p, keepAxes, axes));
  }

  private static Tensor lengths(Tensor x, double p, boolean keepAxes, int... axes) {
    if (p == 2) {
      return Statistics.ROOT.apply(Reduce.sum(x.mul(x), keepAxes, axes));
    }
    if (p == 1) {
      return Reduce.sum(x.abs(), keepAxes, axes);
    }
    if (p == 0) {
      return Reduce.sum(NOT_ZERO.apply(x), keepAxes, axes);
    }
    if (Double.isInfinite(p)) {
      return p > 0 ? Reduce.max(x.abs(), keepAxes, axes) : Reduce.min(x.abs(), keepAxes, axes);
    }
    Tensor powers = absPower(x, p);
    return root(Reduce.sum(powers, keepAxes, axes), p);
  }

  /** The p-th root of numbers that are not negative; its gradient is 0 at 0. */
  static Tensor root(Tensor x, double p) {
    return absPower(x, 1 / p);
  }

  private static Tensor absPower(Tensor x, double p) {
    return (p < 0 ? NEGATIVE_ABS_POWER : ABS_POWER).apply(new double[] {p}, x);
  }

  /**
   * The slices along an axis, each scaled down to a norm where its own is larger.
   *
   * @param most the largest norm that stays
   */
  public static Tensor renorm(Tensor x, double p, int axis, double most) {
    int a = x.shape().axis(axis);
    if (x.shape().rank() < 2) {
      throw new ShapeException("renorm scales slices of a tensor of at least two axes; given the shape " + x.shape());
    }
    int[] others = new int[x.shape().rank() - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < a ? i : i + 1;
    }
    return InFloat32.apply(x, wide -> {
      Tensor norms = norm(wide, p, true, others);
      // The same small number as in PyTorch keeps the result just below the bound.
      Tensor factors = norms.add(1e-7).rdiv(most);
      return wide.mul(Tensor.where(norms.gt(most), factors, Tensor.onesLike(norms)));
    });
  }
}
