package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.UnaryOp;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is interpreted and what has a kernel of its own give the same bits, but for those of a NaN. */
class EqualBitsTest {
  private static final Set<UnaryOp> ON_THE_HOST =
      EnumSet.of(UnaryOp.ERFC, UnaryOp.ERFINV, UnaryOp.LGAMMA, UnaryOp.DIGAMMA);
  private static final double[] SPECIAL = {
    0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, Math.PI, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
    Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL, Float.MIN_VALUE, -Float.MIN_VALUE, Double.MAX_VALUE,
    Double.MIN_NORMAL, Double.MIN_VALUE, -Double.MIN_VALUE, 0x1p24, 0x1p24 - 1, 0x1p53, 88.7, 89, -103.9, 709.7, -745, 1e-8};

  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  /** Each special number beside each other, then ordinary ones, then some of any size. */
  private static double[] numbers(boolean second) {
    Random random = new Random(second ? 2 : 1);
    List<Double> numbers = new ArrayList<>();
    for (double a : SPECIAL) {
      for (double b : SPECIAL) {
        numbers.add(second ? b : a);
      }
    }
    random.doubles(700, -1, 1).forEach(numbers::add);
    random.doubles(700, -12, 12).forEach(numbers::add);
    random.doubles(501, -100, 100).forEach(x -> numbers.add(Math.signum(x) * Math.exp(0.8 * Math.abs(x))));
    return numbers.stream().mapToDouble(x -> x).toArray();
  }

  private static View on(TornadoBackend backend, DType dtype, double[] numbers, int... sizes) {
    Buffer buffer = backend.allocate(dtype, numbers.length);
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    backend.copyIn(dtype == DType.FLOAT32 ? narrow : numbers, 0, buffer, 0, numbers.length);
    return View.of(buffer, sizes.length == 0 ? Shape.of(numbers.length) : Shape.of(sizes));
  }

  /** The bits that a backend computes, all NaNs alike. */
  private static long[] bits(TornadoBackend backend, DType dtype, Shape shape, Consumer<View> computation) {
    View output = View.of(backend.allocate(dtype, shape.size()), shape);
    computation.accept(output);
    if (dtype == DType.FLOAT64) {
      double[] values = new double[shape.size()];
      backend.copyOut(output.buffer(), 0, values, 0, values.length);
      return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }
    float[] values = new float[shape.size()];
    backend.copyOut(output.buffer(), 0, values, 0, values.length);
    long[] bits = new long[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  private static long[] map(TornadoBackend backend, Expr e, DType of) {
    View[] inputs = {on(backend, of, numbers(false)), on(backend, of, numbers(true))};
    return bits(
        backend, e.dtype(), inputs[0].shape(), output -> backend.map(Kernel.of(e), new double[0], inputs, output));
  }

  /** Where an expression differs, or an empty string. */
  private static String difference(Expr e, DType of) {
    long[] interpreted = map(OnDevice.interpreted(), e, of);
    long[] generated = map(OnDevice.generated(), e, of);
    int at = Arrays.mismatch(interpreted, generated);
    return at < 0 ? ""
        : "%s at %s, %s: %x interpreted, %x generated%n".formatted(
            e, numbers(false)[at], numbers(true)[at], interpreted[at], generated[at]);
  }

  private static void assertEqual(List<Expr> expressions, DType of) {
    StringBuilder differences = new StringBuilder();
    expressions.forEach(e -> differences.append(difference(e, of)));
    assertThat(differences.toString()).isEmpty();
    assertThat(OnDevice.generated().refused()).isZero();
    assertThat(OnDevice.interpreted().compiled()).isZero();
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void functionsOfOneNumber(DType dtype) {
    List<Expr> expressions = new ArrayList<>();
    for (UnaryOp op : EnumSet.complementOf(EnumSet.copyOf(ON_THE_HOST))) {
      expressions.add(Expr.unary(op, Expr.arg(0, dtype)));
    }
    assertEqual(expressions, dtype);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void functionsOfTwoNumbers(DType dtype) {
    List<Expr> expressions = new ArrayList<>();
    for (BinaryOp op : BinaryOp.values()) {
      if (op.isDefinedOnReals() && op != BinaryOp.POLYGAMMA) {
        expressions.add(Expr.binary(op, Expr.arg(0, dtype), Expr.arg(1, dtype)));
      }
    }
    assertEqual(expressions, dtype);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void comparisonsAndCasts(DType dtype) {
    Expr a = Expr.arg(0, dtype);
    Expr b = Expr.arg(1, dtype);
    List<Expr> expressions = new ArrayList<>();
    for (Comparison op : Comparison.values()) {
      expressions.add(Expr.select(Expr.compare(op, a, b), a, b));
    }
    for (DType other : DType.values()) {
      expressions.add(a.cast(other).cast(dtype));
    }
    expressions.add(a.mul(b).add(a).tanh().sub(b.div(a).exp()).mul(a.sqrt()));
    assertEqual(expressions, dtype);
  }

  private static long[] reduced(TornadoBackend backend, Reduction how, DType dtype, int rows, int length) {
    View input = on(backend, dtype, new Random(length).doubles(rows * length, 0.5, 1.5).toArray(), rows, length);
    Kernel element = Kernel.of(Expr.arg(0, dtype).log());
    return bits(
        backend, dtype, Shape.of(rows, 1),
        output -> backend.reduce(how, element, new double[0], new View[] {input}, new int[] {1}, output));
  }

  @ParameterizedTest
  @CsvSource({"1, 100003", "3, 1000", "9000, 40"})
  void reductions(int rows, int length) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (Reduction how : new Reduction[] {Reduction.SUM, Reduction.MIN}) {
        assertThat(reduced(OnDevice.generated(), how, dtype, rows, length)).as("%s of %s", how, dtype)
            .isEqualTo(reduced(OnDevice.interpreted(), how, dtype, rows, length));
      }
    }
  }

  private static RowProgram softmax(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype);
    Expr e = p.each(p.input(0).sub(p.fold(Reduction.MAX, p.input(0))).exp());
    Expr total = p.fold(Reduction.SUM, e);
    return p.returning(p.each(e.div(total)));
  }

  private static RowProgram logSoftmax(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype);
    Expr largest = p.fold(Reduction.MAX, p.input(0));
    Expr total = p.fold(Reduction.SUM, p.input(0).sub(largest).exp());
    Expr shift = p.row(largest.add(total.log()));
    return p.returning(p.each(p.input(0).sub(shift)));
  }

  private static RowProgram layerNorm(DType dtype, int length) {
    RowProgram.Writer p = RowProgram.over(dtype);
    Expr mean = p.row(p.fold(Reduction.SUM, p.input(0)).div(length));
    Expr centred = p.each(p.input(0).sub(mean));
    Expr scale = p.row(p.fold(Reduction.SUM, centred.mul(centred)).div(length).add(1e-5).rsqrt());
    return p.returning(p.each(centred.mul(scale)));
  }

  private static long[] rows(TornadoBackend backend, RowProgram program, DType dtype, int rows, int length, int axis) {
    double[] numbers = new Random(rows + length).doubles(rows * length, -3, 3).toArray();
    View input = axis == 1 ? on(backend, dtype, numbers, rows, length) : on(backend, dtype, numbers, length, rows);
    return bits(
        backend, dtype, input.shape(),
        output -> backend.rows(program, new double[0], new View[] {input}, new int[] {axis}, new View[] {output}));
  }

  /** The sums too, whose last digits depend on the order of their terms: some of them do in float64 at these lengths. */
  @ParameterizedTest
  @CsvSource({"5, 7", "40, 32", "40, 33", "3, 100", "1, 3000", "300, 1000", "2100, 70"})
  void rowsStepByStepAndInOneLaunch(int rows, int length) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (RowProgram program : List.of(softmax(dtype), logSoftmax(dtype), layerNorm(dtype, length))) {
        for (int axis = 0; axis < 2; axis++) {
          long before = OnDevice.generated().launches();
          long[] generated = rows(OnDevice.generated(), program, dtype, rows, length, axis);
          assertThat(OnDevice.generated().launches() - before).as("launches").isLessThan(program.steps().size());
          long[] interpreted = rows(OnDevice.interpreted(), program, dtype, rows, length, axis);
          assertThat(Arrays.mismatch(interpreted, generated)).as("%s along axis %d of %s", dtype, axis, program).isEqualTo(-1);
        }
      }
    }
  }
}
