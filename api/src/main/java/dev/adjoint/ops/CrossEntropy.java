package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code -log(softmax(x)[class])} along an axis, without the softmax: only the logits are read, once, and nothing of their
 * size is written but the gradient.
 */
public final class CrossEntropy extends Operation {
  private static final TypedPrograms PROGRAMS = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype);
    Expr shift = Softmax.shift(p, p.input(0));
    Expr log = p.row(p.fold(Reduction.SUM, p.input(0).sub(shift).exp()).log());
    return p.returning(log, shift);
  });

  /** Of a row's logarithm, the logit of its class and its shift; in this order: a large shift takes no digits from the first. */
  private static final Map<DType, Kernel> LOSS = new EnumMap<>(DType.class);
  /** Of a logit, its row's shift and logarithm, and the gradient of the row's loss. */
  private static final Map<DType, Kernel> SLOPE = new EnumMap<>(DType.class);

  static {
    for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      LOSS.put(type, Kernel.of(Expr.arg(0, type).sub(Expr.arg(1, type).sub(Expr.arg(2, type)))));
      Expr probability = Expr.arg(0, type).sub(Expr.arg(1, type)).sub(Expr.arg(2, type)).exp();
      SLOPE.put(type, Kernel.of(probability.mul(Expr.arg(3, type))));
    }
  }

  private final Extent extent;
  private final int axis;
  private final Tensor classes;
  /** Of each row: the logarithm of the sum of what is shifted, and the shift. */
  private Tensor @Nullable [] rows;

  private CrossEntropy(Extent extent, Tensor classes) {
    this.extent = extent;
    this.axis = extent.axes()[0];
    this.classes = classes;
  }

  /**
   * The loss of each row.
   *
   * @param x floating-point, not empty
   * @param classes int32 or int64, checked, of the shape of x without the axis
   */
  public static Tensor of(Tensor x, int axis, Tensor classes) {
    Extent extent = Extent.of(x.shape(), false, axis);
    Tape.checkOneDevice("crossEntropy", new Tensor[] {x, classes});
    Tensor index = Views.reshape(classes.detach().to(DType.INT32), extent.kept().toArray());
    return InFloat32.apply(x, wide -> Tape.apply(new CrossEntropy(extent, index), wide));
  }

  @Override
  public String name() {
    return "cross_entropy";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0];
    Extent keeps = new Extent(extent.from(), extent.axes(), true);
    Tensor[] found = Compute.rows(PROGRAMS.of(x.dtype()), Compute.NO_PARAMS, keeps, x);
    rows = found;
    Backend backend = x.backend();
    View chosen = View.of(Memory.allocate(backend, x.dtype(), classes.size()), classes.shape());
    backend.gather(x.view(), classes.view(), axis, chosen);
    Tensor losses = Compute.map(LOSS.get(x.dtype()), classes.shape(), found[0], Tensor.wrap(backend, chosen), found[1]);
    return Views.reshape(losses, extent.result().toArray());
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 0;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Tape.apply(new Slope(), values.input(0), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : along(values.input(0), tangent);
  }

  /** The sums of the slope times a tensor. */
  private Tensor along(Tensor x, Tensor h) {
    Tensor mean = Reduce.sum(Softmax.softmax(x, axis).mul(h), false, axis);
    return mean.sub(Views.reshape(Pick.of(h, axis, classes), extent.result().toArray()));
  }

  /** {@code softmax(x) * g}, less g at the class. */
  private final class Slope extends Operation {
    @Override
    public String name() {
      return "cross_entropy_grad";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor x = inputs[0];
      Tensor[] found = Objects.requireNonNull(rows);
      Tensor g = inputs[1].detach();
      Tensor out = Compute.map(SLOPE.get(x.dtype()), x.shape(), x, found[1], found[0], extent.stretch(g));
      Tensor less = Views.reshape(g.neg(), extent.kept().toArray());
      x.backend().scatterAdd(out.view(), classes.view(), axis, less.view());
      return out;
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0 || other == 1 && input == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor h) {
      Tensor x = values.input(0);
      return input == 1 ? along(x, h) : curvature(x, h.mul(extent.stretch(values.input(1))));
    }

    /** The derivative of softmax at x, which is symmetric, applied to u. */
    private Tensor curvature(Tensor x, Tensor u) {
      Tensor y = Softmax.softmax(x, axis);
      return y.mul(u.sub(Reduce.sum(y.mul(u), true, axis)));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor x = values.input(0);
      Tensor dx = tangents[0];
      Tensor dg = tangents[1];
      Tensor byGradient = dg == null ? null : Tape.apply(new Slope(), x, dg);
      Tensor byX = dx == null ? null : curvature(x, dx).mul(extent.stretch(values.input(1)));
      return byX == null ? byGradient : byGradient == null ? byX : byX.add(byGradient);
    }
  }
}
