package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** A convolution's trilinear form as its definition has it, in float64: an oracle. */
final class Textbook {
  private Textbook() {}

  /** The derivative towards one part of the sum of all products, and (second) the sum of their magnitudes. */
  static double[][] convolve(
      ConvolutionShape shape, ConvolutionShape.Part part, View first, View second, Shape input, Shape weight, Shape output) {
    double[] f = Numbers.of(first);
    double[] s = Numbers.of(second);
    int size = switch (part) {
      case OUTPUT -> output.size();
      case INPUT -> input.size();
      case WEIGHT -> weight.size();
    };
    double[] sums = new double[size];
    double[] magnitudes = new double[size];
    int channels = weight.size(1);
    int perGroup = weight.size(0) / shape.groups();
    int[][] taps = taps(weight);
    for (int o = 0; o < output.size(); o++) {
      int[] y = Numbers.coordinates(output, o);
      for (int t = 0; t < taps.length; t++) {
        int place = place(shape, input, y, taps[t]);
        for (int c = 0; c < channels && place >= 0; c++) {
          int x = (y[0] * input.size(1) + y[1] / perGroup * channels + c) * area(input) + place;
          int w = (y[1] * channels + c) * taps.length + t;
          double product =
              (part == ConvolutionShape.Part.OUTPUT ? f[x] : f[o]) * (part == ConvolutionShape.Part.WEIGHT ? s[x] : s[w]);
          int to = switch (part) {
            case OUTPUT -> o;
            case INPUT -> x;
            case WEIGHT -> w;
          };
          sums[to] += product;
          magnitudes[to] += Math.abs(product);
        }
      }
    }
    return new double[][] {sums, magnitudes};
  }

  private static int[][] taps(Shape weight) {
    int[] sizes = Arrays.copyOfRange(weight.toArray(), 2, weight.rank());
    Shape kernel = Shape.of(sizes);
    int[][] taps = new int[kernel.size()][];
    Arrays.setAll(taps, t -> Numbers.coordinates(kernel, t));
    return taps;
  }

  private static int area(Shape shape) {
    return shape.size() == 0 ? 0 : shape.size() / shape.size(0) / shape.size(1);
  }

  /** Where within a channel of the input a tap of a window reads; -1 where it sticks out. */
  private static int place(ConvolutionShape shape, Shape input, int[] y, int[] tap) {
    int place = 0;
    for (int i = 0; i < tap.length; i++) {
      int x = y[2 + i] * shape.stride()[i] + tap[i] * shape.dilation()[i] - shape.padding()[i];
      if (x < 0 || x >= input.size(2 + i)) {
        return -1;
      }
      place = place * input.size(2 + i) + x;
    }
    return place;
  }
}
