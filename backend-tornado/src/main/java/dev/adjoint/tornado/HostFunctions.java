package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Differentiation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The scalar functions that are computed in Java, in a copy of their arguments: those around the gamma function, and erfc and
 * erfinv, whose approximations are tables of coefficients and recursions, which TornadoVM does not compile, and rare enough
 * not to be written a second time for it. Only they leave the device: what they read is computed there first, and what reads
 * them is computed there from their values.
 *
 * @param kernel an expression without them
 * @param inputs its inputs: those of the original expression, and the values
 */
record HostFunctions(Kernel kernel, View[] inputs) {
  /** The expression, ready for the device. */
  static HostFunctions takenOut(Backend backend, Kernel kernel, double[] params, View[] inputs, Shape shape) {
    Kernel rest = kernel;
    List<View> views = new ArrayList<>(Arrays.asList(inputs));
    for (Expr next = first(kernel); next != null; next = first(rest)) {
      View[] known = views.toArray(View[]::new);
      List<double[]> arguments = new ArrayList<>();
      for (Expr argument : next.operands()) {
        arguments.add(values(backend, argument, params, known, shape));
      }
      Expr value = Expr.arg(views.size(), next.dtype());
      views.add(View.of(computed(backend, next, arguments, shape.size()), shape));
      rest = Kernel.of(Differentiation.replace(rest.expr(), next, value));
    }
    return new HostFunctions(rest, views.toArray(View[]::new));
  }

  /** One whose operands contain none. */
  private static @Nullable Expr first(Kernel kernel) {
    for (Kernel.Step step : kernel.steps()) {
      boolean here = switch (step.expr()) {
        case Unary u -> switch (u.op()) {
          case ERFC, ERFINV, LGAMMA, DIGAMMA -> true;
          default -> false;
        };
        case Binary b -> b.op() == BinaryOp.POLYGAMMA;
        default -> false;
      };
      if (here) {
        return step.expr();
      }
    }
    return null;
  }

  private static double[] values(Backend backend, Expr e, double[] params, View[] inputs, Shape shape) {
    int size = shape.size();
    Buffer buffer = backend.allocate(DType.FLOAT64, size);
    backend.map(Kernel.of(e.cast(DType.FLOAT64)), params, inputs, View.of(buffer, shape));
    double[] numbers = new double[size];
    backend.copyOut(buffer, 0, numbers, 0, size);
    return numbers;
  }

  private static Buffer computed(Backend backend, Expr e, List<double[]> arguments, int size) {
    double[] a = arguments.getFirst();
    double[] b = arguments.getLast();
    IntToDoubleFunction value = switch (e) {
      case Unary u -> i -> u.op().apply(a[i]);
      case Binary binary -> i -> binary.op().apply(a[i], b[i]);
      default -> throw new IllegalArgumentException(e + " is not a function");
    };
    Buffer out = backend.allocate(e.dtype(), size);
    if (e.dtype() == DType.FLOAT32) {
      float[] numbers = new float[size];
      for (int i = 0; i < size; i++) {
        numbers[i] = (float) value.applyAsDouble(i);
      }
      backend.copyIn(numbers, 0, out, 0, size);
    } else {
      double[] numbers = new double[size];
      Arrays.setAll(numbers, value);
      backend.copyIn(numbers, 0, out, 0, size);
    }
    return out;
  }
}
