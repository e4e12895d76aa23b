package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A function as loops over tiles, one for each of its parts. There are few of them, the same for all functions, so that the JIT
 * has soon compiled them.
 */
final class TileCode implements LaneCode {
  /** Makes tiles: their numbers in the program. */
  interface Tiles {
    /** A tile of numbers, or of bools. */
    int newTile(boolean bools);

    /** A tile that holds a constant in every element. */
    int constant(double value);
  }

  /** The loop of a part whose operands and result have tiles. */
  private interface Loop {
    Program.Op over(int[] operands, int out);
  }

  /**
   * A value.
   *
   * @param bools whether it is a mask
   * @param loop what computes it; null for the argument and for constants
   * @param number of a constant
   * @param operands the values that it is computed from
   */
  private record Part(boolean bools, @Nullable Loop loop, double number, int[] operands) {}

  private final LaneType type;
  private final List<Part> parts = new ArrayList<>();

  private TileCode(LaneType type) {
    this.type = type;
    parts.add(new Part(false, null, 0, new int[0]));
  }

  /**
   * The loops of a function.
   *
   * @param in the tile of its argument
   * @param out the tile of its result
   */
  static List<Program.Op> of(UnaryOp op, LaneType type, Tiles tiles, int in, int out) {
    TileCode code = new TileCode(type);
    int result = LaneFunctions.of(code, type).apply(op, 0);
    return code.loops(tiles, in, out, result);
  }

  /** Gives tiles to all values; the tile of one that nothing more reads is used again. */
  private List<Program.Op> loops(Tiles tiles, int in, int out, int result) {
    int[] lastReads = new int[parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      for (int operand : parts.get(i).operands) {
        lastReads[operand] = i;
      }
    }
    List<Program.Op> ops = new ArrayList<>();
    Deque<Integer> spareNumbers = new ArrayDeque<>();
    Deque<Integer> spareBools = new ArrayDeque<>();
    int[] places = new int[parts.size()];
    places[0] = in;
    for (int i = 1; i < places.length; i++) {
      Part part = parts.get(i);
      if (part.loop == null) {
        places[i] = lastReads[i] == 0 ? -1 : tiles.constant(part.number);
        continue;
      }
      for (int operand : part.operands) {
        if (lastReads[operand] == i && parts.get(operand).loop != null) {
          lastReads[operand] = -1; // once, though it may be read twice
          (parts.get(operand).bools ? spareBools : spareNumbers).push(places[operand]);
        }
      }
      Deque<Integer> spare = part.bools ? spareBools : spareNumbers;
      places[i] = i == result ? out : spare.isEmpty() ? tiles.newTile(part.bools) : spare.pop();
      ops.add(part.loop.over(Arrays.stream(part.operands).map(operand -> places[operand]).toArray(), places[i]));
    }
    return ops;
  }

  private int part(boolean bools, Loop loop, int... operands) {
    parts.add(new Part(bools, loop, 0, operands));
    return parts.size() - 1;
  }

  private int part(Loop floats, Loop doubles, int... operands) {
    return part(false, type == LaneType.FLOAT ? floats : doubles, operands);
  }

  private static float[] floats(Object[] tiles, int tile) {
    return (float[]) tiles[tile];
  }

  private static double[] doubles(Object[] tiles, int tile) {
    return (double[]) tiles[tile];
  }

  private boolean isConstant(int value) {
    return value > 0 && parts.get(value).loop == null;
  }

  @Override
  public int constant(double value) {
    parts.add(new Part(false, null, value, new int[0]));
    return parts.size() - 1;
  }

  @Override
  public int arithmetic(String method, int a, int b) {
    BinaryOp op = BinaryOp.valueOf(method.toUpperCase(Locale.ROOT));
    return part(false, (from, out) -> Program.binary(op, type.dtype(), from[0], from[1], out), a, b);
  }

  @Override
  public int arithmetic(String method, int a) {
    UnaryOp op = UnaryOp.valueOf(method.toUpperCase(Locale.ROOT));
    return part(false, (from, out) -> Program.unary(op, type.dtype(), from[0], out), a);
  }

  @Override
  public int fma(int a, int b, int c) {
    if (isConstant(c)) {
      double number = parts.get(c).number;
      return part(
          (from, out) -> (t, n) -> FloatParts.fma(floats(t, from[0]), floats(t, from[1]), (float) number, floats(t, out), n),
          (from, out) -> (t, n) -> DoubleParts.fma(doubles(t, from[0]), doubles(t, from[1]), number, doubles(t, out), n),
          a, b);
    }
    if (isConstant(b)) {
      double number = parts.get(b).number;
      return part(
          (from, out) -> (t, n) -> FloatParts.fma(floats(t, from[0]), (float) number, floats(t, from[1]), floats(t, out), n),
          (from, out) -> (t, n) -> DoubleParts.fma(doubles(t, from[0]), number, doubles(t, from[1]), doubles(t, out), n),
          a, c);
    }
    return part(
        (from, out) -> (t, n) -> FloatParts.fma(
            floats(t, from[0]), floats(t, from[1]), floats(t, from[2]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.fma(
            doubles(t, from[0]), doubles(t, from[1]), doubles(t, from[2]), doubles(t, out), n),
        a, b, c);
  }

  @Override
  public int compare(Comparison op, int a, int b) {
    return part(true, (from, out) -> Program.compare(op, type.dtype(), from[0], from[1], out), a, b);
  }

  @Override
  public int blend(int mask, int ifTrue, int ifFalse) {
    return part(false, (from, out) -> Program.select(type.dtype(), from[0], from[1], from[2], out), mask, ifTrue, ifFalse);
  }

  @Override
  public int atMost(int a, double bound) {
    return arithmetic("min", a, constant(bound));
  }

  @Override
  public int atLeast(int a, double bound) {
    return arithmetic("max", a, constant(bound));
  }

  @Override
  public int copySign(int magnitude, int sign) {
    return part(
        (from, out) -> (t, n) -> FloatParts.copySign(floats(t, from[0]), floats(t, from[1]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.copySign(doubles(t, from[0]), doubles(t, from[1]), doubles(t, out), n),
        magnitude, sign);
  }

  @Override
  public int powerOfTwo(int biased) {
    return part(
        (from, out) -> (t, n) -> FloatParts.powerOfTwo(floats(t, from[0]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.powerOfTwo(doubles(t, from[0]), doubles(t, out), n),
        biased);
  }

  @Override
  public int timesPowerOfTwo(int a, int biased) {
    return part(
        (from, out) -> (t, n) -> FloatParts.timesPowerOfTwo(floats(t, from[0]), floats(t, from[1]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.timesPowerOfTwo(doubles(t, from[0]), doubles(t, from[1]), doubles(t, out), n),
        a, biased);
  }

  @Override
  public int lookUp(int table, int entry) {
    return part(false, (from, out) -> (t, n) -> FloatParts.lookUp(table, floats(t, from[0]), floats(t, out), n), entry);
  }

  @Override
  public int quarter(int a) {
    return part(false, (from, out) -> (t, n) -> FloatParts.quarter(floats(t, from[0]), floats(t, out), n), a);
  }

  @Override
  public int exponent(int a) {
    return part(
        (from, out) -> (t, n) -> FloatParts.exponent(floats(t, from[0]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.exponent(doubles(t, from[0]), doubles(t, out), n),
        a);
  }

  @Override
  public int mantissa(int a) {
    return part(
        (from, out) -> (t, n) -> FloatParts.mantissa(floats(t, from[0]), floats(t, out), n),
        (from, out) -> (t, n) -> DoubleParts.mantissa(doubles(t, from[0]), doubles(t, out), n),
        a);
  }
}
