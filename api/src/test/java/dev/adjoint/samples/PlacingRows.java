package dev.adjoint.samples;

import dev.adjoint.Index;
import dev.adjoint.ScatterReduction;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.Locale;

/** Placing by index. */
final class PlacingRows extends Family {
  PlacingRows() {
    super("Scattering and filling");
  }

  private static Input real(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  /** Other numbers than the tensor's own: far enough from them that no two are equal or close. */
  private static Input source(int... sizes) {
    return Input.real(2, 4, sizes);
  }

  private static Input mask(Shape shape, double... values) {
    return new Input(shape, values, Input.Kind.BOOL, false, Input.Layout.ROW_BY_ROW);
  }

  @Override
  protected void declare() {
    scatters();
    for (ScatterReduction how : ScatterReduction.values()) {
      reductions(how);
    }
    slices();
    puts();
    masks();
  }

  private void scatters() {
    OperationRow.Ternary first = (x, i, s) -> x.scatter(0, i, s);
    op("scatter", "torch.scatter", "paddle.put_along_axis", "mindspore.ops.scatter", "numpy.put_along_axis")
        .row("vector", first, "torch.scatter(a, 0, b, c)", real(3), Input.ints(Shape.of(2), 1, 2), source(2))
        .row("matrix", first, "torch.scatter(a, 0, b, c)", real(3, 2), Input.ints(Shape.of(2, 2), 2, 0, 1, 1), source(2, 2))
        .row("last axis", (x, i, s) -> x.scatter(-1, i, s), "torch.scatter(a, -1, b, c)", real(2, 3),
            Input.ints(Shape.of(1, 2), 2, 0), source(1, 2))
        .row("longer source", first, "torch.scatter(a, 0, b, c[:1, :2])", real(3, 2), Input.ints(Shape.of(1, 2), 2, 0),
            source(2, 3))
        .row("0-d", first, "torch.scatter(a, 0, b, c)", real(), Input.ints(Shape.of(), 0), source())
        .row("0-d index", first, "torch.scatter(a, 0, b, c)", real(3), Input.ints(Shape.of(), 1), source())
        .row("nothing", first, "torch.scatter(a, 0, b, c)", real(3), Input.ints(Shape.of(0)), source(0))
        .row("transposed", first, "torch.scatter(a, 0, b, c)", real(2, 3).transposed(),
            Input.ints(Shape.of(2, 2), 2, 0, 1, 0).transposed(), source(2, 2).transposed())
        .row("a number", (x, i) -> x.scatter(0, i, 2.5), "torch.scatter(a, 0, b, 2.5)", real(3, 2),
            Input.ints(Shape.of(2, 2), 0, 1, 0, 0))
        .row("the last one wins", first, null, real(3), Input.ints(Shape.of(3), 1, 1, 0), source(3));
    op("scatterAdd", "torch.scatter_add", "paddle.put_along_axis", "mindspore.ops.scatter_add_ext", "numpy.add.at")
        .row("duplicates", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c)", real(3),
            Input.ints(Shape.of(3), 1, 1, 2), source(3))
        .row("matrix", (x, i, s) -> x.scatterAdd(1, i, s), "torch.scatter_add(a, 1, b, c)", real(2, 3), Input.ints(0, 3, 2, 2),
            source(2, 2))
        .row("longer source", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c[:1])", real(3, 2),
            Input.ints(Shape.of(1, 2), 2, 0), source(2, 2))
        .row("0-d", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c)", real(), Input.ints(Shape.of(), 0),
            source())
        .row("nothing", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c)", real(2, 2),
            Input.ints(Shape.of(0, 2)), source(0, 2))
        .row("transposed", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c)", real(2, 3).transposed(),
            Input.ints(Shape.of(2, 2), 2, 2, 1, 0), source(2, 2).transposed())
        .row("expanded", (x, i, s) -> x.scatterAdd(0, i, s), "torch.scatter_add(a, 0, b, c)", real(2).expanded(3),
            Input.ints(0, 3, 2).expanded(2), source(2).expanded(2));
  }

  private void reductions(ScatterReduction how) {
    String name = how.name().toLowerCase(Locale.ROOT);
    OperationRow row = op("scatterReduce " + name, "torch.scatter_reduce", "paddle.put_along_axis", "",
        how == ScatterReduction.SUM ? "numpy.add.at" : "");
    for (boolean self : new boolean[] {true, false}) {
      String torch = "torch.scatter_reduce(a, %d, b, c, \"" + name + "\", include_self=" + (self ? "True" : "False") + ")";
      String label = self ? "" : ", without self";
      OperationRow.Ternary first = (x, i, s) -> x.scatterReduce(0, i, s, how, self);
      row.row("duplicates" + label, first, torch.formatted(0), Input.real(1, 2, 3), Input.ints(Shape.of(4), 1, 1, 2, 1),
          source(4))
          .row("matrix" + label, (x, i, s) -> x.scatterReduce(1, i, s, how, self), torch.formatted(1), Input.real(1, 5, 2, 3),
              Input.ints(Shape.of(2, 2), 0, 0, 2, 1), source(2, 2))
          .row("transposed" + label, first, torch.formatted(0), Input.real(1, 5, 2, 3).transposed(),
              Input.ints(Shape.of(2, 2), 2, 2, 1, 0), source(2, 2).transposed())
          .row("0-d" + label, first, torch.formatted(0), Input.real(1, 2), Input.ints(Shape.of(), 0), source())
          .row("nothing" + label, first, torch.formatted(0), Input.real(1, 2, 2), Input.ints(Shape.of(0)), source(0));
      if (how == ScatterReduction.PROD) {
        row.row("a zero" + label, first, torch.formatted(0), Input.of(2, 3, 0), Input.ints(Shape.of(4), 1, 1, 0, 2),
            Input.of(0, 4, 5, 6))
            .row("two zeros" + label, first, torch.formatted(0), Input.of(2, 3), Input.ints(Shape.of(3), 1, 1, 1),
                Input.of(0, 4, 0))
            .except(Check.SECOND_ORDER, "two zeros in one product: refused")
            .except(Check.FORWARD_MODE, "checked by second-order forward mode, refused as well");
      } else if (how == ScatterReduction.AMAX || how == ScatterReduction.AMIN) {
        // libtorch gives a share also to an element of the tensor itself that does not count, if it is equal: here it is not.
        row.row("ties" + label, first, torch.formatted(0), Input.of(1, self ? 5 : 9, 2), Input.ints(Shape.of(3), 1, 1, 0),
            Input.of(5, 5, 3)).kink();
      }
    }
  }

  private void slices() {
    op("indexAdd", "torch.index_add", "paddle.index_add", "mindspore.ops.index_add", "numpy.add.at")
        .row("duplicates", (x, i, s) -> x.indexAdd(0, i, s), "torch.index_add(a, 0, b, c)", real(3),
            Input.ints(Shape.of(2), 1, 1),
            source(2))
        .row("columns", (x, i, s) -> x.indexAdd(-1, i, s), "torch.index_add(a, -1, b, c)", real(2, 3),
            Input.ints(Shape.of(2), 2, 0), source(2, 2))
        .row("alpha", (x, i, s) -> x.indexAdd(0, i, s, 2), "torch.index_add(a, 0, b, c, alpha=2)", real(3, 2),
            Input.ints(Shape.of(2), 1, 1), source(2, 2))
        .row("0-d", (x, i, s) -> x.indexAdd(0, i, s), "torch.index_add(a, 0, b, c)", real(), Input.ints(Shape.of(), 0),
            source())
        .row("transposed", (x, i, s) -> x.indexAdd(0, i, s), "torch.index_add(a, 0, b, c)", real(2, 3).transposed(),
            Input.ints(Shape.of(2), 2, 2), source(2, 2).transposed())
        .row("nothing", (x, i, s) -> x.indexAdd(0, i, s), "torch.index_add(a, 0, b, c)", real(2, 2), Input.ints(Shape.of(0)),
            source(0, 2));
    op("indexCopy", "torch.index_copy", "", "mindspore.Tensor.index_copy_", "")
        .row("vector", (x, i, s) -> x.indexCopy(0, i, s), "torch.index_copy(a, 0, b, c)", real(3),
            Input.ints(Shape.of(2), 2, 0),
            source(2))
        .row("columns", (x, i, s) -> x.indexCopy(1, i, s), "torch.index_copy(a, 1, b, c)", real(2, 3),
            Input.ints(Shape.of(2), 2, 0), source(2, 2))
        .row("transposed", (x, i, s) -> x.indexCopy(0, i, s), "torch.index_copy(a, 0, b.long(), c)", real(2, 3).transposed(),
            Input.ints(Shape.of(2), 0, 2).int32(), source(2, 2).transposed())
        .row("0-d", (x, i, s) -> x.indexCopy(0, i, s), "torch.index_copy(a, 0, b, c)", real(), Input.ints(Shape.of(1), 0),
            source())
        .row("nothing", (x, i, s) -> x.indexCopy(0, i, s), "torch.index_copy(a, 0, b, c)", real(2, 2), Input.ints(Shape.of(0)),
            source(0, 2))
        .row("the last one wins", (x, i, s) -> x.indexCopy(0, i, s), null, real(3), Input.ints(Shape.of(3), 1, 1, 0),
            source(3));
    op("indexFill", "torch.index_fill", "paddle.index_fill", "mindspore.ops.index_fill", "")
        .row("a number", (x, i) -> x.indexFill(0, i, 2), "torch.index_fill(a, 0, b, 2.)", real(3, 2),
            Input.ints(Shape.of(2), 2, 0))
        .row("duplicates", (x, i) -> x.indexFill(1, i, -1), "torch.index_fill(a, 1, b, -1.)", real(2, 3),
            Input.ints(Shape.of(2), 1, 1))
        .row("a tensor", (x, i, v) -> x.indexFill(0, i, v), "torch.index_fill(a, 0, b, c)", real(3),
            Input.ints(Shape.of(2), 0, 2),
            source())
        .row("0-d", (x, i, v) -> x.indexFill(0, i, v), "torch.index_fill(a, 0, b, c)", real(), Input.ints(Shape.of(), 0),
            source())
        .row("transposed", (x, i, v) -> x.indexFill(0, i, v), "torch.index_fill(a, 0, b.long(), c)", real(2, 3).transposed(),
            Input.ints(Shape.of(1), 1).int32(), source())
        .row("nothing", (x, i) -> x.indexFill(0, i, 2), "torch.index_fill(a, 0, b, 2.)", real(3, 2), Input.ints(Shape.of(0)));
  }

  private void puts() {
    op("indexPut", "torch.index_put", "paddle.index_put", "mindspore.Tensor.index_put", "numpy.put")
        .row("elements", (x, i, v) -> x.indexPut(v, Index.of(i)), "torch.index_put(a, [b], c)", real(4),
            Input.ints(Shape.of(2), 3, 0),
            source(2))
        .row("slices", (x, i, v) -> x.indexPut(v, Index.of(i)), "torch.index_put(a, [b], c)", real(3, 2),
            Input.ints(Shape.of(2), -1, 0), source(2))
        .row("a number for all", (x, i, v) -> x.indexPut(v, Index.of(i)), "torch.index_put(a, [b], c)", real(3, 2),
            Input.ints(Shape.of(2), 2, 0), source())
        .rows("pairs", in -> new Tensor[] {in[0].indexPut(in[3], Index.of(in[1]), Index.of(in[2]))},
            "torch.index_put(a, [b, c], d)", real(3, 3), Input.ints(Shape.of(2), 2, 0), Input.ints(Shape.of(2), 1, 1),
            source(2))
        .row("a mask", (x, m, v) -> x.indexPut(v, Index.of(m)), "torch.index_put(a, [b], c)", real(2, 2),
            mask(Shape.of(2, 2), 1, 0, 1, 0), source(2))
        .row("a mask and a number", (x, m, v) -> x.indexPut(v, Index.of(m)), "torch.index_put(a, [b], c)", real(2, 2),
            mask(Shape.of(2, 2), 1, 0, 1, 0), source())
        .row("select", (x, v) -> x.indexPut(v, Index.at(1)), "torch.select_scatter(a, b, 0, 1)", real(3, 2), source(2))
        .row("slice", (x, v) -> x.indexPut(v, Index.all(), Index.range(0, 3, 2)), "torch.slice_scatter(a, b, 1, 0, 3, 2)",
            real(2, 3), source(2, 2))
        .row("transposed", (x, i, v) -> x.indexPut(v, Index.of(i)), "torch.index_put(a, [b], c)", real(2, 3).transposed(),
            Input.ints(Shape.of(2), 2, 1), source(2, 2).transposed())
        .row("nothing", (x, i, v) -> x.indexPut(v, Index.of(i)), "torch.index_put(a, [b], c)", real(3), Input.ints(Shape.of(0)),
            source(0))
        .row("the last one wins", (x, i, v) -> x.indexPut(v, Index.of(i)), null, real(3), Input.ints(Shape.of(3), 1, 1, 0),
            source(3));
    op("indexPutAdd", "torch.index_put", "paddle.index_put", "mindspore.Tensor.index_put", "numpy.add.at")
        .row("duplicates", (x, i, v) -> x.indexPutAdd(v, Index.of(i)), "torch.index_put(a, [b], c, True)", real(3),
            Input.ints(Shape.of(3), 1, 1, -1), source(3))
        .row("slices", (x, i, v) -> x.indexPutAdd(v, Index.all(), Index.of(i)), "torch.index_put(a.t(), [b], c.t(), True).t()",
            real(2, 3), Input.ints(Shape.of(2), 1, 1), source(2, 2))
        .row("a number for all", (x, i, v) -> x.indexPutAdd(v, Index.of(i)), "torch.index_put(a, [b], c, True)", real(3, 2),
            Input.ints(Shape.of(2), 2, 2), source())
        .row("a mask", (x, m, v) -> x.indexPutAdd(v, Index.of(m)), "torch.index_put(a, [b], c, True)", real(3),
            mask(Shape.of(3), 1, 0, 1), source(2))
        .row("transposed", (x, i, v) -> x.indexPutAdd(v, Index.of(i)), "torch.index_put(a, [b], c, True)",
            real(2, 3).transposed(), Input.ints(Shape.of(2), 2, 2).int32(), source(2).expanded(2));
    op("set", "torch.Tensor.__setitem__", "paddle.Tensor.__setitem__", "mindspore.Tensor.__setitem__",
        "numpy.ndarray.__setitem__")
        .row("select", (x, v) -> x.copy().set(v, Index.at(-1)), "torch.select_scatter(a, b, 0, -1)", real(3, 2), source(2))
        .except(Check.FORWARD_MODE, "in place")
        .row("slice", (x, v) -> x.copy().set(v.expand(2), Index.range(0, 3, 2)),
            "torch.index_put(a, [torch.arange(0, 3, 2)], b)",
            real(3), source())
        .except(Check.FORWARD_MODE, "in place")
        .row("indices", (x, i, v) -> x.copy().set(v, Index.of(i)), "torch.index_put(a, [b], c)", real(4),
            Input.ints(Shape.of(2), 3, 0), source(2))
        .except(Check.FORWARD_MODE, "in place")
        .row("a number by a mask", (x, m) -> x.copy().set(2, Index.of(m)), "torch.masked_fill(a, b, 2.)", real(3),
            mask(Shape.of(3), 1, 0, 1))
        .except(Check.FORWARD_MODE, "in place");
  }

  private void masks() {
    op("maskedFill", "torch.masked_fill", "paddle.masked_fill", "mindspore.ops.masked_fill", "numpy.putmask")
        .row("a number", (x, m) -> x.maskedFill(m, 2), "torch.masked_fill(a, b, 2.)", real(2, 2),
            mask(Shape.of(2, 2), 1, 0, 0, 1))
        .row("a tensor", (x, m, v) -> x.maskedFill(m, v), "torch.masked_fill(a, b, c)", real(3), mask(Shape.of(3), 1, 0, 1),
            source())
        .row("mask broadcasts", (x, m) -> x.maskedFill(m, -1), "torch.masked_fill(a, b, -1.)", real(2, 3),
            mask(Shape.of(3), 1, 0, 1))
        .row("tensor broadcasts", (x, m) -> x.maskedFill(m, 3), "torch.masked_fill(a, b, 3.)", real(2),
            mask(Shape.of(2, 2), 1, 0, 1, 1))
        .row("0-d", (x, m, v) -> x.maskedFill(m, v), "torch.masked_fill(a, b, c)", real(), mask(Shape.of(), 1), source())
        .row("transposed", (x, m) -> x.maskedFill(m, 0), "torch.masked_fill(a, b, 0.)", real(3, 2).transposed(),
            mask(Shape.of(2, 1), 1, 0))
        .row("empty", (x, m) -> x.maskedFill(m, 0), "torch.masked_fill(a, b, 0.)", real(0, 2), mask(Shape.of(2), 1, 0));
    op("maskedScatter", "torch.masked_scatter", "paddle.masked_scatter", "mindspore.ops.masked_scatter", "numpy.place")
        .row("vector", (x, m, s) -> x.maskedScatter(m, s), "torch.masked_scatter(a, b, c)", real(3), mask(Shape.of(3), 1, 0, 1),
            source(3))
        .row("mask broadcasts", (x, m, s) -> x.maskedScatter(m, s), "torch.masked_scatter(a, b, c)", real(2, 2),
            mask(Shape.of(2), 0, 1), source(2, 2))
        .row("transposed", (x, m, s) -> x.maskedScatter(m, s), "torch.masked_scatter(a, b, c)", real(2, 3).transposed(),
            mask(Shape.of(3, 2), 1, 0, 0, 1, 1, 0), source(2, 2).transposed())
        .row("nowhere", (x, m, s) -> x.maskedScatter(m, s), "torch.masked_scatter(a, b, c)", real(2), mask(Shape.of(2), 0, 0),
            source(0));
  }
}
