package dev.adjoint.samples;

import static dev.adjoint.samples.ShapeRows.parts;

import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;

/** Parts of a tensor, taking it apart, and making it longer. */
final class WindowRows extends Family {
  WindowRows() {
    super("Parts and padding");
  }

  private static Input real(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  @Override
  protected void declare() {
    ranges();
    runs();
    pieces();
    pads();
  }

  private void ranges() {
    op("narrow", "torch.narrow", "paddle.slice", "mindspore.ops.narrow", "")
        .row("first axis", x -> x.narrow(0, 1, 2), "torch.narrow(a, 0, 1, 2)", real(3, 2))
        .row("last axis", x -> x.narrow(-1, 0, 2), "torch.narrow(a, -1, 0, 2)", real(2, 3))
        .row("nothing", x -> x.narrow(0, 1, 0), "torch.narrow(a, 0, 1, 0)", real(3, 2))
        .row("everything", x -> x.narrow(0, 0, 3), "torch.narrow(a, 0, 0, 3)", real(3))
        .row("transposed", x -> x.narrow(0, 1, 2), "torch.narrow(a, 0, 1, 2)", real(2, 3).transposed())
        .row("flipped", x -> x.narrow(0, 1, 2), "torch.narrow(a, 0, 1, 2)", real(4).flipped())
        .row("expanded", x -> x.narrow(0, 1, 2), "torch.narrow(a, 0, 1, 2)", real(2).expanded(3));
    op("slice", "torch.Tensor.__getitem__", "paddle.strided_slice", "mindspore.ops.strided_slice",
        "numpy.ndarray.__getitem__")
        .row("a range", x -> x.slice(0, 1, 3), "a[1:3]", real(4, 2))
        .row("a step", x -> x.slice(1, 0, 5, 2), "a[:, 0:5:2]", real(2, 5))
        .row("a step that does not fit", x -> x.slice(0, 1, 6, 3), "a[1:6:3]", real(6))
        .row("from the end", x -> x.slice(-1, -3, -1), "a[..., -3:-1]", real(2, 4))
        .row("outside", x -> x.slice(0, -9, 9), "a[-9:9]", real(3))
        .row("reversed", x -> x.slice(0, 2, 1), "a[2:1]", real(3, 2))
        .row("empty", x -> x.slice(0, 0, 2), "a[0:2]", real(0, 2))
        .row("transposed", x -> x.slice(0, 0, 4, 2), "a[0:4:2]", real(2, 4).transposed())
        .row("flipped", x -> x.slice(0, 0, 5, 2), "a[0:5:2]", real(5).flipped())
        .row("narrowed", x -> x.slice(1, 0, 4, 3), "a[:, 0:4:3]", real(2, 5).narrowed());
    op("select", "torch.select", "", "mindspore.ops.select_ext", "numpy.take")
        .row("first axis", x -> x.select(0, 1), "torch.select(a, 0, 1)", real(3, 2))
        .row("last index", x -> x.select(1, -1), "torch.select(a, 1, -1)", real(2, 3))
        .row("to 0-d", x -> x.select(0, 0), "torch.select(a, 0, 0)", real(2))
        .row("of nothing", x -> x.select(0, 1), "torch.select(a, 0, 1)", real(2, 0))
        .row("transposed", x -> x.select(0, 2), "torch.select(a, 0, 2)", real(2, 3).transposed())
        .row("expanded", x -> x.select(0, 1), "torch.select(a, 0, 1)", real(3).expanded(2))
        .row("flipped", x -> x.select(-1, 0), "torch.select(a, -1, 0)", real(2, 3).flipped());
    op("diagonal", "torch.diagonal", "paddle.diagonal", "mindspore.ops.diagonal", "numpy.diagonal")
        .row("main", x -> x.diagonal(), "torch.diagonal(a)", real(3, 3))
        .row("above", x -> x.diagonal(1, 0, 1), "torch.diagonal(a, 1, 0, 1)", real(2, 3))
        .row("below", x -> x.diagonal(-1, 0, 1), "torch.diagonal(a, -1, 0, 1)", real(3, 2))
        .row("beyond", x -> x.diagonal(5, 0, 1), "torch.diagonal(a, 5, 0, 1)", real(2, 2))
        .row("batch", x -> x.diagonal(0, -2, -1), "torch.diagonal(a, 0, -2, -1)", real(2, 2, 2))
        .row("axes apart", x -> x.diagonal(1, 2, 0), "torch.diagonal(a, 1, 2, 0)", real(2, 2, 3))
        .row("transposed", x -> x.diagonal(1, 0, 1), "torch.diagonal(a, 1, 0, 1)", real(2, 3).transposed())
        .row("flipped", x -> x.diagonal(), "torch.diagonal(a)", real(3, 3).flipped())
        .row("empty", x -> x.diagonal(), "torch.diagonal(a)", real(0, 3));
  }

  private void runs() {
    op("unfold", "torch.Tensor.unfold", "paddle.unfold", "mindspore.Tensor.unfold",
        "numpy.lib.stride_tricks.sliding_window_view")
        .row("overlapping", x -> x.unfold(0, 2, 1), "a.unfold(0, 2, 1)", real(4))
        .row("apart", x -> x.unfold(0, 2, 3), "a.unfold(0, 2, 3)", real(5))
        .row("last axis", x -> x.unfold(-1, 2, 1), "a.unfold(-1, 2, 1)", real(2, 3))
        .row("first axis", x -> x.unfold(0, 2, 1), "a.unfold(0, 2, 1)", real(3, 2))
        .row("twice", x -> x.unfold(0, 2, 1).unfold(1, 2, 1), "a.unfold(0, 2, 1).unfold(1, 2, 1)", real(3, 3))
        .row("everything", x -> x.unfold(0, 3, 1), "a.unfold(0, 3, 1)", real(3))
        .row("0-d", x -> x.unfold(0, 1, 1), "a.unfold(0, 1, 1)", real())
        .row("transposed", x -> x.unfold(0, 2, 1), "a.unfold(0, 2, 1)", real(2, 3).transposed())
        .row("flipped", x -> x.unfold(0, 3, 2), "a.unfold(0, 3, 2)", real(5).flipped())
        .row("expanded", x -> x.unfold(1, 2, 1), "a.unfold(1, 2, 1)", real(3).expanded(2));
  }

  private void pieces() {
    op("split", "torch.split", "paddle.split", "mindspore.ops.split", "numpy.split")
        .rows("one length", parts(x -> x.split(0, 2)), "torch.split(a, 2, 0)", real(5))
        .rows("last axis", parts(x -> x.split(-1, 1)), "torch.split(a, 1, -1)", real(2, 2))
        .rows("longer than there is", parts(x -> x.split(0, 5)), "torch.split(a, 5, 0)", real(3, 2))
        .rows("lengths", parts(x -> x.split(1, new int[] {1, 0, 2})), "torch.split(a, [1, 0, 2], 1)", real(2, 3))
        .rows("transposed", parts(x -> x.split(0, new int[] {1, 2})), "torch.split(a, [1, 2], 0)", real(2, 3).transposed())
        .rows("empty", parts(x -> x.split(0, 2)), "torch.split(a, 2, 0)", real(0, 2));
    op("chunk", "torch.chunk", "paddle.chunk", "mindspore.ops.chunk", "numpy.array_split")
        .rows("even", parts(x -> x.chunk(0, 2)), "torch.chunk(a, 2, 0)", real(4))
        .rows("uneven", parts(x -> x.chunk(1, 2)), "torch.chunk(a, 2, 1)", real(2, 3))
        .rows("fewer", parts(x -> x.chunk(0, 4)), "torch.chunk(a, 4, 0)", real(6))
        .rows("flipped", parts(x -> x.chunk(0, 3)), "torch.chunk(a, 3, 0)", real(5).flipped())
        .rows("empty", parts(x -> x.chunk(0, 2)), "torch.chunk(a, 2, 0)", real(0, 2));
    op("tensorSplit", "torch.tensor_split", "paddle.tensor_split", "mindspore.ops.tensor_split", "numpy.array_split")
        .rows("uneven", parts(x -> x.tensorSplit(0, 3)), "torch.tensor_split(a, 3, 0)", real(5))
        .rows("more than there are", parts(x -> x.tensorSplit(0, 3)), "torch.tensor_split(a, 3, 0)", real(2, 2))
        .rows("indices", parts(x -> x.tensorSplit(1, new int[] {1, 3})), "torch.tensor_split(a, [1, 3], 1)", real(2, 4))
        .rows("indices out of order", parts(x -> x.tensorSplit(0, new int[] {3, 1, -1})),
            "torch.tensor_split(a, [3, 1, -1], 0)", real(4))
        .rows("transposed", parts(x -> x.tensorSplit(0, 2)), "torch.tensor_split(a, 2, 0)", real(2, 3).transposed());
    op("unbind", "torch.unbind", "paddle.unbind", "mindspore.ops.unbind", "")
        .rows("first axis", parts(x -> x.unbind(0)), "torch.unbind(a, 0)", real(2, 3))
        .rows("last axis", parts(x -> x.unbind(-1)), "torch.unbind(a, -1)", real(2, 2))
        .rows("to 0-d", parts(x -> x.unbind(0)), "torch.unbind(a, 0)", real(3))
        .rows("narrowed", parts(x -> x.unbind(1)), "torch.unbind(a, 1)", real(2, 3).narrowed())
        .rows("expanded", parts(x -> x.unbind(0)), "torch.unbind(a, 0)", real(2).expanded(2));
  }

  private void pads() {
    op("pad", "torch.nn.functional.pad", "paddle.nn.functional.pad", "mindspore.ops.pad", "numpy.pad")
        .row("one axis", x -> x.pad(1, 2), "torch.constant_pad_nd(a, [1, 2])", real(3))
        .row("two axes", x -> x.pad(1, 0, 0, 2), "torch.constant_pad_nd(a, [1, 0, 0, 2])", real(2, 2))
        .row("cropped", x -> x.pad(-1, 1), "torch.constant_pad_nd(a, [-1, 1])", real(3))
        .row("only cropped", x -> x.pad(-1, -1), "torch.constant_pad_nd(a, [-1, -1])", real(2, 4))
        .row("not at all", x -> x.pad(0, 0), "torch.constant_pad_nd(a, [0, 0])", real(3))
        .row("of nothing", x -> x.pad(0, 0, 1, 1), "torch.constant_pad_nd(a, [0, 0, 1, 1])", real(0, 2))
        .row("transposed", x -> x.pad(1, 1), "torch.constant_pad_nd(a, [1, 1])", real(2, 3).transposed());
    op("padConstant", "torch.nn.functional.pad", "paddle.nn.functional.pad", "mindspore.ops.pad", "numpy.pad")
        .row("one axis", x -> x.padConstant(2, 1, 2), "torch.constant_pad_nd(a, [1, 2], 2.)", real(3))
        .row("infinite", x -> x.padConstant(Double.NEGATIVE_INFINITY, 1, 0),
            "torch.constant_pad_nd(a, [1, 0], -float(\"inf\"))", real(2))
        .except(Sample.Check.FINITE_DIFFERENCES, "an infinite element has no difference quotient")
        .row("three axes", x -> x.padConstant(0.5, 0, 1, 1, 0, 0, 1), "torch.constant_pad_nd(a, [0, 1, 1, 0, 0, 1], 0.5)",
            real(1, 2, 1))
        .row("cropped", x -> x.padConstant(3, 2, -1), "torch.constant_pad_nd(a, [2, -1], 3.)", real(2, 3))
        .row("flipped", x -> x.padConstant(-1, 1, 0), "torch.constant_pad_nd(a, [1, 0], -1.)", real(3).flipped())
        .row("expanded", x -> x.padConstant(1, 1, 1, 1, 0), "torch.constant_pad_nd(a, [1, 1, 1, 0], 1.)", real(2).expanded(2));
    border("padReflect", "reflection", Tensor::padReflect);
    border("padReplicate", "replication", Tensor::padReplicate);
    op("padCircular", "torch.nn.functional.pad", "paddle.nn.functional.pad", "mindspore.ops.pad", "numpy.pad")
        .row("one axis", x -> x.padCircular(2, 1), "torch.cat([a[:, 1:], a, a[:, :1]], 1)", real(1, 3))
        .row("as much as there is", x -> x.padCircular(2, 2), "torch.cat([a, a, a], 1)", real(1, 2))
        .row("two axes", x -> x.padCircular(0, 1, 1, 0),
            "torch.cat([torch.cat([a[1:], a], 0), torch.cat([a[1:], a], 0)[:, :1]], 1)",
            real(2, 2))
        .row("cropped", x -> x.padCircular(1, -1), "torch.cat([a[:, 2:], a[:, :2]], 1)", real(2, 3))
        .row("transposed", x -> x.padCircular(1, 0), "torch.cat([a[:, 1:], a], 1)", real(2, 2).transposed());
  }

  /** PyTorch's function for a border, with batch and channel in front of the padded axes. */
  private interface Border {
    Tensor pad(Tensor x, int... pads);
  }

  private void border(String name, String torch, Border border) {
    UnaryOperator<Tensor> one = x -> border.pad(x, 2, 1);
    UnaryOperator<Tensor> two = x -> border.pad(x, 1, 0, 0, 1);
    op(name, "torch.nn.functional.pad", "paddle.nn.functional.pad", "mindspore.ops.pad", "numpy.pad")
        .row("one axis", one, "torch." + torch + "_pad1d(a, [2, 1])", real(1, 3))
        .row("batch", one, "torch." + torch + "_pad1d(a, [2, 1])", real(2, 1, 3))
        .row("two axes", two, "torch." + torch + "_pad2d(a, [1, 0, 0, 1])", real(1, 2, 3))
        .row("three axes", x -> border.pad(x, 1, 0, 0, 1, 1, 1), "torch." + torch + "_pad3d(a, [1, 0, 0, 1, 1, 1])",
            real(1, 2, 2, 2))
        .row("cropped", x -> border.pad(x, -1, 1), "torch." + torch + "_pad1d(a, [-1, 1])", real(1, 3))
        .row("transposed", x -> border.pad(x, 1, 1), "torch." + torch + "_pad1d(a, [1, 1])", real(3, 2).transposed())
        .row("flipped", one, "torch." + torch + "_pad1d(a, [2, 1])", real(1, 4).flipped());
  }
}
