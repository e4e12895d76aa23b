package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Expr.Comparison;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Every row of {@link UnaryOp}, {@link BinaryOp} and {@link Comparison}, on ordinary and on special numbers. */
interface ScalarFunctionContract extends Contract {
  /** Those that are about as large as their argument near 0, and have to keep its digits. */
  Set<UnaryOp> LINEAR_AT_ZERO =
      EnumSet.of(
          UnaryOp.EXPM1, UnaryOp.LOG1P, UnaryOp.SIN, UnaryOp.TAN, UnaryOp.ASIN, UnaryOp.ATAN, UnaryOp.SINH, UnaryOp.TANH,
          UnaryOp.ERF);

  Set<BinaryOp> REAL = EnumSet.copyOf(Arrays.stream(BinaryOp.values()).filter(BinaryOp::isDefinedOnReals).toList());

  private static Expr x(DType dtype) {
    return Expr.arg(0, dtype);
  }

  private static Expr y(DType dtype) {
    return Expr.arg(1, dtype);
  }

  /** A vector with every pair of these numbers, as two tensors. */
  private Placed[] pairs(DType dtype, double... numbers) {
    int n = numbers.length;
    Elements first = new Elements(dtype, n * n);
    Elements second = new Elements(dtype, n * n);
    for (int i = 0; i < n * n; i++) {
      first.set(i, numbers[i / n]);
      second.set(i, numbers[i % n]);
    }
    return new Placed[] {Placed.of(backend(), first), Placed.of(backend(), second)};
  }

  @Test
  default void everyFunctionOfOneNumber() {
    for (DType dtype : FLOATS) {
      for (UnaryOp op : UnaryOp.values()) {
        Placed input = Placed.of(backend(), Elements.random(dtype, 1000, op.low(), op.high(), 11));
        checkMap(Expr.unary(op, x(dtype)), NO_PARAMS, Shape.of(1000), new Agreement(tolerance(dtype), 0.01), input);
      }
    }
  }

  @Test
  default void smallArgumentsKeepTheirDigits() {
    for (DType dtype : FLOATS) {
      double[] small = {1e-9, -1e-7, 1e-5, -3e-4, 1e-3, 0.02, -0.1};
      for (UnaryOp op : LINEAR_AT_ZERO) {
        Placed input = Placed.of(backend(), Elements.of(dtype, small));
        checkMap(Expr.unary(op, x(dtype)), NO_PARAMS, Shape.of(small.length), new Agreement(2 * tolerance(dtype), 0), input);
      }
    }
  }

  @Test
  default void specialArguments() {
    for (DType dtype : FLOATS) {
      double[] special = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, -1, 2.5, -2.5, 0.5, -0.5, 1.5, -1.5,
        20, -20
      };
      for (UnaryOp op : UnaryOp.values()) {
        Placed input = Placed.of(backend(), Elements.of(dtype, special));
        Agreement agreement = new Agreement(4 * tolerance(dtype), 0.01);
        checkMap(Expr.unary(op, x(dtype)), NO_PARAMS, Shape.of(special.length), agreement, input);
      }
    }
  }

  @Test
  default void argumentsBeyondTheRangeOfTheResult() {
    for (DType dtype : FLOATS) {
      double[] large = {89, 710, -104, -746, 1e6, -1e6, 1e30, -1e30};
      for (UnaryOp op : EnumSet.of(UnaryOp.EXP, UnaryOp.EXPM1, UnaryOp.SINH, UnaryOp.COSH, UnaryOp.TANH, UnaryOp.SIGMOID,
          UnaryOp.ERF, UnaryOp.ATAN, UnaryOp.RELU, UnaryOp.FLOOR, UnaryOp.CEIL, UnaryOp.TRUNC, UnaryOp.ROUND, UnaryOp.SIGN)) {
        Placed input = Placed.of(backend(), Elements.of(dtype, large));
        checkMap(Expr.unary(op, x(dtype)), NO_PARAMS, Shape.of(large.length), new Agreement(4 * tolerance(dtype), 0.01), input);
      }
    }
  }

  @Test
  default void everyFunctionOfOneInteger() {
    for (DType dtype : INTEGERS) {
      long low = dtype == DType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
      Placed input = Placed.of(backend(), Elements.ofIntegers(dtype, 0, 1, -1, 17, -17, (1L << 24) + 1, ~low, -~low, low));
      for (UnaryOp op : UnaryOp.values()) {
        if (op.isDefinedOnIntegers()) {
          checkMap(Expr.unary(op, x(dtype)), NO_PARAMS, Shape.of(9), input);
        }
      }
    }
  }

  @Test
  default void everyFunctionOfTwoNumbers() {
    for (DType dtype : FLOATS) {
      Placed signed = Placed.of(backend(), Elements.random(dtype, 1000, -3, 3, 12));
      Placed positive = Placed.of(backend(), Elements.random(dtype, 1000, 0.2, 3, 13));
      for (BinaryOp op : REAL) {
        Expr e = Expr.binary(op, x(dtype), y(dtype));
        Agreement agreement = new Agreement(4 * tolerance(dtype), 0.01);
        if (op != BinaryOp.POW) {
          checkMap(e, NO_PARAMS, Shape.of(1000), agreement, signed, positive);
        }
        checkMap(e, NO_PARAMS, Shape.of(1000), agreement, positive, signed);
      }
    }
  }

  @Test
  default void specialPairs() {
    double infinity = Double.POSITIVE_INFINITY;
    for (DType dtype : FLOATS) {
      Placed[] inputs = pairs(dtype, Double.NaN, infinity, -infinity, 0.0, -0.0, 1, -1, 2.5, -2.5);
      int size = inputs[0].values().size();
      for (BinaryOp op : REAL.stream().filter(op -> op != BinaryOp.POW).toList()) {
        Expr e = Expr.binary(op, x(dtype), y(dtype));
        checkMap(e, NO_PARAMS, Shape.of(size), new Agreement(4 * tolerance(dtype), 0.01), inputs);
      }
      // C's pow differs from Java's in 1^NaN, 1^infinity and (-1)^infinity: those are left open.
      Elements bases = Elements.of(dtype, Double.NaN, 0, 0, 0, -2, -2, -2, 2, 0.5, infinity, -infinity, 3, Double.NaN, -2);
      Elements powers = Elements.of(dtype, 0, 0, 2, -1, 2, 3, 0.5, infinity, infinity, 0.5, 3, Double.NaN, 2, -1);
      checkMap(x(dtype).pow(y(dtype)), NO_PARAMS, Shape.of(14), Placed.of(backend(), bases), Placed.of(backend(), powers));
    }
  }

  @Test
  default void everyFunctionOfTwoIntegers() {
    double[] numbers = DoubleStream.of(-17, -3, -1, 0, 1, 2, 5, 31, 32, 40, 63, 64, (1 << 24) + 1, -2147483648).toArray();
    for (DType dtype : INTEGERS) {
      Placed[] inputs = pairs(dtype, numbers);
      for (BinaryOp op : BinaryOp.values()) {
        if (op.isDefinedOnIntegers()) {
          Expr e = Expr.binary(op, x(dtype), y(dtype));
          checkMap(e, NO_PARAMS, Shape.of(numbers.length * numbers.length), inputs);
        }
      }
    }
  }

  @Test
  default void shiftsByOneNumber() {
    for (DType dtype : INTEGERS) {
      long low = dtype == DType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
      Placed input = Placed.of(backend(), Elements.ofIntegers(dtype, 0, 1, -1, 17, -17, (1L << 24) + 1, ~low, -~low, low));
      for (int bits : new int[] {0, 1, 8, 31, 32, 63, 64, -1}) {
        for (Expr e : new Expr[] {x(dtype).shl(bits), x(dtype).shr(bits), x(dtype).ushr(bits)}) {
          checkMap(e, NO_PARAMS, Shape.of(9), input);
        }
      }
      checkMap(x(dtype).bitNot(), NO_PARAMS, Shape.of(9), input);
      checkMap(x(dtype).bitAnd(0x7FFF_0000), NO_PARAMS, Shape.of(9), input);
    }
  }

  @Test
  default void bitsOfBools() {
    Placed[] inputs = pairs(DType.BOOL, 0, 1);
    Expr a = x(DType.BOOL);
    Expr b = y(DType.BOOL);
    for (Expr e : new Expr[] {a.bitAnd(b), a.bitOr(b), a.bitXor(b), a.bitNot(), a.bitNot().bitAnd(b)}) {
      checkMap(e, NO_PARAMS, Shape.of(4), inputs);
    }
  }

  /** A generator of random numbers multiplies words to 64 bits, whose upper half it shifts down. */
  @Test
  default void integersAreExactInAllTheirBits() {
    Expr word = x(DType.INT64);
    Expr product = word.mul(0xD2511F53L);
    Elements words = Elements.ofIntegers(DType.INT64, 0xFFFFFFFFL, 0x80000000L, 0x9E3779B9L, 3, 0);
    for (Expr e : new Expr[] {product.ushr(32), product.bitAnd(0xFFFFFFFFL), product.ushr(32).bitXor(product)}) {
      checkMap(e, NO_PARAMS, Shape.of(5), Placed.of(backend(), words));
    }
    // Coordinates, of parts that different threads may compute, and with an input that is one number.
    Expr mixed = Expr.index(0).mul(0x9E3779B9L).add(Expr.param(1, DType.INT64)).bitXor(Expr.param(0, DType.INT64)).ushr(3);
    Placed one = Placed.of(backend(), Elements.ofIntegers(DType.INT64, 0x123456789AL));
    for (int size : new int[] {1, 7, 16, 1000, 300_007}) {
      checkMap(mixed, new double[] {-5, 0x1p40}, Shape.of(size));
      checkMap(mixed.mul(Expr.index(0).bitAnd(1).rsub(0)), new double[] {-5, 0x1p40}, Shape.of(size, 1));
      checkMap(mixed.lt(Expr.index(0).shl(20)).cast(DType.INT64), new double[] {-5, 0x1p40}, Shape.of(size));
    }
    checkMap(mixed, new double[] {9, 3}, Shape.of(40, 70));
    checkMap(Expr.index(0).add(x(DType.INT64)), NO_PARAMS, Shape.of(1), one);
  }

  @Test
  default void integersWrapAround() {
    for (DType dtype : INTEGERS) {
      long high = dtype == DType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
      Placed a = Placed.of(backend(), Elements.ofIntegers(dtype, high, ~high, high, (1L << 30) + 3));
      Placed b = Placed.of(backend(), Elements.ofIntegers(dtype, 1, 1, high, (1L << 30) + 5));
      for (Expr e : new Expr[] {x(dtype).add(y(dtype)), x(dtype).sub(y(dtype)), x(dtype).mul(y(dtype))}) {
        checkMap(e, NO_PARAMS, Shape.of(4), a, b);
      }
    }
  }

  @Test
  default void everyComparison() {
    double infinity = Double.POSITIVE_INFINITY;
    for (DType dtype : FLOATS) {
      Placed[] inputs = pairs(dtype, Double.NaN, infinity, -infinity, 0.0, -0.0, 1, -1, 1.0000001);
      for (Comparison op : Comparison.values()) {
        checkMap(Expr.compare(op, x(dtype), y(dtype)), NO_PARAMS, Shape.of(64), inputs);
      }
    }
    for (Comparison op : Comparison.values()) {
      checkMap(Expr.compare(op, x(DType.INT32), y(DType.INT32)), NO_PARAMS, Shape.of(16), pairs(DType.INT32, -2, 0, 1, 7));
      Elements some = Elements.ofIntegers(DType.INT64, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, 3);
      Elements others = Elements.ofIntegers(DType.INT64, (1L << 53) + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE, 3);
      Expr e = Expr.compare(op, x(DType.INT64), y(DType.INT64));
      checkMap(e, NO_PARAMS, Shape.of(4), Placed.of(backend(), some), Placed.of(backend(), others));
    }
  }
}
