package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.UnaryOp;
import dev.adjoint.spi.View;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that are put together here, on the device, over the whole range of numbers. */
class WideRangeTest {
  private static final double TOLERANCE = 1e-13;

  private final double[] numbers =
      new Random(5).doubles(4000).map(u -> (u < 0.5 ? 1 : -1) * Math.pow(10, 1200 * (u < 0.5 ? u : u - 0.5) - 300)).toArray();
  private final double[] others =
      new Random(6).doubles(4000).map(u -> (u < 0.5 ? 1 : -1) * Math.pow(10, 1200 * (u < 0.5 ? u : u - 0.5) - 300)).toArray();

  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  private static View input(double[] numbers) {
    Backend backend = OnDevice.backend();
    Buffer buffer = backend.allocate(DType.FLOAT64, numbers.length);
    backend.copyIn(numbers, 0, buffer, 0, numbers.length);
    return View.of(buffer, Shape.of(numbers.length));
  }

  private double[] map(Expr e) {
    Backend backend = OnDevice.backend();
    Buffer out = backend.allocate(DType.FLOAT64, numbers.length);
    View[] inputs = {input(numbers), input(others)};
    backend.map(Kernel.of(e), new double[0], inputs, View.of(out, inputs[0].shape()));
    double[] values = new double[numbers.length];
    backend.copyOut(out, 0, values, 0, values.length);
    return values;
  }

  private static void check(String what, double actual, double expected) {
    boolean same = Double.compare(actual, expected) == 0 || Math.abs(actual - expected) <= TOLERANCE * Math.abs(expected);
    assertThat(same).as("%s is %s, expected %s", what, actual, expected).isTrue();
  }

  @Test
  void functionsOfOneNumber() {
    for (UnaryOp op : List.of(UnaryOp.ASINH, UnaryOp.ACOSH, UnaryOp.ATANH, UnaryOp.LOG2, UnaryOp.LOG10, UnaryOp.EXP2)) {
      double[] values = map(Expr.unary(op, Expr.arg(0, DType.FLOAT64)));
      for (int i = 0; i < values.length; i++) {
        check(op.symbol() + "(" + numbers[i] + ")", values[i], op.apply(numbers[i]));
      }
    }
  }

  @Test
  void functionsOfTwoNumbers() {
    for (BinaryOp op : List.of(BinaryOp.HYPOT, BinaryOp.COPYSIGN, BinaryOp.REMAINDER)) {
      double[] values = map(Expr.binary(op, Expr.arg(0, DType.FLOAT64), Expr.arg(1, DType.FLOAT64)));
      for (int i = 0; i < values.length; i++) {
        check(op.symbol() + "(" + numbers[i] + ", " + others[i] + ")", values[i], op.apply(numbers[i], others[i]));
      }
    }
  }
}
