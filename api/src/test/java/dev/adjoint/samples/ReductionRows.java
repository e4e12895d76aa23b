package dev.adjoint.samples;

import dev.adjoint.MinAndMax;
import dev.adjoint.Shape;
import dev.adjoint.SpreadAndMean;
import dev.adjoint.Tensor;
import dev.adjoint.ValuesAndIndices;
import dev.adjoint.samples.Sample.Check;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Sums, means, extrema and what is made of them. */
final class ReductionRows extends Family {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  ReductionRows() {
    super("Reductions");
  }

  /** A reduction as PyTorch and this library write it. */
  private interface Call {
    Tensor on(Tensor x, boolean keep, int... axes);
  }

  /**
   * Over all axes, one, several, kept ones, in every layout.
   *
   * @param torch with {@code %s} for the axes (a list) and {@code %k} for whether they stay
   */
  private static OperationRow everyWay(OperationRow op, Call f, String torch, double low, double high) {
    String[] axes = {"[0]", "[1]", "[-1]", "[0, 1]", "[-1, 0]"};
    int[][] numbers = {{0}, {1}, {-1}, {0, 1}, {-1, 0}};
    for (int i = 0; i < axes.length; i++) {
      int[] over = numbers[i];
      for (boolean keep : new boolean[] {false, true}) {
        String expression = torch.replace("%s", axes[i]).replace("%k", keep ? "True" : "False");
        op.row(axes[i] + (keep ? " kept" : ""), x -> f.on(x, keep, over), expression, Input.real(low, high, 2, 3));
      }
    }
    String first = torch.replace("%s", "[0]").replace("%k", "False");
    String last = torch.replace("%s", "[-1]").replace("%k", "False");
    UnaryOperator<Tensor> rows = x -> f.on(x, false, -1);
    String outer = torch.replace("%s", "[0, 2]").replace("%k", "False");
    op.row("outer axes of three", x -> f.on(x, false, 0, 2), outer, Input.real(low, high, 2, 3, 2));
    op.row("vector", rows, last, Input.real(low, high, 5));
    op.row("transposed", rows, last, Input.real(low, high, 3, 2).transposed());
    op.row("narrowed", rows, last, Input.real(low, high, 2, 4).narrowed());
    op.row("flipped", rows, last, Input.real(low, high, 2, 3).flipped());
    op.row("expanded, along what is repeated", x -> f.on(x, false, 0), first, Input.real(low, high, 3).expanded(2));
    return op.row("no rows", rows, last, Input.real(low, high, 0, 3));
  }

  private static Input matrix(double... values) {
    return Input.of(Shape.of(2, values.length / 2), values);
  }

  @Override
  protected void declare() {
    sums();
    products();
    statistics();
    extrema();
    indices();
    norms();
    exponentials();
  }

  private void sums() {
    Input unit = Input.real(-1, 1, 2, 3);
    everyWay(op("sum", "torch.sum", "paddle.sum", "mindspore.ops.sum", "numpy.sum"),
        (x, keep, axes) -> keep ? x.sumKeep(axes) : x.sum(axes), "torch.sum(a, %s, %k)", -1, 1)
        .row("all", x -> x.sum(), "torch.sum(a)", unit)
        .row("0-d", x -> x.sum(0), "torch.sum(a, [0])", Input.real(1, 2))
        .row("empty", x -> x.sum(), "torch.sum(a)", Input.real(1, 2, 0, 3));
    everyWay(op("mean", "torch.mean", "paddle.mean", "mindspore.ops.mean", "numpy.mean"),
        (x, keep, axes) -> keep ? x.meanKeep(axes) : x.mean(axes), "torch.mean(a, %s, %k)", -1, 1)
        .row("all", x -> x.mean(), "torch.mean(a)", unit)
        .row("0-d", x -> x.mean(-1), "torch.mean(a, [-1])", Input.real(1, 2))
        .row("empty", x -> x.mean(), "torch.mean(a)", Input.real(1, 2, 0, 3));
    everyWay(op("nansum", "torch.nansum", "paddle.nansum", "mindspore.ops.nansum", "numpy.nansum"),
        (x, keep, axes) -> keep ? x.nansumKeep(axes) : x.nansum(axes), "torch.nansum(a, %s, %k)", -1, 1)
        .row("all", x -> x.nansum(), "torch.nansum(a)", unit)
        .row("NaN", x -> x.nansum(1), "torch.nansum(a, [1])", matrix(NAN, 1, 3, NAN, NAN, NAN)).kink();
    op("nanmean", "torch.nanmean", "paddle.nanmean", "", "numpy.nanmean")
        .row("all", x -> x.nanmean(), "torch.nanmean(a)", unit)
        .row("axis", x -> x.nanmean(1), "torch.nanmean(a, [1])", unit)
        .row("axis kept", x -> x.nanmeanKeep(1), "torch.nanmean(a, [1], True)", unit)
        .row("transposed", x -> x.nanmean(0), "torch.nanmean(a, [0])", Input.real(-1, 1, 3, 2).transposed())
        .row("expanded", x -> x.nanmean(0, 1), "torch.nanmean(a, [0, 1])", Input.real(-1, 1, 3).expanded(2))
        .row("0-d", x -> x.nanmean(), "torch.nanmean(a)", Input.real(1, 2))
        .row("one NaN", x -> x.nanmean(1), "torch.nanmean(a, [1])", matrix(NAN, 1, 3, 2, 5, 1)).kink()
        .row("all NaN", x -> x.nanmean(1), "torch.nanmean(a, [1])", matrix(NAN, NAN, 3, 2)).kink()
        .except(Check.GOLDEN, "what is not counted has the gradient 0, also where nothing is");
    op("sumTo", "torch.Tensor.sum_to_size", "", "", "")
        .row("rows", x -> x.sumTo(Shape.of(3)), "a.sum_to_size([3])", Input.real(-1, 1, 2, 3))
        .row("kept", x -> x.sumTo(Shape.of(2, 1)), "a.sum_to_size([2, 1])", Input.real(-1, 1, 2, 3))
        .row("itself", x -> x.sumTo(Shape.of(2)), "a.sum_to_size([2])", Input.real(-1, 1, 2))
        .row("0-d", x -> x.sumTo(Shape.of()), "a.sum_to_size([])", Input.real(-1, 1, 2, 2));
    op("countNonzero", "torch.count_nonzero", "paddle.count_nonzero", "mindspore.ops.count_nonzero", "numpy.count_nonzero")
        .notDifferentiable("counts")
        .row("all", x -> x.countNonzero(), "torch.count_nonzero(a)", matrix(0, 1, 0, -2, NAN, 0))
        .row("axis", x -> x.countNonzero(1), "torch.count_nonzero(a, 1)", matrix(0, 1, 0, -2, NAN, 0))
        .row("integers", x -> x.countNonzero(0), "torch.count_nonzero(a, 0)", Input.ints(0, 2, 3, 2))
        .row("bools", x -> x.countNonzero(0), "torch.count_nonzero(a, 0)", Input.bools(3, 2))
        .row("empty", x -> x.countNonzero(0), "torch.count_nonzero(a, 0)", Input.real(1, 2, 0, 2));
  }

  private void products() {
    OperationRow prod = op("prod", "torch.prod", "paddle.prod", "mindspore.ops.prod", "numpy.prod");
    for (int axis : new int[] {0, 1, -1}) {
      prod.row("axis " + axis, x -> x.prod(axis), "torch.prod(a, " + axis + ")", Input.real(0.5, 2, 2, 3));
      prod.row("axis " + axis + " kept", x -> x.prodKeep(axis), "torch.prod(a, " + axis + ", True)",
          Input.real(-2, -0.5, 3, 2));
    }
    prod.row("all", x -> x.prod(), "torch.prod(a)", Input.real(-1, 1, 2, 3))
        .row("three axes, the middle one", x -> x.prod(1), "torch.prod(a, 1)", Input.real(-1, 1, 2, 3, 2))
        .row("two axes of three", x -> x.prod(2, 0), "torch.prod(torch.prod(a, 2), 0)", Input.real(-1, 1, 2, 2, 3))
        .row("two axes of three, kept", x -> x.prodKeep(0, 2), "torch.prod(torch.prod(a, 2, True), 0, True)",
            Input.real(-1, 1, 2, 2, 3))
        .row("seven", x -> x.prod(0), "torch.prod(a, 0)", Input.real(0.5, 2, 7))
        .row("one zero", x -> x.prod(0), "torch.prod(a, 0)", Input.of(2, 0, 3))
        .row("two zeros", x -> x.prod(), "torch.prod(a)", Input.of(0, 2, 0, 3))
        .row("rows with none, one and two", x -> x.prod(1), "torch.prod(a, 1)",
            Input.of(Shape.of(3, 3), 1, 2, 3, 0, 4, 5, 0, 6, 0))
        .row("transposed", x -> x.prod(1), "torch.prod(a, 1)", Input.real(-1, 1, 3, 2).transposed())
        .row("narrowed", x -> x.prod(0), "torch.prod(a, 0)", Input.real(-1, 1, 2, 4).narrowed())
        .row("flipped", x -> x.prod(), "torch.prod(a)", Input.real(-1, 1, 4).flipped())
        .row("expanded", x -> x.prod(0), "torch.prod(a, 0)", Input.real(-1, 1, 3).expanded(2))
        .row("0-d", x -> x.prod(0), "torch.prod(a, 0)", Input.real(1, 2))
        .row("empty", x -> x.prod(), "torch.prod(a)", Input.real(1, 2, 0))
        .row("empty axis", x -> x.prod(0), "torch.prod(a, 0)", Input.real(1, 2, 0, 3));
  }

  private void statistics() {
    Input numbers = Input.real(-2, 3, 2, 4);
    everyWay(op("var", "torch.var", "paddle.var", "mindspore.ops.var", "numpy.var"),
        (x, keep, axes) -> keep ? x.varKeep(axes) : x.var(axes), "torch.var(a, %s, correction=1, keepdim=%k)", -1, 2)
        .row("all", x -> x.var(), "torch.var(a)", numbers)
        .row("population", x -> x.var(0, false, 1), "torch.var(a, [1], correction=0)", numbers)
        .row("correction 2", x -> x.var(2, true, 1), "torch.var(a, [1], correction=2, keepdim=True)", numbers)
        .row("of one, population", x -> x.var(0, false), "torch.var(a, correction=0)", Input.of(5))
        .row("far from 0", x -> x.var(), "torch.var(a)", Input.of(1000.5, 1001, 1003))
        .row("of one", x -> x.var(0), "torch.var(a, [0], correction=1)", Input.of(5)).kink();
    everyWay(op("std", "torch.std", "paddle.std", "mindspore.ops.std", "numpy.std"),
        (x, keep, axes) -> keep ? x.stdKeep(axes) : x.std(axes), "torch.std(a, %s, correction=1, keepdim=%k)", -1, 2)
        .row("all", x -> x.std(), "torch.std(a)", numbers)
        .row("population", x -> x.std(0, false, 1), "torch.std(a, [1], correction=0)", numbers)
        .row("correction 2", x -> x.std(2, true, 1), "torch.std(a, [1], correction=2, keepdim=True)", numbers)
        .row("of equals", x -> x.std(1), "torch.std(a, [1], correction=1)", matrix(5, 5, 1, 2)).kink()
        .row("of one, population", x -> x.std(0, false), "torch.std(a, correction=0)", Input.of(5)).kink()
        .row("of one", x -> x.std(), "torch.std(a)", Input.of(5)).kink();
    op("varMean", "torch.var_mean", "", "mindspore.ops.var_mean", "")
        .rows("all", in -> pair(in[0].varMean()), "torch.var_mean(a)", numbers)
        .rows("vector", in -> pair(in[0].varMean(0)), "torch.var_mean(a, [0], correction=1)", Input.real(-1, 1, 4))
        .rows("narrowed", in -> pair(in[0].varMean(0)), "torch.var_mean(a, [0], correction=1)",
            Input.real(-1, 1, 2, 4).narrowed())
        .rows("expanded", in -> pair(in[0].varMean(1)), "torch.var_mean(a, [1], correction=1)",
            Input.real(-1, 1, 3).expanded(2))
        .rows("axis", in -> pair(in[0].varMean(1)), "torch.var_mean(a, [1], correction=1)", numbers)
        .rows("transposed", in -> pair(in[0].varMean(0, 1)), "torch.var_mean(a, [0, 1], correction=1)",
            Input.real(-1, 1, 3, 2).transposed());
    op("stdMean", "torch.std_mean", "", "mindspore.ops.std_mean", "")
        .rows("all", in -> pair(in[0].stdMean()), "torch.std_mean(a)", numbers)
        .rows("vector", in -> pair(in[0].stdMean(0)), "torch.std_mean(a, [0], correction=1)", Input.real(-1, 1, 4))
        .rows("transposed", in -> pair(in[0].stdMean(0)), "torch.std_mean(a, [0], correction=1)",
            Input.real(-1, 1, 3, 2).transposed())
        .rows("expanded", in -> pair(in[0].stdMean(1)), "torch.std_mean(a, [1], correction=1)",
            Input.real(-1, 1, 3).expanded(2))
        .rows("axis", in -> pair(in[0].stdMean(-1)), "torch.std_mean(a, [-1], correction=1)", numbers)
        .rows("flipped", in -> pair(in[0].stdMean(0, 1)), "torch.std_mean(a, [0, 1], correction=1)",
            Input.real(-1, 1, 3, 2).flipped());
    op("cov", "torch.cov", "paddle.linalg.cov", "mindspore.ops.cov", "numpy.cov")
        .row("matrix", x -> x.cov(), "torch.cov(a)", numbers)
        .row("population", x -> x.cov(0), "torch.cov(a, correction=0)", numbers)
        .row("three variables", x -> x.cov(), "torch.cov(a)", Input.real(-1, 1, 3, 4))
        .row("transposed", x -> x.cov(), "torch.cov(a)", Input.real(-1, 1, 3, 2).transposed())
        .row("narrowed", x -> x.cov(), "torch.cov(a)", Input.real(-1, 1, 2, 4).narrowed())
        .row("vector", x -> x.cov(), "torch.cov(a)", Input.real(-1, 1, 4))
        .row("expanded", x -> x.cov(), "torch.cov(a)", Input.real(-1, 1, 3).expanded(2));
    op("corrcoef", "torch.corrcoef", "paddle.linalg.corrcoef", "", "numpy.corrcoef")
        .row("matrix", x -> x.corrcoef(), "torch.corrcoef(a)", Input.of(Shape.of(2, 4), 1, -2, 3, 0.5, 2, 1, 4, -3))
        .except(Check.FINITE_DIFFERENCES, "the diagonal lies at the bound 1").except(Check.SECOND_ORDER, "as the first")
        .row("beside the diagonal", x -> x.corrcoef().select(0, 0).select(0, 1), "torch.corrcoef(a)[0, 1]",
            Input.of(Shape.of(2, 4), 1, -2, 3, 0.5, 2, 1, 4, -3));
  }

  private static Tensor[] pair(SpreadAndMean found) {
    return new Tensor[] {found.spread(), found.mean()};
  }

  private static Tensor[] pair(MinAndMax found) {
    return new Tensor[] {found.min(), found.max()};
  }

  static Tensor[] pair(ValuesAndIndices found) {
    return new Tensor[] {found.values(), found.indices()};
  }

  private void extrema() {
    everyWay(op("max", "torch.amax", "paddle.amax", "mindspore.ops.amax", "numpy.amax"),
        (x, keep, axes) -> keep ? x.maxKeep(axes) : x.max(axes), "torch.amax(a, %s, %k)", -1, 1)
        .row("all", x -> x.max(), "torch.max(a)", Input.real(-1, 1, 2, 3))
        .row("0-d", x -> x.max(0), "torch.amax(a, [0])", Input.real(-1, 1))
        .row("ties", x -> x.max(1), "torch.amax(a, [1])", matrix(1, 3, 3, 2, 2, 2)).kink()
        .row("ties of all", x -> x.max(), "torch.max(a)", matrix(1, 3, 3, 2, 2, 2)).kink()
        .row("NaN", x -> x.max(), "torch.max(a)", Input.of(NAN, 1, 2)).kink()
        .row("NaN everywhere", x -> x.max(), "torch.max(a)", Input.of(NAN, NAN, NAN)).kink()
        .row("integers", x -> x.max(0), "torch.amax(a, [0])", Input.ints(-9, 9, 3, 2))
        .except(Check.DERIVATIVE, "integers");
    everyWay(op("min", "torch.amin", "paddle.amin", "mindspore.ops.amin", "numpy.amin"),
        (x, keep, axes) -> keep ? x.minKeep(axes) : x.min(axes), "torch.amin(a, %s, %k)", -1, 1)
        .row("all", x -> x.min(), "torch.min(a)", Input.real(-1, 1, 2, 3))
        .row("ties", x -> x.min(1), "torch.amin(a, [1])", matrix(4, 3, 3, 2, 2, 2)).kink()
        .row("NaN", x -> x.min(), "torch.min(a)", Input.of(NAN, 1, 2)).kink();
    op("aminmax", "torch.aminmax", "", "mindspore.ops.aminmax", "")
        .rows("all", in -> pair(in[0].aminmax()), "(torch.min(a), torch.max(a))", Input.real(-1, 1, 2, 3))
        .rows("axis", in -> pair(in[0].aminmax(1)), "(torch.amin(a, [1]), torch.amax(a, [1]))", Input.real(-1, 1, 2, 3))
        .rows("transposed", in -> pair(in[0].aminmax(0)), "(torch.amin(a, [0]), torch.amax(a, [0]))",
            Input.real(-1, 1, 3, 2).transposed())
        .rows("axis kept", in -> pair(in[0].aminmaxKeep(-1)), "(torch.amin(a, [-1], True), torch.amax(a, [-1], True))",
            Input.real(-1, 1, 2, 4).narrowed())
        .rows("flipped", in -> pair(in[0].aminmax(0, 1)), "(torch.amin(a, [0, 1]), torch.amax(a, [0, 1]))",
            Input.real(-1, 1, 2, 2).flipped())
        .rows("0-d", in -> pair(in[0].aminmax(0)), "(torch.amin(a, [0]), torch.amax(a, [0]))", Input.real(-1, 1));
  }

  private void indices() {
    byAxis(op("maxWithIndex", "torch.max", "paddle.max", "mindspore.ops.max", ""), x -> a -> pair(x.maxWithIndex(a)),
        "torch.max(a, %d)")
        .rows("kept", in -> pair(in[0].maxWithIndexKeep(0)), "torch.max(a, 0, True)", Input.real(-1, 1, 3, 2));
    byAxis(op("minWithIndex", "torch.min", "paddle.min", "mindspore.ops.min", ""), x -> a -> pair(x.minWithIndex(a)),
        "torch.min(a, %d)")
        .rows("kept", in -> pair(in[0].minWithIndexKeep(0)), "torch.min(a, 0, True)", Input.real(-1, 1, 3, 2));
    OperationRow argmax = op("argmax", "torch.argmax", "paddle.argmax", "mindspore.ops.argmax", "numpy.argmax")
        .notDifferentiable("an index");
    OperationRow argmin = op("argmin", "torch.argmin", "paddle.argmin", "mindspore.ops.argmin", "numpy.argmin")
        .notDifferentiable("an index");
    for (Input x : new Input[] {Input.real(-1, 1, 2, 3), Input.real(-1, 1, 3, 2).transposed(),
      Input.real(-1, 1, 2, 4).narrowed(),
      Input.real(-1, 1, 3).expanded(2), Input.real(-1, 1, 2, 5).flipped(), matrix(1, NAN, 3, 2, 2, 2),
      Input.ints(-9, 9, 3, 2)}) {
      String label = x.kind() + " " + x.layout().name() + " " + x.shape() + (x.values()[1] != x.values()[1] ? " NaN" : "");
      argmax.row(label + " all", t -> t.argmax(), "torch.argmax(a)", x)
          .row(label + " 0", t -> t.argmax(0), "torch.argmax(a, 0)", x)
          .row(label + " -1 kept", t -> t.argmaxKeep(-1), "torch.argmax(a, -1, True)", x);
      argmin.row(label + " all", t -> t.argmin(), "torch.argmin(a)", x)
          .row(label + " 0", t -> t.argmin(0), "torch.argmin(a, 0)", x)
          .row(label + " -1 kept", t -> t.argminKeep(-1), "torch.argmin(a, -1, True)", x);
    }
    argmax.row("0-d", t -> t.argmax(), "torch.argmax(a)", Input.real(1, 2));
    argmin.row("0-d, axis", t -> t.argmin(-1), "torch.argmin(a, -1)", Input.real(1, 2));
  }

  /** Values and indices along an axis. */
  interface Along {
    IntFunction<Tensor[]> of(Tensor x);
  }

  /**
   * Along every axis, in every layout.
   *
   * @param torch with {@code %d} for the axis
   */
  static OperationRow byAxis(OperationRow op, Along f, String torch) {
    for (int axis : new int[] {0, 1, 2, -1}) {
      op.rows("axis " + axis, in -> f.of(in[0]).apply(axis), torch.replace("%d", "" + axis), Input.real(-1, 1, 2, 3, 2));
    }
    for (int axis : new int[] {0, 1}) {
      String expression = torch.replace("%d", "" + axis);
      String label = ", axis " + axis;
      op.rows("transposed" + label, in -> f.of(in[0]).apply(axis), expression, Input.real(-1, 1, 3, 2).transposed());
      op.rows("narrowed" + label, in -> f.of(in[0]).apply(axis), expression, Input.real(-1, 1, 3, 3).narrowed());
      op.rows("flipped" + label, in -> f.of(in[0]).apply(axis), expression, Input.real(-1, 1, 2, 3).flipped());
    }
    op.rows("expanded", in -> f.of(in[0]).apply(1), torch.replace("%d", "1"), Input.real(-1, 1, 4).expanded(2));
    op.rows("one", in -> f.of(in[0]).apply(0), torch.replace("%d", "0"), Input.real(-1, 1, 1));
    op.rows("0-d", in -> f.of(in[0]).apply(-1), torch.replace("%d", "-1"), Input.real(-1, 1));
    return op.rows("empty", in -> f.of(in[0]).apply(1), torch.replace("%d", "1"), Input.real(-1, 1, 0, 3));
  }

  private void norms() {
    OperationRow norm = op("norm", "torch.linalg.vector_norm", "paddle.linalg.norm", "mindspore.ops.norm", "numpy.linalg.norm");
    double[] ps = {2, 1, 3, 0.5, 2.5, -1, INF, -INF};
    String[] names = {"2.", "1.", "3.", "0.5", "2.5", "-1.", "float('inf')", "-float('inf')"};
    for (int i = 0; i < ps.length; i++) {
      double p = ps[i];
      String all = "torch.linalg_vector_norm(a, " + names[i] + ")";
      norm.row("p = " + p, x -> x.norm(p), all, Input.real(0.3, 2, 4));
      norm.row("p = " + p + ", of negative numbers", x -> x.norm(p), all, Input.real(-2, -0.3, 2, 2));
      norm.row("p = " + p + ", axis 0", x -> x.norm(p, 0), "torch.linalg_vector_norm(a, " + names[i] + ", [0])",
          Input.real(-2, -0.3, 2, 3));
      norm.row("p = " + p + ", axis kept", x -> x.normKeep(p, -1),
          "torch.linalg_vector_norm(a, " + names[i] + ", [-1], True)", Input.real(0.3, 2, 3, 2).transposed());
    }
    norm.row("no p", x -> x.norm(), "torch.linalg_vector_norm(a)", Input.real(-2, 2, 2, 3).flipped())
        .row("two axes", x -> x.norm(2, 0, 2), "torch.linalg_vector_norm(a, 2, [0, 2])", Input.real(-2, 2, 2, 2, 2))
        .row("expanded", x -> x.norm(3, 0), "torch.linalg_vector_norm(a, 3., [0])", Input.real(-2, 2, 2).expanded(3))
        .row("0-d", x -> x.norm(), "torch.linalg_vector_norm(a)", Input.real(1, 2))
        .row("empty", x -> x.norm(), "torch.linalg_vector_norm(a)", Input.real(1, 2, 0))
        .row("p = 0", x -> x.norm(0), "torch.linalg_vector_norm(a, 0.)", Input.of(1, 0, -2)).kink()
        .row("2 at 0", x -> x.norm(2, 1), "torch.linalg_vector_norm(a, 2., [1])", matrix(0, 0, 3, 4)).kink()
        .row("1 at 0", x -> x.norm(1), "torch.linalg_vector_norm(a, 1.)", Input.of(0, -2, 3)).kink()
        .row("3 at 0", x -> x.norm(3), "torch.linalg_vector_norm(a, 3.)", Input.of(0, 0)).kink()
        .row("1.5 at 0", x -> x.norm(1.5), "torch.linalg_vector_norm(a, 1.5)", Input.of(0, 0)).kink()
        .row("0.5 beside 0", x -> x.norm(0.5), "torch.linalg_vector_norm(a, 0.5)", Input.of(0, 4)).kink()
        .row("infinity, ties", x -> x.norm(INF), "torch.linalg_vector_norm(a, float('inf'))", Input.of(-3, 1, 3)).kink();
    op("dist", "torch.dist", "paddle.dist", "mindspore.ops.dist", "")
        .row("2", (a, b) -> a.dist(b, 2), "torch.dist(a, b)", Input.real(-1, 1, 3), Input.real(2, 3, 3))
        .row("3", (a, b) -> a.dist(b, 3), "torch.dist(a, b, 3.)", Input.real(-1, 1, 3), Input.real(2, 3, 3))
        .row("1, broadcast", (a, b) -> a.dist(b, 1), "torch.dist(a, b, 1.)", Input.real(-1, 1, 2, 3), Input.real(2, 3, 3))
        .row("infinity", (a, b) -> a.dist(b, INF), "torch.dist(a, b, float('inf'))", Input.real(-1, 1, 3), Input.real(2, 3, 3))
        .row("0-d", (a, b) -> a.dist(b, 2), "torch.dist(a, b)", Input.real(-1, 1), Input.real(2, 3))
        .row("identical", (a, b) -> a.dist(b, 2), "torch.dist(a, b)", Input.of(1, 2), Input.of(1, 2)).kink();
    op("renorm", "torch.renorm", "paddle.renorm", "mindspore.ops.renorm", "")
        .row("all larger", x -> x.renorm(2, 0, 1), "torch.renorm(a, 2, 0, 1.)", Input.real(1, 3, 2, 3))
        .row("all smaller", x -> x.renorm(2, 1, 100), "torch.renorm(a, 2, 1, 100.)", Input.real(1, 3, 2, 3))
        .row("some", x -> x.renorm(2, 0, 2.5), "torch.renorm(a, 2, 0, 2.5)", matrix(1, 2, 3, 4))
        .row("p = 1, transposed", x -> x.renorm(1, 1, 3), "torch.renorm(a, 1, 1, 3.)", Input.real(1, 3, 3, 2).transposed())
        .row("three axes", x -> x.renorm(3, -1, 2), "torch.renorm(a, 3, -1, 2.)", Input.real(0.5, 2, 2, 2, 2))
        .row("narrowed", x -> x.renorm(2, 0, 1), "torch.renorm(a, 2, 0, 1.)", Input.real(1, 3, 2, 4).narrowed());
  }

  private void exponentials() {
    everyWay(op("logSumExp", "torch.logsumexp", "paddle.logsumexp", "mindspore.ops.logsumexp", "scipy.special.logsumexp"),
        (x, keep, axes) -> keep ? x.logSumExpKeep(axes) : x.logSumExp(axes), "torch.logsumexp(a, %s, %k)", -2, 2)
        .row("large", x -> x.logSumExp(0), "torch.logsumexp(a, [0])", Input.of(1000, 1001, 999))
        .row("0-d", x -> x.logSumExp(0), "torch.logsumexp(a, [0])", Input.real(1, 2))
        .row("empty", x -> x.logSumExp(0), "torch.logsumexp(a, [0])", Input.real(1, 2, 0, 2))
        .row("minus infinity", x -> x.logSumExp(0), "torch.logsumexp(a, [0])", Input.of(-INF, 0, 1)).kink()
        .row("infinity", x -> x.logSumExp(0), "torch.logsumexp(a, [0])", Input.of(INF, 0, 1).constant())
        .except(Check.DERIVATIVE, "infinite");
    byAxis(op("softmax", "torch.softmax", "paddle.nn.functional.softmax", "mindspore.ops.softmax", "scipy.special.softmax"),
        x -> a -> new Tensor[] {x.softmax(a)}, "torch.softmax(a, %d)")
        .row("large", x -> x.softmax(0), "torch.softmax(a, 0)", Input.of(1000, 1001, 999))
        .row("minus infinity", x -> x.softmax(0), "torch.softmax(a, 0)", Input.of(-INF, 0, 0)).kink();
    byAxis(op("logSoftmax", "torch.log_softmax", "paddle.nn.functional.log_softmax", "mindspore.ops.log_softmax",
        "scipy.special.log_softmax"), x -> a -> new Tensor[] {x.logSoftmax(a)}, "torch.log_softmax(a, %d)")
        .row("large", x -> x.logSoftmax(0), "torch.log_softmax(a, 0)", Input.of(1000, 0, 999));
  }
}
