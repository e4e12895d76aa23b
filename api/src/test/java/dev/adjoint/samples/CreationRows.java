package dev.adjoint.samples;

import static dev.adjoint.DType.BOOL;
import static dev.adjoint.DType.FLOAT64;
import static dev.adjoint.DType.INT32;
import static dev.adjoint.DType.INT64;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Making tensors, and changing their type. In TorchScript, dtype 3 is int32, 4 int64, 6 float32, 7 float64 and 11 bool. */
final class CreationRows extends Family {
  private static final String CONSTANT = "a constant";

  CreationRows() {
    super("Creation and types");
  }

  private OperationRow made(String name, String torch, String paddle, String mindspore, String numpy) {
    return op(name, torch, paddle, mindspore, numpy).notDifferentiable(CONSTANT);
  }

  private static void row(OperationRow row, Supplier<Tensor> f, String torch) {
    row.rows(torch, in -> new Tensor[] {f.get()}, torch).except(Check.FLOAT32, "has the type that was asked for");
  }

  @Override
  protected void declare() {
    filled();
    like();
    series();
    matrices();
  }

  private void filled() {
    OperationRow zeros = made("zeros", "torch.zeros", "paddle.zeros", "mindspore.ops.zeros", "numpy.zeros");
    row(zeros, () -> Tensor.zeros(2, 3), "torch.zeros([2, 3])");
    row(zeros, Tensor::zeros, "torch.zeros([])");
    row(zeros, () -> Tensor.zeros(0, 3), "torch.zeros([0, 3])");
    row(zeros, () -> Tensor.zeros(Shape.of(2), INT64), "torch.zeros([2], dtype=4)");
    row(zeros, () -> Tensor.zeros(Shape.of(2), INT32), "torch.zeros([2], dtype=3)");
    row(zeros, () -> Tensor.zeros(Shape.of(2), BOOL), "torch.zeros([2], dtype=11)");
    OperationRow ones = made("ones", "torch.ones", "paddle.ones", "mindspore.ops.ones", "numpy.ones");
    row(ones, () -> Tensor.ones(2, 3), "torch.ones([2, 3])");
    row(ones, Tensor::ones, "torch.ones([])");
    row(ones, () -> Tensor.ones(0), "torch.ones([0])");
    row(ones, () -> Tensor.ones(Shape.of(2), FLOAT64), "torch.ones([2], dtype=7)");
    row(ones, () -> Tensor.ones(Shape.of(2), INT32), "torch.ones([2], dtype=3)");
    row(ones, () -> Tensor.ones(Shape.of(2), BOOL), "torch.ones([2], dtype=11)");
    OperationRow full = made("full", "torch.full", "paddle.full", "mindspore.ops.full", "numpy.full");
    row(full, () -> Tensor.full(Shape.of(2, 3), 1.5, FLOAT64), "torch.full([2, 3], 1.5, dtype=7)");
    row(full, () -> Tensor.full(Shape.of(), -0.25, FLOAT64), "torch.full([], -0.25, dtype=7)");
    row(full, () -> Tensor.full(Shape.of(3, 0), 7, INT64), "torch.full([3, 0], 7, dtype=4)");
    row(full, () -> Tensor.full(Shape.of(3), -7, INT32), "torch.full([3], -7, dtype=3)");
    row(full, () -> Tensor.full(Shape.of(2), 2.75, INT64), "torch.full([2], 2.75, dtype=4)");
    row(full, () -> Tensor.full(Shape.of(2), 3, BOOL), "torch.full([2], 3, dtype=11)");
    row(full, () -> Tensor.full(Shape.of(2), Double.NaN, FLOAT64), "torch.full([2], float('nan'), dtype=7)");
    OperationRow empty = made("empty", "torch.empty", "paddle.empty", "", "numpy.empty");
    row(empty, () -> Tensor.zerosLike(Tensor.empty(2, 3)), "torch.zeros_like(torch.empty([2, 3]))");
    row(empty, () -> Tensor.zerosLike(Tensor.empty(Shape.of(4), INT64)), "torch.zeros_like(torch.empty([4], dtype=4))");
    row(empty, () -> Tensor.empty(0, 2), "torch.empty([0, 2])");
  }

  private void like() {
    likes(made("zerosLike", "torch.zeros_like", "paddle.zeros_like", "mindspore.ops.zeros_like", "numpy.zeros_like"),
        Tensor::zerosLike, "torch.zeros_like(a)");
    likes(made("onesLike", "torch.ones_like", "paddle.ones_like", "mindspore.ops.ones_like", "numpy.ones_like"),
        Tensor::onesLike, "torch.ones_like(a)");
    likes(made("fullLike", "torch.full_like", "paddle.full_like", "mindspore.ops.full_like", "numpy.full_like"),
        x -> Tensor.fullLike(x, 3), "torch.full_like(a, 3)");
    likes(made("emptyLike", "torch.empty_like", "paddle.empty_like", "", "numpy.empty_like"),
        x -> Tensor.fullLike(Tensor.emptyLike(x), 2), "torch.full_like(torch.empty_like(a), 2)");
  }

  private static void likes(OperationRow row, UnaryOperator<Tensor> f, String torch) {
    row.row("0-d", f, torch, Input.real(-1, 1));
    row.row("empty", f, torch, Input.real(-1, 1, 2, 0));
    row.row("matrix", f, torch, Input.real(-1, 1, 2, 3));
    row.row("transposed", f, torch, Input.real(-1, 1, 2, 3).transposed());
    row.row("expanded", f, torch, Input.real(-1, 1, 2).expanded(3));
    row.row("int64", f, torch, Input.ints(-3, 3, 4));
    row.row("int32", f, torch, Input.ints(-3, 3, 4).int32());
    row.row("bool", f, torch, Input.bools(4));
  }

  private void series() {
    OperationRow arange = made("arange", "torch.arange", "paddle.arange", "mindspore.ops.arange", "numpy.arange");
    row(arange, () -> Tensor.arange(5, INT64), "torch.arange(5, dtype=4)");
    row(arange, () -> Tensor.arange(0, INT64), "torch.arange(0, dtype=4)");
    row(arange, () -> Tensor.arange(4, FLOAT64), "torch.arange(4, dtype=7)");
    row(arange, () -> Tensor.arange(2, 11, 3), "torch.arange(2, 11, 3)");
    row(arange, () -> Tensor.arange(2, 12, 3), "torch.arange(2, 12, 3)");
    row(arange, () -> Tensor.arange(5, -6, -2), "torch.arange(5, -6, -2)");
    row(arange, () -> Tensor.arange(3, 3, 1), "torch.arange(3, 3, 1)");
    row(arange, () -> Tensor.arange(1.0, 7, 2, INT32), "torch.arange(1, 7, 2, dtype=3)");
    row(arange, () -> Tensor.arange(0.0, 1, 0.1, FLOAT64), "torch.arange(0., 1., 0.1, dtype=7)");
    row(arange, () -> Tensor.arange(0.5, 3.2, 0.75, FLOAT64), "torch.arange(0.5, 3.2, 0.75, dtype=7)");
    row(arange, () -> Tensor.arange(1.0, -1, -0.4, FLOAT64), "torch.arange(1., -1., -0.4, dtype=7)");
    OperationRow linspace = made("linspace", "torch.linspace", "paddle.linspace", "mindspore.ops.linspace", "numpy.linspace");
    row(linspace, () -> Tensor.linspace(0, 1, 5, FLOAT64), "torch.linspace(0., 1., 5, dtype=7)");
    row(linspace, () -> Tensor.linspace(-2, 3, 4, FLOAT64), "torch.linspace(-2., 3., 4, dtype=7)");
    row(linspace, () -> Tensor.linspace(3, -1, 7, FLOAT64), "torch.linspace(3., -1., 7, dtype=7)");
    row(linspace, () -> Tensor.linspace(0.1, 0.7, 2, FLOAT64), "torch.linspace(0.1, 0.7, 2, dtype=7)");
    row(linspace, () -> Tensor.linspace(2, 5, 1, FLOAT64), "torch.linspace(2., 5., 1, dtype=7)");
    row(linspace, () -> Tensor.linspace(2, 5, 0, FLOAT64), "torch.linspace(2., 5., 0, dtype=7)");
    row(linspace, () -> Tensor.linspace(0, 8, 5), "torch.linspace(0., 8., 5)");
    OperationRow logspace = made("logspace", "torch.logspace", "paddle.logspace", "mindspore.ops.logspace", "numpy.logspace");
    row(logspace, () -> Tensor.logspace(-1, 2, 4, 10, FLOAT64), "torch.logspace(-1., 2., 4, 10., dtype=7)");
    row(logspace, () -> Tensor.logspace(0, 1, 5, 2, FLOAT64), "torch.logspace(0., 1., 5, 2., dtype=7)");
    row(logspace, () -> Tensor.logspace(1, -1, 3, 5, FLOAT64), "torch.logspace(1., -1., 3, 5., dtype=7)");
    row(logspace, () -> Tensor.logspace(2, 5, 1, 10, FLOAT64), "torch.logspace(2., 5., 1, 10., dtype=7)");
    row(logspace, () -> Tensor.logspace(2, 5, 0), "torch.logspace(2., 5., 0)");
  }

  private void matrices() {
    OperationRow eye = made("eye", "torch.eye", "paddle.eye", "mindspore.ops.eye", "numpy.eye");
    row(eye, () -> Tensor.eye(3), "torch.eye(3)");
    row(eye, () -> Tensor.eye(2, 4, FLOAT64), "torch.eye(2, 4, dtype=7)");
    row(eye, () -> Tensor.eye(4, 2, INT64), "torch.eye(4, 2, dtype=4)");
    row(eye, () -> Tensor.eye(2, 2, BOOL), "torch.eye(2, 2, dtype=11)");
    row(eye, () -> Tensor.eye(0), "torch.eye(0)");
    row(eye, () -> Tensor.eye(3, 0, INT32), "torch.eye(3, 0, dtype=3)");
    OperationRow lower = made("trilIndices", "torch.tril_indices", "paddle.tril_indices", "mindspore.ops.tril_indices",
        "numpy.tril_indices");
    OperationRow upper = made("triuIndices", "torch.triu_indices", "paddle.triu_indices", "mindspore.ops.triu_indices",
        "numpy.triu_indices");
    for (int[] c : new int[][] {{3, 3, 0}, {3, 3, 1}, {3, 3, -1}, {2, 4, 0}, {4, 2, 0}, {2, 3, 5}, {2, 3, -5}, {0, 3, 0}}) {
      String arguments = "_indices(" + c[0] + ", " + c[1] + ", " + c[2] + ")";
      row(lower, () -> Tensor.trilIndices(c[0], c[1], c[2]), "torch.tril" + arguments);
      row(upper, () -> Tensor.triuIndices(c[0], c[1], c[2]), "torch.triu" + arguments);
    }
  }
}
