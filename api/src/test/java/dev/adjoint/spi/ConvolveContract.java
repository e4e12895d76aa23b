package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.ConvolutionShape.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link Backend#convolve}, beside the sum that defines it; a backend that declines must not have written anything. */
interface ConvolveContract extends Contract {
  /**
   * A convolution and its three tensors.
   *
   * @param x the input's sizes
   * @param w the weight's sizes
   */
  record Sliding(int[] x, int[] w, ConvolutionShape how) {
    Shape shape(Part part) {
      int[] y = x.clone();
      y[1] = w[0];
      for (int i = 2; i < y.length; i++) {
        int span = how.dilation()[i - 2] * (w[i] - 1) + 1;
        y[i] = (x[i] + 2 * how.padding()[i - 2] - span) / how.stride()[i - 2] + 1;
      }
      return Shape.of(switch (part) {
        case INPUT -> x;
        case WEIGHT -> w;
        case OUTPUT -> y;
      });
    }

    /** Where in the input an element of the output meets one of the weight; -1 outside of it. */
    private int meeting(Shape output, int iy, Shape weight, int iw) {
      int filter = Positions.coordinate(output, iy, 1);
      if (Positions.coordinate(weight, iw, 0) != filter) {
        return -1;
      }
      int group = filter / (w[0] / how.groups());
      int at = Positions.coordinate(output, iy, 0) * x[1] + group * w[1] + Positions.coordinate(weight, iw, 1);
      for (int i = 2; i < x.length; i++) {
        int place = Positions.coordinate(output, iy, i) * how.stride()[i - 2]
            + Positions.coordinate(weight, iw, i) * how.dilation()[i - 2] - how.padding()[i - 2];
        if (place < 0 || place >= x[i]) {
          return -1;
        }
        at = at * x[i] + place;
      }
      return at;
    }

    /** One of the three, summed up from the other two. */
    double[] sum(Part part, Elements first, Elements second) {
      double[] out = new double[shape(part).size()];
      Shape y = shape(Part.OUTPUT);
      Shape weight = shape(Part.WEIGHT);
      for (int iy = 0; iy < y.size(); iy++) {
        for (int iw = 0; iw < weight.size(); iw++) {
          int ix = meeting(y, iy, weight, iw);
          if (ix >= 0) {
            switch (part) {
              case OUTPUT -> out[iy] += first.number(ix) * second.number(iw);
              case INPUT -> out[ix] += first.number(iy) * second.number(iw);
              case WEIGHT -> out[iw] += first.number(iy) * second.number(ix);
            }
          }
        }
      }
      return out;
    }
  }

  private static Sliding sliding(int[] x, int[] w, int[] stride, int[] dilation, int[] padding, int groups) {
    return new Sliding(x, w, new ConvolutionShape(stride, dilation, padding, groups));
  }

  private static int[] of(int... numbers) {
    return numbers;
  }

  private static List<Sliding> slidings() {
    return List.of(
        sliding(of(2, 3, 7, 6), of(4, 3, 3, 3), of(1, 1), of(1, 1), of(1, 1), 1),
        sliding(of(3, 4, 9, 8), of(6, 2, 3, 2), of(2, 1), of(1, 2), of(0, 1), 2),
        sliding(of(2, 4, 5, 5), of(4, 1, 3, 3), of(1, 1), of(1, 1), of(1, 1), 4),
        sliding(of(2, 3, 6, 6), of(5, 3, 1, 1), of(1, 1), of(1, 1), of(0, 0), 1),
        sliding(of(2, 3, 17), of(4, 3, 3), of(2), of(3), of(2), 1),
        sliding(of(1, 2, 4, 5, 4), of(3, 2, 2, 3, 2), of(1, 2, 1), of(1, 1, 2), of(1, 0, 1), 1),
        sliding(of(0, 2, 5, 5), of(3, 2, 3, 3), of(1, 1), of(1, 1), of(1, 1), 1));
  }

  private void check(Sliding sliding, Part part, DType dtype, Layout layout, boolean biased) {
    Part[] given = switch (part) {
      case OUTPUT -> new Part[] {Part.INPUT, Part.WEIGHT};
      case INPUT -> new Part[] {Part.OUTPUT, Part.WEIGHT};
      case WEIGHT -> new Part[] {Part.OUTPUT, Part.INPUT};
    };
    Placed first = placed(sliding.shape(given[0]), dtype, layout, 1);
    Placed second = placed(sliding.shape(given[1]), dtype, layout, 2);
    Shape shape = sliding.shape(part);
    @Nullable Placed bias = biased ? placed(Shape.of(shape.size(1)), dtype, Layout.STEPPED, 3) : null;
    Placed output = Placed.of(backend(), shape, Elements.random(dtype, shape.size(), 5, 9, 4));
    boolean done = backend().convolve(sliding.how(), part, first.view(), second.view(), bias == null ? null : bias.view(),
        output.view());
    double[] sums = sliding.sum(part, first.values(), second.values());
    for (int i = 0; bias != null && i < sums.length; i++) {
      sums[i] += bias.values().number(Positions.coordinate(shape, i, 1));
    }
    String what = "convolve for the " + part + " from " + layout + " " + first.view() + " and " + second.view();
    Elements expected = done ? Elements.of(dtype, sums) : output.values();
    // The sums have some tens of terms, each of them at most 1.
    Agreement agreement = done ? new Agreement(16 * tolerance(dtype), 16) : new Agreement(0, 0);
    agreement.check(done ? what : what + ", which was declined", Placed.read(backend(), output.view().buffer()), expected);
  }

  private Placed placed(Shape shape, DType dtype, Layout layout, long seed) {
    return layout.place(backend(), shape, Elements.random(dtype, shape.size(), -1, 1, seed));
  }

  @Test
  default void convolutionsAndTheirGradients() {
    for (Sliding sliding : slidings()) {
      for (Part part : Part.values()) {
        for (DType dtype : FLOATS) {
          for (Layout layout : List.of(Layout.CONTIGUOUS, Layout.TRANSPOSED, Layout.REVERSED)) {
            check(sliding, part, dtype, layout, false);
          }
          if (part != Part.WEIGHT) {
            check(sliding, part, dtype, Layout.CONTIGUOUS, true);
          }
        }
      }
    }
  }
}
