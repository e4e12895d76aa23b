package dev.adjoint.samples;

import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/** Picking by index. */
final class IndexRows extends Family {
  IndexRows() {
    super("Indexing");
  }

  private static Input real(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private static Input mask(Shape shape, double... values) {
    return new Input(shape, values, Input.Kind.BOOL, false, Input.Layout.ROW_BY_ROW);
  }

  @Override
  protected void declare() {
    basic();
    advanced();
    along();
    masks();
  }

  private OperationRow indexing(String name) {
    return op(name, "torch.Tensor.__getitem__", "paddle.Tensor.__getitem__", "mindspore.Tensor.__getitem__",
        "numpy.ndarray.__getitem__");
  }

  private void basic() {
    indexing("get")
        .row("one index", x -> x.get(Index.at(1)), "a[1]", real(3, 2))
        .row("from the end", x -> x.get(Index.at(-1), Index.at(-2)), "a[-1, -2]", real(2, 3))
        .row("a range", x -> x.get(Index.range(1, 3)), "a[1:3]", real(4, 2))
        .row("a step", x -> x.get(Index.all(), Index.range(0, 4, 2)), "a[:, 0:4:2]", real(2, 4))
        .row("open ranges", x -> x.get(Index.from(1), Index.to(-1)), "a[1:, :-1]", real(3, 3))
        .row("every second", x -> x.get(Index.every(2)), "a[::2]", real(5))
        .row("an ellipsis", x -> x.get(Index.ellipsis(), Index.at(0)), "a[..., 0]", real(2, 2, 2))
        .row("an ellipsis in between", x -> x.get(Index.at(0), Index.ellipsis(), Index.from(1)), "a[0, ..., 1:]", real(2, 2, 2))
        .row("an ellipsis for nothing", x -> x.get(Index.at(0), Index.ellipsis(), Index.at(1)), "a[0, ..., 1]", real(2, 2))
        .row("new axes", x -> x.get(Index.newAxis(), Index.all(), Index.newAxis()), "a[None, :, None]", real(2, 2))
        .row("0-d", x -> x.get(Index.ellipsis(), Index.newAxis()), "a[..., None]", real())
        .row("nothing", x -> x.get(Index.range(2, 1)), "a[2:1]", real(3, 2))
        .row("transposed", x -> x.get(Index.at(1), Index.from(1)), "a[1, 1:]", real(2, 3).transposed())
        .row("flipped", x -> x.get(Index.range(0, 4, 3)), "a[0:4:3]", real(4).flipped());
  }

  private void advanced() {
    OperationRow.Ternary both = (x, i, j) -> x.get(Index.of(i), Index.of(j));
    indexing("get by tensors")
        .row("duplicates", (x, i) -> x.get(Index.of(i)), "a[b]", real(4), Input.ints(Shape.of(6), 1, 1, 3, 2, 1, 2))
        .row("whole slices", (x, i) -> x.get(Index.of(i)), "a[b]", real(3, 2), Input.ints(Shape.of(2), 2, 0))
        .row("from the end", (x, i) -> x.get(Index.of(i)), "a[b]", real(4), Input.ints(Shape.of(3), -1, 0, -4))
        .row("a matrix of indices", (x, i) -> x.get(Index.of(i)), "a[b]", real(3, 2), Input.ints(Shape.of(2, 2), 2, 0, 1, 1))
        .row("0-d index", (x, i) -> x.get(Index.of(i)), "a[b]", real(3, 2), Input.ints(Shape.of(), 2))
        .row("none", (x, i) -> x.get(Index.of(i)), "a[b]", real(3, 2), Input.ints(Shape.of(0)))
        .row("int32", (x, i) -> x.get(Index.all(), Index.of(i)), "a[:, b]", real(2, 3), Input.ints(Shape.of(2), 2, 1).int32())
        .row("two", both, "a[b, c]", real(4, 4), Input.ints(Shape.of(2, 2), 1, 2, 0, 0), Input.ints(Shape.of(2, 2), 0, 1, 1, 1))
        .row("two that broadcast", both, "a[b, c]", real(3, 3), Input.ints(Shape.of(2, 1), 2, 0), Input.ints(Shape.of(2), 1, 1))
        .row("adjacent, in place", (x, i, j) -> x.get(Index.all(), Index.of(i), Index.of(j)), "a[:, b, c]", real(2, 2, 3),
            Input.ints(Shape.of(2), 1, 0), Input.ints(Shape.of(2), 2, 2))
        .row("apart, in front", (x, i, j) -> x.get(Index.of(i), Index.all(), Index.of(j)), "a[b, :, c]", real(2, 3, 2),
            Input.ints(Shape.of(2), 1, 1), Input.ints(Shape.of(2), 0, 1))
        .row("with a number", (x, i) -> x.get(Index.at(1), Index.all(), Index.of(i)), "a[1, :, b]", real(2, 2, 3),
            Input.ints(Shape.of(2), 2, 0))
        .row("with a range", (x, i) -> x.get(Index.of(i), Index.from(1)), "a[b, 1:]", real(3, 3), Input.ints(Shape.of(2), 2, 2))
        .row("with a new axis", (x, i) -> x.get(Index.newAxis(), Index.of(i)), "a[None, b]", real(3),
            Input.ints(Shape.of(2), 2, 1))
        .row("transposed", (x, i) -> x.get(Index.of(i)), "a[b]", real(2, 3).transposed(), Input.ints(Shape.of(2), 2, 2))
        .row("expanded", (x, i) -> x.get(Index.all(), Index.of(i)), "a[:, b]", real(3).expanded(2),
            Input.ints(Shape.of(2), 0, 2))
        .row("a mask", (x, m) -> x.get(Index.of(m)), "a[b]", real(4), mask(Shape.of(4), 1, 0, 1, 1))
        .row("a mask of rows", (x, m) -> x.get(Index.of(m)), "a[b]", real(3, 2), mask(Shape.of(3), 0, 1, 1))
        .row("a mask of all", (x, m) -> x.get(Index.of(m)), "a[b]", real(2, 2), mask(Shape.of(2, 2), 1, 0, 0, 1))
        .row("a mask of columns", (x, m) -> x.get(Index.all(), Index.of(m)), "a[:, b]", real(2, 3), mask(Shape.of(3), 1, 0, 1))
        // As NumPy: the mask stands for two axes. PyTorch's a[b, 0] takes the 0 for the second of them.
        .row("a mask of two axes", (x, m) -> x.get(Index.of(m), Index.at(0)), "a[:, :, 0][b]", real(2, 2, 2),
            mask(Shape.of(2, 2), 0, 1, 1, 0))
        .row("a mask that is false", (x, m) -> x.get(Index.of(m)), "a[b]", real(3), mask(Shape.of(3), 0, 0, 0))
        .row("mask and index", (x, m, i) -> x.get(Index.of(m), Index.of(i)), "a[b, c]", real(3, 3), mask(Shape.of(3), 1, 0, 1),
            Input.ints(Shape.of(2), 2, 0));
  }

  private void along() {
    op("gather", "torch.gather", "paddle.take_along_axis", "mindspore.ops.gather_elements", "numpy.take_along_axis")
        .row("first axis", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(3, 2), Input.ints(0, 3, 2, 2))
        .row("last axis", (x, i) -> x.gather(-1, i), "torch.gather(a, -1, b)", real(2, 3), Input.ints(0, 3, 2, 4))
        .row("fewer along the other axis", (x, i) -> x.gather(1, i), "torch.gather(a, 1, b)", real(3, 2),
            Input.ints(0, 2, 1, 3))
        .row("0-d", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(), Input.ints(Shape.of(), 0))
        .row("0-d index", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(3), Input.ints(Shape.of(), 2))
        .row("of 0-d", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(), Input.ints(Shape.of(2), 0, 0))
        .row("none", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(3, 2), Input.ints(0, 3, 0, 2))
        .row("transposed", (x, i) -> x.gather(1, i), "torch.gather(a, 1, b)", real(3, 2).transposed(), Input.ints(0, 3, 2, 2))
        .row("transposed index", (x, i) -> x.gather(0, i), "torch.gather(a, 0, b)", real(3, 2),
            Input.ints(0, 3, 2, 3).transposed().int32());
    op("indexSelect", "torch.index_select", "paddle.index_select", "mindspore.ops.index_select", "numpy.take")
        .row("rows", (x, i) -> x.indexSelect(0, i), "torch.index_select(a, 0, b)", real(3, 2), Input.ints(Shape.of(3), 2, 0, 2))
        .row("columns", (x, i) -> x.indexSelect(-1, i), "torch.index_select(a, -1, b)", real(2, 3),
            Input.ints(Shape.of(2), 1, 1))
        .row("0-d index", (x, i) -> x.indexSelect(0, i), "torch.index_select(a, 0, b)", real(3, 2), Input.ints(Shape.of(), 1))
        .row("of 0-d", (x, i) -> x.indexSelect(0, i), "torch.index_select(a, 0, b)", real(), Input.ints(Shape.of(1), 0))
        .row("none", (x, i) -> x.indexSelect(1, i), "torch.index_select(a, 1, b)", real(2, 3), Input.ints(Shape.of(0)))
        .row("transposed", (x, i) -> x.indexSelect(0, i), "torch.index_select(a, 0, b)", real(2, 3).transposed(),
            Input.ints(Shape.of(2), 2, 2).int32())
        .row("flipped", (x, i) -> x.indexSelect(0, i), "torch.index_select(a, 0, b)", real(4).flipped(),
            Input.ints(Shape.of(3), 3, 0, 0));
    op("take", "torch.take", "paddle.take", "mindspore.Tensor.take", "numpy.take")
        .row("vector", (x, i) -> x.take(i), "torch.take(a, b)", real(2, 3), Input.ints(Shape.of(3), 5, 0, 5))
        .row("from the end", (x, i) -> x.take(i), "torch.take(a, b)", real(2, 2), Input.ints(Shape.of(2), -1, -4))
        .row("matrix", (x, i) -> x.take(i), "torch.take(a, b)", real(4), Input.ints(Shape.of(2, 2), 3, 2, 1, 1))
        .row("0-d", (x, i) -> x.take(i), "torch.take(a, b)", real(), Input.ints(Shape.of(), 0))
        .row("transposed", (x, i) -> x.take(i), "torch.take(a, b)", real(2, 3).transposed(), Input.ints(Shape.of(2), 1, 4));
    op("takeAlongAxis", "torch.take_along_dim", "paddle.take_along_axis", "", "numpy.take_along_axis")
        .row("same sizes", (x, i) -> x.takeAlongAxis(1, i), "torch.take_along_dim(a, b, 1)", real(2, 3), Input.ints(0, 3, 2, 2))
        .row("index broadcasts", (x, i) -> x.takeAlongAxis(1, i), "torch.take_along_dim(a, b, 1)", real(2, 3),
            Input.ints(0, 3, 1, 2))
        .row("tensor broadcasts", (x, i) -> x.takeAlongAxis(0, i), "torch.take_along_dim(a, b, 0)", real(3, 1),
            Input.ints(0, 3, 2, 2))
        .row("transposed", (x, i) -> x.takeAlongAxis(-1, i), "torch.take_along_dim(a, b, -1)", real(3, 2).transposed(),
            Input.ints(0, 3, 2, 1));
  }

  private void masks() {
    op("maskedSelect", "torch.masked_select", "paddle.masked_select", "mindspore.ops.masked_select", "numpy.extract")
        .row("same shape", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(2, 3),
            mask(Shape.of(2, 3), 1, 0, 1, 0, 0, 1))
        .row("mask broadcasts", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(2, 3),
            mask(Shape.of(3), 1, 0, 1))
        .row("tensor broadcasts", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(2),
            mask(Shape.of(2, 2), 1, 0, 1, 1))
        .row("nothing", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(2), mask(Shape.of(2), 0, 0))
        .row("0-d", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(), mask(Shape.of(), 1))
        .row("transposed", (x, m) -> x.maskedSelect(m), "torch.masked_select(a, b)", real(3, 2).transposed(),
            mask(Shape.of(2, 3), 1, 1, 0, 0, 0, 1));
    op("argwhere", "torch.argwhere", "", "mindspore.ops.argwhere", "numpy.argwhere")
        .notDifferentiable("indices")
        .row("matrix", Tensor::argwhere, "torch.argwhere(a)", Input.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 0))
        .row("transposed", Tensor::argwhere, "torch.argwhere(a)", Input.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 0).transposed())
        .row("bool", Tensor::argwhere, "torch.argwhere(a)", mask(Shape.of(2, 2), 0, 1, 1, 1))
        .row("empty", Tensor::argwhere, "torch.argwhere(a)", real(0, 3));
    op("nonzero", "torch.nonzero", "paddle.nonzero", "mindspore.ops.nonzero", "numpy.argwhere")
        .notDifferentiable("indices")
        .row("vector", Tensor::nonzero, "torch.nonzero(a)", Input.of(0, 1.5, 0, -2))
        .row("matrix", Tensor::nonzero, "torch.nonzero(a)", Input.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 0))
        .row("transposed", Tensor::nonzero, "torch.nonzero(a)", Input.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 0).transposed())
        .row("bool", Tensor::nonzero, "torch.nonzero(a)", mask(Shape.of(2, 2), 0, 1, 1, 1))
        .row("0-d", Tensor::nonzero, "torch.nonzero(a)", Input.of(Shape.of(), 3))
        .row("nothing", Tensor::nonzero, "torch.nonzero(a)", Input.of(0, 0))
        .row("empty", Tensor::nonzero, "torch.nonzero(a)", real(0, 3));
    op("oneHot", "torch.nn.functional.one_hot", "paddle.nn.functional.one_hot", "mindspore.ops.one_hot", "")
        .notDifferentiable("indices")
        .row("vector", x -> x.oneHot(3), "torch.one_hot(a, 3)", Input.ints(Shape.of(3), 2, 0, 2))
        .row("matrix", x -> x.oneHot(2), "torch.one_hot(a, 2)", Input.ints(0, 2, 2, 3))
        .row("0-d", x -> x.oneHot(4), "torch.one_hot(a, 4)", Input.ints(Shape.of(), 1))
        .row("transposed", x -> x.oneHot(3), "torch.one_hot(a, 3)", Input.ints(0, 3, 2, 3).transposed());
  }
}
