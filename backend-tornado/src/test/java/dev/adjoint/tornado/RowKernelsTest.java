package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row programs in one launch. */
class RowKernelsTest {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  /** Elements that a later step reads and nobody else, and values of rows of two types. */
  private static RowProgram integers() {
    RowProgram.Writer p = RowProgram.over(DType.INT32);
    Expr largest = p.fold(Reduction.MAX, p.input(0));
    Expr below = p.each(largest.sub(p.input(0)));
    Expr total = p.fold(Reduction.SUM, below);
    Expr least = p.fold(Reduction.MIN, below.add(p.input(0)));
    Expr mean = p.row(total.cast(DType.FLOAT64));
    return p.returning(p.each(below.add(total)), mean, least);
  }

  private static Object[] run(Backend backend, RowProgram program, int rows, int length, int axis) {
    int size = rows * length;
    int[] numbers = new Random(size).ints(size).toArray();
    Buffer in = backend.allocate(DType.INT32, size);
    backend.copyIn(numbers, 0, in, 0, size);
    Shape shape = axis == 1 ? Shape.of(rows, length) : Shape.of(length, rows);
    Shape kept = axis == 1 ? Shape.of(rows, 1) : Shape.of(1, rows);
    View elements = View.of(backend.allocate(DType.INT32, size), shape);
    View means = View.of(backend.allocate(DType.FLOAT64, rows), kept);
    View least = View.of(backend.allocate(DType.INT32, rows), kept);
    backend.rows(program, new double[0], new View[] {View.of(in, shape)}, new int[] {axis},
        new View[] {elements, means, least});
    int[] values = new int[size];
    double[] ofRows = new double[rows];
    int[] others = new int[rows];
    backend.copyOut(elements.buffer(), 0, values, 0, size);
    backend.copyOut(means.buffer(), 0, ofRows, 0, rows);
    backend.copyOut(least.buffer(), 0, others, 0, rows);
    return new Object[] {values, ofRows, others};
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 32", "5, 33", "3, 63", "3, 64", "3, 65", "7, 1000", "5000, 40"})
  void ofIntegersThatWrapAround(int rows, int length) {
    RowProgram program = integers();
    for (int axis = 0; axis < 2; axis++) {
      assertThat(run(OnDevice.generated(), program, rows, length, axis)).as("along axis %d", axis)
          .isEqualTo(run(new ReferenceBackend(), program, rows, length, axis));
    }
  }

  @Test
  void aProgramIsOneLaunch() {
    RowProgram program = integers();
    run(OnDevice.generated(), program, 20, 50, 1);
    int compiled = OnDevice.generated().compiled();
    long before = OnDevice.generated().launches();
    run(OnDevice.generated(), program, 30, 70, 1);
    assertThat(OnDevice.generated().launches() - before).isEqualTo(1);
    run(OnDevice.generated(), integers(), 30, 70, 1);
    assertThat(OnDevice.generated().compiled()).as("another program that does the same").isEqualTo(compiled);
  }

  @Test
  void rowsThatAreFewAndLongAreTakenAStepAtATime() {
    RowProgram program = integers();
    long before = OnDevice.generated().launches();
    assertThat(run(OnDevice.generated(), program, 2, 50_000, 1))
        .isEqualTo(run(new ReferenceBackend(), program, 2, 50_000, 1));
    assertThat(OnDevice.generated().launches() - before).isGreaterThan(1);
  }
}
