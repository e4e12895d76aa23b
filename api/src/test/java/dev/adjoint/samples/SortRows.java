package dev.adjoint.samples;

import static dev.adjoint.samples.ReductionRows.byAxis;
import static dev.adjoint.samples.ReductionRows.pair;

import dev.adjoint.Histogram;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.UniqueValues;
import dev.adjoint.samples.Sample.Check;

/** Sorting, what is chosen by rank, searching and counting. */
final class SortRows extends Family {
  private static final double NAN = Double.NaN;

  SortRows() {
    super("Order");
  }

  @Override
  protected void declare() {
    sorts();
    ranks();
    quantiles();
    uniques();
    searches();
    counts();
  }

  private void sorts() {
    OperationRow sort = op("sort", "torch.sort", "paddle.sort", "mindspore.ops.sort", "numpy.sort");
    byAxis(sort, x -> a -> pair(x.sort(a, false)), "torch.sort(a, stable=True, dim=%d, descending=False)");
    sort.rows("last axis", in -> pair(in[0].sort()), "torch.sort(a)", Input.real(-1, 1, 2, 3))
        .rows("no elements along it", in -> pair(in[0].sort(0, false)), "torch.sort(a, 0)", Input.real(-1, 1, 0, 2));
    for (boolean down : new boolean[] {false, true}) {
      String torch = "torch.sort(a, stable=True, dim=0, descending=" + (down ? "True" : "False") + ")";
      String label = down ? ", descending" : ", ascending";
      sort.rows("vector" + label, in -> pair(in[0].sort(0, down)), torch, Input.real(-1, 1, 5))
          .rows("matrix" + label, in -> pair(in[0].sort(0, down)), torch, Input.real(-1, 1, 3, 2).flipped())
          .rows("ties" + label, in -> pair(in[0].sort(0, down)), torch, Input.of(2, 1, 2, 3, 1)).kink()
          .rows("NaN and zeros" + label, in -> pair(in[0].sort(0, down)), torch,
              Input.of(2, NAN, 0, -0.0, Double.POSITIVE_INFINITY, NAN, 0, -1))
          .kink()
          .rows("integers" + label, in -> pair(in[0].sort(0, down)), torch, Input.ints(-3, 3, 9))
          .except(Check.DERIVATIVE, "integers")
          .rows("bools" + label, in -> pair(in[0].sort(0, down)), torch, Input.bools(5)).except(Check.DERIVATIVE, "bools");
    }
    OperationRow argsort =
        op("argsort", "torch.argsort", "paddle.argsort", "mindspore.ops.argsort", "numpy.argsort").notDifferentiable("indices");
    byAxis(argsort, x -> a -> new Tensor[] {x.argsort(a, true)}, "torch.argsort(a, stable=True, dim=%d, descending=True)");
    argsort.row("ascending, ties", x -> x.argsort(0, false), "torch.argsort(a, stable=True, dim=0)", Input.of(2, 1, 2, 1));
    OperationRow topk = op("topk", "torch.topk", "paddle.topk", "mindspore.ops.topk", "");
    topk.rows("last axis", in -> pair(in[0].topk(2)), "torch.topk(a, 2)", Input.real(-1, 1, 2, 4));
    for (boolean largest : new boolean[] {true, false}) {
      String end = largest ? ", True, True)" : ", False, True)";
      String label = largest ? ", largest" : ", smallest";
      topk.rows("axis 0" + label, in -> pair(in[0].topk(2, 0, largest)), "torch.topk(a, 2, 0" + end, Input.real(-1, 1, 4, 2))
          .rows("all" + label, in -> pair(in[0].topk(3, 1, largest)), "torch.topk(a, 3, 1" + end, Input.real(-1, 1, 2, 3))
          .rows("none" + label, in -> pair(in[0].topk(0, 1, largest)), "torch.topk(a, 0, 1" + end, Input.real(-1, 1, 2, 3))
          .rows("transposed" + label, in -> pair(in[0].topk(1, 1, largest)), "torch.topk(a, 1, 1" + end,
              Input.real(-1, 1, 3, 2).transposed())
          .rows("narrowed" + label, in -> pair(in[0].topk(2, 1, largest)), "torch.topk(a, 2, 1" + end,
              Input.real(-1, 1, 2, 4).narrowed())
          .rows("expanded" + label, in -> pair(in[0].topk(2, 1, largest)), "torch.topk(a, 2, 1" + end,
              Input.real(-1, 1, 3).expanded(2))
          .rows("0-d" + label, in -> pair(in[0].topk(1, 0, largest)), "torch.topk(a, 1, 0" + end, Input.real(-1, 1))
          .rows("NaN" + label, in -> pair(in[0].topk(2, 0, largest)), "torch.topk(a, 2, 0" + end, Input.of(2, NAN, 1, 3))
          .kink();
    }
  }

  private void ranks() {
    byAxis(op("kthvalue", "torch.kthvalue", "paddle.kthvalue", "", "numpy.partition"), x -> a -> pair(x.kthvalue(1, a)),
        "torch.kthvalue(a, 1, %d)")
        .rows("kept", in -> pair(in[0].kthvalueKeep(2, 0)), "torch.kthvalue(a, 2, 0, True)", Input.real(-1, 1, 3, 2))
        .rows("second", in -> pair(in[0].kthvalue(2, 1)), "torch.kthvalue(a, 2, 1)", Input.real(-1, 1, 2, 4))
        .rows("last", in -> pair(in[0].kthvalue(3, 0)), "torch.kthvalue(a, 3, 0)", Input.real(-1, 1, 3, 2));
    OperationRow median = op("median", "torch.median", "paddle.median", "mindspore.ops.median", "numpy.median");
    byAxis(median, x -> a -> pair(x.median(a)), "torch.median(a, %d)");
    median.rows("kept", in -> pair(in[0].medianKeep(0)), "torch.median(a, 0, True)", Input.real(-1, 1, 3, 2))
        .row("all, odd", x -> x.median(), "torch.median(a)", Input.real(-1, 1, 5))
        .row("all, even", x -> x.median(), "torch.median(a)", Input.real(-1, 1, 2, 3).flipped())
        .row("all, 0-d", x -> x.median(), "torch.median(a)", Input.real(-1, 1))
        .row("all, empty", x -> x.median(), "torch.median(a)", Input.real(-1, 1, 0).constant())
        .except(Check.DERIVATIVE, "of nothing")
        .row("all, ties", x -> x.median(), "torch.median(a)", Input.of(2, 1, 2, 3, 2)).kink()
        .row("all, NaN", x -> x.median(), "torch.median(a)", Input.of(2, NAN, 1)).kink()
        .rows("NaN in a row", in -> pair(in[0].median(1)), "torch.median(a, 1)",
            Input.of(Shape.of(2, 3), 2, NAN, 1, 3, 1, 2))
        .kink();
    OperationRow nanmedian =
        op("nanmedian", "torch.nanmedian", "paddle.nanmedian", "mindspore.ops.nanmedian", "numpy.nanmedian");
    byAxis(nanmedian, x -> a -> pair(x.nanmedian(a)), "torch.nanmedian(a, %d)");
    nanmedian.rows("kept", in -> pair(in[0].nanmedianKeep(0)), "torch.nanmedian(a, 0, True)", Input.real(-1, 1, 3, 2))
        .row("all", x -> x.nanmedian(), "torch.nanmedian(a)", Input.real(-1, 1, 2, 3))
        .row("all, NaN", x -> x.nanmedian(), "torch.nanmedian(a)", Input.of(2, NAN, 1, 5)).kink()
        .rows("NaN in a row", in -> pair(in[0].nanmedian(1)), "torch.nanmedian(a, 1)",
            Input.of(Shape.of(2, 3), 2, NAN, 1, 3, 1, 2))
        .kink()
        .rows("a row of NaN", in -> pair(in[0].nanmedian(1)), "torch.nanmedian(a, 1)",
            Input.of(Shape.of(2, 2), NAN, NAN, 3, 1))
        .kink();
    byAxis(op("mode", "torch.mode", "paddle.mode", "", "scipy.stats.mode"), x -> a -> pair(x.mode(a)), "torch.mode(a, %d)")
        .rows("ties", in -> pair(in[0].mode(0)), "torch.mode(a, 0)", Input.of(2, 1, 2)).kink()
        .rows("kept", in -> pair(in[0].modeKeep(0)), "torch.mode(a, 0, True)", Input.real(-1, 1, 3, 2))
        .rows("two modes", in -> pair(in[0].mode(0)), "torch.mode(a, 0)", Input.of(3, 2, 3, 1, 2, 5)).kink()
        .rows("integers", in -> pair(in[0].mode(1)), "torch.mode(a, 1)", Input.ints(0, 2, 2, 5))
        .except(Check.DERIVATIVE, "integers");
  }

  private void quantiles() {
    OperationRow quantile = op("quantile", "torch.quantile", "paddle.quantile", "mindspore.ops.quantile", "numpy.quantile");
    OperationRow nanquantile =
        op("nanquantile", "torch.nanquantile", "paddle.nanquantile", "mindspore.ops.nanquantile", "numpy.nanquantile");
    for (double q : new double[] {0, 0.3, 0.5, 1}) {
      quantile.row("" + q, x -> x.quantile(q), "torch.quantile(a, " + q + ")", Input.real(-1, 1, 5))
          .row(q + " axis 0", x -> x.quantile(q, 0), "torch.quantile(a, " + q + ", 0)", Input.real(-1, 1, 4, 2))
          .row(q + " axis 1", x -> x.quantile(q, 1), "torch.quantile(a, " + q + ", 1)", Input.real(-1, 1, 2, 3, 2));
      nanquantile.row(q + " axis", x -> x.nanquantile(q, -1), "torch.nanquantile(a, " + q + ", -1)", Input.real(-1, 1, 2, 4))
          .row(q + " NaN", x -> x.nanquantile(q, 1), "torch.nanquantile(a, " + q + ", 1)",
              Input.of(Shape.of(2, 4), 2, NAN, 1, 5, NAN, 4, NAN, NAN))
          .kink();
    }
    quantile.row("vector of parts", (x, q) -> x.quantile(q, 1), "torch.quantile(a, b, 1)", Input.real(-1, 1, 2, 4),
        Input.of(0.2, 0.45, 0.9))
        .row("vector of parts, axis 0", (x, q) -> x.quantile(q, 0), "torch.quantile(a, b, 0)", Input.real(-1, 1, 3, 2, 2),
            Input.of(0.2, 0.6))
        .row("0-d part", (x, q) -> x.quantile(q, -1), "torch.quantile(a, b, -1)", Input.real(-1, 1, 2, 4), Input.real(0.4, 0.5))
        .row("kept", x -> x.quantileKeep(0.3, 0), "torch.quantile(a, 0.3, 0, True)", Input.real(-1, 1, 4, 2))
        .row("transposed", x -> x.quantile(0.3, 0), "torch.quantile(a, 0.3, 0)", Input.real(-1, 1, 2, 3).transposed())
        .row("narrowed", x -> x.quantile(0.3, 1), "torch.quantile(a, 0.3, 1)", Input.real(-1, 1, 2, 5).narrowed())
        .row("flipped", x -> x.quantile(0.3, 1), "torch.quantile(a, 0.3, 1)", Input.real(-1, 1, 2, 4).flipped())
        .row("expanded", x -> x.quantile(0.3, 1), "torch.quantile(a, 0.3, 1)", Input.real(-1, 1, 4).expanded(2))
        .row("0-d", x -> x.quantile(0.3), "torch.quantile(a, 0.3)", Input.real(1, 2))
        .row("NaN", x -> x.quantile(0.3, 1), "torch.quantile(a, 0.3, 1)", Input.of(Shape.of(2, 3), 2, NAN, 1, 3, 5, 4)).kink();
    nanquantile.row("all", x -> x.nanquantile(0.3), "torch.nanquantile(a, 0.3)", Input.real(-1, 1, 2, 3))
        .row("vector of parts", (x, q) -> x.nanquantile(q, 1), "torch.nanquantile(a, b, 1)", Input.real(-1, 1, 2, 4),
            Input.of(0.2, 0.45));
  }

  private static Tensor[] all(UniqueValues found) {
    return new Tensor[] {found.values(), found.inverse(), found.counts()};
  }

  private void uniques() {
    OperationRow unique = op("unique", "torch.unique", "paddle.unique", "mindspore.ops.unique", "numpy.unique");
    OperationRow consecutive = op("uniqueConsecutive", "torch.unique_consecutive", "paddle.unique_consecutive",
        "mindspore.ops.unique_consecutive", "");
    Input[] inputs =
        {Input.of(3, 1, 1, 3, 2, 1), Input.of(Shape.of(2, 3), 2, 2, 1, 1, 2, 5), Input.of(Shape.of(3, 2), 1, 2, 1, 3,
            2, 2).transposed(),
          Input.of(1, 1, 2, 2).flipped(), Input.real(-1, 1), Input.real(-1, 1, 0)};
    for (Input x : inputs) {
      String label = x.layout().name() + " " + x.shape();
      unique.rows(label, in -> all(in[0].unique()), "torch._unique2(a, True, True, True)", x.constant())
          .except(Check.DERIVATIVE, "libtorch has none")
          .rows(label + ", with gradients", in -> all(in[0].unique()), null, x);
      consecutive.rows(label, in -> all(in[0].uniqueConsecutive()), "torch.unique_consecutive(a, True, True)", x.constant())
          .except(Check.DERIVATIVE, "libtorch has none")
          .rows(label + ", with gradients", in -> all(in[0].uniqueConsecutive()), null, x);
      if (x.shape().size() > 1) {
        unique.kink();
        consecutive.kink();
      }
    }
    unique.rows("integers", in -> all(in[0].unique()), "torch._unique2(a, True, True, True)", Input.ints(0, 4, 3, 3))
        .except(Check.DERIVATIVE, "integers");
  }

  private void searches() {
    OperationRow search = op("searchsorted", "torch.searchsorted", "paddle.searchsorted", "mindspore.ops.searchsorted",
        "numpy.searchsorted").notDifferentiable("indices");
    OperationRow bucketize =
        op("bucketize", "torch.bucketize", "paddle.bucketize", "mindspore.ops.bucketize", "numpy.digitize")
            .notDifferentiable("indices");
    Input bounds = Input.of(1, 2, 2, 4, 7);
    Input[] values = {Input.of(0, 1, 2, 3, 4, 7, 8), Input.of(2), Input.of(Shape.of(), 2), Input.of(NAN, 1),
      Input.of(Shape.of(3, 2), 0, 1, 2, 3, 4, 9).transposed(), Input.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 9).narrowed(),
      Input.real(1, 2, 0)};
    for (Input v : values) {
      String label =
          v.layout().name() + " " + v.shape() + (v.shape().size() > 0 && v.values()[0] != v.values()[0] ? " NaN" : "");
      for (boolean right : new boolean[] {false, true}) {
        String flag = right ? "True" : "False";
        search.row(label + (right ? " right" : " left"), (s, x) -> s.searchsorted(x, right),
            "torch.searchsorted(a, b, right=" + flag + ")", bounds, v);
        bucketize.row(label + (right ? " right" : " left"), (s, x) -> x.bucketize(s, right),
            "torch.bucketize(b, a, right=" + flag + ")", bounds, v);
      }
    }
    search.row("rows", (s, x) -> s.searchsorted(x), "torch.searchsorted(a, b)",
        Input.of(Shape.of(2, 3), 1, 2, 3, 10, 20, 30), Input.of(Shape.of(2, 4), 0, 2, 3, 9, 10, 15, 30, 31))
        .row("in nothing", (s, x) -> s.searchsorted(x), "torch.searchsorted(a, b)", Input.real(0, 1, 0), Input.of(1, 2));
    OperationRow isin = op("isin", "torch.isin", "paddle.isin", "mindspore.ops.isin", "numpy.isin").notDifferentiable("a bool");
    isin.row("vector", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.of(1, 2, 3, NAN), Input.of(3, 1, 5, NAN))
        .row("matrix", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.of(Shape.of(2, 2), 1, 2, 3, 4), Input.of(4, 2))
        .row("transposed", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.of(Shape.of(2, 2), 1, 2, 3, 4).transposed(),
            Input.of(Shape.of(2, 2), 4, 2, 9, 8).flipped())
        .row("integers", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.ints(0, 9, 4), Input.ints(0, 9, 5))
        .row("0-d", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.of(Shape.of(), 2), Input.of(1, 2))
        .row("in nothing", (x, t) -> x.isin(t), "torch.isin(a, b)", Input.of(1, 2), Input.real(0, 1, 0));
  }

  private static Tensor[] both(Histogram h) {
    return new Tensor[] {h.counts(), h.edges()};
  }

  private void counts() {
    op("histogram", "torch.histogram", "paddle.histogram", "mindspore.ops.histc", "numpy.histogram").notDifferentiable("counts")
        .rows("bounds", in -> both(in[0].histogram(4, 0, 2)), "torch.histogram(a, bins=4, range=[0., 2.])",
            Input.of(0, 0.5, 0.6, 1.9, 2, 2.1, -0.1, 1))
        .rows("of the data", in -> both(in[0].histogram(3)), "torch.histogram(a, bins=3)", Input.of(1, 4, 2, 2, 3))
        .rows("matrix", in -> both(in[0].histogram(2, -1, 1)), "torch.histogram(a, bins=2, range=[-1., 1.])",
            Input.real(-1, 1, 3, 2).transposed())
        .rows("one value", in -> both(in[0].histogram(2, 3, 3)), "torch.histogram(a, bins=2, range=[3., 3.])",
            Input.of(3, 3, 5))
        .rows("empty", in -> both(in[0].histogram(2, 0, 1)), "torch.histogram(a, bins=2, range=[0., 1.])", Input.real(0, 1, 0));
    op("bincount", "torch.bincount", "paddle.bincount", "mindspore.ops.bincount", "numpy.bincount")
        .row("weights", (x, w) -> x.bincount(w, 0), null, Input.ints(Shape.of(5), 1, 3, 1, 0, 3), Input.real(1, 2, 5))
        .row("weights and length", (x, w) -> x.bincount(w, 6), null, Input.ints(Shape.of(5), 1, 3, 1, 0, 3),
            Input.real(1, 2, 6).narrowed())
        .notDifferentiable("counts")
        .row("vector", x -> x.bincount(), "torch.bincount(a)", Input.ints(Shape.of(5), 1, 3, 1, 0, 3))
        .row("length", x -> x.bincount(6), "torch.bincount(a, None, 6)", Input.ints(Shape.of(3), 1, 3, 1))
        .row("int32", x -> x.bincount(), "torch.bincount(a)", Input.ints(Shape.of(5), 1, 3, 1, 0, 3).int32())
        .row("empty", x -> x.bincount(), "torch.bincount(a)", Input.ints(0, 2, 0))
        .row("constant weights", (x, w) -> x.bincount(w, 5), "torch.bincount(a, b, 5)", Input.ints(Shape.of(3), 1, 2, 1),
            Input.of(0.5, 1, 2).constant());
  }
}
