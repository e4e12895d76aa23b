package dev.adjoint.cpu;

import dev.adjoint.Shape;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.View;

/** A convolution's trilinear form as its definition has it, in float64: an oracle. */
final class Textbook {
  private Textbook() {}

  private static double at(View view, int[] index) {
    int at = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      at += index[axis] * view.stride(axis);
    }
    return switch (CpuBuffer.arrayOf(view)) {
      case float[] a -> a[at];
      case double[] a -> a[at];
      default -> throw new AssertionError(view);
    };
  }

  /** The derivative towards one part of the sum of all products, and (second) the sum of their magnitudes. */
  static double[][] convolve(
      ConvolutionShape shape, ConvolutionShape.Part part, View first, View second, Shape input, Shape weight, Shape output) {
    Shape wanted = switch (part) {
      case OUTPUT -> output;
      case INPUT -> input;
      case WEIGHT -> weight;
    };
    double[] sums = new double[wanted.size()];
    double[] magnitudes = new double[wanted.size()];
    int axes = weight.rank() - 2;
    int perGroup = weight.size(0) / shape.groups();
    for (int o = 0; o < output.size(); o++) {
      int[] y = Numbers.coordinates(output, o);
      int[] tap = weight.toArray();
      tap[0] = 1;
      for (int t = 0; t < Shape.of(tap).size(); t++) {
        int[] w = Numbers.coordinates(Shape.of(tap), t);
        w[0] = y[1];
        int[] x = new int[axes + 2];
        x[0] = y[0];
        x[1] = y[1] / perGroup * weight.size(1) + w[1];
        boolean inside = true;
        for (int i = 0; i < axes; i++) {
          x[2 + i] = y[2 + i] * shape.stride()[i] + w[2 + i] * shape.dilation()[i] - shape.padding()[i];
          inside &= x[2 + i] >= 0 && x[2 + i] < input.size(2 + i);
        }
        if (!inside) {
          continue;
        }
        int[][] factors = switch (part) {
          case OUTPUT -> new int[][] {y, x, w};
          case INPUT -> new int[][] {x, y, w};
          case WEIGHT -> new int[][] {w, y, x};
        };
        double product = at(first, factors[1]) * at(second, factors[2]);
        sums[Numbers.position(wanted, factors[0])] += product;
        magnitudes[Numbers.position(wanted, factors[0])] += Math.abs(product);
      }
    }
    return new double[][] {sums, magnitudes};
  }
}
