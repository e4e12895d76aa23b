package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest and the smallest are those of {@link Math}, whatever signs there are, with NaN and zeros of both signs. */
class ExtremesTest {
  private static final int ROWS = 40;
  /** NaN with a sign, and with other digits. */
  private static final double[] NAN = {
    Double.NaN, Float.intBitsToFloat(0xffc00000), Float.intBitsToFloat(0x7fc12345), Float.intBitsToFloat(-1)
  };
  private static final double[][] KINDS = {
    {1, -1, 0, -0.0, 3.5, -7}, {-1, -2, -0.5, -1e30}, {1, 2, 0.5, 1e30}, {0, -0.0}, {-0.0}, {-0.0, -1},
    {Double.POSITIVE_INFINITY, 1, -1}, {Double.NEGATIVE_INFINITY, 1, -1}, {Double.NEGATIVE_INFINITY},
    {Double.POSITIVE_INFINITY}, {Float.MIN_VALUE, -Float.MIN_VALUE, 0}, {Float.MIN_VALUE, 1}
  };

  private record Case(DType dtype, KernelCompiler.Mode mode, int length) {}

  private static Stream<Case> cases() {
    return Stream.of(DType.FLOAT32, DType.FLOAT64)
        .flatMap(dtype -> Stream.of(KernelCompiler.Mode.OFF, KernelCompiler.Mode.AT_ONCE)
            .flatMap(mode -> Stream.of(64, 65, 79, 150, 1024, 1100, 40_000).map(length -> new Case(dtype, mode, length))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areThoseOfMath(Case c) {
    CpuBackend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), c.mode);
    double[] x = numbers(c.length);
    Shape shape = Shape.of(ROWS, c.length);
    View input = View.of(backend.allocate(c.dtype, x.length), shape);
    Object elements = CpuBuffer.arrayOf(input);
    for (int i = 0; i < x.length; i++) {
      if (elements instanceof float[] floats) {
        floats[i] = (float) x[i];
      } else {
        ((double[]) elements)[i] = x[i];
      }
    }
    Expr element = Expr.arg(0, c.dtype);
    for (Expr e : new Expr[] {element, element.neg()}) {
      double[] expected = e == element ? x : DoubleStream.of(x).map(value -> -value).toArray();
      assertThat(reduced(backend, Reduction.MAX, e, input)).as("largest of %s", e).containsExactly(
          ofRows(expected, c.length, row -> row.reduce(Double.NEGATIVE_INFINITY, Math::max)));
      assertThat(reduced(backend, Reduction.MIN, e, input)).as("smallest of %s", e).containsExactly(
          ofRows(expected, c.length, row -> row.reduce(Double.POSITIVE_INFINITY, Math::min)));
    }
  }

  /** Rows of numbers of one kind each, some with one NaN among them. */
  private static double[] numbers(int length) {
    Random random = new Random(length);
    double[] x = new double[ROWS * length];
    for (int row = 0; row < ROWS; row++) {
      double[] kind = KINDS[row % KINDS.length];
      for (int i = 0; i < length; i++) {
        x[row * length + i] = kind[random.nextInt(kind.length)];
      }
      if (row >= 2 * KINDS.length) {
        x[row * length + random.nextInt(length)] = NAN[row % NAN.length];
      }
    }
    return x;
  }

  private interface Fold {
    double of(DoubleStream row);
  }

  private static double[] ofRows(double[] x, int length, Fold fold) {
    double[] results = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      results[row] = fold.of(Arrays.stream(x, row * length, (row + 1) * length));
    }
    // As float32 holds them.
    return DoubleStream.of(results).map(value -> (float) value).toArray();
  }

  private static double[] reduced(CpuBackend backend, Reduction reduction, Expr e, View input) {
    View output = View.of(backend.allocate(e.dtype(), ROWS), Shape.of(ROWS, 1));
    backend.reduce(reduction, Kernel.of(e), new double[0], new View[] {input}, new int[] {1}, output);
    // As float32, for numbers that it does not hold.
    return DoubleStream.of(Numbers.of(output)).map(value -> (float) value).toArray();
  }
}
