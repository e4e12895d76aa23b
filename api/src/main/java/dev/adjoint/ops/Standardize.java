package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code (x - mean) / sqrt(variance + eps) * weight + bias} along axes, in one pass along its rows; the variance is that of
 * all there is, not an estimate. Weight and bias broadcast to the shape of x, and may be left out.
 */
final class Standardize extends Operation {
  private static final TypedPrograms[] PROGRAMS = new TypedPrograms[Form.COUNT];

  static {
    for (int i = 0; i < PROGRAMS.length; i++) {
      Form form = Form.of(i);
      PROGRAMS[i] = new TypedPrograms(dtype -> program(form, dtype));
    }
  }

  /**
   * What is done to a row.
   *
   * @param centred whether the mean is subtracted; where not, the variance is the mean of the squares
   * @param weighted whether there is a weight
   * @param biased whether there is a bias, after the weight
   */
  record Form(boolean centred, boolean weighted, boolean biased) {
    static final int COUNT = 8;

    static Form of(int number) {
      return new Form((number & 1) != 0, (number & 2) != 0, (number & 4) != 0);
    }

    int number() {
      return (centred ? 1 : 0) | (weighted ? 2 : 0) | (biased ? 4 : 0);
    }

    /** The same without weight and bias. */
    Form plain() {
      return new Form(centred, false, false);
    }
  }

  /** What is known of the rows of an x: with the axes kept, and without history. */
  record Rows(Tensor mean, Tensor variance, Tensor scale) {}

  private final Form form;
  private final Extent extent;
  private final double eps;
  private @Nullable Rows rows;
  private Shape weightShape;

  private Standardize(Form form, Extent extent, double eps) {
    this.form = form;
    this.extent = extent;
    this.eps = eps;
    this.weightShape = extent.from();
  }

  /**
   * The operation.
   *
   * @param extent keeps its axes
   */
  static Standardize of(boolean centred, Extent extent, double eps, @Nullable Tensor weight, @Nullable Tensor bias) {
    return new Standardize(new Form(centred, weight != null, bias != null), extent, eps);
  }

  Tensor apply(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    if (weight != null) {
      inputs.add(weight);
    }
    if (bias != null) {
      inputs.add(bias);
    }
    return Tape.apply(this, inputs.toArray(Tensor[]::new));
  }

  /** The means and variances of the x that it was applied to. */
  Rows rows() {
    return Objects.requireNonNull(rows);
  }

  private static RowProgram program(Form form, DType dtype) {
    int inputs = 1 + (form.weighted ? 1 : 0) + (form.biased ? 1 : 0);
    DType[] types = new DType[inputs];
    Arrays.fill(types, dtype);
    RowProgram.Writer p = RowProgram.over(types);
    Expr x = p.input(0);
    Expr count = Expr.param(0, dtype);
    Expr mean = form.centred ? Centred.mean(p, x, count) : null;
    Expr distance = mean == null ? x : x.sub(mean);
    Expr variance = p.row(p.fold(Reduction.SUM, distance.mul(distance)).div(count));
    Expr scale = p.row(variance.add(Expr.param(1, dtype)).rsqrt());
    Expr y = distance.mul(scale);
    y = form.weighted ? y.mul(p.input(1)) : y;
    y = p.each(form.biased ? y.add(p.input(inputs - 1)) : y);
    return mean == null ? p.returning(y, variance, scale) : p.returning(y, variance, scale, mean);
  }

  @Override
  public String name() {
    return form.centred ? "standardize" : "rms_norm";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tape.checkOneDevice(name(), inputs);
    DType dtype = inputs[0].dtype();
    Tensor[] out = Compute.rows(PROGRAMS[form.number()].of(dtype), new double[] {extent.count(), eps}, extent, inputs);
    weightShape = form.weighted ? inputs[1].shape() : weightShape;
    rows = new Rows(form.centred ? out[3] : out[1], out[1], out[2]);
    return out[0];
  }

  @Override
  protected boolean reads(int input, int other) {
    return !isBias(input) && (other == 0 || other == 1 && input == 0 && form.weighted);
  }

  private boolean isBias(int input) {
    return form.biased && input == (form.weighted ? 2 : 1);
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    if (isBias(input)) {
      return gradient;
    }
    Tensor x = values.input(0);
    return input == 1 ? Tape.apply(new StandardizeSum(this, weightShape), x, gradient)
        : slope(x, gradient, form.weighted ? values.input(1) : null);
  }

  /** The transpose of the derivative without the weight, which is symmetric, applied to a gradient times the weight. */
  Tensor slope(Tensor x, Tensor gradient, @Nullable Tensor weight) {
    return weight == null ? Tape.apply(new StandardizeGrad(this, false), x, gradient)
        : Tape.apply(new StandardizeGrad(this, true), x, gradient, weight);
  }

  /** What is multiplied by the weight. */
  Tensor plain(Tensor x) {
    return Tape.apply(new Standardize(form.plain(), extent, eps), x);
  }

  boolean isCentred() {
    return form.centred;
  }

  Extent extent() {
    return extent;
  }

  double eps() {
    return eps;
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor x = values.input(0);
    Tensor weight = form.weighted ? values.input(1) : null;
    Tensor sum = null;
    Tensor dx = tangents[0];
    if (dx != null) {
      Tensor along = slope(x, dx, null);
      sum = weight == null ? along : along.mul(weight);
    }
    Tensor dw = form.weighted ? tangents[1] : null;
    if (dw != null) {
      Tensor along = plain(x).mul(dw);
      sum = sum == null ? along : sum.add(along);
    }
    Tensor db = form.biased ? tangents[tangents.length - 1] : null;
    return db == null ? sum : sum == null ? db.expand(x.shape()) : sum.add(db);
  }
}
