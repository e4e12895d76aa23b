package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The derivative J of {@link Standardize} at x, which is symmetric, applied to {@code u = v * weight}: with y the standardised
 * x and r its scale, {@code J u = r * (u - mean(u) - y * mean(u * y))}, without the mean of u where none was subtracted.
 */
final class StandardizeGrad extends Operation {
  private static final TypedPrograms[] PROGRAMS = new TypedPrograms[4];

  static {
    for (int i = 0; i < PROGRAMS.length; i++) {
      boolean centred = (i & 1) != 0;
      boolean weighted = (i & 2) != 0;
      PROGRAMS[i] = new TypedPrograms(dtype -> program(centred, weighted, dtype));
    }
  }

  private final Standardize of;
  private final boolean weighted;

  StandardizeGrad(Standardize of, boolean weighted) {
    this.of = of;
    this.weighted = weighted;
  }

  /** Over x, v, the scale, then the mean and the weight where they are. */
  private static RowProgram program(boolean centred, boolean weighted, DType dtype) {
    DType[] types = new DType[3 + (centred ? 1 : 0) + (weighted ? 1 : 0)];
    Arrays.fill(types, dtype);
    RowProgram.Writer p = RowProgram.over(types);
    Expr scale = p.input(2);
    Expr distance = centred ? p.input(0).sub(p.input(3)) : p.input(0);
    Expr u = weighted ? p.input(1).mul(p.input(types.length - 1)) : p.input(1);
    Expr count = Expr.param(0, dtype);
    Expr along = p.fold(Reduction.SUM, u.mul(distance));
    Expr slope = p.row(along.div(count).mul(scale).mul(scale).mul(scale));
    Expr out = scale.mul(u).sub(distance.mul(slope));
    if (centred) {
      Expr shift = p.row(p.fold(Reduction.SUM, u).div(count).mul(scale));
      out = scale.mul(u).sub(shift).sub(distance.mul(slope));
    }
    return p.returning(p.each(out));
  }

  @Override
  public String name() {
    return of.name() + "_grad";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Standardize.Rows rows = of.rows();
    Tensor[] all = new Tensor[3 + (of.isCentred() ? 1 : 0) + (weighted ? 1 : 0)];
    all[0] = inputs[0];
    all[1] = inputs[1];
    all[2] = rows.scale();
    if (of.isCentred()) {
      all[3] = rows.mean();
    }
    if (weighted) {
      all[all.length - 1] = inputs[2];
    }
    RowProgram program = PROGRAMS[(of.isCentred() ? 1 : 0) | (weighted ? 2 : 0)].of(inputs[0].dtype());
    return Compute.rows(program, new double[] {of.extent().count()}, of.extent(), all)[0];
  }

  @Override
  protected boolean reads(int input, int other) {
    return other >= 0;
  }

  private Tensor mean(Tensor x) {
    return Reduce.mean(x, true, of.extent().axes());
  }

  /** {@code mean(a * b)}, less the product of the means where these are subtracted. */
  private Tensor covariance(Tensor a, Tensor b) {
    Tensor products = mean(a.mul(b));
    return of.isCentred() ? products.sub(mean(a).mul(mean(b))) : products;
  }

  /** The scale as a function of x. */
  private Tensor scale(Tensor x) {
    return covariance(centre(x), centre(x)).add(of.eps()).rsqrt();
  }

  private Tensor centre(Tensor x) {
    return of.isCentred() ? x.sub(mean(x)) : x;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor h) {
    Tensor x = values.input(0);
    Tensor v = values.input(1);
    Tensor weight = weighted ? values.input(2) : null;
    Tensor jh = of.slope(x, h, null);
    if (input == 1) {
      return weight == null ? jh : jh.mul(weight);
    }
    if (input == 2) {
      return jh.mul(v);
    }
    // The sum of h * J u, by the scale and by y, whose derivatives are -r^2 y / n and J.
    Tensor u = weight == null ? v : v.mul(weight);
    Tensor y = of.plain(x);
    Tensor r = scale(x);
    Tensor p = mean(h.mul(y));
    Tensor q = mean(u.mul(y));
    Tensor byScale = y.mul(r.mul(r).mul(covariance(h, u).sub(p.mul(q))));
    Tensor byValue = jh.mul(q).add(of.slope(x, u, null).mul(p)).mul(r);
    return byScale.add(byValue).neg();
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor x = values.input(0);
    Tensor v = values.input(1);
    Tensor weight = weighted ? values.input(2) : null;
    Tensor dx = tangents[0];
    Tensor dv = tangents[1];
    Tensor dw = weight == null ? null : tangents[2];
    Tensor du = dv == null || weight == null ? dv : dv.mul(weight);
    if (dw != null) {
      du = du == null ? v.mul(dw) : du.add(v.mul(dw));
    }
    Tensor linear = du == null ? null : of.slope(x, du, null);
    if (dx == null) {
      return linear;
    }
    Tensor u = weight == null ? v : v.mul(weight);
    Tensor y = of.plain(x);
    Tensor r = scale(x);
    Tensor jx = of.slope(x, dx, null);
    Tensor byScale = of.slope(x, u, null).mul(mean(y.mul(dx)));
    Tensor byValue = jx.mul(mean(u.mul(y))).add(y.mul(mean(u.mul(jx))));
    Tensor curved = byScale.add(byValue).mul(r).neg();
    return linear == null ? curved : curved.add(linear);
  }
}
