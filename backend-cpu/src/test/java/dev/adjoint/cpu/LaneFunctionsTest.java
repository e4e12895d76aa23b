package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.UnaryOp;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions that are computed by parts: their accuracy, the ends of their domains, and that both forms are one. */
class LaneFunctionsTest {
  private static final int COUNT = 200_000;
  private static final double[] NONE = {};
  private static final double[] NOTABLE = {
    0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 88.72, 88.73, 89.5, -87.4, -103.9, -104.1,
    709.7, 710, -708.5, -745, -746, 10, -10, 17, -17, 20, -20, 4, -4, 6, -6, -0.9999999, Float.MIN_VALUE, -Float.MIN_VALUE,
    Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE,
    Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-300, 1e300, -1e300, 1e-8, -1e-8, 1e-10, -1e-10, 1e15, 1e30
  };

  static Stream<Arguments> functions() {
    return Stream.of(DType.FLOAT32, DType.FLOAT64).flatMap(dtype -> Stream.of(
        Arguments.of(dtype, UnaryOp.EXP, (UnaryOperator<Expr>) Expr::exp),
        Arguments.of(dtype, UnaryOp.EXPM1, (UnaryOperator<Expr>) Expr::expm1),
        Arguments.of(dtype, UnaryOp.LOG, (UnaryOperator<Expr>) Expr::log),
        Arguments.of(dtype, UnaryOp.LOG1P, (UnaryOperator<Expr>) Expr::log1p),
        Arguments.of(dtype, UnaryOp.TANH, (UnaryOperator<Expr>) Expr::tanh),
        Arguments.of(dtype, UnaryOp.SIGMOID, (UnaryOperator<Expr>) Expr::sigmoid),
        Arguments.of(dtype, UnaryOp.ERF, (UnaryOperator<Expr>) Expr::erf)));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("functions")
  void isAccurateInBothForms(DType dtype, UnaryOp op, UnaryOperator<Expr> function) {
    double[] x = arguments(dtype);
    double[] interpreted = map(KernelCompiler.Mode.OFF, dtype, function, x);
    double[] generated = map(KernelCompiler.Mode.AT_ONCE, dtype, function, x);
    assertThat(generated).as("generated, as interpreted").isEqualTo(interpreted);
    for (int i = 0; i < x.length; i++) {
      // The functions of float64 are themselves within 1 unit.
      double exact = op.apply(x[i]);
      double expected = dtype == DType.FLOAT32 ? (float) exact : exact;
      double unit = dtype == DType.FLOAT32 ? Math.ulp((float) exact) : Math.ulp(exact);
      boolean same = Double.compare(interpreted[i], expected) == 0 || expected == 0 && interpreted[i] == 0 && x[i] != 0;
      assertThat(same || Math.abs(interpreted[i] - exact) <= 2.5 * unit)
          .as("%s(%s) = %s, expected %s", op, x[i], interpreted[i], exact).isTrue();
    }
  }

  private static double[] arguments(DType dtype) {
    Random random = new Random(3);
    double[] x = Arrays.copyOf(NOTABLE, COUNT);
    for (int i = NOTABLE.length; i < COUNT; i++) {
      x[i] = switch (i % 4) {
        case 0 -> random.nextGaussian();
        case 1 -> random.nextDouble() * 200 - 100;
        case 2 -> Float.intBitsToFloat(random.nextInt());
        default -> dtype == DType.FLOAT64 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * 1e-3;
      };
    }
    if (dtype == DType.FLOAT32) {
      Arrays.setAll(x, i -> (float) x[i]);
    }
    return x;
  }

  private static double[] map(KernelCompiler.Mode mode, DType dtype, UnaryOperator<Expr> function, double[] x) {
    Backend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), mode);
    View input = View.of(backend.allocate(dtype, x.length), Shape.of(x.length));
    View output = View.of(backend.allocate(dtype, x.length), Shape.of(x.length));
    Object elements = CpuBuffer.arrayOf(input);
    for (int i = 0; i < x.length; i++) {
      if (elements instanceof float[] floats) {
        floats[i] = (float) x[i];
      } else {
        ((double[]) elements)[i] = x[i];
      }
    }
    backend.map(Kernel.of(function.apply(Expr.arg(0, dtype))), NONE, new View[] {input}, output);
    return Numbers.of(output);
  }
}
