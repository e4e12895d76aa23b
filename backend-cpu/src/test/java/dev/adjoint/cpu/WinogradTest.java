package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.ConvolutionShape.Part;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Also where it is not the fastest way, Winograd's agrees with the definition. */
class WinogradTest {
  private static View convolve(
      Part part, DType dtype, int threads, ConvolutionSizes sizes, Operand first, Operand second, Shape shape) {
    View out = View.of(new CpuBuffer(dtype, shape.size()), shape);
    Operand to = new Operand(CpuBuffer.arrayOf(out), 0);
    StridedCopy.fill(to.array(), 0, shape.size(), Double.NaN);
    Winograd winograd = new Winograd(
        new ColumnProducts(new ThreadPool(threads), new Scratch(), new JavaBlas("test"), dtype), sizes);
    switch (part) {
      case OUTPUT -> winograd.output(first, second, null, to);
      case INPUT -> winograd.input(first, second, null, to);
      case WEIGHT -> winograd.weight(first, second, to);
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,3,3,0,0", "2,3,2,4,5,1,1", "1,2,5,9,7,2,0", "3,4,3,13,21,1,3", "6,5,4,8,8,4,4", "1,3,2,34,70,1,1"})
  void asTheDefinitionHasIt(int batch, int channels, int filters, int height, int width, int down, int across) {
    Shape input = Shape.of(batch, channels, height, width);
    Shape weight = Shape.of(filters, channels, 3, 3);
    Shape output = Shape.of(batch, filters, height + 2 * down - 2, width + 2 * across - 2);
    int[] ones = {1, 1};
    ConvolutionShape shape = new ConvolutionShape(ones, ones, new int[] {down, across}, 1);
    ConvolutionSizes sizes = ConvolutionSizes.of(shape, input, weight, output);
    CpuBackend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), KernelCompiler.Mode.OFF);
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (Part part : Part.values()) {
        View first = Numbers.random(backend, dtype, 1, (part == Part.OUTPUT ? input : output).toArray());
        View second = Numbers.random(backend, dtype, 2, (part == Part.WEIGHT ? input : weight).toArray());
        Shape wanted = part == Part.OUTPUT ? output : part == Part.INPUT ? input : weight;
        Operand a = new Operand(CpuBuffer.arrayOf(first), 0);
        Operand b = new Operand(CpuBuffer.arrayOf(second), 0);
        double[] actual = Numbers.of(convolve(part, dtype, 1, sizes, a, b, wanted));
        double[][] expected = Textbook.convolve(shape, part, first, second, input, weight, output);
        double scale = Arrays.stream(expected[1]).max().orElseThrow();
        for (int i = 0; i < actual.length; i++) {
          assertThat(actual[i]).as("%s %s, element %d", dtype, part, i)
              .isCloseTo(expected[0][i], within((dtype == DType.FLOAT32 ? 2e-6 : 1e-14) * scale));
        }
        assertThat(Numbers.of(convolve(part, dtype, 3, sizes, a, b, wanted))).isEqualTo(actual);
      }
    }
  }
}
