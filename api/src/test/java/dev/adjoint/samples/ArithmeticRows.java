package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Arithmetic, powers, comparisons, and what writes over its first operand. */
final class ArithmeticRows extends Family {
  private static final double NAN = Double.NaN;
  private static final String REFUSED = "forward mode refuses what is in place";

  ArithmeticRows() {
    super("Arithmetic and comparisons");
  }

  @Override
  protected void declare() {
    arithmetic();
    powers();
    comparisons();
    inPlace();
  }

  private void arithmetic() {
    op("add", "torch.add", "paddle.add", "mindspore.ops.add", "numpy.add")
        .binary(Tensor::add, "torch.add(a, b)", -2, 2, -2, 2)
        .unary("a number, ", x -> x.add(1.5), "torch.add(a, 1.5)", -2, 2)
        .row("int64 and real", Tensor::add, "torch.add(a, b)", Input.ints(-3, 3, 3), Input.real(-1, 1, 3));
    op("sub", "torch.sub", "paddle.subtract", "mindspore.ops.sub", "numpy.subtract")
        .binary(Tensor::sub, "torch.sub(a, b)", -2, 2, -2, 2)
        .unary("a number, ", x -> x.sub(1.5), "torch.sub(a, 1.5)", -2, 2)
        .row("real and int32", Tensor::sub, "torch.sub(a, b)", Input.real(-1, 1, 3), Input.ints(-3, 3, 3).int32());
    op("rsub", "torch.rsub", "", "", "").unary(x -> x.rsub(1.5), "torch.rsub(a, 1.5)", -2, 2);
    op("mul", "torch.mul", "paddle.multiply", "mindspore.ops.mul", "numpy.multiply")
        .binary(Tensor::mul, "torch.mul(a, b)", -2, 2, -2, 2)
        .unary("a number, ", x -> x.mul(-1.5), "torch.mul(a, -1.5)", -2, 2)
        .row("real and int64", Tensor::mul, "torch.mul(a, b)", Input.real(-1, 1, 3), Input.ints(-3, 3, 3))
        .row("zero and infinity", Tensor::mul, "torch.mul(a, b)", Input.of(0, 0.0), Input.of(Double.POSITIVE_INFINITY, NAN))
        .kink();
    op("div", "torch.div", "paddle.divide", "mindspore.ops.div", "numpy.divide")
        .binary(Tensor::div, "torch.div(a, b)", -2, 2, 0.4, 2)
        .unary("a number, ", x -> x.div(-1.5), "torch.div(a, -1.5)", -2, 2)
        .row("real and int64", Tensor::div, "torch.div(a, b)", Input.real(-1, 1, 3), Input.ints(1, 4, 3))
        .row("by zero", Tensor::div, "torch.div(a, b)", Input.of(0, 1, -1), Input.of(0, 0, 0.0)).kink();
    op("rdiv", "torch.Tensor.__rtruediv__", "", "", "")
        .unary(x -> x.rdiv(1.5), "torch.div(torch.tensor(1.5), a)", 0.4, 2);
    op("neg", "torch.neg", "paddle.neg", "mindspore.ops.neg", "numpy.negative")
        .unary(Tensor::neg, "torch.neg(a)", -2, 2);
    op("copy", "torch.clone", "paddle.clone", "mindspore.Tensor.copy", "numpy.copy")
        .unary(Tensor::copy, "torch.clone(a)", -2, 2);
  }

  private void powers() {
    OperationRow pow = op("pow", "torch.pow", "paddle.pow", "mindspore.ops.pow", "numpy.power");
    pow.binary(Tensor::pow, "torch.pow(a, b)", 0.4, 2, -2, 2);
    for (double exponent : new double[] {-2, -0.5, 0, 1, 2, 3, 2.5, 5, 9}) {
      UnaryOperator<Tensor> f = x -> x.pow(exponent);
      String torch = "torch.pow(a, " + exponent + ")";
      pow.row("to the " + exponent, f, torch, Input.real(0.4, 2, 3));
      pow.row("to the " + exponent + ", transposed", f, torch, Input.real(0.4, 2, 3, 2).transposed());
      pow.row("to the " + exponent + ", at zero", f, torch, Input.of(0.0, -0.0)).kink();
      if (exponent == Math.rint(exponent)) {
        pow.row("to the " + exponent + ", negative", f, torch, Input.real(-2, -0.4, 3));
      }
    }
    pow.unary("cube, ", x -> x.pow(3), "torch.pow(a, 3)", -2, 2);
    pow.row("int64", x -> x.pow(3), "torch.pow(a, 3)", Input.ints(Shape.of(3), -2, 0, 3))
        .except(Check.DERIVATIVE, "integers have none");
    pow.row("zero to tensors", Tensor::pow, "torch.pow(a, b)", Input.of(0, 0, 0, 0), Input.of(-1, 0, 1, 2)).kink();
    pow.row("negative to whole", Tensor::pow, "torch.pow(a, b)", Input.of(-2, -2, -3), Input.of(2, 3, 2).constant());
    pow.row("negative to whole, by the exponent", Tensor::pow, "torch.pow(a, b)", Input.of(-2, -2), Input.of(2, 3)).kink();
    pow.row("negative to broken", Tensor::pow, "torch.pow(a, b)", Input.of(-2), Input.of(2.5)).kink();
    pow.row("of one and two", Tensor::pow, "torch.pow(a, b)", Input.of(2, 1), Input.of(3, 3));
  }

  private void comparison(String name, String numpy, BinaryOperator<Tensor> f, UnaryOperator<Tensor> byNumber) {
    String paddle = switch (name) {
      case "lt" -> "less_than";
      case "le" -> "less_equal";
      case "gt" -> "greater_than";
      case "ge" -> "greater_equal";
      case "eq" -> "equal";
      default -> "not_equal";
    };
    String torch = "torch." + name + "(a, b)";
    OperationRow row = op(name, "torch." + name, "paddle." + paddle, "mindspore.ops." + name, "numpy." + numpy)
        .notDifferentiable("a comparison has no derivative");
    row.binary(f, torch, -2, 2, -2, 2);
    row.unary("a number, ", byNumber, "torch." + name + "(a, 0.5)", -2, 2);
    row.row("ties", f, torch, Input.of(1, 2, 3, 0.0), Input.of(1, 3, 2, -0.0));
    row.row("NaN", f, torch, Input.of(NAN, 1, NAN), Input.of(1, NAN, NAN));
    row.row("int64", f, torch, Input.ints(-2, 2, 6), Input.ints(-1, 2, 6));
    row.row("int32 and real", f, torch, Input.ints(-2, 2, 4).int32(), Input.real(-2, 2, 4));
    row.row("bool", f, torch, Input.bools(5), Input.bools(1));
  }

  private void comparisons() {
    comparison("lt", "less", Tensor::lt, x -> x.lt(0.5));
    comparison("le", "less_equal", Tensor::le, x -> x.le(0.5));
    comparison("gt", "greater", Tensor::gt, x -> x.gt(0.5));
    comparison("ge", "greater_equal", Tensor::ge, x -> x.ge(0.5));
    comparison("eq", "equal", Tensor::eq, x -> x.eq(0.5));
    comparison("ne", "not_equal", Tensor::ne, x -> x.ne(0.5));
  }

  private void inPlace(String name, String paddle, String mindspore, String torch, BinaryOperator<Tensor> f,
      UnaryOperator<Tensor> byNumber) {
    String script = "torch.clone(a)." + torch + "_(b)";
    OperationRow row = op(name, "torch.Tensor." + torch + "_", paddle, mindspore, "");
    BinaryOperator<Tensor> body = (a, b) -> f.apply(a.copy(), b);
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {3}}, {{2, 3}, {2, 1}}, {{2, 2}, {}}, {{0, 3}, {3}}};
    for (int[][] p : pairs) {
      row.row(Shape.of(p[0]) + " and " + Shape.of(p[1]), body, script, Input.real(-2, 2, p[0]), Input.real(0.4, 2, p[1]));
    }
    row.row("transposed", body, script, Input.real(-2, 2, 3, 2).transposed(), Input.real(0.4, 2, 2, 3));
    row.row("expanded", body, script, Input.real(-2, 2, 2, 3), Input.real(0.4, 2, 3).expanded(2));
    row.row("part of it", (a, b) -> {
      Tensor whole = a.copy();
      f.apply(whole.narrow(0, 1, 2), b);
      return whole;
    }, "torch.cat([a[:1], a[1:3]." + torch + "(b)])", Input.real(-2, 2, 3), Input.real(0.4, 2, 2));
    row.unary("a number, ", x -> byNumber.apply(x.copy()), "torch.clone(a)." + torch + "_(1.5)", -2, 2);
    row.exceptAll(Check.FORWARD_MODE, REFUSED);
  }

  private void inPlace() {
    inPlace("addi", "paddle.add_", "mindspore.Tensor.add_", "add", Tensor::addi, x -> x.addi(1.5));
    inPlace("subi", "paddle.subtract_", "mindspore.Tensor.sub_", "sub", Tensor::subi, x -> x.subi(1.5));
    inPlace("muli", "paddle.multiply_", "mindspore.Tensor.mul_", "mul", Tensor::muli, x -> x.muli(1.5));
    inPlace("divi", "paddle.divide_", "mindspore.Tensor.div_", "div", Tensor::divi, x -> x.divi(1.5));
    OperationRow assign = op("assign", "torch.Tensor.copy_", "paddle.assign", "mindspore.Tensor.copy_", "numpy.copyto");
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {3}}, {{2, 3}, {2, 1}}, {{2, 2}, {}}, {{0, 3}, {3}}};
    for (int[][] p : pairs) {
      assign.row(Shape.of(p[0]) + " and " + Shape.of(p[1]), (a, b) -> a.copy().assign(b), "torch.clone(a).copy_(b)",
          Input.real(-2, 2, p[0]), Input.real(-2, 2, p[1]));
    }
    assign.row("transposed", (a, b) -> a.copy().assign(b), "torch.clone(a).copy_(b)", Input.real(-2, 2, 2, 3),
        Input.real(-2, 2, 3, 2).transposed()).exceptAll(Check.FORWARD_MODE, REFUSED);
  }
}
