package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/** What the cases of indexing share: leaves, and a weight for each output by which its gradient is recognised. */
public abstract class WeightedCases extends OnBackend {
  /** 1, 10, 100, ... in a shape. */
  static Tensor powers(Shape shape) {
    double[] w = new double[shape.size()];
    Arrays.setAll(w, i -> Math.pow(10, i));
    return Tensor.of(w, shape);
  }

  /** Runs backward with the outputs weighted 1, 10, 100, ... */
  static void backward(Tensor y) {
    y.backward(powers(y.shape()).to(y.dtype()));
  }

  static Tensor leaf64(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  /** 0, 1, 2, ... in a shape. */
  static Tensor counted(int... sizes) {
    double[] values = new double[Shape.of(sizes).size()];
    Arrays.setAll(values, i -> i);
    return Tensor.of(values, Shape.of(sizes));
  }

  static void refused(Runnable call, String... said) {
    assertThatThrownBy(call::run).isInstanceOf(ShapeException.class).hasMessageContainingAll(said);
  }
}
