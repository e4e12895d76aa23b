package dev.adjoint.samples;

import dev.adjoint.Linalg;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Input.Kind;
import dev.adjoint.samples.Input.Layout;
import dev.adjoint.samples.Sample.Check;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Inverses and factorisations of matrices. */
final class LinalgRows extends Family {
  private static final String SYMMETRIC = "(a + a.transpose(-1, -2))";

  LinalgRows() {
    super("Linear algebra");
  }

  private static Input in(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  /** Square matrices far from singular ones; the symmetric parts are positive definite. */
  private static Input square(int... sizes) {
    double[] values = in(sizes).values().clone();
    int n = sizes[sizes.length - 1];
    for (int i = 0; n > 0 && i < values.length; i++) {
      values[i] += i / n % n == i % n ? n : 0;
      values[i] = (float) values[i];
    }
    return new Input(Shape.of(sizes), values, Kind.REAL, true, Layout.ROW_BY_ROW);
  }

  private static Tensor symmetric(Tensor x) {
    return x.add(x.transpose(-1, -2));
  }

  /** One function of square matrices. */
  private static void squares(OperationRow row, UnaryOperator<Tensor> f, String torch) {
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 2, 2}, {0, 2, 2}, {1, 2, 2, 2}}) {
      row.row(Arrays.toString(sizes), f, torch, square(sizes));
    }
    row.row("transposed", f, torch, square(3, 3).transposed());
    row.row("expanded", f, torch, square(2, 2).expanded(2));
  }

  /** One function of matrices of any sizes. */
  private static void all(OperationRow row, UnaryOperator<Tensor> f, String torch) {
    for (int[] sizes : new int[][] {{2, 2}, {3, 2}, {2, 3}, {1, 1}, {3, 1}, {1, 3}, {2, 3, 2}, {2, 2, 3}, {0, 2, 2}}) {
      row.row(Arrays.toString(sizes), f, torch, in(sizes));
    }
    row.row("transposed", f, torch, in(2, 3).transposed());
    row.row("narrowed", f, torch, in(2, 3).narrowed());
    row.row("flipped", f, torch, in(3, 2).flipped());
  }

  @Override
  protected void declare() {
    inverses();
    triangles();
    determinants();
    orthogonal();
    spectra();
    pseudoInverses();
    functions();
    norms();
  }

  private void inverses() {
    squares(op("Linalg.inv", "torch.linalg.inv", "paddle.linalg.inv", "mindspore.ops.inverse", "numpy.linalg.inv"),
        Linalg::inv, "torch.linalg_inv(a)");
    OperationRow solve =
        op("Linalg.solve", "torch.linalg.solve", "paddle.linalg.solve", "mindspore.scipy.linalg.solve", "numpy.linalg.solve");
    int[][][] pairs = {{{2, 2}, {2}}, {{2, 2}, {2, 3}}, {{3, 3}, {3, 1}}, {{2, 2, 2}, {2, 2, 1}}, {{2, 2, 2}, {2, 2}},
      {{2, 2}, {2, 2, 1}}, {{2, 2, 2}, {2}}, {{2, 1, 2, 2}, {2, 2, 1}}, {{0, 0}, {0, 2}}, {{2, 2}, {2, 0}},
      {{0, 2, 2}, {0, 2, 1}}, {{1, 1}, {1}}, {{2, 2}, {2, 1, 2, 1}}};
    for (int[][] p : pairs) {
      solve.row(Arrays.toString(p[0]) + " and " + Arrays.toString(p[1]), Linalg::solve, "torch.linalg_solve(a, b)",
          square(p[0]), in(p[1]));
    }
    solve.row("transposed", Linalg::solve, "torch.linalg_solve(a, b)", square(2, 2).transposed(), in(3, 2).transposed());
    op("Linalg.tensorinv", "torch.linalg.tensorinv", "", "", "numpy.linalg.tensorinv")
        .row("two and two", x -> Linalg.tensorinv(x.reshape(2, 1, 2), 1), "torch.linalg_tensorinv(a.reshape([2, 1, 2]), 1)",
            square(2, 2))
        .row("one and two", x -> Linalg.tensorinv(x.reshape(1, 3, 3), 2), "torch.linalg_tensorinv(a.reshape([1, 3, 3]), 2)",
            square(3, 3));
    op("Linalg.tensorsolve", "torch.linalg.tensorsolve", "", "", "numpy.linalg.tensorsolve")
        .row("vector", (a, b) -> Linalg.tensorsolve(a.reshape(2, 1, 2), b),
            "torch.linalg_tensorsolve(a.reshape([2, 1, 2]), b)", square(2, 2), in(2))
        .row("matrix", (a, b) -> Linalg.tensorsolve(a.reshape(1, 2, 2), b),
            "torch.linalg_tensorsolve(a.reshape([1, 2, 2]), b)", square(2, 2), in(1, 2));
  }

  private void triangles() {
    OperationRow row = op("Linalg.solveTriangular", "torch.linalg.solve_triangular", "paddle.linalg.triangular_solve",
        "mindspore.scipy.linalg.solve_triangular", "scipy.linalg.solve_triangular");
    for (int kind = 0; kind < 8; kind++) {
      boolean upper = kind % 2 == 1;
      boolean left = kind / 2 % 2 == 0;
      boolean unit = kind / 4 == 1;
      String torch = "torch.linalg_solve_triangular(a, b, upper=" + python(upper) + ", left=" + python(left)
          + ", unitriangular=" + python(unit) + ")";
      // libtorch wants zeros, and ones where they are implied, in what is not read.
      String script = torch.replace("(a,", "(torch." + (upper ? "triu" : "tril") + "(a),");
      row.row((upper ? "upper" : "lower") + (left ? ", left" : ", right") + (unit ? ", unit" : ""),
          (a, b) -> Linalg.solveTriangular(a, b, upper, left, unit), script, square(3, 3), left ? in(3, 2) : in(2, 3));
    }
    String lower = "torch.linalg_solve_triangular(torch.tril(a), b, upper=False)";
    row.row("batch", (a, b) -> Linalg.solveTriangular(a, b, false), lower, square(2, 2, 2), in(2, 2, 1))
        .row("broadcast", (a, b) -> Linalg.solveTriangular(a, b, false), lower, square(2, 2), in(2, 2, 2))
        .row("empty", (a, b) -> Linalg.solveTriangular(a, b, false), lower, square(0, 0), in(0, 2))
        .row("transposed", (a, b) -> Linalg.solveTriangular(a, b, false), lower, square(2, 2).transposed(), in(2, 2).flipped());

    squares(op("Linalg.cholesky", "torch.linalg.cholesky", "paddle.linalg.cholesky", "mindspore.ops.cholesky",
        "numpy.linalg.cholesky"), x -> Linalg.cholesky(symmetric(x)), "torch.linalg_cholesky(" + SYMMETRIC + ")");
    OperationRow solve = op("Linalg.choleskySolve", "torch.cholesky_solve", "paddle.linalg.cholesky_solve",
        "mindspore.ops.cholesky_solve", "scipy.linalg.cho_solve");
    int[][][] pairs = {{{2, 1}, {2, 2}}, {{3, 2}, {3, 3}}, {{2, 2, 1}, {2, 2, 2}}, {{2, 1}, {2, 2, 2}}, {{2, 2, 1}, {2, 2}},
      {{0, 2}, {0, 0}}};
    for (int[][] p : pairs) {
      solve.row(Arrays.toString(p[0]) + " and " + Arrays.toString(p[1]), (b, l) -> Linalg.choleskySolve(b, lower(l)),
          "torch.cholesky_solve(a, torch.tril(b))", in(p[0]), square(p[1]));
    }
    squares(op("Linalg.choleskyInverse", "torch.cholesky_inverse", "paddle.linalg.cholesky_inverse",
        "mindspore.ops.cholesky_inverse", ""), x -> Linalg.choleskyInverse(lower(x)), "torch.cholesky_inverse(torch.tril(a))");
    OperationRow lu = op("Linalg.lu", "torch.linalg.lu", "paddle.linalg.lu", "mindspore.scipy.linalg.lu", "scipy.linalg.lu");
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {3, 2}, {2, 3}, {1, 1}, {2, 2, 2}, {2, 3, 2}}) {
      lu.rows(Arrays.toString(sizes), t -> {
        Linalg.LuFactors f = Linalg.lu(t[0]);
        return new Tensor[] {f.p(), f.l(), f.u()};
      }, "torch.linalg_lu(a)", in(sizes));
    }
  }

  private static String python(boolean b) {
    return b ? "True" : "False";
  }

  /** The lower triangle of matrices whose sizes are those of the samples. */
  private static Tensor lower(Tensor x) {
    int n = x.shape().size(-1);
    double[] mask = new double[n * n];
    Arrays.setAll(mask, i -> i / n >= i % n ? 1 : 0);
    return x.mul(Tensor.of(mask, Shape.of(n, n)).to(x.dtype()));
  }

  private void determinants() {
    OperationRow det = op("Linalg.det", "torch.linalg.det", "paddle.linalg.det", "mindspore.ops.det", "numpy.linalg.det");
    squares(det, Linalg::det, "torch.linalg_det(a)");
    String why = "libtorch's gradient is 0, which its own finite differences refute";
    det.row("of rank n - 1", Linalg::det, null, Input.of(Shape.of(2, 2), 1, 2, 2, 4))
        .row("of rank n - 1, three rows", Linalg::det, null, Input.of(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 5, 7, 9))
        .row("diagonal with a zero", Linalg::det, "torch.linalg_det(a)", Input.of(Shape.of(3, 3), 1, 0, 0, 0, 2, 0, 0, 0, 0))
        .except(Check.GOLDEN, why)
        .row("of rank n - 2", Linalg::det, null, Input.of(Shape.of(3, 3), 1, 2, 3, 2, 4, 6, 3, 6, 9))
        .row("zero", Linalg::det, null, Input.of(Shape.of(2, 2), 0, 0, 0, 0))
        .row("some of a batch singular", Linalg::det, null, Input.of(Shape.of(2, 2, 2), 1, 2, 2, 4, 2, 1, 1, 3))
        .row("identity", Linalg::det, "torch.linalg_det(a)", Input.of(Shape.of(2, 2), 1, 0, 0, 1))
        .row("negative", Linalg::det, "torch.linalg_det(a)", Input.of(Shape.of(2, 2), 0, 1, 1, 0));
    OperationRow log = op("Linalg.slogdet", "torch.linalg.slogdet", "paddle.linalg.slogdet", "mindspore.ops.slogdet",
        "numpy.linalg.slogdet");
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 2, 2}}) {
      log.rows(Arrays.toString(sizes), LinalgRows::signAndLog, "torch.linalg_slogdet(a)", square(sizes));
    }
    log.rows("negative", LinalgRows::signAndLog, "torch.linalg_slogdet(a)", Input.of(Shape.of(2, 2), 0, 1, 1, 0));
    log.rows("negated", t -> signAndLog(new Tensor[] {t[0].neg()}), "torch.linalg_slogdet(-a)", square(3, 3));
    logarithms();
  }

  private void logarithms() {
    OperationRow log = op("Linalg.logdet", "torch.logdet", "", "mindspore.ops.logdet", "");
    String torch = "torch.logdet(torch.matmul(a, a.transpose(-2, -1)) + 0.5 * torch.eye(a.size(-1), dtype=a.dtype))";
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 2, 2}}) {
      log.row("positive, " + Arrays.toString(sizes),
          x -> Linalg.logdet(x.matmul(x.transpose(-2, -1)).add(Tensor.eye(x.shape().size(-1)).to(x.dtype()).mul(0.5))), torch,
          square(sizes));
    }
    log.row("positive, transposed", Linalg::logdet, "torch.logdet(a)", Input.of(Shape.of(2, 2), 2, 0.5, 0.25, 1).transposed())
        .row("negative", Linalg::logdet, "torch.logdet(a)", Input.of(Shape.of(2, 2), 0, 1, 1, 0).constant())
        .except(Check.DERIVATIVE, "there is no logarithm")
        .row("singular", Linalg::logdet, "torch.logdet(a)", Input.of(Shape.of(2, 2), 1, 2, 2, 4).constant())
        .except(Check.DERIVATIVE, "it is infinite");
  }

  private static Tensor[] signAndLog(Tensor[] t) {
    Linalg.SignAndLog out = Linalg.slogdet(t[0]);
    return new Tensor[] {out.sign(), out.logAbsDet()};
  }

  private void orthogonal() {
    OperationRow qr = op("Linalg.qr", "torch.linalg.qr", "paddle.linalg.qr", "mindspore.ops.qr", "numpy.linalg.qr");
    for (int[] sizes : new int[][] {{2, 2}, {3, 2}, {2, 3}, {1, 1}, {3, 1}, {1, 3}, {2, 3, 2}, {2, 2, 3}, {0, 2, 2}}) {
      qr.rows(Arrays.toString(sizes), t -> factors(Linalg.qr(t[0])), "torch.linalg_qr(a)", in(sizes));
    }
    qr.rows("transposed", t -> factors(Linalg.qr(t[0])), "torch.linalg_qr(a)", in(2, 3).transposed())
        .rows("upper triangular already", t -> factors(Linalg.qr(t[0])), "torch.linalg_qr(a)",
            Input.of(Shape.of(2, 2), -2, 1, 0, 3))
        .except(Check.FINITE_DIFFERENCES, "the sign jumps with any number below the diagonal")
        .except(Check.SECOND_ORDER, "the sign jumps with any number below the diagonal");
    OperationRow complete =
        op("Linalg.qrComplete", "torch.linalg.qr", "paddle.linalg.qr", "mindspore.ops.qr", "numpy.linalg.qr");
    complete.rows("square", t -> factors(Linalg.qrComplete(t[0])), "torch.linalg_qr(a, 'complete')", in(2, 2))
        .rows("wide", t -> factors(Linalg.qrComplete(t[0])), "torch.linalg_qr(a, 'complete')", in(2, 3))
        .rows("tall", t -> factors(Linalg.qrComplete(t[0])), "torch.linalg_qr(a, 'complete')", in(3, 2).constant())
        .except(Check.DERIVATIVE, "the last columns are any basis");
  }

  private static Tensor[] factors(Linalg.QrFactors f) {
    return new Tensor[] {f.q(), f.r()};
  }

  private void spectra() {
    OperationRow svd = op("Linalg.svd", "torch.linalg.svd", "paddle.linalg.svd", "mindspore.ops.svd", "numpy.linalg.svd");
    String u = "torch.linalg_svd(a, False)[0]";
    String s = "torch.linalg_svd(a, False)[1]";
    String vh = "torch.linalg_svd(a, False)[2]";
    for (int[] sizes : new int[][] {{2, 2}, {3, 2}, {2, 3}, {1, 1}, {3, 1}, {2, 3, 2}, {2, 2, 3}, {0, 2, 2}}) {
      // Neither changes with the signs of the vectors, which are free.
      svd.rows(Arrays.toString(sizes), t -> {
        Linalg.SvdFactors f = Linalg.svd(t[0]);
        return new Tensor[] {f.u().abs(), f.s(), f.vh().abs(), f.u().mul(f.s().neg().exp().unsqueeze(-2)).matmul(f.vh())};
      }, "(torch.abs(" + u + "), " + s + ", torch.abs(" + vh + "), torch.matmul(" + u + " * torch.exp(-" + s
          + ").unsqueeze(-2), " + vh + "))", in(sizes));
    }
    OperationRow values = op("Linalg.svdvals", "torch.linalg.svdvals", "paddle.linalg.svdvals", "", "scipy.linalg.svdvals");
    all(values, Linalg::svdvals, "torch.linalg_svdvals(a)");
    values.row("repeated", Linalg::svdvals, "torch.linalg_svdvals(a)", Input.of(Shape.of(2, 2), 2, 0, 0, 2)).kink()
        .row("sum of repeated", x -> Linalg.svdvals(x).sum(), "torch.linalg_svdvals(a).sum()",
            Input.of(Shape.of(2, 2), 2, 0, 0, 2))
        .except(Check.SECOND_ORDER, "the vectors' derivatives do not exist");

    OperationRow eigh = op("Linalg.eigh", "torch.linalg.eigh", "paddle.linalg.eigh", "", "numpy.linalg.eigh");
    String l = "torch.linalg_eigh(" + SYMMETRIC + ")[0]";
    String v = "torch.linalg_eigh(" + SYMMETRIC + ")[1]";
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 2, 2}}) {
      eigh.rows(Arrays.toString(sizes), t -> {
        Linalg.Eigen f = Linalg.eigh(symmetric(t[0]));
        return new Tensor[] {f.values(), f.vectors().abs(),
          f.vectors().mul(f.values().sin().unsqueeze(-2)).matmul(f.vectors().transpose(-1, -2))};
      }, "(" + l + ", torch.abs(" + v + "), torch.matmul(" + v + " * torch.sin(" + l + ").unsqueeze(-2), " + v
          + ".transpose(-1, -2)))", in(sizes));
    }
    OperationRow eigenvalues =
        op("Linalg.eigvalsh", "torch.linalg.eigvalsh", "paddle.linalg.eigvalsh", "", "numpy.linalg.eigvalsh");
    squares(eigenvalues, x -> Linalg.eigvalsh(symmetric(x)), "torch.linalg_eigvalsh(" + SYMMETRIC + ")");
    eigenvalues.row("sum of repeated", x -> Linalg.eigvalsh(symmetric(x)).sum(),
        "torch.linalg_eigvalsh(" + SYMMETRIC + ").sum()", Input.of(Shape.of(2, 2), 2, 0, 0, 2))
        .except(Check.SECOND_ORDER, "the vectors' derivatives do not exist");
  }

  private void pseudoInverses() {
    OperationRow pinv = op("Linalg.pinv", "torch.linalg.pinv", "paddle.linalg.pinv", "mindspore.ops.pinv", "numpy.linalg.pinv");
    all(pinv, Linalg::pinv, "torch.linalg_pinv(a)");
    pinv.row("of rank 1", (a, b) -> Linalg.pinv(a.outer(b), 1e-6), "torch.linalg_pinv(torch.outer(a, b), 1e-6)",
        Input.of(1, 2, -1), Input.of(0.5, 2))
        .row("empty", Linalg::pinv, "torch.linalg_pinv(a)", in(0, 2));
    OperationRow lstsq =
        op("Linalg.lstsq", "torch.linalg.lstsq", "paddle.linalg.lstsq", "mindspore.ops.lstsq", "numpy.linalg.lstsq");
    int[][][] pairs = {{{3, 2}, {3, 2}}, {{3, 2}, {3, 1}}, {{2, 2}, {2, 1}}, {{2, 3}, {2, 2}}, {{2, 3, 2}, {2, 3, 1}}};
    for (int[][] p : pairs) {
      lstsq.row(Arrays.toString(p[0]) + " and " + Arrays.toString(p[1]), Linalg::lstsq,
          "torch.linalg_lstsq(a, b, None, driver='gelsd')[0]", in(p[0]), Input.real(-1, 1.5, p[1]));
    }
    lstsq.row("vector", Linalg::lstsq, "torch.linalg_lstsq(a, b.unsqueeze(-1), None, driver='gelsd')[0].squeeze(-1)", in(3, 2),
        in(3));
    op("Linalg.matrixRank", "torch.linalg.matrix_rank", "paddle.linalg.matrix_rank", "mindspore.ops.matrix_rank",
        "numpy.linalg.matrix_rank").notDifferentiable("counts")
        .row("full", Linalg::matrixRank, "torch.linalg_matrix_rank(a)", square(3, 3))
        .row("of rank 1", (a, b) -> Linalg.matrixRank(a.outer(b)), "torch.linalg_matrix_rank(torch.outer(a, b))", in(3), in(2))
        .row("zero", x -> Linalg.matrixRank(x), "torch.linalg_matrix_rank(a)", Input.of(Shape.of(2, 2), 0, 0, 0, 0))
        .row("tolerance", x -> Linalg.matrixRank(x, 0.5), "torch.linalg_matrix_rank(a, atol=0., rtol=0.5)",
            Input.of(Shape.of(2, 2), 3, 0, 0, 1))
        .row("batch", x -> Linalg.matrixRank(x), "torch.linalg_matrix_rank(a)", in(2, 2, 3));
  }

  private void functions() {
    OperationRow power = op("Linalg.matrixPower", "torch.linalg.matrix_power", "paddle.linalg.matrix_power",
        "mindspore.ops.matrix_power", "numpy.linalg.matrix_power");
    for (int n : new int[] {-3, -1, 1, 2, 3, 5, 6}) {
      power.row("power " + n, x -> Linalg.matrixPower(x, n), "torch.linalg_matrix_power(a, " + n + ")", square(2, 2));
    }
    power.row("power 0", x -> Linalg.matrixPower(x, 0), "torch.linalg_matrix_power(a, 0)", square(2, 2))
        .row("batch", x -> Linalg.matrixPower(x, 3), "torch.linalg_matrix_power(a, 3)", in(2, 2, 2))
        .row("transposed", x -> Linalg.matrixPower(x, 3), "torch.linalg_matrix_power(a, 3)", in(2, 2).transposed())
        .row("empty", x -> Linalg.matrixPower(x, 2), "torch.linalg_matrix_power(a, 2)", in(0, 0));
    OperationRow exp = op("Linalg.matrixExp", "torch.linalg.matrix_exp", "paddle.linalg.matrix_exp",
        "mindspore.ops.matrix_exp", "scipy.linalg.expm");
    for (int[] sizes : new int[][] {{2, 2}, {3, 3}, {1, 1}, {0, 0}, {2, 2, 2}}) {
      exp.row(Arrays.toString(sizes), Linalg::matrixExp, "torch.linalg_matrix_exp(a)", in(sizes));
    }
    exp.row("zero", Linalg::matrixExp, "torch.linalg_matrix_exp(a)", Input.of(Shape.of(2, 2), 0, 0, 0, 0))
        .row("nilpotent", Linalg::matrixExp, "torch.linalg_matrix_exp(a)", Input.of(Shape.of(2, 2), 0, 1, 0, 0))
        .row("of norm 8", Linalg::matrixExp, "torch.linalg_matrix_exp(a)", Input.of(Shape.of(2, 2), -5, 3, 1, -4))
        .row("transposed", Linalg::matrixExp, "torch.linalg_matrix_exp(a)", in(3, 3).transposed());
    op("Linalg.vander", "torch.linalg.vander", "paddle.vander", "mindspore.ops.vander", "numpy.vander")
        .row("vector", x -> Linalg.vander(x, 4), "torch.linalg_vander(a, N=4)", in(3))
        .row("batch", x -> Linalg.vander(x, 3), "torch.linalg_vander(a, N=3)", in(2, 2))
        .row("flipped", x -> Linalg.vander(x, 2), "torch.linalg_vander(a, N=2)", in(3).flipped());
  }

  private void norms() {
    OperationRow norm =
        op("Linalg.matrixNorm", "torch.linalg.matrix_norm", "paddle.linalg.matrix_norm", "mindspore.ops.matrix_norm",
            "numpy.linalg.norm");
    OperationRow cond = op("Linalg.cond", "torch.linalg.cond", "paddle.linalg.cond", "mindspore.ops.cond", "numpy.linalg.cond");
    for (double p : new double[] {1, -1, 2, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      String order = Double.isInfinite(p) ? "float('" + (p > 0 ? "inf" : "-inf") + "')" : String.valueOf(p);
      for (int[] sizes : new int[][] {{2, 2}, {3, 2}, {2, 2, 3}}) {
        norm.row(p + " of " + Arrays.toString(sizes), x -> Linalg.matrixNorm(x, p),
            "torch.linalg_matrix_norm(a, " + order + ")", in(sizes));
      }
      cond.row("p " + p, x -> Linalg.cond(x, p), condition(order), square(2, 2));
    }
    for (String name : new String[] {"fro", "nuc"}) {
      for (int[] sizes : new int[][] {{2, 2}, {3, 2}, {2, 2, 3}}) {
        norm.row(name + " of " + Arrays.toString(sizes), x -> Linalg.matrixNorm(x, name),
            "torch.linalg_matrix_norm(a, '" + name + "')", in(sizes));
      }
      cond.row(name, x -> Linalg.cond(x, name), condition("'" + name + "'"), square(2, 2));
    }
    norm.row("transposed", x -> Linalg.matrixNorm(x), "torch.linalg_matrix_norm(a)", in(3, 2).transposed())
        .row("fro of zero", x -> Linalg.matrixNorm(x), "torch.linalg_matrix_norm(a)", Input.of(Shape.of(2, 2), 0, 0, 0, 0))
        .kink();
    cond.row("batch", x -> Linalg.cond(x), "torch.linalg_cond(a)", in(2, 3, 2));
  }

  /** libtorch's own cond changes the inverse in place and then has no gradient. */
  private static String condition(String order) {
    return "torch.linalg_matrix_norm(a, " + order + ") * torch.linalg_matrix_norm(torch.linalg_inv(a), " + order + ")";
  }
}
