package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import java.util.List;

/** Runs a kernel's steps for one index at a time: floating-point steps in a double each, the others in a long each. */
final class StepEvaluation {
  private final List<Kernel.Step> steps;
  private final double[] params;
  private final Shape shape;
  private final Elements[] elements;
  private final int[][] positions;
  private final double[] numbers;
  private final long[] integers;

  /**
   * @param shape the shape whose indices are run over
   * @param inputs the storage of each input
   * @param positions where, in its storage, each input has the element of each index
   */
  StepEvaluation(Kernel kernel, double[] params, Shape shape, Elements[] inputs, int[][] positions) {
    this.steps = kernel.steps();
    this.params = params;
    this.shape = shape;
    this.elements = inputs;
    this.positions = positions;
    this.numbers = new double[steps.size()];
    this.integers = new long[steps.size()];
  }

  /** Evaluates at an index; {@link #number()} or {@link #integer()} has the result then. */
  void run(int index) {
    for (int s = 0; s < steps.size(); s++) {
      Kernel.Step step = steps.get(s);
      switch (step.expr().dtype()) {
        case FLOAT64 -> numbers[s] = number(step, index);
        case FLOAT32 -> numbers[s] = (float) number(step, index);
        case FLOAT16, BFLOAT16 -> numbers[s] = Half.round(step.expr().dtype(), number(step, index));
        case INT64 -> integers[s] = integer(step, index);
        case INT32 -> integers[s] = (int) integer(step, index);
        case BOOL -> integers[s] = integer(step, index) != 0 ? 1 : 0;
      }
    }
  }

  double number() {
    return numbers[numbers.length - 1];
  }

  long integer() {
    return integers[integers.length - 1];
  }

  private double number(Kernel.Step step, int index) {
    return switch (step.expr()) {
      case Arg arg -> elements[arg.index()].number(positions[arg.index()][index]);
      case Param param -> params[param.index()];
      case Const c -> c.value();
      case Unary u -> u.op().apply(numbers[step.a()]);
      case Binary b -> b.op().apply(numbers[step.a()], numbers[step.b()]);
      case Select s -> integers[step.a()] != 0 ? numbers[step.b()] : numbers[step.c()];
      case Cast c -> c.x().dtype().isFloating() ? numbers[step.a()] : integers[step.a()];
      case Compare c -> throw new AssertionError("A comparison is a bool: " + c);
      case Index i -> throw new AssertionError("A coordinate is an integer: " + i);
    };
  }

  private long integer(Kernel.Step step, int index) {
    return switch (step.expr()) {
      case Arg arg -> elements[arg.index()].integer(positions[arg.index()][index]);
      case Param param -> (long) params[param.index()];
      case Const c -> (long) c.value();
      case Index i -> Positions.coordinate(shape, index, i.axis());
      case Unary u -> u.op().apply(integers[step.a()]);
      case Binary b -> b.op().apply(integers[step.a()], integers[step.b()]);
      case Select s -> integers[step.a()] != 0 ? integers[step.b()] : integers[step.c()];
      case Compare c -> compare(c, step) ? 1 : 0;
      case Cast c -> c.x().dtype().isFloating() ? truncate(numbers[step.a()], c.dtype()) : integers[step.a()];
    };
  }

  private boolean compare(Compare c, Kernel.Step step) {
    return c.a().dtype().isFloating()
        ? c.op().test(numbers[step.a()], numbers[step.b()])
        : c.op().test(integers[step.a()], integers[step.b()]);
  }

  private static long truncate(double x, DType target) {
    return switch (target) {
      case BOOL -> x != 0 ? 1 : 0;
      case INT32 -> (int) x;
      default -> (long) x;
    };
  }
}
