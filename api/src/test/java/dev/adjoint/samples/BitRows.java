package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Functions of the bits of integers. */
final class BitRows extends Family {
  BitRows() {
    super("Bits of integers");
  }

  @Override
  protected void declare() {
    bits("bitwiseAnd", "bitwise_and", "bitwise_and", Tensor::bitwiseAnd, n -> x -> x.bitwiseAnd(n), true);
    bits("bitwiseOr", "bitwise_or", "bitwise_or", Tensor::bitwiseOr, n -> x -> x.bitwiseOr(n), true);
    bits("bitwiseXor", "bitwise_xor", "bitwise_xor", Tensor::bitwiseXor, n -> x -> x.bitwiseXor(n), true);
    bits("bitwiseLeftShift", "bitwise_left_shift", "left_shift", Tensor::bitwiseLeftShift,
        n -> x -> x.bitwiseLeftShift(n), false);
    bits("bitwiseRightShift", "bitwise_right_shift", "right_shift", Tensor::bitwiseRightShift,
        n -> x -> x.bitwiseRightShift(n), false);
    OperationRow not = op("bitwiseNot", "torch.bitwise_not", "paddle.bitwise_not", "mindspore.ops.bitwise_not",
        "numpy.bitwise_not").notDifferentiable("integers have no derivative");
    for (boolean wide : new boolean[] {false, true}) {
      String type = wide ? "int64, " : "int32, ";
      not.row(type + "0-d", Tensor::bitwiseNot, "torch.bitwise_not(a)", ints(wide));
      not.row(type + "empty", Tensor::bitwiseNot, "torch.bitwise_not(a)", ints(wide, 0, 2));
      not.row(type + "matrix", Tensor::bitwiseNot, "torch.bitwise_not(a)", ints(wide, 2, 3));
      not.row(type + "transposed", Tensor::bitwiseNot, "torch.bitwise_not(a)", ints(wide, 3, 2).transposed());
      not.row(type + "flipped", Tensor::bitwiseNot, "torch.bitwise_not(a)", ints(wide, 4).flipped());
    }
    not.row("bool", Tensor::bitwiseNot, "torch.bitwise_not(a)", Input.bools(5));
    not.row("bool, narrowed", Tensor::bitwiseNot, "torch.bitwise_not(a)", Input.bools(2, 4).narrowed());
  }

  private static Input ints(boolean wide, int... sizes) {
    Input ints = Input.ints(-40, 40, sizes);
    return wide ? ints : ints.int32();
  }

  private void bits(
      String name, String torch, String numpy, BinaryOperator<Tensor> f, LongFunction<UnaryOperator<Tensor>> byNumber,
      boolean bools) {
    OperationRow row = op(name, "torch." + torch, "paddle." + torch, "mindspore.ops." + torch, "numpy." + numpy)
        .notDifferentiable("integers have no derivative");
    String script = "torch." + torch + "(a, b)";
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {3}}, {{3}, {2, 3}}, {{2, 1}, {1, 3}}, {{}, {2, 2}}, {{0, 3}, {3}}};
    for (boolean wide : new boolean[] {false, true}) {
      String type = wide ? "int64, " : "int32, ";
      for (int[][] p : pairs) {
        row.row(type + Shape.of(p[0]) + " and " + Shape.of(p[1]), f, script, ints(wide, p[0]), second(wide, bools, p[1]));
      }
      row.row(type + "transposed", f, script, ints(wide, 3, 2).transposed(), second(wide, bools, 2, 3));
      row.row(type + "narrowed and flipped", f, script, ints(wide, 2, 4).narrowed(), second(wide, bools, 3).flipped());
      row.row(type + "expanded", f, script, ints(wide, 3).expanded(2), second(wide, bools, 2, 3));
      for (long number : new long[] {0, 5}) {
        row.row(type + "and the number " + number, byNumber.apply(number), "torch." + torch + "(a, " + number + ")",
            ints(wide, 2, 3));
      }
    }
    row.row("int64 and int32", f, script, ints(true, 3), second(false, bools, 3));
    row.row("int32 and 0-d int64", f, script, ints(false, 3), second(true, bools));
    if (bools) {
      row.row("bool", f, script, Input.bools(2, 3), Input.bools(3));
      row.row("bool and int64", f, script, Input.bools(2, 3), ints(true, 3));
    } else {
      row.row("by 0, 31, 32, 63 and 64", f, script, Input.ints(Shape.of(5), -7, -7, -7, -7, -7),
          Input.ints(Shape.of(5), 0, 31, 32, 63, 64));
      row.row("int32 by 0, 31, 32 and 40", f, script, Input.ints(Shape.of(4), -7, -7, -7, 7).int32(),
          Input.ints(Shape.of(4), 0, 31, 32, 40).int32());
      row.row("by a negative number", f, script, Input.ints(Shape.of(2), 9, -9), Input.ints(Shape.of(2), -1, -3));
    }
  }

  private static Input second(boolean wide, boolean any, int... sizes) {
    Input ints = any ? Input.ints(-9, 30, sizes) : Input.ints(0, 6, sizes);
    return wide ? ints : ints.int32();
  }
}
