package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.function.Function;

/** Other ways to see the same elements, and joining. */
final class ShapeRows extends Family {
  ShapeRows() {
    super("Shapes");
  }

  private static Input real(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  static Sample.Body parts(Function<Tensor, List<Tensor>> f) {
    return in -> f.apply(in[0]).toArray(Tensor[]::new);
  }

  @Override
  protected void declare() {
    op("contiguous", "torch.Tensor.contiguous", "paddle.Tensor.contiguous", "mindspore.Tensor.contiguous",
        "numpy.ascontiguousarray")
        .row("transposed", x -> x.contiguous(), "a.contiguous()", Input.real(-1, 1, 2, 3).transposed())
        .row("row by row", x -> x.contiguous(), "a.contiguous()", Input.real(-1, 1, 2, 3))
        .row("expanded", x -> x.contiguous(), "a.contiguous()", Input.real(-1, 1, 3).expanded(2));
    joins();
    reshapes();
    orders();
    copies();
    triangles();
  }

  private void joins() {
    op("concat", "torch.cat", "paddle.concat", "mindspore.ops.cat", "numpy.concatenate")
        .row("two", (a, b) -> Tensor.concat(1, a, b), "torch.cat([a, b], 1)", real(2, 1), real(2, 2))
        .row("one of them twice", (a, b) -> Tensor.concat(0, a, b, a), "torch.cat([a, b, a], 0)", real(2), real(1))
        .row("one", a -> Tensor.concat(0, a), "torch.cat([a], 0)", real(2, 2))
        .row("last axis", (a, b) -> Tensor.concat(-1, a, b), "torch.cat([a, b], -1)", real(2, 1, 2), real(2, 1, 1))
        .row("an empty one", (a, b) -> Tensor.concat(0, a, b), "torch.cat([a, b], 0)", real(0, 2), real(2, 2))
        .row("transposed and flipped", (a, b) -> Tensor.concat(0, a, b), "torch.cat([a, b], 0)", real(2, 3).transposed(),
            real(1, 2).flipped())
        .row("expanded and narrowed", (a, b) -> Tensor.concat(0, a, b), "torch.cat([a, b], 0)", real(2).expanded(2),
            real(2, 3).narrowed())
        .row("three", (a, b, c) -> Tensor.concat(1, a, b, c), "torch.cat([a, b, c], 1)", real(2, 1), real(2, 0), real(2, 2));
    op("stack", "torch.stack", "paddle.stack", "mindspore.ops.stack", "numpy.stack")
        .row("first axis", (a, b) -> Tensor.stack(0, a, b), "torch.stack([a, b], 0)", real(3), real(3).shifted(1))
        .row("last axis", (a, b) -> Tensor.stack(-1, a, b), "torch.stack([a, b], -1)", real(2, 2), real(2, 2).shifted(1))
        .row("middle axis", (a, b) -> Tensor.stack(1, a, b, a), "torch.stack([a, b, a], 1)", real(2, 2), real(2, 2).flipped())
        .row("0-d", (a, b) -> Tensor.stack(0, a, b), "torch.stack([a, b], 0)", real(), real().shifted(1))
        .row("empty", (a, b) -> Tensor.stack(1, a, b), "torch.stack([a, b], 1)", real(0, 2), real(0, 2))
        .row("transposed", (a, b) -> Tensor.stack(1, a, b), "torch.stack([a, b], 1)", real(3, 2).transposed(), real(2, 3));
    op("meshgrid", "torch.meshgrid", "paddle.meshgrid", "mindspore.ops.meshgrid", "numpy.meshgrid")
        .rows("two", in -> Tensor.meshgrid(in).toArray(Tensor[]::new), "torch.meshgrid([a, b], indexing=\"ij\")", real(2),
            real(3))
        .rows("three", in -> Tensor.meshgrid(in).toArray(Tensor[]::new), "torch.meshgrid([a, b, c], indexing=\"ij\")", real(2),
            real(1), real(2))
        .rows("a number", in -> Tensor.meshgrid(in).toArray(Tensor[]::new), "torch.meshgrid([a, b], indexing=\"ij\")", real(),
            real(2).flipped())
        .rows("one", in -> Tensor.meshgrid(in).toArray(Tensor[]::new), "torch.meshgrid([a], indexing=\"ij\")", real(3));
    op("meshgridXy", "torch.meshgrid", "", "mindspore.ops.meshgrid", "numpy.meshgrid")
        .rows("two", in -> Tensor.meshgridXy(in).toArray(Tensor[]::new), "torch.meshgrid([a, b], indexing=\"xy\")", real(2),
            real(3))
        .rows("three", in -> Tensor.meshgridXy(in).toArray(Tensor[]::new), "torch.meshgrid([a, b, c], indexing=\"xy\")",
            real(2), real(1), real(3))
        .rows("one", in -> Tensor.meshgridXy(in).toArray(Tensor[]::new), "torch.meshgrid([a], indexing=\"xy\")", real(3));
  }

  private void reshapes() {
    op("reshape", "torch.reshape", "paddle.reshape", "mindspore.ops.reshape", "numpy.reshape")
        .row("two axes", x -> x.reshape(3, 2), "torch.reshape(a, [3, 2])", real(2, 3))
        .row("open", x -> x.reshape(2, -1), "torch.reshape(a, [2, -1])", real(2, 2, 2))
        .row("to 0-d", x -> x.reshape(), "a.view([])", real(1, 1))
        .row("0-d", x -> x.reshape(1, 1), "torch.reshape(a, [1, 1])", real())
        .row("empty", x -> x.reshape(2, 0), "torch.reshape(a, [2, 0])", real(0, 3))
        .row("transposed", x -> x.reshape(6), "torch.reshape(a, [6])", real(2, 3).transposed())
        .row("narrowed, a view", x -> x.reshape(2, 3, 1), "torch.reshape(a, [2, 3, 1])", real(2, 4).narrowed())
        .row("narrowed, a copy", x -> x.reshape(-1), "torch.reshape(a, [-1])", real(2, 4).narrowed())
        .row("flipped", x -> x.reshape(2, 2), "torch.reshape(a, [2, 2])", real(4).flipped())
        .row("expanded", x -> x.reshape(2, 2, 2), "torch.reshape(a, [2, 2, 2])", real(4).expanded(2));
    op("flatten", "torch.flatten", "paddle.flatten", "mindspore.ops.flatten", "numpy.ravel")
        .row("all", x -> x.flatten(), "torch.flatten(a)", real(2, 1, 2))
        .row("0-d", x -> x.flatten(), "torch.flatten(a)", real())
        .row("some", x -> x.flatten(1, -1), "torch.flatten(a, 1, -1)", real(2, 2, 2))
        .row("one axis", x -> x.flatten(1, 1), "torch.flatten(a, 1, 1)", real(2, 2))
        .row("transposed", x -> x.flatten(0, 1), "torch.flatten(a, 0, 1)", real(2, 3).transposed())
        .row("empty", x -> x.flatten(0, 1), "torch.flatten(a, 0, 1)", real(2, 0, 3));
    op("unflatten", "torch.unflatten", "paddle.unflatten", "mindspore.nn.Unflatten", "")
        .row("last", x -> x.unflatten(-1, 2, 2), "torch.unflatten(a, -1, [2, 2])", real(2, 4))
        .row("open", x -> x.unflatten(0, 3, -1), "torch.unflatten(a, 0, [3, -1])", real(6))
        .row("transposed", x -> x.unflatten(0, 2, 2), "torch.unflatten(a, 0, [2, 2])", real(2, 4).transposed())
        .row("narrowed", x -> x.unflatten(1, 1, 3), "torch.unflatten(a, 1, [1, 3])", real(2, 4).narrowed());
    op("squeeze", "torch.squeeze", "paddle.squeeze", "mindspore.ops.squeeze", "numpy.squeeze")
        .row("all", x -> x.squeeze(), "torch.squeeze(a)", real(1, 2, 1))
        .row("one", x -> x.squeeze(1), "torch.squeeze(a, 1)", real(2, 1, 1))
        .row("several", x -> x.squeeze(0, -1), "torch.squeeze(a, [0, -1])", real(1, 2, 1))
        .row("of another size", x -> x.squeeze(0), "torch.squeeze(a, 0)", real(2, 1))
        .row("0-d", x -> x.squeeze(0), "torch.squeeze(a, 0)", real())
        .row("transposed", x -> x.squeeze(0), "torch.squeeze(a, 0)", real(3, 1).transposed());
    op("unsqueeze", "torch.unsqueeze", "paddle.unsqueeze", "mindspore.ops.unsqueeze", "numpy.expand_dims")
        .row("first", x -> x.unsqueeze(0), "torch.unsqueeze(a, 0)", real(2, 2))
        .row("last", x -> x.unsqueeze(-1), "torch.unsqueeze(a, -1)", real(2, 2))
        .row("0-d", x -> x.unsqueeze(0), "torch.unsqueeze(a, 0)", real())
        .row("transposed", x -> x.unsqueeze(1), "torch.unsqueeze(a, 1)", real(2, 3).transposed())
        .row("empty", x -> x.unsqueeze(1), "torch.unsqueeze(a, 1)", real(0, 2));
    op("atleast1d", "torch.atleast_1d", "paddle.atleast_1d", "mindspore.ops.atleast_1d", "numpy.atleast_1d")
        .row("0-d", Tensor::atleast1d, "torch.atleast_1d(a)", real())
        .row("matrix", Tensor::atleast1d, "torch.atleast_1d(a)", real(2, 2));
    op("atleast2d", "torch.atleast_2d", "paddle.atleast_2d", "mindspore.ops.atleast_2d", "numpy.atleast_2d")
        .row("0-d", Tensor::atleast2d, "torch.atleast_2d(a)", real())
        .row("vector", Tensor::atleast2d, "torch.atleast_2d(a)", real(3).flipped())
        .row("matrix", Tensor::atleast2d, "torch.atleast_2d(a)", real(2, 2));
    op("atleast3d", "torch.atleast_3d", "paddle.atleast_3d", "mindspore.ops.atleast_3d", "numpy.atleast_3d")
        .row("0-d", Tensor::atleast3d, "torch.atleast_3d(a)", real())
        .row("vector", Tensor::atleast3d, "torch.atleast_3d(a)", real(3))
        .row("matrix", Tensor::atleast3d, "torch.atleast_3d(a)", real(2, 3).transposed());
  }

  private void orders() {
    op("transpose", "torch.transpose", "paddle.transpose", "mindspore.ops.swapaxes", "numpy.swapaxes")
        .row("two axes", x -> x.transpose(0, 1), "torch.transpose(a, 0, 1)", real(2, 3))
        .row("three axes", x -> x.transpose(0, -1), "torch.transpose(a, 0, -1)", real(2, 1, 3))
        .row("with itself", x -> x.transpose(1, 1), "torch.transpose(a, 1, 1)", real(2, 2))
        .row("0-d", x -> x.transpose(0, -1), "torch.transpose(a, 0, -1)", real())
        .row("empty", x -> x.transpose(0, 1), "torch.transpose(a, 0, 1)", real(0, 2))
        .row("narrowed", x -> x.transpose(0, 1), "torch.transpose(a, 0, 1)", real(2, 4).narrowed());
    op("swapaxes", "torch.swapaxes", "", "mindspore.ops.swapaxes", "numpy.swapaxes")
        .row("two axes", x -> x.swapaxes(0, 1), "torch.swapaxes(a, 0, 1)", real(2, 3))
        .row("three axes", x -> x.swapaxes(0, -1), "torch.swapaxes(a, 0, -1)", real(2, 1, 3))
        .row("transposed", x -> x.swapaxes(1, 0), "torch.swapaxes(a, 1, 0)", real(2, 3).transposed())
        .row("narrowed", x -> x.swapaxes(0, 1), "torch.swapaxes(a, 0, 1)", real(2, 4).narrowed())
        .row("empty", x -> x.swapaxes(0, 1), "torch.swapaxes(a, 0, 1)", real(0, 2));
    op("t", "torch.t", "paddle.t", "mindspore.ops.t", "numpy.transpose")
        .row("matrix", Tensor::t, "torch.t(a)", real(2, 3))
        .row("transposed", Tensor::t, "torch.t(a)", real(2, 3).transposed())
        .row("expanded", Tensor::t, "torch.t(a)", real(3).expanded(2))
        .row("flipped", Tensor::t, "torch.t(a)", real(2, 2).flipped());
    op("permute", "torch.permute", "paddle.transpose", "mindspore.ops.permute", "numpy.transpose")
        .row("round", x -> x.permute(2, 0, 1), "torch.permute(a, [2, 0, 1])", real(2, 1, 3))
        .row("from the end", x -> x.permute(-1, 0, 1), "torch.permute(a, [-1, 0, 1])", real(2, 2, 2))
        .row("transposed", x -> x.permute(1, 0), "torch.permute(a, [1, 0])", real(2, 3).transposed())
        .row("0-d", x -> x.permute(), "a.permute([])", real())
        .row("empty", x -> x.permute(1, 0), "torch.permute(a, [1, 0])", real(2, 0))
        .row("expanded", x -> x.permute(1, 2, 0), "torch.permute(a, [1, 2, 0])", real(2, 2).expanded(2));
    op("movedim", "torch.movedim", "paddle.moveaxis", "mindspore.ops.movedim", "numpy.moveaxis")
        .row("one", x -> x.movedim(0, 2), "torch.movedim(a, 0, 2)", real(2, 1, 3))
        .row("to the front", x -> x.movedim(-1, 0), "torch.movedim(a, -1, 0)", real(2, 2, 2))
        .row("several", x -> x.movedim(new int[] {0, 1}, new int[] {2, 0}), "torch.movedim(a, [0, 1], [2, 0])", real(2, 1, 3))
        .row("transposed", x -> x.movedim(0, 1), "torch.movedim(a, 0, 1)", real(2, 3).transposed())
        .row("0-d", x -> x.movedim(0, 0), "torch.movedim(a, 0, 0)", real());
    op("expand", "torch.Tensor.expand", "paddle.expand", "mindspore.ops.broadcast_to", "numpy.broadcast_to")
        .row("an axis", x -> x.expand(2, 3), "a.expand([2, 3])", real(2, 1))
        .row("a new axis", x -> x.expand(2, 2), "a.expand([2, 2])", real(2))
        .row("same size", x -> x.expand(3, -1, 2), "a.expand([3, -1, 2])", real(1, 2, 1))
        .row("0-d", x -> x.expand(2, 2), "a.expand([2, 2])", real())
        .row("to nothing", x -> x.expand(0, 2), "a.expand([0, 2])", real(1, 1))
        .row("a shape, transposed", x -> x.expand(Shape.of(2, 1, 3)), "a.expand([2, 1, 3])", real(3, 1).transposed())
        .row("expanded", x -> x.expand(2, 2, 2), "a.expand([2, 2, 2])", real(2).expanded(2));
    op("broadcastTo", "torch.broadcast_to", "paddle.broadcast_to", "mindspore.ops.broadcast_to", "numpy.broadcast_to")
        .row("an axis", x -> x.broadcastTo(2, 3), "torch.broadcast_to(a, [2, 3])", real(2, 1))
        .row("a new axis", x -> x.broadcastTo(2, 2), "torch.broadcast_to(a, [2, 2])", real(2))
        .row("0-d", x -> x.broadcastTo(2, 2), "torch.broadcast_to(a, [2, 2])", real())
        .row("to nothing", x -> x.broadcastTo(0, 2), "torch.broadcast_to(a, [0, 2])", real(1, 1))
        .row("a shape, transposed", x -> x.broadcastTo(Shape.of(2, 1, 3)), "torch.broadcast_to(a, [2, 1, 3])",
            real(3, 1).transposed())
        .row("expanded", x -> x.broadcastTo(2, 2, 2), "torch.broadcast_to(a, [2, 2, 2])", real(2).expanded(2));
    op("flip", "torch.flip", "paddle.flip", "mindspore.ops.flip", "numpy.flip")
        .row("one axis", x -> x.flip(0), "torch.flip(a, [0])", real(2, 3))
        .row("two axes", x -> x.flip(0, -1), "torch.flip(a, [0, -1])", real(2, 3))
        .row("0-d", x -> x.flip(0), "torch.flip(a, [0])", real())
        .row("empty", x -> x.flip(1), "torch.flip(a, [1])", real(0, 3))
        .row("transposed", x -> x.flip(1), "torch.flip(a, [1])", real(2, 3).transposed())
        .row("flipped", x -> x.flip(0), "torch.flip(a, [0])", real(3).flipped())
        .row("expanded", x -> x.flip(0, 1), "torch.flip(a, [0, 1])", real(3).expanded(2));
    op("roll", "torch.roll", "paddle.roll", "mindspore.ops.roll", "numpy.roll")
        .row("one axis", x -> x.roll(0, 1), "torch.roll(a, [1], [0])", real(3, 2))
        .row("back", x -> x.roll(-1, -2), "torch.roll(a, [-2], [-1])", real(2, 3))
        .row("all", x -> x.roll(2), "torch.roll(a, [2])", real(2, 3))
        .row("two axes", x -> x.roll(new int[] {0, 1}, new int[] {1, 4}), "torch.roll(a, [1, 4], [0, 1])", real(2, 3))
        .row("round", x -> x.roll(0, 3), "torch.roll(a, [3], [0])", real(3))
        .row("0-d", x -> x.roll(1), "torch.roll(a, [1])", real())
        .row("empty", x -> x.roll(0, 1), "torch.roll(a, [1], [0])", real(0, 2))
        .row("transposed", x -> x.roll(0, 1), "torch.roll(a, [1], [0])", real(2, 3).transposed());
    op("rot90", "torch.rot90", "paddle.rot90", "mindspore.ops.rot90", "numpy.rot90")
        .row("once", x -> x.rot90(1, 0, 1), "torch.rot90(a, 1, [0, 1])", real(2, 3))
        .row("twice", x -> x.rot90(2, 0, 1), "torch.rot90(a, 2, [0, 1])", real(2, 3))
        .row("three times", x -> x.rot90(3, 0, 1), "torch.rot90(a, 3, [0, 1])", real(2, 3))
        .row("back", x -> x.rot90(-1, 1, 2), "torch.rot90(a, -1, [1, 2])", real(1, 2, 3))
        .row("not at all", x -> x.rot90(4, 1, 0), "torch.rot90(a, 4, [1, 0])", real(2, 2))
        .row("transposed", x -> x.rot90(1, 1, 0), "torch.rot90(a, 1, [1, 0])", real(2, 3).transposed());
  }

  private void copies() {
    op("repeat", "torch.Tensor.repeat", "paddle.Tensor.tile", "mindspore.Tensor.repeat", "numpy.tile")
        .row("each axis", x -> x.repeat(2, 3), "a.repeat([2, 3])", real(2, 1))
        .row("a new axis", x -> x.repeat(2, 1, 2), "a.repeat([2, 1, 2])", real(2, 2))
        .row("0-d", x -> x.repeat(3), "a.repeat([3])", real())
        .row("never", x -> x.repeat(0, 2), "a.repeat([0, 2])", real(2, 2))
        .row("empty", x -> x.repeat(2, 2), "a.repeat([2, 2])", real(0, 2))
        .row("transposed", x -> x.repeat(1, 2), "a.repeat([1, 2])", real(2, 3).transposed())
        .row("flipped", x -> x.repeat(2), "a.repeat([2])", real(3).flipped());
    op("tile", "torch.tile", "paddle.tile", "mindspore.ops.tile", "numpy.tile")
        .row("fewer", x -> x.tile(2), "torch.tile(a, [2])", real(2, 2))
        .row("each axis", x -> x.tile(2, 1), "torch.tile(a, [2, 1])", real(2, 2))
        .row("more", x -> x.tile(2, 1, 1), "torch.tile(a, [2, 1, 1])", real(2, 2))
        .row("0-d", x -> x.tile(2, 2), "torch.tile(a, [2, 2])", real())
        .row("narrowed", x -> x.tile(2), "torch.tile(a, [2])", real(2, 3).narrowed());
    op("repeatInterleave", "torch.repeat_interleave", "paddle.repeat_interleave", "mindspore.ops.repeat_interleave",
        "numpy.repeat")
        .row("a number", x -> x.repeatInterleave(0, 2), "torch.repeat_interleave(a, 2, 0)", real(2, 2))
        .row("last axis", x -> x.repeatInterleave(-1, 3), "torch.repeat_interleave(a, 3, -1)", real(2, 2))
        .row("never", x -> x.repeatInterleave(0, 0), "torch.repeat_interleave(a, 0, 0)", real(2, 2))
        .row("counts", (x, n) -> x.repeatInterleave(1, n), "torch.repeat_interleave(a, b, 1)", real(2, 3),
            Input.ints(Shape.of(3), 2, 0, 1))
        .row("int32 counts", (x, n) -> x.repeatInterleave(0, n), "torch.repeat_interleave(a, b, 0)", real(2),
            Input.ints(Shape.of(2), 1, 3).int32())
        .row("transposed", (x, n) -> x.repeatInterleave(0, n), "torch.repeat_interleave(a, b, 0)", real(2, 3).transposed(),
            Input.ints(Shape.of(3), 1, 2, 0))
        .row("0-d", x -> x.repeatInterleave(0, 2), "torch.repeat_interleave(a.view([1]), 2, 0)", real());
  }

  private void triangles() {
    for (String name : List.of("tril", "triu")) {
      boolean lower = name.equals("tril");
      OperationRow row = op(name, "torch." + name, "paddle." + name, "mindspore.ops." + name, "numpy." + name)
          .row("square", x -> lower ? x.tril() : x.triu(), "torch." + name + "(a)", real(3, 3))
          .row("batch", x -> lower ? x.tril() : x.triu(), "torch." + name + "(a)", real(2, 2, 2))
          .row("transposed", x -> lower ? x.tril(1) : x.triu(1), "torch." + name + "(a, 1)", real(2, 3).transposed())
          .row("empty", x -> lower ? x.tril() : x.triu(), "torch." + name + "(a)", real(0, 3))
          .row("not finite", x -> lower ? x.tril() : x.triu(), "torch." + name + "(a)",
              Input.of(Shape.of(2, 2), Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1).constant())
          .except(Sample.Check.DERIVATIVE, "of constants");
      for (int k : new int[] {-2, -1, 1, 5}) {
        row.row("diagonal " + k, x -> lower ? x.tril(k) : x.triu(k), "torch." + name + "(a, " + k + ")", real(3, 4));
      }
    }
    op("diag", "torch.diag", "paddle.diag", "mindspore.ops.diag", "numpy.diag")
        .row("of a vector", x -> x.diag(), "torch.diag(a)", real(3))
        .row("above", x -> x.diag(1), "torch.diag(a, 1)", real(2))
        .row("below", x -> x.diag(-2), "torch.diag(a, -2)", real(2).flipped())
        .row("of a matrix", x -> x.diag(), "torch.diag(a)", real(2, 3))
        .row("of a matrix, above", x -> x.diag(1), "torch.diag(a, 1)", real(3, 3))
        .row("of a matrix, transposed", x -> x.diag(-1), "torch.diag(a, -1)", real(2, 3).transposed())
        .row("empty", x -> x.diag(), "torch.diag(a)", real(0));
    op("diagEmbed", "torch.diag_embed", "paddle.diag_embed", "mindspore.ops.diag_embed", "")
        .row("vector", x -> x.diagEmbed(), "torch.diag_embed(a)", real(3))
        .row("batch", x -> x.diagEmbed(), "torch.diag_embed(a)", real(2, 2))
        .row("above", x -> x.diagEmbed(1), "torch.diag_embed(a, 1)", real(2, 2))
        .row("below", x -> x.diagEmbed(-1), "torch.diag_embed(a, -1)", real(2, 2).transposed())
        .row("expanded", x -> x.diagEmbed(), "torch.diag_embed(a)", real(2).expanded(2))
        .row("empty", x -> x.diagEmbed(), "torch.diag_embed(a)", real(0));
  }
}
