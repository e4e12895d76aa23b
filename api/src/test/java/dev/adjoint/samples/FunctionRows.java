package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.OperationRow.Ternary;
import dev.adjoint.samples.Sample.Check;
import java.util.List;
import java.util.function.BinaryOperator;

/** Elementwise functions made of the primitives: their derivatives follow. */
final class FunctionRows extends Family {
  private static final String INTEGERS = "of integers";
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  FunctionRows() {
    super("Functions made of the primitives");
  }

  @Override
  protected void declare() {
    bounds();
    choices();
    logarithms();
    ofThree();
    others();
  }

  private void bounds() {
    Ternary clamp = Tensor::clamp;
    String torch = "torch.clamp(a, b, c)";
    OperationRow row = op("clamp", "torch.clamp", "paddle.clip", "mindspore.ops.clamp", "numpy.clip")
        .unary("inside, ", x -> x.clamp(-1, 1), "torch.clamp(a, -1., 1.)", -0.9, 0.9)
        .row("outside", x -> x.clamp(-1, 1), "torch.clamp(a, -1., 1.)", Input.of(-3, -1.5, 0.5, 1.5, 3))
        .row("at the bounds", x -> x.clamp(0, 1), "torch.clamp(a, 0., 1.)", Input.of(-1, 0, 0.5, 1, 2, NAN, INF, -INF)).kink()
        .row("crossed bounds", x -> x.clamp(3, 1), "torch.clamp(a, 3., 1.)", Input.of(0, 1, 2, 3, 4)).kink()
        .row("integers", x -> x.clamp(-1, 2), "torch.clamp(a, -1, 2)", Input.ints(-5, 5, 6))
        .except(Check.DERIVATIVE, INTEGERS)
        .row("integers by fractions", x -> x.clamp(-1.5, 2.5), "torch.clamp(a, -1.5, 2.5)", Input.ints(-5, 5, 6))
        .except(Check.DERIVATIVE, INTEGERS);
    // Of bounds that stretch the tensor, libtorch's own clamp has no gradient.
    ternary(row, "tensors, ", clamp, "torch.minimum(torch.maximum(a, b), c)",
        new double[][] {{-2, 2}, {-1.05, -0.55}, {0.45, 0.95}})
        .row("tensors, tied", clamp, torch, Input.of(0, 1, 2, 0.5, NAN), Input.of(0, 0, 0, 0, 0),
            Input.of(1, 1, 1, 1, 1))
        .kink()
        .row("tensors, crossed", clamp, torch, Input.of(0, 1, 2, 4), Input.of(3, 3, 3, 3), Input.of(1.5, 1.5, 1.5, 1.5)).kink()
        .row("tensors of integers", clamp, torch, Input.ints(-5, 5, 2, 3), Input.ints(-3, 0, 3), Input.ints(0, 3, 3))
        .except(Check.DERIVATIVE, INTEGERS);
    op("clampMin", "torch.clamp_min", "paddle.clip", "mindspore.ops.clamp", "numpy.maximum")
        .unary("a number, ", x -> x.clampMin(0.25), "torch.clamp_min(a, 0.25)", 0.3, 2)
        .row("a number, at the bound", x -> x.clampMin(0), "torch.clamp_min(a, 0.)", Input.of(-1, 0, 1, NAN)).kink()
        .row("integers", x -> x.clampMin(1), "torch.clamp_min(a, 1)", Input.ints(-5, 5, 6)).except(Check.DERIVATIVE, INTEGERS)
        .binary(Tensor::clampMin, "torch.clamp_min(a, b)", -2, 2, -1.5, 1.6)
        .row("ties", Tensor::clampMin, "torch.clamp_min(a, b)", Input.of(1, 2, 3), Input.of(2, 2, 2)).kink();
    op("clampMax", "torch.clamp_max", "paddle.clip", "mindspore.ops.clamp", "numpy.minimum")
        .unary("a number, ", x -> x.clampMax(0.25), "torch.clamp_max(a, 0.25)", -2, 0.2)
        .row("a number, at the bound", x -> x.clampMax(0), "torch.clamp_max(a, 0.)", Input.of(-1, 0, 1, NAN)).kink()
        .row("integers", x -> x.clampMax(1), "torch.clamp_max(a, 1)", Input.ints(-5, 5, 6)).except(Check.DERIVATIVE, INTEGERS)
        .binary(Tensor::clampMax, "torch.clamp_max(a, b)", -2, 2, -1.5, 1.6)
        .row("ties", Tensor::clampMax, "torch.clamp_max(a, b)", Input.of(1, 2, 3), Input.of(2, 2, 2)).kink();
    op("fmax", "torch.fmax", "paddle.fmax", "mindspore.ops.fmax", "numpy.fmax")
        .binary(Tensor::fmax, "torch.fmax(a, b)", -2, 2, -1.5, 1.6)
        .row("ties and NaN", Tensor::fmax, "torch.fmax(a, b)", Input.of(2, NAN, 1, NAN), Input.of(2, 1, NAN, NAN)).kink()
        .row("integers", Tensor::fmax, "torch.fmax(a, b)", Input.ints(-5, 5, 4), Input.ints(-5, 5, 2, 4))
        .except(Check.DERIVATIVE, INTEGERS);
    op("fmin", "torch.fmin", "paddle.fmin", "", "numpy.fmin")
        .binary(Tensor::fmin, "torch.fmin(a, b)", -2, 2, -1.5, 1.6)
        .row("ties and NaN", Tensor::fmin, "torch.fmin(a, b)", Input.of(2, NAN, 1, NAN), Input.of(2, 1, NAN, NAN)).kink();
    op("nanToNum", "torch.nan_to_num", "paddle.nan_to_num", "mindspore.ops.nan_to_num", "numpy.nan_to_num")
        .unary(Tensor::nanToNum, "torch.nan_to_num(a)", -2, 2)
        .row("not finite", Tensor::nanToNum, "torch.nan_to_num(a)", Input.of(NAN, INF, -INF, 1)).kink()
        .except(Check.FLOAT32, "each type has its own largest number")
        .row("given numbers", x -> x.nanToNum(1, 2, 3), "torch.nan_to_num(a, 1., 2., 3.)", Input.of(NAN, INF, -INF, 1)).kink()
        .row("integers", Tensor::nanToNum, "torch.nan_to_num(a)", Input.ints(-5, 5, 4)).except(Check.DERIVATIVE, INTEGERS);
  }

  private void choices() {
    Ternary where = Tensor::where;
    BinaryOperator<Tensor> last = (c, x) -> Tensor.where(c, x, 2);
    BinaryOperator<Tensor> first = (c, x) -> Tensor.where(c, 2, x);
    OperationRow row = op("where", "torch.where", "paddle.where", "mindspore.ops.where", "numpy.where");
    int[][][] shapes = {{{}, {}}, {{3}, {3}}, {{2, 3}, {2, 3}}, {{3}, {2, 3}}, {{3, 2}, {2}}, {{3, 1}, {1, 2}}, {{0, 2}, {2}}};
    for (int[][] s : shapes) {
      String label = Shape.of(s[0]) + ", " + Shape.of(s[1]);
      Input condition = Input.bools(s[0]);
      Input x = Input.real(-1, 1, s[1]);
      row.row("tensors, " + label, where, "torch.where(a, b, c)", condition, x, Input.real(-2, 2, s[0]))
          .row("number last, " + label, last, "torch.where(a, b, 2.)", condition, x)
          .row("number first, " + label, first, "torch.where(a, 2., b)", condition, x);
    }
    row.row("transposed, flipped", last, "torch.where(a, b, 2.)", Input.bools(3, 2).transposed(),
        Input.real(-1, 1, 2, 3).flipped())
        .row("expanded, narrowed", first, "torch.where(a, 2., b)", Input.bools(3).expanded(2), Input.real(-1, 1, 4).narrowed())
        .row("transposed, flipped, expanded", where, "torch.where(a, b, c)", Input.bools(3, 2).transposed(),
            Input.real(-1, 1, 2, 3).flipped(), Input.real(-1, 1, 3).expanded(2))
        .row("integers", last, "torch.where(a, b, 2)", Input.bools(4), Input.ints(-5, 5, 4)).except(Check.DERIVATIVE, INTEGERS);
  }

  private void logarithms() {
    op("logit", "torch.logit", "paddle.logit", "mindspore.ops.logit", "scipy.special.logit")
        .unary(Tensor::logit, "torch.logit(a)", 0.1, 0.9)
        .unary("eps, ", x -> x.logit(0.15), "torch.logit(a, 0.15)", 0.2, 0.8)
        .row("eps, outside", x -> x.logit(0.25), "torch.logit(a, 0.25)", Input.of(0.125, 0.5, 0.875))
        .row("at the ends", Tensor::logit, "torch.logit(a)", Input.of(0, 0.5, 1)).kink();
    op("xlogy", "torch.xlogy", "", "mindspore.ops.xlogy", "scipy.special.xlogy")
        .binary(Tensor::xlogy, "torch.xlogy(a, b)", -2, 2, 0.2, 3)
        .unary("a number, ", x -> x.xlogy(2), "torch.xlogy(a, 2.)", -2, 2)
        .row("at zero", Tensor::xlogy, "torch.xlogy(a, b)", Input.of(0, 0, 0), Input.of(0.5, 2, 3))
        .row("outside", Tensor::xlogy, "torch.xlogy(a, b)", Input.of(0, 0, 1, 0), Input.of(0, -1, 0, NAN).constant()).kink();
    op("xlog1py", "torch.special.xlog1py", "", "", "scipy.special.xlog1py")
        .binary(Tensor::xlog1py, "torch.special_xlog1py(a, b)", -2, 2, -0.8, 3)
        .unary("a number, ", x -> x.xlog1py(2), "torch.special_xlog1py(a, 2.)", -2, 2)
        .row("at zero", Tensor::xlog1py, "torch.special_xlog1py(a, b)", Input.of(0, 0, 0), Input.of(-0.5, 2, 3))
        .row("outside", Tensor::xlog1py, "torch.special_xlog1py(a, b)", Input.of(0, 0, 1, 0),
            Input.of(-1, -2, -1, NAN).constant())
        .kink();
    op("entr", "torch.special.entr", "", "", "scipy.special.entr")
        .unary(Tensor::entr, "torch.special_entr(a)", 0.2, 3)
        .row("at zero", Tensor::entr, "torch.special_entr(a)", Input.of(0, 1)).kink();
    op("logaddexp", "torch.logaddexp", "paddle.logaddexp", "mindspore.ops.logaddexp", "numpy.logaddexp")
        .binary(Tensor::logaddexp, "torch.logaddexp(a, b)", -2, 2, -2, 2)
        .row("ties", Tensor::logaddexp, "torch.logaddexp(a, b)", Input.of(1, 0, -50), Input.of(1, 0, -50))
        .row("far apart", Tensor::logaddexp, "torch.logaddexp(a, b)", Input.of(1000, -1000, 0), Input.of(-1000, 1000, 800))
        .row("infinite", Tensor::logaddexp, "torch.logaddexp(a, b)", Input.of(-INF, -INF, INF, 1),
            Input.of(-INF, 0, 0, -INF))
        .kink();
    op("logaddexp2", "torch.logaddexp2", "", "mindspore.ops.logaddexp2", "numpy.logaddexp2")
        .binary(Tensor::logaddexp2, "torch.logaddexp2(a, b)", -2, 2, -2, 2)
        .row("ties", Tensor::logaddexp2, "torch.logaddexp2(a, b)", Input.of(1, 0, -50), Input.of(1, 0, -50))
        .row("far apart", Tensor::logaddexp2, "torch.logaddexp2(a, b)", Input.of(900, -900, 0), Input.of(-900, 900, 800))
        .except(Check.FLOAT32, "its gradient overflows in libtorch");
  }

  private static OperationRow ternary(OperationRow row, String prefix, Ternary f, String torch, double[][] range) {
    int[][][] shapes = {{{}, {}, {}}, {{3}, {3}, {3}}, {{2, 3}, {2, 3}, {2, 3}}, {{2, 3}, {3}, {2, 1}}, {{3}, {2, 1}, {2, 3}},
      {{2, 1}, {1, 2}, {}}, {{0, 2}, {2}, {1}}, {{1, 2}, {2, 1, 1}, {2}}};
    for (int i = 0; i < shapes.length; i++) {
      int[][] s = shapes[i];
      row.row(prefix + "shapes " + i, f, torch, Input.real(range[0][0], range[0][1], s[0]),
          Input.real(range[1][0], range[1][1], s[1]), Input.real(range[2][0], range[2][1], s[2]));
    }
    row.row(prefix + "transposed", f, torch, Input.real(range[0][0], range[0][1], 3, 2).transposed(),
        Input.real(range[1][0], range[1][1], 2, 3), Input.real(range[2][0], range[2][1], 2, 4).narrowed());
    return row.row(prefix + "expanded", f, torch, Input.real(range[0][0], range[0][1], 2).expanded(2),
        Input.real(range[1][0], range[1][1], 2, 2).flipped(), Input.real(range[2][0], range[2][1], 2).expanded(2));
  }

  private void ofThree() {
    ternary(op("lerp", "torch.lerp", "paddle.lerp", "mindspore.ops.lerp", ""), "", (a, b, c) -> a.lerp(b, c),
        "torch.lerp(a, b, c)", new double[][] {{-2, 2}, {-2, 2}, {-0.3, 1.3}})
        .binary("a number, ", (a, b) -> a.lerp(b, 0.25), "torch.lerp(a, b, 0.25)", -2, 2, -2, 2)
        .row("a number from one half on", (a, b) -> a.lerp(b, 0.7), "torch.lerp(a, b, 0.7)", Input.real(-2, 2, 3),
            Input.real(-2, 2, 2, 3));
    ternary(op("addcmul", "torch.addcmul", "", "mindspore.ops.addcmul", ""), "", Tensor::addcmul, "torch.addcmul(a, b, c)",
        new double[][] {{-2, 2}, {-2, 2}, {-2, 2}})
        .row("times a number", (a, b, c) -> a.addcmul(b, c, 0.5), "torch.addcmul(a, b, c, value=0.5)", Input.real(-2, 2, 3),
            Input.real(-2, 2, 3), Input.real(-2, 2, 2, 3))
        .row("integers", (a, b, c) -> a.addcmul(b, c, 2), "torch.addcmul(a, b, c, value=2)", Input.ints(-5, 5, 3),
            Input.ints(-5, 5, 3), Input.ints(-5, 5, 2, 3))
        .except(Check.DERIVATIVE, INTEGERS);
    ternary(op("addcdiv", "torch.addcdiv", "", "mindspore.ops.addcdiv", ""), "", Tensor::addcdiv, "torch.addcdiv(a, b, c)",
        new double[][] {{-2, 2}, {-2, 2}, {0.5, 2}})
        .row("times a number", (a, b, c) -> a.addcdiv(b, c, 0.5), "torch.addcdiv(a, b, c, value=0.5)", Input.real(-2, 2, 3),
            Input.real(-2, 2, 3), Input.real(0.5, 2, 2, 3));
  }

  private void others() {
    op("sinc", "torch.sinc", "paddle.sinc", "mindspore.ops.sinc", "numpy.sinc")
        .unary("near zero, ", Tensor::sinc, "torch.sinc(a)", 0.05, 0.45)
        .unary("further, ", Tensor::sinc, "torch.sinc(a)", -3, -0.5)
        .row("at zero", Tensor::sinc, "torch.sinc(a)", Input.of(0, -0.0))
        .row("whole numbers", Tensor::sinc, "torch.sinc(a)", Input.of(1, -2, 3));
    op("frac", "torch.frac", "paddle.frac", "", "").unary("positive, ", Tensor::frac, "torch.frac(a)", 1.1, 1.9)
        .unary("negative, ", Tensor::frac, "torch.frac(a)", -1.9, -1.1)
        .row("whole numbers", Tensor::frac, "torch.frac(a)", Input.of(-2, 0, 3)).kink();
    op("ndtr", "torch.special.ndtr", "", "", "scipy.special.ndtr")
        .unary(Tensor::ndtr, "torch.special_ndtr(a)", -3, 3)
        .row("far below", Tensor::ndtr, "torch.special_erfc(-a / 1.4142135623730951) / 2", Input.of(-8, -20));
    op("rad2deg", "torch.rad2deg", "paddle.rad2deg", "mindspore.ops.rad2deg", "numpy.rad2deg")
        .unary(Tensor::rad2deg, "torch.rad2deg(a)", -3, 3)
        .row("integers", Tensor::rad2deg, "torch.rad2deg(a)", Input.ints(-5, 5, 4)).except(Check.DERIVATIVE, INTEGERS);
    op("deg2rad", "torch.deg2rad", "paddle.deg2rad", "mindspore.ops.deg2rad", "numpy.deg2rad")
        .unary(Tensor::deg2rad, "torch.deg2rad(a)", -180, 180)
        .row("integers", Tensor::deg2rad, "torch.deg2rad(a)", Input.ints(-5, 5, 4)).except(Check.DERIVATIVE, INTEGERS);
    op("ldexp", "torch.ldexp", "paddle.ldexp", "mindspore.ops.ldexp", "numpy.ldexp")
        .binary(Tensor::ldexp, "torch.ldexp(a, b)", -2, 2, -3, 3)
        .row("integer exponents", Tensor::ldexp, "torch.ldexp(a, b)", Input.real(-2, 2, 2, 3), Input.ints(-4, 5, 3));
    OperationRow power =
        op("floatPower", "torch.float_power", "", "mindspore.ops.float_power", "numpy.float_power");
    String wide = "the result is float64 whatever the input";
    for (Input in : layouts(0.2, 2)) {
      power.row("a number, " + in.shape() + in.layout().name(), x -> x.floatPower(2.5), "torch.float_power(a, 2.5)", in)
          .except(Check.FLOAT32, wide)
          .row("a tensor, " + in.shape() + in.layout().name(), Tensor::floatPower, "torch.float_power(a, b)", in,
              Input.real(-2, 2, 3))
          .except(Check.FLOAT32, wide);
    }
    power.row("integers", x -> x.floatPower(-2), "torch.float_power(a, -2)", Input.ints(1, 5, 4))
        .except(Check.DERIVATIVE, INTEGERS).except(Check.FLOAT32, wide);
  }

  private static List<Input> layouts(double low, double high) {
    return List.of(Input.real(low, high), Input.real(low, high, 3), Input.real(low, high, 2, 3), Input.real(low, high, 2, 1),
        Input.real(low, high, 0, 3), Input.real(low, high, 3, 2).transposed(), Input.real(low, high, 4).narrowed(),
        Input.real(low, high, 2, 3).flipped(), Input.real(low, high, 3).expanded(2));
  }
}
