package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A launch gives the same bits whether its kernels are generated or not: however warm the process is. */
class EqualBitsTest {
  private static final CpuBackend COLD = new CpuBackend(new BackendConfig(2), new BlasChoice(true), KernelCompiler.Mode.OFF);
  private static final CpuBackend WARM =
      new CpuBackend(new BackendConfig(2), new BlasChoice(true), KernelCompiler.Mode.AT_ONCE);
  private static final int[] LENGTHS = {5, 63, 64, 100, 1000, 1024, 1500, 5000};
  private static final int[] SOME_LENGTHS = {100};
  private static final List<DType> DTYPES = List.of(DType.FLOAT32, DType.FLOAT64);

  /** A tensor of so many rows of a length, laid out in one way or another. */
  private enum Layout {
    CONTIGUOUS, TRANSPOSED, NARROWED, STEPPED, FLIPPED, ROW_FOR_ALL, ONE_A_ROW;

    View of(DType dtype, int rows, int length, long seed) {
      int[] strides = switch (this) {
        case CONTIGUOUS -> new int[] {length, 1};
        case TRANSPOSED -> new int[] {1, rows};
        case NARROWED -> new int[] {length + 7, 1};
        case STEPPED -> new int[] {2 * length, 2};
        case FLIPPED -> new int[] {length, -1};
        case ROW_FOR_ALL -> new int[] {0, 1};
        case ONE_A_ROW -> new int[] {1, 0};
      };
      View all = Numbers.random(COLD, dtype, seed, 2 * rows * (length + 7) + 3);
      return new View(all.buffer(), Shape.of(rows, length), strides, this == FLIPPED ? length - 1 : 3);
    }
  }

  private record Case(DType dtype, Layout layout, int rows, int length) {
    View[] inputs() {
      Layout second = layout == Layout.ROW_FOR_ALL ? Layout.CONTIGUOUS : Layout.ROW_FOR_ALL;
      return new View[] {layout.of(dtype, rows, length, 1), second.of(dtype, rows, length, 2)};
    }
  }

  private static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (DType dtype : DTYPES) {
      Layout[] layouts = dtype == DType.FLOAT32 ? Layout.values() : new Layout[] {Layout.CONTIGUOUS, Layout.TRANSPOSED};
      for (Layout layout : layouts) {
        for (int length : layout == Layout.CONTIGUOUS ? LENGTHS : SOME_LENGTHS) {
          all.add(new Case(dtype, layout, 3, length));
          all.add(new Case(dtype, layout, length, 66));
        }
      }
    }
    all.add(new Case(DType.FLOAT32, Layout.CONTIGUOUS, 2, 9_003));
    all.add(new Case(DType.FLOAT32, Layout.CONTIGUOUS, 9_003, 2));
    return all.stream();
  }

  /** Of one input and of two, of few steps and of many. */
  private static List<Expr> expressions(DType dtype) {
    Expr x = Expr.arg(0, dtype);
    Expr y = Expr.arg(1, dtype);
    Expr few = x.mul(y).add(x.sub(y).relu()).sub(y.abs().sqrt()).div(x.abs().add(0.5));
    Expr many = x.exp().mul(y.tanh()).add(x.sigmoid()).sub(y.mul(y).add(1).log()).mul(x.max(y)).add(x.erf());
    return List.of(x, x.add(y), few, x.sub(y).exp(), many.mul(few).add(y.abs().add(0.1).rsqrt()));
  }

  private static View empty(CpuBackend backend, DType dtype, Shape shape) {
    return View.of(backend.allocate(dtype, shape.size()), shape);
  }

  private static double[] reduced(CpuBackend backend, Reduction reduction, Expr e, View[] inputs, int... axes) {
    int[] kept = inputs[0].shape().toArray();
    Arrays.stream(axes).forEach(axis -> kept[axis] = 1);
    View output = empty(backend, e.dtype(), Shape.of(kept));
    Kernel kernel = Kernel.of(e);
    backend.reduce(reduction, kernel, new double[0], Arrays.copyOf(inputs, kernel.arity()), axes, output);
    return Numbers.of(output);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ofRowsAndColumnsCombined(Case c) {
    View[] inputs = c.inputs();
    for (Expr e : expressions(c.dtype)) {
      for (int[] axes : new int[][] {{1}, {0}, {0, 1}}) {
        assertThat(reduced(WARM, Reduction.SUM, e, inputs, axes)).as("%s over %s", e, Arrays.toString(axes))
            .containsExactly(reduced(COLD, Reduction.SUM, e, inputs, axes));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("DTYPES")
  void ofPlanesCombined(DType dtype) {
    for (int[] sizes : new int[][] {{4, 3, 7, 7}, {3, 2, 10, 100}, {2, 17, 3, 66}, {20, 2, 30, 50}}) {
      View[] inputs = {Numbers.random(COLD, dtype, 1, sizes), Numbers.random(COLD, dtype, 2, sizes)};
      for (Expr e : expressions(dtype)) {
        for (int[] axes : new int[][] {{0, 2, 3}, {1}, {2, 3}, {0, 1}, {0, 3}, {0, 1, 2, 3}}) {
          assertThat(reduced(WARM, Reduction.SUM, e, inputs, axes)).as("%s over %s", e, Arrays.toString(axes))
              .containsExactly(reduced(COLD, Reduction.SUM, e, inputs, axes));
        }
      }
    }
  }

  // ---- Programs along rows ----

  private static RowProgram logSoftmax(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr shifted = p.input(0).sub(p.fold(Reduction.MAX, p.input(0)));
    Expr rest = p.row(p.fold(Reduction.SUM, shifted.exp()).log());
    return p.returning(p.each(shifted.sub(rest)), rest);
  }

  private static RowProgram softmax(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr e = p.each(p.input(0).sub(p.fold(Reduction.MAX, p.input(0))).exp());
    Expr scale = p.row(p.fold(Reduction.SUM, e).reciprocal());
    return p.returning(p.each(e.mul(scale)));
  }

  private static RowProgram layerNorm(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr mean = p.row(p.fold(Reduction.SUM, p.input(0)).div(Expr.param(0, dtype)));
    Expr distance = p.input(0).sub(mean);
    Expr scale = p.row(p.fold(Reduction.SUM, distance.mul(distance)).div(Expr.param(0, dtype)).add(1e-3).rsqrt());
    return p.returning(p.each(distance.mul(scale).mul(p.input(1))), mean, scale);
  }

  private static RowProgram crossEntropy(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr largest = p.fold(Reduction.MAX, p.input(0));
    Expr sum = p.fold(Reduction.SUM, p.input(0).sub(largest).exp());
    Expr won = p.fold(Reduction.SUM, p.input(0).mul(p.input(1)));
    return p.returning(p.row(sum.log().add(largest).sub(won)), largest);
  }

  private static double[][] run(CpuBackend backend, RowProgram program, View[] inputs, int... axes) {
    Shape shape = inputs[0].shape();
    int[] kept = shape.toArray();
    Arrays.stream(axes).forEach(axis -> kept[axis] = 1);
    View[] outputs = new View[program.results()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = empty(backend, inputs[0].dtype(), RowLayout.isEach(program, i) ? shape : Shape.of(kept));
    }
    backend.rows(program, new double[] {(double) shape.size() / Shape.of(kept).size()}, inputs, axes, outputs);
    return Arrays.stream(outputs).map(Numbers::of).toArray(double[][]::new);
  }

  private static List<RowProgram> programs(DType dtype) {
    return List.of(softmax(dtype), logSoftmax(dtype), layerNorm(dtype), crossEntropy(dtype));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ofProgramsAlongRows(Case c) {
    for (RowProgram program : programs(c.dtype)) {
      for (int[] axes : new int[][] {{1}, {0}, {0, 1}}) {
        assertThat(run(WARM, program, c.inputs(), axes)).as("over %s", Arrays.toString(axes))
            .isDeepEqualTo(run(COLD, program, c.inputs(), axes));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("DTYPES")
  void ofProgramsAlongPlanes(DType dtype) {
    for (int[] sizes : new int[][] {{4, 3, 7, 7}, {3, 2, 10, 100}, {2, 17, 3, 66}, {20, 2, 30, 50}}) {
      View[] inputs = {Numbers.random(COLD, dtype, 1, sizes), Numbers.random(COLD, dtype, 2, sizes)};
      for (RowProgram program : programs(dtype)) {
        for (int[] axes : new int[][] {{0, 2, 3}, {1}, {2, 3}, {0, 1}, {0, 3}, {0, 1, 2, 3}}) {
          assertThat(run(WARM, program, inputs, axes)).as("over %s", Arrays.toString(axes))
              .isDeepEqualTo(run(COLD, program, inputs, axes));
        }
      }
    }
  }

  // ---- Convolutions ----

  @ParameterizedTest
  @FieldSource("DTYPES")
  void ofConvolutionsOfPlanes(DType dtype) {
    for (int kernel : new int[] {3, 5}) {
      for (ConvolutionShape.Part part : ConvolutionShape.Part.values()) {
        assertThat(convolved(WARM, dtype, part, kernel)).as("%s, kernel %d", part, kernel)
            .containsExactly(convolved(COLD, dtype, part, kernel));
      }
    }
  }

  private static double[] convolved(CpuBackend backend, DType dtype, ConvolutionShape.Part part, int kernel) {
    int padding = kernel / 2;
    ConvolutionShape shape = new ConvolutionShape(new int[] {1, 1}, new int[] {padding, padding}, new int[] {1, 1}, 6);
    int[] image = {3, 6, 40, 33};
    View first = Numbers.random(COLD, dtype, 1, image);
    View weight = Numbers.random(COLD, dtype, 2, 6, 1, kernel, kernel);
    View second = part == ConvolutionShape.Part.WEIGHT ? Numbers.random(COLD, dtype, 3, image) : weight;
    View output = empty(backend, dtype, part == ConvolutionShape.Part.WEIGHT ? weight.shape() : first.shape());
    assertThat(backend.convolve(shape, part, first, second, null, output)).isTrue();
    return Numbers.of(output);
  }
}
