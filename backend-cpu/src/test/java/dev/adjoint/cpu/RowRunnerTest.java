package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs along rows give the same whether they are run by rows, by blocks of rows or step by step, on any layout. */
class RowRunnerTest {
  private static final Backend ONE_THREAD = backend(1, KernelCompiler.Mode.AT_ONCE);
  private static final Backend GENERATOR = backend(2, KernelCompiler.Mode.AT_ONCE);
  private static final Backend INTERPRETER = backend(2, KernelCompiler.Mode.OFF);
  private static final Backend STEPS = new DelegatingBackend("maps and reductions only", INTERPRETER);

  private static Backend backend(int threads, KernelCompiler.Mode mode) {
    return new CpuBackend(new BackendConfig(threads), new BlasChoice(true), mode);
  }

  /** x and a weight: standardised, weighed, shifted by the largest; and the means and the largest. */
  private static RowProgram program(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr mean = p.row(p.fold(Reduction.SUM, p.input(0)).div(Expr.param(0, dtype)));
    Expr distance = p.input(0).sub(mean);
    Expr scale = p.row(p.fold(Reduction.SUM, distance.mul(distance)).div(Expr.param(0, dtype)).add(1e-3).rsqrt());
    Expr e = p.each(distance.mul(scale).exp());
    Expr largest = p.fold(Reduction.MAX, e);
    return p.returning(p.each(e.mul(p.input(1)).sub(largest)), mean, largest);
  }

  private static View random(Shape shape, int[] strides, int offset, int size, DType dtype) {
    View all = View.of(INTERPRETER.allocate(dtype, size), Shape.of(size));
    Random random = new Random(size);
    double[] values = random.doubles(size, -1, 1).toArray();
    Object array = CpuBuffer.arrayOf(all);
    for (int i = 0; i < size; i++) {
      if (array instanceof float[] floats) {
        floats[i] = (float) values[i];
      } else {
        ((double[]) array)[i] = values[i];
      }
    }
    return new View(all.buffer(), shape, strides, offset);
  }

  private static View contiguous(Shape shape, DType dtype) {
    return random(shape, shape.rowMajorStrides(), 0, Math.max(1, shape.size()), dtype);
  }

  private static View[] run(Backend backend, DType dtype, View[] inputs, int... axes) {
    RowProgram program = program(dtype);
    Shape shape = inputs[0].shape();
    int[] kept = shape.toArray();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    View[] outputs = new View[3];
    for (int i = 0; i < 3; i++) {
      Shape size = i == 0 ? shape : Shape.of(kept);
      outputs[i] = View.of(backend.allocate(dtype, size.size()), size);
    }
    double count = (double) shape.size() / Shape.of(kept).size();
    backend.rows(program, new double[] {count}, inputs, axes, outputs);
    return outputs;
  }

  private static void check(View x, View weight, int... axes) {
    View[] inputs = {x, weight};
    View[] expected = run(STEPS, x.dtype(), inputs, axes);
    View[] alone = run(ONE_THREAD, x.dtype(), inputs, axes);
    View[] generated = run(GENERATOR, x.dtype(), inputs, axes);
    View[] interpreted = run(INTERPRETER, x.dtype(), inputs, axes);
    double error = x.dtype() == DType.FLOAT64 ? 1e-10 : 1e-4;
    for (int i = 0; i < expected.length; i++) {
      double[] wanted = Numbers.of(expected[i]);
      assertThat(Numbers.of(interpreted[i])).as("%d of %s by blocks", i, x).containsExactly(wanted, within(error));
      assertThat(Numbers.of(generated[i])).as("%d of %s by rows", i, x).containsExactly(wanted, within(error));
      assertThat(Numbers.of(alone[i])).as("%d of %s by one thread", i, x).containsExactly(Numbers.of(generated[i]));
    }
  }

  private static View stretched(Shape shape, int axis, DType dtype) {
    int[] strides = new int[shape.rank()];
    strides[axis] = 1;
    return random(shape, strides, 0, shape.size(axis), dtype);
  }

  @Test
  void rowsSideBySideAndOneAfterTheOther() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[] sizes : new int[][] {{3, 7}, {5, 16}, {40, 1025}, {1100, 33}, {9000, 5}, {2, 70_001}, {1, 50}}) {
        Shape shape = Shape.of(sizes);
        check(contiguous(shape, dtype), stretched(shape, 1, dtype), 1);
        check(contiguous(shape, dtype), stretched(shape, 0, dtype), 0);
        check(contiguous(shape, dtype), contiguous(shape, dtype), 0, 1);
      }
    }
  }

  @Test
  void rowsOfSeveralSegments() {
    Shape shape = Shape.of(6, 5, 11, 13);
    for (int[] axes : new int[][] {{0, 2, 3}, {1}, {2, 3}, {1, 2}, {0, 3}, {0}}) {
      check(contiguous(shape, DType.FLOAT32), stretched(shape, 1, DType.FLOAT32), axes);
      check(contiguous(shape, DType.FLOAT64), stretched(shape, 3, DType.FLOAT64), axes);
    }
    for (int[] sizes : new int[][] {{8, 6, 2, 2}, {3, 700, 4, 4}, {2, 3, 1, 7}}) {
      Shape small = Shape.of(sizes);
      check(contiguous(small, DType.FLOAT32), stretched(small, 1, DType.FLOAT32), 0, 2, 3);
      check(contiguous(small, DType.FLOAT64), contiguous(small, DType.FLOAT64), 0, 2, 3);
    }
    Shape large = Shape.of(8, 6, 30, 40);
    check(contiguous(large, DType.FLOAT32), stretched(large, 1, DType.FLOAT32), 0, 2, 3);
    check(contiguous(large, DType.FLOAT32), stretched(large, 1, DType.FLOAT32), 1);
  }

  @Test
  void oddLayouts() {
    Shape shape = Shape.of(300, 200);
    View weight = stretched(shape, 1, DType.FLOAT32);
    for (int axis = 0; axis < 2; axis++) {
      check(random(shape, new int[] {1, 300}, 0, 60_000, DType.FLOAT32), weight, axis); // transposed
      check(random(shape, new int[] {210, 1}, 3, 63_003, DType.FLOAT32), weight, axis); // narrowed
      check(random(shape, new int[] {400, 2}, 0, 120_000, DType.FLOAT32), weight, axis); // stepped
      check(random(shape, new int[] {-200, -1}, 59_999, 60_000, DType.FLOAT32), weight, axis); // flipped
      check(random(shape, new int[] {0, 1}, 0, 200, DType.FLOAT32), weight, axis); // one row for all
      check(random(shape, new int[] {1, 0}, 0, 300, DType.FLOAT32), weight, axis); // one element a row
      check(random(shape, new int[] {0, 0}, 0, 1, DType.FLOAT32), weight, axis);
    }
  }
}
