package dev.adjoint.cpu.nd4j;

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
import dev.adjoint.spi.Half;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a kernel's steps, each over whole arrays. Numbers and axes along which nothing changes stay at size 1 for as long as
 * they can; an intermediate result is freed after the last step that reads it.
 */
final class KernelEvaluation {
  private final List<Kernel.Step> steps;
  private final double[] params;
  private final View[] inputs;
  private final Shape shape;
  private final Scratch scratch;
  private final INDArray[] results;
  private final int[] lastReaders;

  /**
   * @param shape what every input broadcasts to
   * @param scratch takes the results
   */
  KernelEvaluation(Kernel kernel, double[] params, View[] inputs, Shape shape, Scratch scratch) {
    this.steps = kernel.steps();
    this.params = params;
    this.inputs = inputs;
    this.shape = shape;
    this.scratch = scratch;
    this.results = new INDArray[steps.size()];
    this.lastReaders = lastReaders(steps);
  }

  private static int[] lastReaders(List<Kernel.Step> steps) {
    int[] last = new int[steps.size()];
    for (int i = 0; i < last.length; i++) {
      for (int operand : operands(steps.get(i))) {
        last[operand] = i;
      }
    }
    return last;
  }

  private static int[] operands(Kernel.Step step) {
    return IntStream.of(step.a(), step.b(), step.c()).filter(operand -> operand >= 0).distinct().toArray();
  }

  /**
   * The kernel's value; it broadcasts to the shape.
   *
   * @param output an array that the value may be written to by the last step; null for none
   */
  INDArray run(@Nullable INDArray output) {
    for (int i = 0; i < results.length; i++) {
      if (i == results.length - 1) {
        scratch.offer(output);
      }
      results[i] = evaluate(steps.get(i));
      for (int operand : operands(steps.get(i))) {
        if (lastReaders[operand] == i) {
          scratch.release(results[operand]);
        }
      }
    }
    return results[results.length - 1];
  }

  private INDArray evaluate(Kernel.Step step) {
    return switch (step.expr()) {
      case Arg arg -> StridedArrays.read(inputs[arg.index()], scratch);
      case Const c -> number(c.value(), c.dtype());
      case Param param -> number(params[param.index()], param.dtype());
      case Index index -> coordinates(index.axis());
      case Cast c -> Casts.of(c.x().dtype(), c.dtype(), results[step.a()], scratch);
      case Unary u -> ScalarFunctions.unary(u.op(), u.dtype(), results[step.a()], scratch);
      case Binary b -> ScalarFunctions.binary(b.op(), b.dtype(), results[step.a()], results[step.b()], scratch);
      case Compare c -> ScalarFunctions.compare(c.op(), results[step.a()], results[step.b()], scratch);
      case Select s -> ScalarFunctions.select(results[step.a()], results[step.b()], results[step.c()], scratch);
    };
  }

  private INDArray number(double value, DType dtype) {
    long[] ones = new long[Math.max(1, shape.rank())];
    Arrays.fill(ones, 1);
    INDArray number = scratch.array(Nd4jBuffer.typeOf(dtype), ones);
    switch (dtype) {
      case BOOL -> HostCopy.write(new boolean[] {value != 0}, 0, number, 0, 1);
      case INT32 -> HostCopy.write(new int[] {(int) (long) value}, 0, number, 0, 1);
      case INT64 -> HostCopy.write(new long[] {(long) value}, 0, number, 0, 1);
      case FLOAT16, BFLOAT16 -> HostCopy.write(new short[] {Half.bits(dtype, value)}, 0, number, 0, 1);
      case FLOAT32 -> HostCopy.write(new float[] {(float) value}, 0, number, 0, 1);
      case FLOAT64 -> HostCopy.write(new double[] {value}, 0, number, 0, 1);
    }
    return number;
  }

  private INDArray coordinates(int axis) {
    long[] values = new long[shape.size(axis)];
    Arrays.setAll(values, i -> i);
    long[] sizes = new long[shape.rank()];
    Arrays.fill(sizes, 1);
    sizes[axis] = values.length;
    INDArray coordinates = scratch.array(Nd4jBuffer.typeOf(DType.INT64), sizes);
    HostCopy.write(values, 0, coordinates, 0, values.length);
    return coordinates;
  }
}
