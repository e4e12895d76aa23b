package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;

/** The activation functions of networks. */
final class ActivationRows extends Family {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  ActivationRows() {
    super("Activations");
  }

  @Override
  protected void declare() {
    linearUnits();
    gates();
    hard();
    shrinks();
    withMoreThanOneElement();
  }

  /** Both sides of a kink at 0, and the kink. */
  private static OperationRow bothSides(OperationRow row, String prefix, UnaryOperator<Tensor> f, String torch) {
    return row.unary(prefix + "positive, ", f, torch, 0.2, 3).unary(prefix + "negative, ", f, torch, -3, -0.2)
        .row(prefix + "at zero", f, torch, Input.of(-2, 0, 3, -0.0)).kink();
  }

  /** Everywhere smooth; far out as well. */
  private static OperationRow smooth(OperationRow row, UnaryOperator<Tensor> f, String torch) {
    return row.unary(f, torch, -3, 3)
        .row("at zero", f, torch, Input.of(0, 1, -1))
        .row("far out", f, torch, Input.of(-90, -30, -12, 12, 30, 90))
        .row("NaN", f, torch, Input.of(NAN, 1)).kink();
  }

  private void linearUnits() {
    OperationRow leaky = op("leakyRelu", "torch.nn.functional.leaky_relu", "paddle.nn.functional.leaky_relu",
        "mindspore.ops.leaky_relu", "");
    bothSides(leaky, "", Tensor::leakyRelu, "torch.leaky_relu(a)");
    bothSides(leaky, "0.1, ", x -> x.leakyRelu(0.1), "torch.leaky_relu(a, 0.1)");
    leaky.row("not finite", Tensor::leakyRelu, "torch.leaky_relu(a)", Input.of(-INF, INF, NAN)).kink();
    OperationRow elu = op("elu", "torch.nn.functional.elu", "paddle.nn.functional.elu", "mindspore.ops.elu", "");
    bothSides(elu, "", Tensor::elu, "torch.elu(a)");
    bothSides(elu, "1.5, ", x -> x.elu(1.5), "torch.elu(a, 1.5)");
    elu.row("far out", Tensor::elu, "torch.elu(a)", Input.of(-1000, -40, 40, 1000, -INF, INF)).kink();
    OperationRow celu = op("celu", "torch.nn.functional.celu", "paddle.nn.functional.celu", "mindspore.ops.celu", "");
    bothSides(celu, "", Tensor::celu, "torch.celu(a)");
    bothSides(celu, "2, ", x -> x.celu(2), "torch.celu(a, 2.)");
    OperationRow selu = op("selu", "torch.nn.functional.selu", "paddle.nn.functional.selu", "mindspore.ops.selu", "");
    bothSides(selu, "", Tensor::selu, "torch.selu(a)");
    selu.row("far out", Tensor::selu, "torch.selu(a)", Input.of(-1000, -40, 40, 1000, -INF, INF)).kink();
  }

  private void gates() {
    smooth(op("gelu", "torch.nn.functional.gelu", "paddle.nn.functional.gelu", "mindspore.ops.gelu", ""), Tensor::gelu,
        "torch.gelu(a)");
    smooth(op("geluTanh", "torch.nn.functional.gelu", "paddle.nn.functional.gelu", "mindspore.ops.gelu", ""),
        Tensor::geluTanh, "torch.gelu(a, approximate=\"tanh\")");
    smooth(op("silu", "torch.nn.functional.silu", "paddle.nn.functional.silu", "mindspore.ops.silu", ""), Tensor::silu,
        "torch.silu(a)");
    smooth(op("mish", "torch.nn.functional.mish", "paddle.nn.functional.mish", "mindspore.ops.mish", ""), Tensor::mish,
        "torch.mish(a)");
    smooth(op("softplus", "torch.nn.functional.softplus", "paddle.nn.functional.softplus", "mindspore.ops.softplus",
        "numpy.logaddexp"), Tensor::softplus, "torch.softplus(a)")
        .unary("2, 5, below, ", x -> x.softplus(2, 5), "torch.softplus(a, 2, 5)", -2, 2.4)
        .unary("2, 5, above, ", x -> x.softplus(2, 5), "torch.softplus(a, 2, 5)", 2.6, 4)
        .row("at the threshold", Tensor::softplus, "torch.softplus(a)", Input.of(-100, 0, 20, 20.5, 1000, -INF, INF)).kink();
    smooth(op("logSigmoid", "torch.nn.functional.logsigmoid", "paddle.nn.functional.log_sigmoid", "mindspore.ops.logsigmoid",
        "scipy.special.log_expit"), Tensor::logSigmoid, "torch.log_sigmoid(a)")
        .row("at the ends", Tensor::logSigmoid, "torch.log_sigmoid(a)", Input.of(-1000, 1000, -INF, INF)).kink();
    op("softsign", "torch.nn.functional.softsign", "paddle.nn.functional.softsign", "mindspore.ops.softsign", "")
        .unary("positive, ", Tensor::softsign, "a / (torch.abs(a) + 1)", 0.2, 3)
        .unary("negative, ", Tensor::softsign, "a / (torch.abs(a) + 1)", -3, -0.2)
        .row("at zero", Tensor::softsign, "a / (torch.abs(a) + 1)", Input.of(0, -0.0)).kink();
    op("tanhshrink", "torch.nn.functional.tanhshrink", "paddle.nn.functional.tanhshrink", "mindspore.ops.tanhshrink", "")
        .unary(Tensor::tanhshrink, "a - torch.tanh(a)", -3, 3)
        .row("at zero", Tensor::tanhshrink, "a - torch.tanh(a)", Input.of(0, -0.0, 50, -50));
  }

  private void hard() {
    op("hardtanh", "torch.nn.functional.hardtanh", "paddle.nn.functional.hardtanh", "mindspore.ops.hardtanh", "")
        .unary(Tensor::hardtanh, "torch.hardtanh(a)", -0.9, 0.9)
        .unary("above, ", Tensor::hardtanh, "torch.hardtanh(a)", 1.1, 3)
        .unary("-2 to 0.5, ", x -> x.hardtanh(-2, 0.5), "torch.hardtanh(a, -2., 0.5)", -1.9, 0.4)
        .row("at the bounds", Tensor::hardtanh, "torch.hardtanh(a)", Input.of(-2, -1, 0, 1, 2, -INF, INF)).kink()
        .row("integers", x -> x.hardtanh(-1, 2), "torch.hardtanh(a, -1, 2)", Input.ints(-3, 5, 6))
        .except(Sample.Check.DERIVATIVE, "of integers");
    op("relu6", "torch.nn.functional.relu6", "paddle.nn.functional.relu6", "mindspore.ops.relu6", "")
        .unary(Tensor::relu6, "torch.relu6(a)", 0.2, 5.8)
        .unary("above, ", Tensor::relu6, "torch.relu6(a)", 6.1, 8)
        .row("at the bounds", Tensor::relu6, "torch.relu6(a)", Input.of(-1, 0, 3, 6, 7)).kink()
        .row("integers", Tensor::relu6, "torch.relu6(a)", Input.ints(-3, 9, 6).int32())
        .except(Sample.Check.DERIVATIVE, "of integers");
    op("hardswish", "torch.nn.functional.hardswish", "paddle.nn.functional.hardswish", "mindspore.ops.hardswish", "")
        .unary(Tensor::hardswish, "torch.hardswish(a)", -2.9, 2.9)
        .unary("above, ", Tensor::hardswish, "torch.hardswish(a)", 3.1, 5)
        .row("below", Tensor::hardswish, "torch.hardswish(a)", Input.real(-5, -3.1, 3))
        .row("at the bounds", Tensor::hardswish, "torch.hardswish(a)", Input.of(-3, 0, 3, INF)).kink();
    // As it is computed: libtorch's own gradient takes 1/6 in float32 even for float64.
    String torch = "torch.hardtanh(a + 3, 0., 6.) / 6.";
    op("hardsigmoid", "torch.nn.functional.hardsigmoid", "paddle.nn.functional.hardsigmoid", "mindspore.ops.hardsigmoid", "")
        .unary(Tensor::hardsigmoid, torch, -2.9, 2.9)
        .unary("above, ", Tensor::hardsigmoid, torch, 3.1, 5)
        .row("below", Tensor::hardsigmoid, torch, Input.real(-5, -3.1, 3))
        .row("at the bounds", Tensor::hardsigmoid, torch, Input.of(-3, 0, 3, -INF, INF)).kink();
    op("threshold", "torch.nn.functional.threshold", "paddle.nn.functional.thresholded_relu", "mindspore.ops.threshold", "")
        .unary("above, ", x -> x.threshold(1, -7), "torch.threshold(a, 1, -7)", 1.1, 3)
        .unary("below, ", x -> x.threshold(1, -7), "torch.threshold(a, 1, -7)", -1, 0.9)
        .row("at the threshold", x -> x.threshold(1, 20), "torch.threshold(a, 1, 20)", Input.of(0, 1, 2, INF, -INF, NAN))
        .kink()
        .row("integers", x -> x.threshold(1, 20), "torch.threshold(a, 1, 20)", Input.ints(-3, 5, 6))
        .except(Sample.Check.DERIVATIVE, "of integers");
  }

  private void shrinks() {
    op("hardshrink", "torch.nn.functional.hardshrink", "paddle.nn.functional.hardshrink", "mindspore.ops.hardshrink", "")
        .unary("outside, ", Tensor::hardshrink, "torch.hardshrink(a)", 0.6, 3)
        .unary("inside, ", Tensor::hardshrink, "torch.hardshrink(a)", -0.45, 0.45)
        .row("1.5", x -> x.hardshrink(1.5), "torch.hardshrink(a, 1.5)", Input.real(-4, 4, 2, 4))
        .row("at the bounds", Tensor::hardshrink, "torch.hardshrink(a)", Input.of(-1, -0.5, 0, 0.5, 1, -INF, INF)).kink();
    op("softshrink", "torch.nn.functional.softshrink", "paddle.nn.functional.softshrink", "mindspore.ops.softshrink", "")
        .unary("above, ", Tensor::softshrink, "torch.softshrink(a)", 0.6, 3)
        .unary("inside, ", Tensor::softshrink, "torch.softshrink(a)", -0.45, 0.45)
        .row("below", Tensor::softshrink, "torch.softshrink(a)", Input.real(-3, -0.6, 2, 3))
        .row("1.5", x -> x.softshrink(1.5), "torch.softshrink(a, 1.5)", Input.real(-4, 4, 2, 4))
        .row("at the bounds", Tensor::softshrink, "torch.softshrink(a)", Input.of(-1, -0.5, 0, 0.5, 1, -INF, INF)).kink();
  }

  private void withMoreThanOneElement() {
    OperationRow prelu =
        op("prelu", "torch.nn.functional.prelu", "paddle.nn.functional.prelu", "mindspore.ops.prelu", "");
    for (int[] sizes : new int[][] {{}, {0}, {4}, {2, 3}, {2, 3, 2}}) {
      prelu.row("one weight, rank " + sizes.length + ", " + Shape.of(sizes), Tensor::prelu, "torch.prelu(a, b)",
          Input.real(-3, -0.2, sizes), Input.real(0.1, 0.4, 1));
    }
    prelu.row("a weight a channel", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 2, 3), Input.real(0.1, 0.4, 3))
        .row("channels and more axes", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 2, 2, 2), Input.real(0.1, 0.4, 2))
        .row("transposed", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 3, 2).transposed(), Input.real(0.1, 0.4, 3))
        .row("narrowed, flipped weights", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 2, 4).narrowed(),
            Input.real(0.1, 0.4, 3).flipped())
        .row("expanded", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 3).expanded(2), Input.real(0.1, 0.4, 3))
        .row("empty batch", Tensor::prelu, "torch.prelu(a, b)", Input.real(-3, 3, 0, 3), Input.real(0.1, 0.4, 3))
        .row("at zero", Tensor::prelu, "torch.prelu(a, b)", Input.of(-2, 0, 3), Input.of(0.25)).kink();
    op("glu", "torch.nn.functional.glu", "paddle.nn.functional.glu", "mindspore.ops.glu", "")
        .row("vector", x -> x.glu(0), "torch.glu(a, 0)", Input.real(-2, 2, 4))
        .row("last axis", x -> x.glu(-1), "torch.glu(a, -1)", Input.real(-2, 2, 2, 4))
        .row("first axis", x -> x.glu(0), "torch.glu(a, 0)", Input.real(-2, 2, 4, 2))
        .row("middle axis", x -> x.glu(1), "torch.glu(a, 1)", Input.real(-2, 2, 2, 2, 2))
        .row("transposed", x -> x.glu(1), "torch.glu(a, 1)", Input.real(-2, 2, 4, 2).transposed())
        .row("narrowed", x -> x.glu(1), "torch.glu(a, 1)", Input.real(-2, 2, 2, 5).narrowed())
        .row("flipped", x -> x.glu(1), "torch.glu(a, 1)", Input.real(-2, 2, 2, 2).flipped())
        .row("expanded", x -> x.glu(0), "torch.glu(a, 0)", Input.real(-2, 2, 3).expanded(2))
        .row("empty", x -> x.glu(1), "torch.glu(a, 1)", Input.real(-2, 2, 0, 4))
        .row("an axis of size 0", x -> x.glu(0), "torch.glu(a, 0)", Input.real(-2, 2, 0, 4));
    OperationRow softmin =
        op("softmin", "torch.nn.functional.softmin", "", "mindspore.ops.softmin", "");
    softmin.row("vector", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.real(-2, 2, 4))
        .row("0-d", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.real(-2, 2))
        .row("last axis", x -> x.softmin(-1), "torch.softmax(-a, -1)", Input.real(-2, 2, 2, 3))
        .row("first axis", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.real(-2, 2, 3, 2))
        .row("middle axis", x -> x.softmin(1), "torch.softmax(-a, 1)", Input.real(-2, 2, 2, 3, 2))
        .row("transposed", x -> x.softmin(1), "torch.softmax(-a, 1)", Input.real(-2, 2, 3, 2).transposed())
        .row("flipped", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.real(-2, 2, 2, 2).flipped())
        .row("expanded", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.real(-2, 2, 3).expanded(2))
        .row("empty", x -> x.softmin(1), "torch.softmax(-a, 1)", Input.real(-2, 2, 0, 4))
        .row("large", x -> x.softmin(0), "torch.softmax(-a, 0)", Input.of(1000, 0, -1000));
  }
}
