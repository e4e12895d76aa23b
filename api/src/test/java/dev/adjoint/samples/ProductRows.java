package dev.adjoint.samples;

import dev.adjoint.Linalg;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Matrix products and what is made of them. */
final class ProductRows extends Family {
  ProductRows() {
    super("Products");
  }

  private static Input in(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  /** Another one of the same shape, other numbers. */
  private static Input other(int... sizes) {
    return Input.real(-1.5, 1, sizes);
  }

  @Override
  protected void declare() {
    matmul();
    vectors();
    contractions();
    distances();
    sums();
    einsum();
  }

  private static void pairs(OperationRow row, BinaryOperator<Tensor> f, String torch, int[][]... pairs) {
    for (int[][] p : pairs) {
      row.row(Arrays.toString(p[0]) + " and " + Arrays.toString(p[1]), f, torch, in(p[0]), other(p[1]));
    }
  }

  private void matmul() {
    OperationRow row = op("matmul", "torch.matmul", "paddle.matmul", "mindspore.ops.matmul", "numpy.matmul");
    String torch = "torch.matmul(a, b)";
    pairs(row, Tensor::matmul, torch, new int[][][] {
      {{2, 3}, {3, 2}}, {{3}, {3}}, {{3}, {3, 2}}, {{2, 3}, {3}}, {{1, 3}, {3, 1}}, {{2, 0}, {0, 3}}, {{0, 3}, {3, 2}},
      {{0}, {0}}, {{2, 3}, {3, 0}}, {{2, 2, 3}, {2, 3, 2}}, {{2, 2, 3}, {3, 2}}, {{2, 3}, {2, 3, 2}}, {{2, 2, 3}, {3}},
      {{3}, {2, 3, 2}}, {{2, 1, 2, 2}, {3, 2, 1}}, {{1, 2, 2}, {2, 2, 2}}, {{2, 1, 2}, {2, 1}}, {{0, 2, 3}, {3, 2}},
      {{2, 0, 2, 3}, {1, 3, 2}}});
    row.row("transposed", Tensor::matmul, torch, in(3, 2).transposed(), in(2, 3).transposed())
        .row("transposed batch", Tensor::matmul, torch, in(2, 3, 2).transposed(), in(2, 2, 3).transposed())
        .row("narrowed and flipped", Tensor::matmul, torch, in(2, 4).narrowed(), in(3, 2).flipped())
        .row("expanded", Tensor::matmul, torch, in(2, 3).expanded(2), in(3, 2))
        .row("expanded vector", Tensor::matmul, torch, in(3).expanded(2), in(3, 2));
  }

  private void vectors() {
    OperationRow dot = op("dot", "torch.dot", "paddle.dot", "mindspore.ops.dot", "numpy.dot");
    pairs(dot, Tensor::dot, "torch.dot(a, b)", new int[][][] {{{3}, {3}}, {{1}, {1}}, {{0}, {0}}, {{5}, {5}}});
    dot.row("flipped", Tensor::dot, "torch.dot(a, b)", in(3).flipped(), other(4).narrowed());
    dot.row("with itself", x -> x.dot(x), "torch.dot(a, a)", in(4));

    OperationRow outer = op("outer", "torch.outer", "paddle.outer", "mindspore.ops.outer", "numpy.outer");
    pairs(outer, Tensor::outer, "torch.outer(a, b)", new int[][][] {
      {{2}, {3}}, {{1}, {3}}, {{2}, {1}}, {{0}, {2}}, {{2}, {0}}});
    outer.row("flipped", Tensor::outer, "torch.outer(a, b)", in(3).flipped(), other(3).narrowed());

    OperationRow inner = op("inner", "torch.inner", "paddle.inner", "mindspore.ops.inner", "numpy.inner");
    pairs(inner, Tensor::inner, "torch.inner(a, b)", new int[][][] {
      {{3}, {3}}, {{2, 3}, {3}}, {{3}, {2, 3}}, {{2, 3}, {4, 3}}, {{}, {2, 2}}, {{2}, {}}, {{2, 1, 2}, {2, 2}},
      {{2, 0}, {3, 0}}});
    inner.row("transposed", Tensor::inner, "torch.inner(a, b)", in(3, 2).transposed(), other(2, 3));

    OperationRow cross = op("cross", "torch.linalg.cross", "paddle.cross", "mindspore.ops.cross", "numpy.cross");
    BinaryOperator<Tensor> last = (a, b) -> a.cross(b, -1);
    pairs(cross, last, "torch.linalg_cross(a, b)", new int[][][] {
      {{3}, {3}}, {{2, 3}, {2, 3}}, {{2, 3}, {1, 3}}, {{0, 3}, {1, 3}}});
    cross.row("fewer axes", last, "torch.linalg_cross(a.unsqueeze(0), b)", in(1, 3), other(2, 1, 3));
    cross.row("axis 0", (a, b) -> a.cross(b, 0), "torch.linalg_cross(a, b, dim=0)", in(3, 2), other(3, 2))
        .row("transposed", last, "torch.linalg_cross(a, b)", in(3, 2).transposed(), other(2, 3).flipped());

    OperationRow trace = op("trace", "torch.trace", "paddle.trace", "mindspore.ops.trace", "numpy.trace");
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 3}, {3, 2}, {0, 2}}) {
      trace.row(Arrays.toString(sizes), x -> x.trace(), "torch.trace(a)", in(sizes));
    }
    trace.row("transposed", x -> x.trace(), "torch.trace(a)", in(3, 3).transposed())
        .row("narrowed", x -> x.trace(), "torch.trace(a)", in(3, 4).narrowed())
        .row("flipped", x -> x.trace(), "torch.trace(a)", in(3, 3).flipped())
        .row("batch", x -> x.trace(), "torch.diagonal(a, 0, -2, -1).sum(-1)", in(2, 2, 2))
        .row("of a product", x -> x.matmul(x).trace(), "torch.trace(torch.matmul(a, a))", in(2, 2));
  }

  private void contractions() {
    OperationRow dot =
        op("tensordot", "torch.tensordot", "paddle.tensordot", "mindspore.ops.tensordot", "numpy.tensordot");
    dot.row("one axis", (a, b) -> a.tensordot(b, 1), "torch.tensordot(a, b, [1], [0])", in(2, 3), other(3, 2))
        .row("two axes", (a, b) -> a.tensordot(b, 2), "torch.tensordot(a, b, [1, 2], [0, 1])", in(2, 3, 2), other(3, 2, 2))
        .row("no axes", (a, b) -> a.tensordot(b, 0), "torch.tensordot(a, b, [], [])", in(2), other(3))
        .row("all axes", (a, b) -> a.tensordot(b, 2), "torch.tensordot(a, b, [0, 1], [0, 1])", in(2, 3), other(2, 3))
        .row("pairs", (a, b) -> a.tensordot(b, new int[] {0, -1}, new int[] {1, 0}), "torch.tensordot(a, b, [0, 2], [1, 0])",
            in(2, 2, 3), other(3, 2, 2))
        .row("empty", (a, b) -> a.tensordot(b, 1), "torch.tensordot(a, b, [1], [0])", in(2, 0), other(0, 3))
        .row("transposed", (a, b) -> a.tensordot(b, 1), "torch.tensordot(a, b, [1], [0])", in(3, 2).transposed(),
            other(2, 3).transposed());

    OperationRow kron = op("kron", "torch.kron", "paddle.kron", "mindspore.ops.kron", "numpy.kron");
    pairs(kron, Tensor::kron, "torch.kron(a, b)", new int[][][] {
      {{2}, {2}}, {{2, 2}, {2, 2}}, {{2, 1}, {1, 3}}, {{2}, {2, 2}}, {{2, 2}, {2}}, {{}, {2}}, {{2, 2}, {}}, {{0, 2}, {2, 1}},
      {{1, 2, 2}, {2}}});
    kron.row("transposed", Tensor::kron, "torch.kron(a.contiguous(), b.contiguous())", in(3, 2).transposed(),
        other(2).flipped());

    OperationRow chain =
        op("Linalg.multiDot", "torch.linalg.multi_dot", "paddle.linalg.multi_dot", "", "numpy.linalg.multi_dot");
    int[][][] chains = {{{2, 3}, {3, 2}}, {{2, 1}, {1, 3}, {3, 2}}, {{1, 3}, {3, 2}, {2, 3}, {3, 1}}, {{2}, {2, 3}, {3, 2}},
      {{2, 3}, {3, 2}, {2}}, {{2}, {2, 2}, {2}}, {{2}, {2}}, {{2, 0}, {0, 3}, {3, 2}}};
    for (int[][] shapes : chains) {
      Input[] inputs = Arrays.stream(shapes).map(ProductRows::in).toArray(Input[]::new);
      chain.rows(Arrays.deepToString(shapes), t -> new Tensor[] {Linalg.multiDot(t)},
          "torch.linalg_multi_dot([" + letters(inputs.length) + "])", inputs);
    }
  }

  private void distances() {
    OperationRow row =
        op("cdist", "torch.cdist", "paddle.cdist", "mindspore.ops.cdist", "scipy.spatial.distance.cdist");
    row.row("p 2", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(2, 3), other(3, 3))
        .row("p 1", (a, b) -> a.cdist(b, 1), "torch.cdist(a, b, 1.)", in(2, 3), other(2, 3))
        .row("p 1.5", (a, b) -> a.cdist(b, 1.5), "torch.cdist(a, b, 1.5)", in(2, 2), other(2, 2))
        .row("p 3", (a, b) -> a.cdist(b, 3), "torch.cdist(a, b, 3.)", in(2, 2), other(3, 2))
        .row("p infinity", (a, b) -> a.cdist(b, Double.POSITIVE_INFINITY), "torch.cdist(a, b, float('inf'))", in(2, 3),
            other(2, 3))
        .row("batch", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(2, 2, 2), other(2, 1, 2))
        .row("broadcast", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(2, 1, 2), other(2, 2))
        .row("transposed", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(2, 3).transposed(), other(2, 2).flipped())
        .row("one column", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(2, 1), other(3, 1))
        .row("no rows", (a, b) -> a.cdist(b), "torch.cdist(a, b)", in(0, 2), other(3, 2));
    Input twice = Input.of(Shape.of(2, 2), 1, 2, 3, 5);
    Input once = Input.of(Shape.of(1, 2), 1, 2);
    row.row("equal points", (a, b) -> a.cdist(b), "torch.cdist(a, b)", twice, once).kink()
        .row("equal points, p 1", (a, b) -> a.cdist(b, 1), "torch.cdist(a, b, 1.)", twice, once).kink()
        .row("equal points, p 3", (a, b) -> a.cdist(b, 3), "torch.cdist(a, b, 3.)", twice, once).kink()
        .row("equal points, p infinity", (a, b) -> a.cdist(b, Double.POSITIVE_INFINITY), "torch.cdist(a, b, float('inf'))",
            twice, once)
        .kink();
    row.notDifferentiable("counts")
        .row("p 0", (a, b) -> a.cdist(b, 0), "torch.cdist(a, b, 0.)", Input.of(Shape.of(2, 2), 1, 2, 1, 3), once);
  }

  private void sums() {
    op("addmm", "torch.addmm", "paddle.addmm", "mindspore.ops.addmm", "")
        .row("matrix", (c, a, b) -> c.addmm(a, b), "torch.addmm(a, b, c)", in(2, 2), in(2, 3), other(3, 2))
        .row("row", (c, a, b) -> c.addmm(a, b), "torch.addmm(a, b, c)", in(2), in(3, 2), other(2, 2))
        .row("0-d", (c, a, b) -> c.addmm(a, b), "torch.addmm(a, b, c)", in(), in(2, 3), other(3, 2))
        .row("scaled", (c, a, b) -> c.addmm(a, b, 0.5, -2), "torch.addmm(a, b, c, beta=0.5, alpha=-2.)", in(2, 2), in(2, 3),
            other(3, 2))
        .row("beta 0", (c, a, b) -> c.addmm(a, b, 0, 2), "torch.addmm(a, b, c, beta=0., alpha=2.)", in(2, 2), in(2, 3),
            other(3, 2))
        .row("beta 0 of NaN", (c, a, b) -> c.addmm(a, b, 0, 1), "torch.addmm(a, b, c, beta=0.)",
            Input.of(Shape.of(1, 1), Double.NaN).constant(), in(1, 2), other(2, 1))
        .row("nothing shared", (c, a, b) -> c.addmm(a, b), "torch.addmm(a, b, c)", in(2, 2), in(2, 0), other(0, 2))
        .row("transposed", (c, a, b) -> c.addmm(a, b), "torch.addmm(a, b, c)", in(2, 2).transposed(), in(3, 2).transposed(),
            other(3, 2).flipped());
    op("addmv", "torch.addmv", "", "mindspore.ops.addmv", "")
        .row("vector", (c, a, b) -> c.addmv(a, b), "torch.addmv(a, b, c)", in(2), in(2, 3), other(3))
        .row("scaled", (c, a, b) -> c.addmv(a, b, 0.5, -2), "torch.addmv(a, b, c, beta=0.5, alpha=-2.)", in(2), in(2, 3),
            other(3))
        .row("0-d", (c, a, b) -> c.addmv(a, b), "torch.addmv(a, b, c)", in(), in(2, 3), other(3))
        .row("beta 0", (c, a, b) -> c.addmv(a, b, 0, 1), "torch.addmv(a, b, c, beta=0.)", in(2), in(2, 3), other(3))
        .row("nothing shared", (c, a, b) -> c.addmv(a, b), "torch.addmv(a, b, c)", in(2), in(2, 0), other(0))
        .row("transposed", (c, a, b) -> c.addmv(a, b), "torch.addmv(a, b, c)", in(2), in(3, 2).transposed(),
            other(3).flipped());
    op("addr", "torch.addr", "", "mindspore.ops.addr", "")
        .row("matrix", (c, a, b) -> c.addr(a, b), "torch.addr(a, b, c)", in(2, 3), in(2), other(3))
        .row("row", (c, a, b) -> c.addr(a, b), "torch.addr(a, b, c)", in(3), in(2), other(3))
        .row("scaled", (c, a, b) -> c.addr(a, b, 0.5, -2), "torch.addr(a, b, c, beta=0.5, alpha=-2.)", in(2, 3), in(2),
            other(3))
        .row("beta 0", (c, a, b) -> c.addr(a, b, 0, 1), "torch.addr(a, b, c, beta=0.)", in(2, 3), in(2), other(3))
        .row("empty", (c, a, b) -> c.addr(a, b), "torch.addr(a, b, c)", in(0, 3), in(0), other(3));
    op("baddbmm", "torch.baddbmm", "paddle.baddbmm", "mindspore.ops.baddbmm", "")
        .row("batch", (c, a, b) -> c.baddbmm(a, b), "torch.baddbmm(a, b, c)", in(2, 2, 1), in(2, 2, 2), other(2, 2, 1))
        .row("broadcast", (c, a, b) -> c.baddbmm(a, b), "torch.baddbmm(a, b, c)", in(1, 2), in(2, 2, 2), other(2, 2, 2))
        .row("scaled", (c, a, b) -> c.baddbmm(a, b, 0.5, -2), "torch.baddbmm(a, b, c, beta=0.5, alpha=-2.)", in(2, 1, 2),
            in(2, 1, 2), other(2, 2, 2))
        .row("beta 0", (c, a, b) -> c.baddbmm(a, b, 0, 1), "torch.baddbmm(a, b, c, beta=0.)", in(2, 1, 2), in(2, 1, 2),
            other(2, 2, 2))
        .row("no batch", (c, a, b) -> c.baddbmm(a, b), "torch.baddbmm(a, b, c)", in(0, 1, 2), in(0, 1, 2), other(0, 2, 2));
    op("addbmm", "torch.addbmm", "", "mindspore.ops.addbmm", "")
        .row("batch", (c, a, b) -> c.addbmm(a, b), "torch.addbmm(a, b, c)", in(2, 1), in(2, 2, 2), other(2, 2, 1))
        .row("scaled", (c, a, b) -> c.addbmm(a, b, 0.5, -2), "torch.addbmm(a, b, c, beta=0.5, alpha=-2.)", in(1, 2),
            in(2, 1, 2), other(2, 2, 2))
        .row("beta 0", (c, a, b) -> c.addbmm(a, b, 0, 1), "torch.addbmm(a, b, c, beta=0.)", in(1, 2), in(2, 1, 2),
            other(2, 2, 2))
        .row("row", (c, a, b) -> c.addbmm(a, b), "torch.addbmm(a, b, c)", in(2), in(2, 1, 2), other(2, 2, 2))
        .row("no batch", (c, a, b) -> c.addbmm(a, b), "torch.addbmm(a, b, c)", in(1, 2), in(0, 1, 2), other(0, 2, 2));
  }

  private void einsum() {
    OperationRow row = op("einsum", "torch.einsum", "paddle.einsum", "mindspore.ops.einsum", "numpy.einsum");
    equation(row, "ij,jk->ik", new int[][] {{2, 3}, {3, 2}});
    equation(row, "ij,jk", new int[][] {{2, 3}, {3, 2}});
    equation(row, "ij,jk->ki", new int[][] {{2, 3}, {3, 2}});
    equation(row, "ji,kj->ik", new int[][] {{3, 2}, {2, 3}});
    equation(row, "ij->ji", new int[][] {{2, 3}});
    equation(row, "ba", new int[][] {{2, 3}});
    equation(row, "bA", new int[][] {{2, 3}});
    equation(row, "ij->", new int[][] {{2, 3}});
    equation(row, "ij->i", new int[][] {{2, 3}});
    equation(row, "ii", new int[][] {{3, 3}});
    equation(row, "ii->i", new int[][] {{3, 3}});
    equation(row, "ii->", new int[][] {{0, 0}});
    equation(row, "iii->i", new int[][] {{2, 2, 2}});
    equation(row, "iij->ij", new int[][] {{2, 2, 3}});
    equation(row, "ijij->ji", new int[][] {{2, 2, 2, 2}});
    equation(row, "ii,i->i", new int[][] {{3, 3}, {3}});
    equation(row, "i,i->", new int[][] {{3}, {3}});
    equation(row, "i,i->i", new int[][] {{3}, {3}});
    equation(row, "i,j->ij", new int[][] {{2}, {3}});
    equation(row, "i,j->", new int[][] {{2}, {3}});
    equation(row, ",->", new int[][] {{}, {}});
    equation(row, ",ij->ij", new int[][] {{}, {2, 2}});
    equation(row, "->", new int[][] {{}});
    equation(row, "bij,bjk->bik", new int[][] {{2, 2, 3}, {2, 3, 1}});
    equation(row, "bi,bi->b", new int[][] {{2, 3}, {2, 3}});
    equation(row, "bhqd,bhkd->bhqk", new int[][] {{1, 2, 2, 2}, {1, 2, 2, 2}});
    equation(row, "ijk,jkl->il", new int[][] {{2, 2, 2}, {2, 2, 1}});
    equation(row, "kij,kj->ik", new int[][] {{2, 2, 2}, {2, 2}});
    equation(row, "ab,cd->acbd", new int[][] {{2, 2}, {1, 3}});
    equation(row, "aij,bij->ab", new int[][] {{2, 2, 2}, {1, 2, 2}});
    equation(row, "...ij,...jk->...ik", new int[][] {{2, 2, 3}, {3, 1}});
    equation(row, "...ij,...jk", new int[][] {{2, 1, 2, 2}, {3, 2, 1}});
    equation(row, "i...->...", new int[][] {{2, 3}});
    equation(row, "...i->i", new int[][] {{2, 3}});
    equation(row, "i...,i...->...", new int[][] {{2, 3}, {2, 1}});
    equation(row, "...,...", new int[][] {{2, 3}, {3}});
    equation(row, "i...j->j...i", new int[][] {{2, 2, 3}});
    equation(row, "ij,jk->ik", new int[][] {{2, 1}, {3, 2}});
    equation(row, "ij,ij->ij", new int[][] {{2, 1}, {1, 3}});
    equation(row, "ij,ij->", new int[][] {{2, 1}, {2, 3}});
    equation(row, " i j , j k -> i k ", new int[][] {{2, 3}, {3, 2}});
    equation(row, "Ab,bC->AC", new int[][] {{2, 3}, {3, 2}});
    equation(row, "ij,jk,kl->il", new int[][] {{2, 2}, {2, 3}, {3, 2}});
    equation(row, "i,ij,j->", new int[][] {{2}, {2, 3}, {3}});
    equation(row, "bn,anm,bm->ba", new int[][] {{2, 2}, {1, 2, 2}, {2, 2}});
    equation(row, "i,i,i->i", new int[][] {{3}, {3}, {3}});
    equation(row, "ab,bc,cd,de->ae", new int[][] {{1, 2}, {2, 2}, {2, 2}, {2, 1}});
    equation(row, "a,b,c,d,e,f->abcdef", new int[][] {{2}, {1}, {2}, {1}, {1}, {2}});
    equation(row, "ab,bc,cd,de,ef,fa->", new int[][] {{1, 2}, {2, 1}, {1, 2}, {2, 1}, {1, 2}, {2, 1}});
    equation(row, "ij,jk->ik", new int[][] {{2, 0}, {0, 3}});
    equation(row, "ij,jk->ik", new int[][] {{0, 2}, {2, 3}});
    row.row("transposed", (a, b) -> Tensor.einsum("ij,jk->ik", a, b), "torch.einsum(\"ij,jk->ik\", [a, b])",
        in(3, 2).transposed(), other(2, 3).transposed())
        .row("flipped and narrowed", (a, b) -> Tensor.einsum("bij,kj->bki", a, b), "torch.einsum(\"bij,kj->bki\", [a, b])",
            in(2, 2, 2).flipped(), other(2, 3).narrowed())
        .row("expanded", (a, b) -> Tensor.einsum("bij,bij->ij", a, b), "torch.einsum(\"bij,bij->ij\", [a, b])",
            in(2, 2).expanded(2), other(2, 2).expanded(2))
        .row("diagonal of a transpose", a -> Tensor.einsum("bii->bi", a), "torch.einsum(\"bii->bi\", [a])",
            in(2, 2, 2).transposed());
    row.notDifferentiable("integers").row("integers", (a, b) -> Tensor.einsum("ij,jk->ik", a, b),
        "torch.einsum(\"ij,jk->ik\", [a, b])", Input.ints(-3, 4, 2, 3), Input.ints(-3, 5, 3, 2))
        .except(Check.FLOAT32, "integers");
  }

  private static void equation(OperationRow row, String equation, int[][] shapes) {
    Input[] inputs = new Input[shapes.length];
    Arrays.setAll(inputs, i -> Input.real(-1 - 0.1 * i, 1, shapes[i]));
    row.rows(equation + " of " + Arrays.deepToString(shapes), in -> new Tensor[] {Tensor.einsum(equation, in)},
        "torch.einsum(\"" + equation + "\", [" + letters(inputs.length) + "])", inputs);
  }

  /** The names of as many inputs. */
  private static String letters(int count) {
    return String.join(", ", IntStream.range(0, count).mapToObj(Sample::letter).toList());
  }
}
