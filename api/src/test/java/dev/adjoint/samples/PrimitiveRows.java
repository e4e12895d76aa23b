package dev.adjoint.samples;

import dev.adjoint.Adjoint;
import dev.adjoint.ElementwiseFunction;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;

/** The functions of one and of two numbers that carry a derivative of their own. */
final class PrimitiveRows extends Family {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  PrimitiveRows() {
    super("Scalar primitives");
  }

  @Override
  protected void declare() {
    exponentials();
    powers();
    trigonometry();
    hyperbolics();
    special();
    steps();
    ofTwo();
    ofOnesOwn();
  }

  /** A row whose function has one name everywhere. */
  private OperationRow same(String name) {
    return op(name, "torch." + name, "paddle." + name, "mindspore.ops." + name, "numpy." + name);
  }

  private static Input ends() {
    return Input.of(-INFINITY, -0.0, 0.0, INFINITY, NAN);
  }

  private void exponentials() {
    same("exp").unary(Tensor::exp, "torch.exp(a)", -2, 2)
        .row("at the ends", Tensor::exp, "torch.exp(a)", Input.of(-INFINITY, 0, 1000, INFINITY, NAN)).kink();
    same("expm1").unary(Tensor::expm1, "torch.expm1(a)", -2, 2)
        .row("small", Tensor::expm1, "torch.expm1(a)", Input.of(1e-10, -1e-7, 1e-4))
        .row("at the ends", Tensor::expm1, "torch.expm1(a)", ends()).kink();
    op("exp2", "torch.exp2", "", "mindspore.ops.exp2", "numpy.exp2").unary(Tensor::exp2, "torch.exp2(a)", -2, 2)
        .row("whole", Tensor::exp2, "torch.exp2(a)", Input.of(-3, 0, 4, 10))
        .row("at the ends", Tensor::exp2, "torch.exp2(a)", ends()).kink();
    same("log").unary(Tensor::log, "torch.log(a)", 0.2, 3)
        .row("outside", Tensor::log, "torch.log(a)", Input.of(0, -1, INFINITY, NAN)).kink();
    same("log1p").unary(Tensor::log1p, "torch.log1p(a)", -0.8, 3)
        .row("small", Tensor::log1p, "torch.log1p(a)", Input.of(1e-10, -1e-7, 1e-4))
        .row("outside", Tensor::log1p, "torch.log1p(a)", Input.of(-1, -2, INFINITY, NAN)).kink();
    same("log2").unary(Tensor::log2, "torch.log2(a)", 0.2, 3)
        .row("powers", Tensor::log2, "torch.log2(a)", Input.of(0.25, 1, 2, 8, 1024))
        .row("outside", Tensor::log2, "torch.log2(a)", Input.of(0, -1, INFINITY, NAN)).kink();
    same("log10").unary(Tensor::log10, "torch.log10(a)", 0.2, 3)
        .row("powers", Tensor::log10, "torch.log10(a)", Input.of(1, 10, 100, 1000))
        .row("outside", Tensor::log10, "torch.log10(a)", Input.of(0, -1, INFINITY, NAN)).kink();
  }

  private void powers() {
    same("sqrt").unary(Tensor::sqrt, "torch.sqrt(a)", 0.2, 3)
        .row("outside", Tensor::sqrt, "torch.sqrt(a)", Input.of(0, -1, INFINITY, NAN)).kink();
    op("rsqrt", "torch.rsqrt", "paddle.rsqrt", "mindspore.ops.rsqrt", "").unary(Tensor::rsqrt, "torch.rsqrt(a)", 0.2, 3)
        .row("outside", Tensor::rsqrt, "torch.rsqrt(a)", Input.of(0, -1, INFINITY, NAN)).kink();
    same("reciprocal").unary(Tensor::reciprocal, "torch.reciprocal(a)", 0.3, 3)
        .unary("negative, ", Tensor::reciprocal, "torch.reciprocal(a)", -3, -0.3)
        .row("at zero", Tensor::reciprocal, "torch.reciprocal(a)", Input.of(0, INFINITY, NAN)).kink();
    same("square").unary(Tensor::square, "torch.square(a)", -2, 2)
        .row("int64", Tensor::square, "torch.square(a)", Input.ints(Shape.of(3), -3, 0, 4))
        .except(Check.DERIVATIVE, "integers have none");
  }

  private void trigonometry() {
    same("sin").unary(Tensor::sin, "torch.sin(a)", -3, 3);
    same("cos").unary(Tensor::cos, "torch.cos(a)", -3, 3);
    same("tan").unary(Tensor::tan, "torch.tan(a)", -1.2, 1.2);
    op("asin", "torch.asin", "paddle.asin", "mindspore.ops.asin", "numpy.arcsin")
        .unary(Tensor::asin, "torch.asin(a)", -0.8, 0.8)
        .row("at the ends", Tensor::asin, "torch.asin(a)", Input.of(-1, 1, 1.5, NAN)).kink();
    op("acos", "torch.acos", "paddle.acos", "mindspore.ops.acos", "numpy.arccos")
        .unary(Tensor::acos, "torch.acos(a)", -0.8, 0.8)
        .row("at the ends", Tensor::acos, "torch.acos(a)", Input.of(-1, 1, 1.5, NAN)).kink();
    op("atan", "torch.atan", "paddle.atan", "mindspore.ops.atan", "numpy.arctan")
        .unary(Tensor::atan, "torch.atan(a)", -3, 3)
        .row("at the ends", Tensor::atan, "torch.atan(a)", ends()).kink();
    op("atan2", "torch.atan2", "paddle.atan2", "mindspore.ops.atan2", "numpy.arctan2")
        .binary(Tensor::atan2, "torch.atan2(a, b)", -2, 2, 0.4, 2)
        .row("quadrants", Tensor::atan2, "torch.atan2(a, b)", Input.of(1, 1, -1, -1), Input.of(1, -1, -1, 1))
        .row("axes", Tensor::atan2, "torch.atan2(a, b)", Input.of(0, 1, 0, -1), Input.of(1, 0, -1, 0)).kink()
        .row("origin", Tensor::atan2, "torch.atan2(a, b)", Input.of(0.0), Input.of(0.0)).kink();
  }

  private void hyperbolics() {
    same("sinh").unary(Tensor::sinh, "torch.sinh(a)", -2, 2);
    same("cosh").unary(Tensor::cosh, "torch.cosh(a)", -2, 2);
    same("tanh").unary(Tensor::tanh, "torch.tanh(a)", -2, 2)
        .row("at the ends", Tensor::tanh, "torch.tanh(a)", Input.of(-INFINITY, -100, 100, INFINITY, NAN)).kink();
    op("asinh", "torch.asinh", "paddle.asinh", "mindspore.ops.asinh", "numpy.arcsinh")
        .unary(Tensor::asinh, "torch.asinh(a)", -3, 3)
        .row("at the ends", Tensor::asinh, "torch.asinh(a)", ends()).kink();
    op("acosh", "torch.acosh", "paddle.acosh", "mindspore.ops.acosh", "numpy.arccosh")
        .unary(Tensor::acosh, "torch.acosh(a)", 1.3, 4)
        .row("outside", Tensor::acosh, "torch.acosh(a)", Input.of(1, 0.5, INFINITY, NAN)).kink();
    op("atanh", "torch.atanh", "paddle.atanh", "mindspore.ops.atanh", "numpy.arctanh")
        .unary(Tensor::atanh, "torch.atanh(a)", -0.8, 0.8)
        .row("at the ends", Tensor::atanh, "torch.atanh(a)", Input.of(-1, 1, 1.5, NAN)).kink();
    op("sigmoid", "torch.sigmoid", "paddle.nn.functional.sigmoid", "mindspore.ops.sigmoid", "scipy.special.expit")
        .unary(Tensor::sigmoid, "torch.sigmoid(a)", -3, 3)
        .row("at the ends", Tensor::sigmoid, "torch.sigmoid(a)", Input.of(-INFINITY, -1000, 1000, INFINITY, NAN)).kink();
    op("relu", "torch.relu", "paddle.nn.functional.relu", "mindspore.ops.relu", "")
        .unary(Tensor::relu, "torch.relu(a)", 0.2, 2).unary("negative, ", Tensor::relu, "torch.relu(a)", -2, -0.2)
        .row("at zero", Tensor::relu, "torch.relu(a)", Input.of(-INFINITY, 0, -0.0, INFINITY)).kink()
        .row("at NaN", Tensor::relu, "torch.relu(a)", Input.of(NAN)).kink();
  }

  private void special() {
    op("erf", "torch.erf", "paddle.erf", "mindspore.ops.erf", "scipy.special.erf")
        .unary(Tensor::erf, "torch.erf(a)", -2, 2).row("at the ends", Tensor::erf, "torch.erf(a)", ends()).kink();
    op("erfc", "torch.erfc", "", "mindspore.ops.erfc", "scipy.special.erfc")
        .unary(Tensor::erfc, "torch.erfc(a)", -2, 2).row("at the ends", Tensor::erfc, "torch.erfc(a)", ends()).kink();
    op("erfinv", "torch.erfinv", "paddle.erfinv", "mindspore.ops.erfinv", "scipy.special.erfinv")
        .unary(Tensor::erfinv, "torch.erfinv(a)", -0.8, 0.8)
        .row("at the ends", Tensor::erfinv, "torch.erfinv(a)", Input.of(-1, 0, 1, 1.5, NAN)).kink();
    op("lgamma", "torch.lgamma", "paddle.lgamma", "mindspore.ops.lgamma", "scipy.special.gammaln")
        .unary(Tensor::lgamma, "torch.lgamma(a)", 0.4, 4)
        .row("negative", Tensor::lgamma, "torch.lgamma(a)", Input.of(-0.5, -1.5, -2.25))
        .row("large", Tensor::lgamma, "torch.lgamma(a)", Input.of(12, 40, 100));
    op("digamma", "torch.digamma", "paddle.digamma", "mindspore.ops.digamma", "scipy.special.digamma")
        .unary(Tensor::digamma, "torch.digamma(a)", 0.5, 4)
        .row("negative", Tensor::digamma, "torch.digamma(a)", Input.of(-0.5, -1.5, -2.25))
        .row("large", Tensor::digamma, "torch.digamma(a)", Input.of(12, 40, 100));
    OperationRow polygamma =
        op("polygamma", "torch.polygamma", "paddle.polygamma", "mindspore.ops.polygamma", "scipy.special.polygamma");
    for (int order = 0; order <= 3; order++) {
      int n = order;
      polygamma.unary("order " + n + ", ", x -> x.polygamma(n), "torch.polygamma(" + n + ", a)", 0.8, 4);
    }
    polygamma.row("negative", x -> x.polygamma(1), "torch.polygamma(1, a)", Input.of(-0.5, -1.5))
        .except(Check.GOLDEN, "libtorch's polygamma(2, x), its gradient, is NaN there");
  }

  private void steps() {
    same("abs").unary(Tensor::abs, "torch.abs(a)", 0.2, 2).unary("negative, ", Tensor::abs, "torch.abs(a)", -2, -0.2)
        .row("at zero", Tensor::abs, "torch.abs(a)", Input.of(-2, 0, 3, -0.0)).kink()
        .row("at NaN", Tensor::abs, "torch.abs(a)", Input.of(NAN, -INFINITY)).kink()
        .row("int32", Tensor::abs, "torch.abs(a)", Input.ints(Shape.of(3), -3, 0, 4).int32())
        .except(Check.DERIVATIVE, "integers have none");
    same("sign").unary(Tensor::sign, "torch.sign(a)", 0.2, 2).unary("negative, ", Tensor::sign, "torch.sign(a)", -2, -0.2)
        .row("at zero", Tensor::sign, "torch.sign(a)", Input.of(0, -0.0, NAN, INFINITY)).kink();
    same("floor").unary(Tensor::floor, "torch.floor(a)", 1.1, 1.9)
        .row("whole and half", Tensor::floor, "torch.floor(a)", Input.of(-1.5, -1, -0.2, 0, 0.5, 2)).kink();
    same("ceil").unary(Tensor::ceil, "torch.ceil(a)", 1.1, 1.9)
        .row("whole and half", Tensor::ceil, "torch.ceil(a)", Input.of(-1.5, -1, -0.2, 0, 0.5, 2)).kink();
    same("round").unary(Tensor::round, "torch.round(a)", 0.6, 1.4)
        .row("whole and half", Tensor::round, "torch.round(a)", Input.of(-1.5, -0.5, 0.5, 1.5, 2.5, 3)).kink();
    same("trunc").unary(Tensor::trunc, "torch.trunc(a)", 1.1, 1.9)
        .row("whole and half", Tensor::trunc, "torch.trunc(a)", Input.of(-1.5, -1, -0.2, 0, 0.5, 2)).kink();
  }

  private void ofTwo() {
    same("hypot").binary(Tensor::hypot, "torch.hypot(a, b)", -2, 2, 0.4, 2)
        .row("one is zero", Tensor::hypot, "torch.hypot(a, b)", Input.of(0, 3), Input.of(-2, 0)).kink()
        .row("large", Tensor::hypot, "torch.hypot(a, b)", Input.of(3e30, -4e30), Input.of(4e30, 3e30)).kink()
        .row("origin", Tensor::hypot, "torch.hypot(a, b)", Input.of(0.0), Input.of(0.0)).kink()
        .except(Check.GOLDEN, "libtorch's gradient is NaN; ours is 0");
    op("fmod", "torch.fmod", "", "mindspore.ops.fmod", "numpy.fmod")
        .binary(Tensor::fmod, "torch.fmod(a, b)", 0.3, 0.9, 1, 2)
        .unary("a number, ", x -> x.fmod(0.7), "torch.fmod(a, 0.7)", -0.65, -0.05)
        .row("signs", Tensor::fmod, "torch.fmod(a, b)", Input.of(5, -5, 5, -5), Input.of(3, 3, -3, -3))
        .row("int64", Tensor::fmod, "torch.fmod(a, b)", Input.ints(Shape.of(4), 5, -5, 5, -5),
            Input.ints(Shape.of(4), 3, 3, -3, -3))
        .except(Check.DERIVATIVE, "integers have none");
    same("remainder").binary(Tensor::remainder, "torch.remainder(a, b)", 0.3, 0.9, 1, 2)
        .unary("a number, ", x -> x.remainder(0.7), "torch.remainder(a, 0.7)", -0.65, -0.05)
        .row("signs", Tensor::remainder, "torch.remainder(a, b)", Input.of(5, -5, 5, -5), Input.of(3, 3, -3, -3))
        .row("int64", Tensor::remainder, "torch.remainder(a, b)", Input.ints(Shape.of(4), 5, -5, 5, -5),
            Input.ints(Shape.of(4), 3, 3, -3, -3))
        .except(Check.DERIVATIVE, "integers have none");
    same("copysign").binary(Tensor::copysign, "torch.copysign(a, b)", 0.3, 2, -2, -0.4)
        .binary("negative, ", Tensor::copysign, "torch.copysign(a, b)", -2, -0.3, 0.4, 2)
        .unary("a number, ", x -> x.copysign(-2), "torch.copysign(a, -2.)", 0.3, 2)
        .row("zeros", Tensor::copysign, "torch.copysign(a, b)", Input.of(1, 0, -2), Input.of(-0.0, -1, 0.0)).kink();
    same("maximum").binary(Tensor::maximum, "torch.maximum(a, b)", -2, 0.9, -1.9, 1)
        .row("ties", Tensor::maximum, "torch.maximum(a, b)", Input.of(1, 2, 3), Input.of(1, 3, 2)).kink()
        .row("NaN", Tensor::maximum, "torch.maximum(a, b)", Input.of(NAN, 1, NAN), Input.of(1, NAN, NAN)).kink();
    same("minimum").binary(Tensor::minimum, "torch.minimum(a, b)", -2, 0.9, -1.9, 1)
        .row("ties", Tensor::minimum, "torch.minimum(a, b)", Input.of(1, 2, 3), Input.of(1, 3, 2)).kink()
        .row("NaN", Tensor::minimum, "torch.minimum(a, b)", Input.of(NAN, 1, NAN), Input.of(1, NAN, NAN)).kink();
  }

  private void ofOnesOwn() {
    ElementwiseFunction mish = Adjoint.elementwise(a -> a.mul(a.exp().log1p().tanh()));
    ElementwiseFunction two = Adjoint.elementwise((a, b) -> a.mul(b).sin().add(a.div(b)));
    ElementwiseFunction three = Adjoint.elementwise((a, b, c) -> a.gt(b).then(a.mul(c), b.mul(c).tanh()));
    ElementwiseFunction four = Adjoint.elementwise((a, b, c, d) -> a.mul(b).add(c.mul(d).sigmoid()).square());
    String ofFour = "torch.square(a * b + torch.sigmoid(c * d))";
    op("Adjoint.elementwise", "", "", "", "numpy.frompyfunc")
        .unary("one, ", x -> mish.apply(x), "a * torch.tanh(torch.log1p(torch.exp(a)))", -2, 2)
        .binary("two, ", (a, b) -> two.apply(a, b), "torch.sin(a * b) + a / b", -2, 2, 0.4, 2)
        .row("three", (a, b, c) -> three.apply(a, b, c), "torch.where(a > b, a * c, torch.tanh(b * c))",
            Input.of(1, -2, 0.5), Input.of(0.5, 1, -1), Input.real(-1, 1, 3))
        .row("three, broadcast", (a, b, c) -> three.apply(a, b, c), "torch.where(a > b, a * c, torch.tanh(b * c))",
            Input.of(Shape.of(2, 1), 1, -2), Input.of(0.5, 0.25, -1), Input.real(-1, 1))
        .rows("four", in -> new Tensor[] {four.apply(in)}, ofFour, Input.real(-1, 1, 3), Input.real(-1, 2, 3),
            Input.real(-2, 1, 3), Input.real(0, 1, 3))
        .rows("four, broadcast", in -> new Tensor[] {four.apply(in)}, ofFour, Input.real(-1, 1, 2, 1), Input.real(-1, 2, 3),
            Input.real(-2, 1), Input.real(0, 1, 2, 3).flipped());
  }
}
