package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Half;
import dev.adjoint.spi.UnaryOp;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The device code, run in Java, over the whole range of numbers; that devices compute it so is in {@link TornadoKitTest}. */
class MoreFunctionsTest {
  private static final double TOLERANCE = 1e-14;

  private static final double[] NUMBERS = DoubleStream.concat(
      DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY, 0, 1, 2, 3, 10, 1000, 1e22, 1 - 1e-12, 1 + 1e-12, 1e8,
          Double.MAX_VALUE, Double.MIN_VALUE, 0x1p-1022),
      new Random(5).doubles(2000).map(u -> Math.pow(10, 600 * u - 300)))
      .flatMap(x -> DoubleStream.of(x, -x)).toArray();

  private static void check(String what, double actual, double expected) {
    boolean same = Double.compare(actual, expected) == 0 || Math.abs(actual - expected) <= TOLERANCE * Math.abs(expected);
    assertThat(same).as("%s is %s, expected %s", what, actual, expected).isTrue();
  }

  @Test
  void functionsOfOneNumber() {
    for (UnaryOp op : List.of(UnaryOp.ASINH, UnaryOp.ACOSH, UnaryOp.ATANH, UnaryOp.LOG2, UnaryOp.LOG10, UnaryOp.EXP2)) {
      for (double x : NUMBERS) {
        check(op.symbol() + "(" + x + ")", MoreFunctions.unary(FunctionCodes.of(op), x), op.apply(x));
      }
    }
  }

  @Test
  void logarithmsOfPowersAreExact() {
    for (int i = -300; i <= 300; i++) {
      assertThat(MoreFunctions.unary(MoreFunctions.LOG2, Math.pow(2, i))).isEqualTo(i);
      assertThat(MoreFunctions.unary(MoreFunctions.LOG10, Math.pow(10, i))).isEqualTo(i);
    }
  }

  @Test
  void functionsOfTwoNumbers() {
    double[] some = Arrays.copyOf(NUMBERS, 200);
    for (BinaryOp op : List.of(BinaryOp.HYPOT, BinaryOp.COPYSIGN)) {
      for (double a : some) {
        for (double b : some) {
          double sign = b != b ? Double.NaN : b; // a NaN has no sign that a comparison sees: it counts as positive
          String what = op.symbol() + "(" + a + ", " + b + ")";
          check(what, MoreFunctions.binary(FunctionCodes.of(op), a, b), op.apply(a, sign));
        }
      }
    }
    for (double a : some) {
      for (double b : some) {
        double expected = BinaryOp.REMAINDER.apply(a, b);
        check("remainder(" + a + ", " + b + ")", RealFunctions.binary(RealFunctions.REMAINDER, a, b), expected);
      }
    }
  }

  @Test
  void halvesAreRoundedAsInJava() {
    Random random = new Random(7);
    for (int i = 0; i < 300_000; i++) {
      // Every fourth lies in the middle of two float16, every other fourth in the middle of two bfloat16.
      int bits = random.nextInt();
      int middle = i % 4 == 0 ? bits & 0xffffe000 | 0x1000 : i % 4 == 1 ? bits & 0xffff0000 | 0x8000 : bits;
      float x = Float.intBitsToFloat(middle);
      check("float16 of " + x, MoreFunctions.unary(MoreFunctions.TO_FLOAT16, x), Half.round(DType.FLOAT16, x));
      check("bfloat16 of " + x, MoreFunctions.unary(MoreFunctions.TO_BFLOAT16, x), Half.round(DType.BFLOAT16, x));
      float small = x % 65600;
      check("float16 of " + small, MoreFunctions.unary(MoreFunctions.TO_FLOAT16, small), Half.round(DType.FLOAT16, small));
    }
  }
}
