package org.example.scalar;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Half;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * A kernel made ready for one call: for each step a small function of the index, which leaves its value, rounded to its type,
 * where later steps find it. Steps of floating-point types compute in a double, all others in a long.
 */
final class Program {
  private final double[] params;
  private final View[] inputs;
  private final Shape shape;
  private final IntConsumer[] steps;
  private final double[] reals;
  private final long[] integers;

  /** A program for the indices of a shape, which is that of the inputs. */
  Program(Kernel kernel, double[] params, View[] inputs, Shape shape) {
    this.params = params;
    this.inputs = inputs;
    this.shape = shape;
    this.steps = new IntConsumer[kernel.steps().size()];
    this.reals = new double[steps.length];
    this.integers = new long[steps.length];
    for (int s = 0; s < steps.length; s++) {
      steps[s] = step(kernel.steps().get(s), s);
    }
  }

  /** Computes the value at an index, counted row by row. */
  void run(int index) {
    for (IntConsumer step : steps) {
      step.accept(index);
    }
  }

  /** The value, where the kernel's type is a floating-point one. */
  double real() {
    return reals[steps.length - 1];
  }

  /** The value, where the kernel's type is an integer one or bool. */
  long integer() {
    return integers[steps.length - 1];
  }

  private IntConsumer step(Kernel.Step step, int s) {
    DType dtype = step.expr().dtype();
    if (dtype.isFloating()) {
      IntToDoubleFunction value = realOf(step);
      return switch (dtype) {
        case FLOAT64 -> i -> reals[s] = value.applyAsDouble(i);
        case FLOAT32 -> i -> reals[s] = (float) value.applyAsDouble(i);
        default -> i -> reals[s] = Half.round(dtype, value.applyAsDouble(i));
      };
    }
    IntToLongFunction value = integerOf(step);
    return switch (dtype) {
      case INT64 -> i -> integers[s] = value.applyAsLong(i);
      case INT32 -> i -> integers[s] = (int) value.applyAsLong(i);
      default -> i -> integers[s] = value.applyAsLong(i) != 0 ? 1 : 0;
    };
  }

  private IntToDoubleFunction realOf(Kernel.Step step) {
    int a = step.a();
    int b = step.b();
    int c = step.c();
    return switch (step.expr()) {
      case Arg e -> {
        ScalarBuffer buffer = ScalarBuffer.of(inputs[e.index()]);
        int[] places = Places.of(inputs[e.index()]);
        yield i -> buffer.real(places[i]);
      }
      case Param e -> _ -> params[e.index()];
      case Const e -> _ -> e.value();
      case Unary e -> _ -> e.op().apply(reals[a]);
      case Binary e -> _ -> e.op().apply(reals[a], reals[b]);
      case Select _ -> _ -> integers[a] != 0 ? reals[b] : reals[c];
      case Cast e when e.x().dtype().isFloating() -> _ -> reals[a];
      case Cast _ -> _ -> integers[a];
      case Compare e -> throw unexpected(e);
      case Index e -> throw unexpected(e);
    };
  }

  private IntToLongFunction integerOf(Kernel.Step step) {
    int a = step.a();
    int b = step.b();
    int c = step.c();
    return switch (step.expr()) {
      case Arg e -> {
        ScalarBuffer buffer = ScalarBuffer.of(inputs[e.index()]);
        int[] places = Places.of(inputs[e.index()]);
        yield i -> buffer.integer(places[i]);
      }
      case Param e -> _ -> (long) params[e.index()];
      case Const e -> _ -> (long) e.value();
      case Index e -> {
        int inner = shape.rowMajorStrides()[e.axis()];
        int length = shape.size(e.axis());
        yield i -> i / inner % length;
      }
      case Unary e -> _ -> e.op().apply(integers[a]);
      case Binary e -> _ -> e.op().apply(integers[a], integers[b]);
      case Select _ -> _ -> integers[a] != 0 ? integers[b] : integers[c];
      case Compare e when e.a().dtype().isFloating() -> _ -> e.op().test(reals[a], reals[b]) ? 1 : 0;
      case Compare e -> _ -> e.op().test(integers[a], integers[b]) ? 1 : 0;
      case Cast e when !e.x().dtype().isFloating() -> _ -> integers[a];
      case Cast e -> switch (e.dtype()) {
        case BOOL -> _ -> reals[a] != 0 ? 1 : 0;
        case INT32 -> _ -> (int) reals[a];
        default -> _ -> (long) reals[a];
      };
    };
  }

  private static IllegalStateException unexpected(Expr e) {
    return new IllegalStateException(e + " is " + e.dtype() + ", which is no floating-point type");
  }
}
