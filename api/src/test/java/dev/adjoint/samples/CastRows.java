package dev.adjoint.samples;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.samples.Sample.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Changing types: casts between every two of them, and what every operation makes of every two of them. */
final class CastRows extends Family {
  private static final DType[] TYPES = DType.values();
  private static final String EXPLICIT = "its types are given";

  private static final Elementwise MULTIPLY_ADD =
      Elementwise.of("addcmul", 0, Elementwise.Operands.NUMBERS, (a, p) -> a[0].add(a[1].mul(a[2])));

  CastRows() {
    super("Types");
  }

  @Override
  protected void declare() {
    OperationRow to = op("to", "torch.Tensor.to", "paddle.cast", "mindspore.ops.cast", "numpy.ndarray.astype");
    casts(to);
    mixedProducts(to);
    to.notDifferentiable("the output says which types the results have");
    pairs(to, "add", Tensor::add, "torch.add(%s, %s)", false);
    pairs(to, "mul", Tensor::mul, "torch.mul(%s, %s)", false);
    // Of integers to negative powers, which libtorch computes as 0, 1 or -1 where the exponent is a tensor, nothing is shown.
    pairs(to, "pow", (a, b) -> a.pow(b.dtype().isInteger() ? b.abs() : b), "torch.pow(%s, %s)", false);
    pairs(to, "div", Tensor::div, "torch.div(%s, %s)", true);
    pairs(to, "atan2", Tensor::atan2, "torch.atan2(%s, %s)", true);
    pairs(to, "lt", Tensor::lt, "torch.lt(%s, %s)", true);
    pairs(to, "eq", Tensor::eq, "torch.eq(%s, %s)", true);
    pairs(to, "where", (a, b) -> Tensor.where(a.gt(0), a, b), "torch.where(torch.gt(%1$s, 0), %1$s, %2$s)", true);
    codes(to, "concat of vectors", (a, b) -> Tensor.concat(0, a, b), "torch.cat([%s, %s], 0)", true, vector(), vector());
    threeOperands(to);
    each(to, "sqrt", Tensor::sqrt, "torch.sqrt(%s)", true);
    each(to, "sum", x -> x.sum(), "torch.sum(%s)", true);
    each(to, "max", x -> x.max(), "torch.amax(%s)", true);
    each(to, "relu", Tensor::relu, "torch.relu(%s)", false);
    each(to, "a number with a fraction", x -> x.mul(2.5), "torch.mul(%s, 2.5)", true);
    each(to, "a whole number", x -> x.add(2), "torch.add(%s, 2)", true);
    each(to, "division by a number", x -> x.div(2), "torch.div(%s, 2)", true);
    each(to, "comparison with a number", x -> x.ge(2.5), "torch.ge(%s, 2.5)", true);
  }

  private static Input vector() {
    return Input.of(-1, 1, 2).constant();
  }

  private static Input zeroD() {
    return Input.of(Shape.of(), 2).constant();
  }

  /** libtorch's number of a type. */
  private static int code(DType type) {
    return switch (type) {
      case BOOL -> 11;
      case INT32 -> 3;
      case INT64 -> 4;
      case FLOAT16 -> 5;
      case BFLOAT16 -> 15;
      case FLOAT32 -> 6;
      case FLOAT64 -> 7;
    };
  }

  private static String cast(String name, DType type) {
    return name + ".to(" + code(type) + ")";
  }

  // ---- Values and gradients ----

  private static void casts(OperationRow to) {
    for (DType from : TYPES) {
      String script = String.join(", ", Arrays.stream(TYPES).map(t -> cast(cast("a", from), t)).toList());
      to.rows("from " + from + " to every type",
          in -> Arrays.stream(TYPES).map(in[0].to(from)::to).toArray(Tensor[]::new), "[" + script + "]",
          Input.of(-2.7, -1.5, -0.5, -0.0, 0, 0.3, 1, 2.5, 100.7, 3000.25).constant());
      to.except(Check.FLOAT32, EXPLICIT).except(Check.DERIVATIVE, "integers have none; the floating-point ones follow");
    }
    for (DType from : TYPES) {
      for (DType target : TYPES) {
        if (from.isFloating() && target.isFloating()) {
          to.row("from " + from + " to " + target, a -> a.to(from).to(target), cast(cast("a", from), target),
              Input.real(-3, 3, 2, 3));
          rounded(to);
        }
      }
    }
  }

  private static void rounded(OperationRow to) {
    to.except(Check.FLOAT32, EXPLICIT);
    to.except(Check.FINITE_DIFFERENCES, "its values are steps").except(Check.SECOND_ORDER, "its values are steps");
  }

  /** Each gradient in the type of its operand. */
  private static void mixedProducts(OperationRow to) {
    for (DType first : TYPES) {
      for (DType second : TYPES) {
        if (first.isFloating() && second.isFloating()) {
          to.row(first + " times " + second, (a, b) -> a.to(first).mul(b.to(second)),
              "torch.mul(" + cast("a", first) + ", " + cast("b", second) + ")", Input.real(-2, 2, 2, 3), Input.real(-2, 2, 3));
          rounded(to);
        }
      }
    }
  }

  // ---- Types of results ----

  private static void pairs(OperationRow to, String name, BinaryOperator<Tensor> f, String script, boolean bools) {
    codes(to, name + " of vectors", f, script, bools, vector(), vector());
    codes(to, name + " of a vector and a 0-d tensor", f, script, bools, vector(), zeroD());
    codes(to, name + " of a 0-d tensor and a vector", f, script, bools, zeroD(), vector());
    codes(to, name + " of 0-d tensors", f, script, bools, zeroD(), zeroD());
  }

  /** The types of the results for every two types of operands, by their numbers. */
  private static void codes(
      OperationRow to, String label, BinaryOperator<Tensor> f, String script, boolean bools, Input a, Input b) {
    List<DType[]> pairs = new ArrayList<>();
    for (DType first : TYPES) {
      for (DType second : TYPES) {
        if (bools || first != DType.BOOL || second != DType.BOOL) {
          pairs.add(new DType[] {first, second});
        }
      }
    }
    List<String> scripts = pairs.stream().map(p -> script.formatted(cast("a", p[0]), cast("b", p[1])) + ".dtype").toList();
    to.rows(label,
        in -> numbers(pairs.stream().map(p -> f.apply(in[0].to(p[0]), in[1].to(p[1]))).toList()),
        "torch.tensor([" + String.join(", ", scripts) + "])", a, b).except(Check.FLOAT32, EXPLICIT);
  }

  /** Operands without axes count among themselves before they meet those with axes. */
  private static void threeOperands(OperationRow to) {
    List<String> scripts = new ArrayList<>();
    for (DType first : TYPES) {
      for (DType second : TYPES) {
        scripts.add("torch.addcmul(a.to(3), b.to(%d), c.to(%d)).dtype".formatted(code(first), code(second)));
      }
    }
    to.rows("three operands", in -> {
      List<Tensor> results = new ArrayList<>();
      for (DType first : TYPES) {
        for (DType second : TYPES) {
          results.add(MULTIPLY_ADD.apply(in[0].to(DType.INT32), in[1].to(first), in[2].to(second)));
        }
      }
      return numbers(results);
    }, "torch.tensor([" + String.join(", ", scripts) + "])", vector(), zeroD(), vector()).except(Check.FLOAT32, EXPLICIT);
  }

  private static void each(OperationRow to, String label, UnaryOperator<Tensor> f, String script, boolean bool) {
    List<DType> types = Arrays.stream(TYPES).filter(t -> bool || t != DType.BOOL).toList();
    List<String> scripts = types.stream().map(t -> script.formatted(cast("a", t)) + ".dtype").toList();
    to.rows(label, in -> numbers(types.stream().map(t -> f.apply(in[0].to(t))).toList()),
        "torch.tensor([" + String.join(", ", scripts) + "])", Input.of(1, 2, 3).constant()).except(Check.FLOAT32, EXPLICIT);
  }

  private static Tensor[] numbers(List<Tensor> results) {
    return new Tensor[] {Tensor.ofLongs(results.stream().mapToLong(x -> code(x.dtype())).toArray())};
  }
}
