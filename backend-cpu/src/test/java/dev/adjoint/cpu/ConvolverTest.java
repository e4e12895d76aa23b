package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.ConvolutionShape.Part;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to convolve against the definition, on odd sizes, and alike for any number of threads. */
class ConvolverTest {
  /** Input, weight and how it slides; the output is as long as the windows fit. */
  record Case(int[] input, int[] weight, int[] stride, int[] dilation, int[] padding, int groups) {
    Shape output() {
      int[] sizes = input.clone();
      sizes[1] = weight[0];
      for (int i = 2; i < sizes.length; i++) {
        int span = dilation[i - 2] * (weight[i] - 1) + 1;
        sizes[i] = (input[i] + 2 * padding[i - 2] - span) / stride[i - 2] + 1;
      }
      return Shape.of(sizes);
    }

    ConvolutionShape shape() {
      return new ConvolutionShape(stride, dilation, padding, groups);
    }

    @Override
    public String toString() {
      return Arrays.toString(input) + " * " + Arrays.toString(weight) + " stride " + Arrays.toString(stride) + " dilation "
          + Arrays.toString(dilation) + " padding " + Arrays.toString(padding) + " groups " + groups;
    }
  }

  private static int[] of(int... numbers) {
    return numbers;
  }

  private static Case square(int batch, int channels, int filters, int size, int kernel, int stride, int padding, int groups) {
    return new Case(of(batch, channels, size, size), of(filters, channels / groups, kernel, kernel), of(stride, stride),
        of(1, 1),
        of(padding, padding), groups);
  }

  static Stream<Case> cases() {
    Stream<Case> chosen = Stream.of(
        square(2, 3, 5, 7, 3, 1, 1, 1), square(5, 3, 4, 9, 3, 2, 1, 1), square(1, 2, 3, 6, 1, 1, 0, 1),
        square(3, 4, 6, 6, 1, 1, 0, 2), square(2, 3, 4, 9, 1, 2, 0, 1), square(2, 4, 4, 11, 2, 3, 0, 4),
        square(1, 3, 8, 23, 7, 2, 3, 1), square(2, 6, 6, 8, 3, 1, 1, 6), square(2, 6, 12, 8, 3, 2, 1, 6),
        square(2, 5, 5, 9, 5, 1, 2, 5), square(3, 3, 3, 12, 7, 2, 3, 3), square(1, 4, 4, 40, 3, 2, 0, 4),
        new Case(of(2, 3, 9, 11), of(3, 1, 3, 2), of(3, 1), of(2, 3), of(1, 4), 3),
        square(3, 33, 40, 13, 3, 1, 1, 1), square(2, 64, 48, 30, 3, 1, 0, 1), square(16, 40, 37, 7, 3, 1, 2, 1),
        square(5, 32, 64, 10, 3, 1, 3, 1), square(1, 64, 64, 41, 3, 1, 1, 1), new Case(of(4, 40, 9, 30), of(48, 40, 3, 3),
            of(1, 1), of(1, 1), of(4, 1), 1),
        square(1, 2, 3, 5, 3, 1, 4, 1), square(0, 2, 3, 5, 3, 1, 1, 1), square(2, 150, 140, 5, 3, 1, 1, 1),
        square(1, 700, 130, 3, 3, 1, 1, 1), square(3, 16, 16, 40, 5, 1, 2, 1), square(1, 3, 8, 70, 3, 1, 0, 1),
        square(1, 120, 2, 40, 3, 2, 1, 1), square(8, 64, 128, 16, 3, 2, 1, 1),
        square(1, 130, 70, 12, 3, 2, 1, 1), square(37, 5, 6, 4, 3, 1, 1, 1), square(4, 150, 140, 4, 3, 2, 1, 1),
        new Case(of(2, 3, 7, 9), of(4, 3, 1, 4), of(1, 3), of(1, 2), of(2, 3), 1),
        new Case(of(2, 4, 10, 8), of(6, 2, 5, 1), of(4, 2), of(2, 1), of(4, 0), 2),
        new Case(of(2, 3, 17), of(4, 3, 3), of(2), of(3), of(2), 1),
        new Case(of(1, 2, 9), of(2, 1, 2), of(5), of(1), of(0), 2),
        new Case(of(2, 2, 5, 4, 6), of(3, 2, 2, 3, 2), of(1, 2, 1), of(2, 1, 3), of(1, 1, 2), 1),
        new Case(of(2, 3, 4, 5, 5), of(3, 1, 3, 3, 3), of(1, 1, 1), of(1, 1, 1), of(1, 1, 1), 3),
        new Case(of(1, 2, 6, 7), of(2, 2, 3, 3), of(1, 1), of(2, 2), of(2, 2), 1));
    Random random = new Random(7);
    return Stream.concat(chosen, Stream.generate(() -> random(random)).filter(c -> c != null).limit(60));
  }

  private static Case random(Random random) {
    int axes = 1 + random.nextInt(3);
    int groups = 1 + random.nextInt(3);
    int channels = 1 + random.nextInt(4);
    int[] input = new int[axes + 2];
    int[] weight = new int[axes + 2];
    int[][] slides = new int[3][axes];
    input[0] = 1 + random.nextInt(6);
    input[1] = groups * channels;
    weight[0] = groups * (1 + random.nextInt(5));
    weight[1] = channels;
    for (int i = 0; i < axes; i++) {
      input[2 + i] = 1 + random.nextInt(9);
      weight[2 + i] = 1 + random.nextInt(4);
      slides[0][i] = 1 + random.nextInt(4);
      slides[1][i] = 1 + random.nextInt(3);
      slides[2][i] = random.nextInt(4);
      if (input[2 + i] + 2 * slides[2][i] <= slides[1][i] * (weight[2 + i] - 1)) {
        return null;
      }
    }
    return new Case(input, weight, slides[0], slides[1], slides[2], groups);
  }

  /** The same numbers in another order in memory. */
  private static View scattered(CpuBackend backend, View view) {
    int rank = view.shape().rank();
    int[] strides = new int[rank];
    int step = 2;
    int offset = 1;
    for (int axis = 0; axis < rank; axis++) {
      boolean flipped = axis == rank - 1;
      strides[axis] = flipped ? -step : step;
      offset += flipped ? step * (view.shape().size(axis) - 1) : 0;
      step *= view.shape().size(axis);
    }
    View out = new View(backend.allocate(view.dtype(), step + 2), view.shape(), strides, Math.max(0, offset));
    if (view.shape().size() > 0) {
      StridedCopy.store(CpuBuffer.arrayOf(view), view.offset(), LoopNest.of(view.shape(), out), CpuBuffer.arrayOf(out), 0,
          view.shape().size());
    }
    return out;
  }

  /** The largest distance; NaN if a number is. */
  private static double farthest(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double most = 0;
    for (int i = 0; i < actual.length; i++) {
      most = Math.max(most, Math.abs(actual[i] - expected[i]));
    }
    return most;
  }

  private static View convolve(CpuBackend backend, Case c, Part part, View first, View second, Shape shape) {
    View out = View.of(backend.allocate(first.dtype(), shape.size()), shape);
    Object array = CpuBuffer.arrayOf(out);
    StridedCopy.fill(array, 0, shape.size(), Double.NaN);
    return backend.convolve(c.shape(), part, first, second, null, out) ? out : null;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asTheDefinitionHasIt(Case c) {
    CpuBackend three = new CpuBackend(new BackendConfig(3), new BlasChoice(false), KernelCompiler.Mode.OFF);
    CpuBackend one = new CpuBackend(new BackendConfig(1), new BlasChoice(false), KernelCompiler.Mode.OFF);
    CpuBackend java = new CpuBackend(new BackendConfig(2), new BlasChoice(true), KernelCompiler.Mode.OFF);
    CpuBackend[] generated = new CpuBackend[2];
    Arrays.setAll(generated,
        i -> new CpuBackend(new BackendConfig(1 + 2 * i), new BlasChoice(true), KernelCompiler.Mode.AT_ONCE));
    Shape input = Shape.of(c.input());
    Shape weight = Shape.of(c.weight());
    Shape output = c.output();
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (Part part : Part.values()) {
        Shape a = part == Part.OUTPUT ? input : output;
        Shape b = part == Part.WEIGHT ? input : weight;
        Shape wanted = part == Part.OUTPUT ? output : part == Part.INPUT ? input : weight;
        View first = Numbers.random(three, dtype, 1, a.toArray());
        View second = Numbers.random(three, dtype, 2, b.toArray());
        View actual = convolve(three, c, part, first, second, wanted);
        boolean empty = a.size() == 0 || b.size() == 0;
        assertThat(actual == null).as("%s %s declined", dtype, part).isEqualTo(empty);
        if (empty) {
          continue;
        }
        double[] numbers = Numbers.of(actual);
        double[][] expected = Textbook.convolve(c.shape(), part, first, second, input, weight, output);
        double scale = Arrays.stream(expected[1]).max().orElse(0) + 1e-30;
        double error = (dtype == DType.FLOAT32 ? 2e-6 : 1e-14) * scale;
        assertThat(farthest(numbers, expected[0])).as("%s %s", dtype, part).isLessThanOrEqualTo(error);
        assertThat(Numbers.of(convolve(one, c, part, first, second, wanted))).as("%s %s, one thread", dtype, part)
            .isEqualTo(numbers);
        assertThat(Numbers.of(convolve(three, c, part, scattered(three, first), scattered(three, second), wanted)))
            .as("%s %s, scattered", dtype, part).isEqualTo(numbers);
        assertThat(farthest(Numbers.of(convolve(java, c, part, first, second, wanted)), expected[0]))
            .as("%s %s in Java", dtype, part).isLessThanOrEqualTo(error);
        double[] kernels = Numbers.of(convolve(generated[0], c, part, first, second, wanted));
        assertThat(farthest(kernels, expected[0])).as("%s %s by kernels", dtype, part).isLessThanOrEqualTo(error);
        assertThat(Numbers.of(convolve(generated[1], c, part, first, second, wanted)))
            .as("%s %s by kernels, more threads", dtype, part).isEqualTo(kernels);
      }
    }
  }

  @Test
  @DisplayName("the windows of a large kernel are not multiplied into a matrix of several images")
  void largeKernels() {
    ConvolutionSizes small = new ConvolutionSizes(
        8, 1, 512, 512, new int[] {1, 2, 2}, new int[] {1, 3, 3}, new int[] {1, 2, 2}, new int[] {1, 1, 1}, new int[] {1, 1, 1},
        new int[] {0, 1, 1});
    assertThat(BatchConvolution.isFor(small)).isTrue();
    ConvolutionSizes large = new ConvolutionSizes(
        8, 1, 64, 1, new int[] {44, 44, 44}, new int[] {41, 41, 41}, new int[] {4, 4, 4}, new int[] {1, 1, 1},
        new int[] {1, 1, 1}, new int[] {0, 0, 0});
    assertThat(BatchConvolution.isFor(large)).isFalse();
  }
}
