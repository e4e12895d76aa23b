package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Questions about numbers, logic, and what rounds to whole numbers: without a gradient. */
final class PredicateRows extends Family {
  private static final String STEPS = "it is constant but for steps";
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  PredicateRows() {
    super("Predicates, logic and whole numbers");
  }

  @Override
  protected void declare() {
    op("heaviside", "torch.heaviside", "paddle.heaviside", "mindspore.ops.heaviside", "numpy.heaviside")
        .notDifferentiable("throws when differentiated")
        .row("with a value at 0", (x, v) -> x.heaviside(v), "torch.heaviside(a, b)", Input.of(-1.5, 0, 2, 0).constant(),
            Input.of(5, 6, 7, 8).constant())
        .row("broadcast", (x, v) -> x.heaviside(v), "torch.heaviside(a, b)", Input.real(-1, 1, 2, 3).constant(),
            Input.real(0, 1).constant());
    questions();
    quantifier(op("any", "torch.any", "paddle.any", "mindspore.ops.any", "numpy.any"), Tensor::any, Tensor::anyKeep, "any");
    quantifier(op("all", "torch.all", "paddle.all", "mindspore.ops.all", "numpy.all"), Tensor::all, Tensor::allKeep, "all");
    logic();
    closeness();
    wholeNumbers();
  }

  private static OperationRow question(OperationRow row, UnaryOperator<Tensor> f, String torch) {
    return row.notDifferentiable(STEPS).unary(f, torch, -2, 2)
        .row("not finite", f, torch, Input.of(-INF, -1, -0.0, 0, 1, INF, NAN))
        .row("integers", f, torch, Input.ints(-3, 3, 2, 3))
        .row("int32", f, torch, Input.ints(-3, 3, 2, 3).int32())
        .row("bools", f, torch, Input.bools(4));
  }

  private void questions() {
    question(op("isNaN", "torch.isnan", "paddle.isnan", "mindspore.ops.isnan", "numpy.isnan"), Tensor::isNaN,
        "torch.isnan(a)");
    question(op("isInf", "torch.isinf", "paddle.isinf", "mindspore.ops.isinf", "numpy.isinf"), Tensor::isInf,
        "torch.isinf(a)");
    question(op("isFinite", "torch.isfinite", "paddle.isfinite", "mindspore.ops.isfinite", "numpy.isfinite"),
        Tensor::isFinite, "torch.isfinite(a)");
    question(op("isPosInf", "torch.isposinf", "paddle.isposinf", "", "numpy.isposinf"), Tensor::isPosInf,
        "torch.isposinf(a)");
    question(op("isNegInf", "torch.isneginf", "paddle.isneginf", "", "numpy.isneginf"), Tensor::isNegInf,
        "torch.isneginf(a)");
    question(op("signbit", "torch.signbit", "paddle.signbit", "", "numpy.signbit"), Tensor::signbit, "torch.signbit(a)");
    question(op("logicalNot", "torch.logical_not", "paddle.logical_not", "mindspore.ops.logical_not", "numpy.logical_not"),
        Tensor::logicalNot, "torch.logical_not(a)");
  }

  private interface Quantifier {
    Tensor of(Tensor x, int... axes);
  }

  private static void quantifier(OperationRow row, Quantifier f, Quantifier keep, String name) {
    String torch = "torch." + name + "(a";
    Input numbers = Input.of(Shape.of(3, 4), 0, 1, -2, 0, 0, 0, 0, 0, 1, 2, NAN, -3);
    row.notDifferentiable("it is a bool");
    Input[] inputs = {numbers, numbers.transposed(), numbers.narrowed(), numbers.flipped(), Input.bools(3, 4),
      Input.bools(4, 3).transposed(), Input.ints(-1, 1, 3, 4), Input.ints(-1, 1, 3, 4).int32()};
    String[] names = {"numbers", "transposed", "narrowed", "flipped", "bools", "bools, transposed", "int64", "int32"};
    for (int i = 0; i < inputs.length; i++) {
      Input in = inputs[i];
      String what = names[i];
      row.row("of all, " + what, x -> f.of(x), torch + ")", in)
          .row("axis 0, " + what, x -> f.of(x, 0), torch + ", 0)", in)
          .row("axis -1, " + what, x -> f.of(x, -1), torch + ", -1)", in)
          .row("two axes, " + what, x -> f.of(x, 0, 1), torch + ", [0, 1])", in)
          .row("kept, " + what, x -> keep.of(x, 1), torch + ", 1, True)", in);
    }
    row.row("0-d", x -> f.of(x), torch + ")", Input.of(Shape.of(), 3))
        .row("0-d, false", x -> f.of(x), torch + ")", Input.of(Shape.of(), -0.0))
        .row("of none", x -> f.of(x), torch + ")", Input.real(-1, 1, 0, 3))
        .row("of none, an axis", x -> f.of(x, 0), torch + ", 0)", Input.real(-1, 1, 0, 3))
        .row("expanded", x -> f.of(x, 0), torch + ", 0)", Input.real(-1, 1, 3).expanded(2));
  }

  private static void logical(OperationRow row, BinaryOperator<Tensor> f, String torch) {
    row.notDifferentiable(STEPS).binary(f, torch, -2, 2, -2, 2)
        .row("zeros", f, torch, Input.of(0, 0, 1, 1, NAN, -0.0), Input.of(0, 2, 0, 2, 0, NAN))
        .row("bools", f, torch, Input.bools(2, 4), Input.bools(4))
        .row("integers", f, torch, Input.ints(0, 2, 3, 2), Input.ints(-1, 2, 2))
        .row("mixed", f, torch, Input.bools(3, 2).transposed(), Input.ints(-1, 2, 3).int32())
        .row("mixed with small numbers", f, torch, Input.ints(0, 2, 3), Input.of(1e-30, 0, 2));
  }

  private void logic() {
    logical(op("logicalAnd", "torch.logical_and", "paddle.logical_and", "mindspore.ops.logical_and", "numpy.logical_and"),
        Tensor::logicalAnd, "torch.logical_and(a, b)");
    logical(op("logicalOr", "torch.logical_or", "paddle.logical_or", "mindspore.ops.logical_or", "numpy.logical_or"),
        Tensor::logicalOr, "torch.logical_or(a, b)");
    logical(op("logicalXor", "torch.logical_xor", "paddle.logical_xor", "mindspore.ops.logical_xor", "numpy.logical_xor"),
        Tensor::logicalXor, "torch.logical_xor(a, b)");
  }

  private void closeness() {
    op("isClose", "torch.isclose", "paddle.isclose", "mindspore.ops.isclose", "numpy.isclose").notDifferentiable(STEPS)
        .binary(Tensor::isClose, "torch.isclose(a, b)", -2, 2, -2, 2)
        .row("near", Tensor::isClose, "torch.isclose(a, b)", Input.of(1, 1, 1e-9, 1000),
            Input.of(1.000001, 1.0001, 0, 1000.005))
        .row("not finite", Tensor::isClose, "torch.isclose(a, b)", Input.of(INF, INF, -INF, NAN, 1, INF),
            Input.of(INF, -INF, -INF, NAN, NAN, 1))
        .row("equal NaN", (a, b) -> a.isClose(b, 1e-5, 1e-8, true), "torch.isclose(a, b, 1e-05, 1e-08, True)",
            Input.of(INF, NAN, NAN, 1), Input.of(INF, NAN, 1, NAN))
        .row("wide", (a, b) -> a.isClose(b, 0.1, 0.05, false), "torch.isclose(a, b, 0.1, 0.05, False)",
            Input.real(1, 2, 2, 3), Input.real(1, 2, 3))
        .row("integers", (a, b) -> a.isClose(b, 0.1, 0.5, false), "torch.isclose(a, b, 0.1, 0.5, False)",
            Input.ints(8, 12, 2, 3), Input.ints(8, 12, 3));
  }

  private static OperationRow quotient(OperationRow row, BinaryOperator<Tensor> f, String torch) {
    return row.binary(f, torch, -6, 6, 0.5, 2)
        .row("signs", f, torch, Input.of(7, -7, 7, -7, 6, -6, 0), Input.of(2, 2, -2, -2, -3, -3, 5)).kink()
        .row("a quotient that is rounded up", f, torch, Input.of(1, 0.3), Input.of(0.1, 0.1)).kink()
        .except(Sample.Check.FLOAT32, "there it is not")
        .row("by zero", f, torch, Input.of(1, -1, 0), Input.of(0, 0, 0)).kink()
        .row("by infinity", f, torch, Input.of(1, -1, 0), Input.of(INF, INF, -INF)).kink()
        .row("integers", f, torch, Input.ints(-9, 9, 2, 4), Input.ints(1, 4, 4))
        .except(Sample.Check.DERIVATIVE, "of integers")
        .row("by negative integers", f, torch, Input.ints(-9, 9, 2, 4).int32(), Input.ints(-4, -1, 4).int32())
        .except(Sample.Check.DERIVATIVE, "of integers");
  }

  private void wholeNumbers() {
    quotient(op("floorDivide", "torch.floor_divide", "paddle.floor_divide", "mindspore.ops.floor_divide",
        "numpy.floor_divide").notDifferentiable(STEPS), Tensor::floorDivide, "torch.floor_divide(a, b)")
        .unary("a number, ", x -> x.floorDivide(0.7), "torch.floor_divide(a, 0.7)", -5, 5)
        .row("integers by a number", x -> x.floorDivide(3), "torch.floor_divide(a, 3)", Input.ints(-9, 9, 5));
    quotient(op("truncDivide", "torch.div", "", "mindspore.ops.div", ""), Tensor::truncDivide,
        "torch.div(a, b, rounding_mode=\"trunc\")")
        .unary("a number, ", x -> x.truncDivide(0.7), "torch.div(a, 0.7, rounding_mode=\"trunc\")", -5, 5)
        .row("integers by a number", x -> x.truncDivide(3), "torch.div(a, 3, rounding_mode=\"trunc\")", Input.ints(-9, 9, 5))
        .except(Sample.Check.DERIVATIVE, "of integers");
    integers(op("gcd", "torch.gcd", "paddle.gcd", "mindspore.ops.gcd", "numpy.gcd"), Tensor::gcd, "torch.gcd(a, b)");
    integers(op("lcm", "torch.lcm", "paddle.lcm", "mindspore.ops.lcm", "numpy.lcm"), Tensor::lcm, "torch.lcm(a, b)");
  }

  private static void integers(OperationRow row, BinaryOperator<Tensor> f, String torch) {
    row.notDifferentiable("of integers");
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {3}}, {{3}, {2, 3}}, {{2, 1}, {1, 3}}, {{}, {4}}, {{0, 3}, {3}}};
    for (int[][] p : pairs) {
      row.row(Shape.of(p[0]) + " and " + Shape.of(p[1]), f, torch, Input.ints(-60, 60, p[0]),
          Input.ints(-40, 40, p[1]));
    }
    row.row("int32", f, torch, Input.ints(-60, 60, 6).int32(), Input.ints(-40, 40, 6).int32())
        .row("int32 and int64", f, torch, Input.ints(-60, 60, 6).int32(), Input.ints(-40, 40, 6))
        .row("transposed", f, torch, Input.ints(-60, 60, 3, 2).transposed(), Input.ints(-40, 40, 2, 3))
        .row("zeros and signs", f, torch, Input.ints(Shape.of(6), 0, 0, 12, -12, -12, 1),
            Input.ints(Shape.of(6), 0, -5, 0, 18, -18, -1))
        .row("the most steps", f, torch, Input.ints(Shape.of(2), 1836311903, 1134903170),
            Input.ints(Shape.of(2), 1134903170, 1836311903));
  }
}
