package dev.adjoint.cpu;

import static dev.adjoint.cpu.VectorCode.NO_MASK;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.UnaryOp;
import java.util.Arrays;
import java.util.List;

/** The steps of a kernel as vector code: floating-point numbers as vectors, bools as masks. */
final class VectorSteps {
  /** Where a generated method finds its operands: local variables. */
  record Operands(int[] arrays, int[] offsets, int params, int index, int count) {}

  private final List<Step> steps;
  private final LaneType type;
  private final int scalars;
  private final VectorCode code;
  private final VectorFunctions functions;
  private final Operands operands;
  /** Steps whose value is the same for all elements, computed before the loop; 0 (this) for the others. */
  private final int[] constants;

  VectorSteps(List<Step> steps, LaneType type, int scalars, VectorCode code, Operands operands) {
    this.steps = steps;
    this.type = type;
    this.scalars = scalars;
    this.code = code;
    this.functions = new VectorFunctions(code, type);
    this.operands = operands;
    this.constants = new int[steps.size()];
  }

  /** Whether every step has a vector form, as accurate as the interpreted one, in lanes of one type. */
  static boolean exist(List<Step> steps, LaneType type) {
    return steps.stream().map(Step::expr).allMatch(e -> isVector(e, type));
  }

  private static boolean isVector(Expr e, LaneType type) {
    boolean lanes = e.dtype() == type.dtype();
    return (lanes || e.dtype() == DType.BOOL) && (type == LaneType.LONG ? isWhole(e) : switch (e) {
      case Arg a -> true;
      case Param p -> lanes;
      case Const c -> true;
      case Index i -> false;
      case Unary u -> lanes;
      case Binary b when lanes -> b.op().isDefinedOnReals();
      case Binary b -> switch (b.op()) {
        case ADD, MUL, MAX, MIN, AND, OR, XOR -> true;
        default -> false;
      };
      case Compare c -> c.a().dtype() != DType.BOOL || c.op() == Comparison.EQ || c.op() == Comparison.NE;
      case Select s -> true;
      case Cast c -> true;
    });
  }

  /** Whether integers have a vector form. Coordinates are those along the one axis of a vector. */
  private static boolean isWhole(Expr e) {
    return switch (e) {
      case Arg a -> true;
      case Param p -> p.dtype() == DType.INT64;
      case Const c -> true;
      case Index i -> i.axis() == 0;
      case Unary u -> u.dtype() == DType.INT64 && (u.op() == UnaryOp.NEG || u.op() == UnaryOp.ABS);
      case Binary b -> switch (b.op()) {
        case ADD, MUL, MAX, MIN, AND, OR, XOR -> true;
        case SUB -> b.dtype() == DType.INT64;
        case SHL, SHR, USHR -> b.dtype() == DType.INT64 && b.b() instanceof Const c && c.value() >= 0 && c.value() < Long.SIZE;
        default -> false;
      };
      case Compare c -> c.a().dtype() == DType.INT64 || c.op() == Comparison.EQ || c.op() == Comparison.NE;
      case Select s -> true;
      case Cast c -> true;
    };
  }

  /** The parameter, after those of the kernel, that says where in the output a row begins. */
  static int positionParam(List<Step> steps) {
    return steps.stream().mapToInt(step -> step.expr() instanceof Param p ? p.index() + 1 : 0).max().orElse(0);
  }

  /** Computes, before the loop, what does not change in it. */
  void prepare() {
    for (int i = 0; i < constants.length; i++) {
      constants[i] = switch (steps.get(i).expr()) {
        case Const c when c.dtype() == DType.BOOL -> code.maskOf(c.value() != 0);
        case Const c -> code.constant(c.value());
        case Param p -> code.param(operands.params, p.index());
        case Index n -> code.addLanes(code.param(operands.params, positionParam(steps)));
        case Arg a when (scalars >> a.index() & 1) == 0 -> 0;
        case Arg a when a.dtype() == DType.BOOL ->
            code.repeatMask(operands.arrays[a.index()], operands.offsets[a.index()]);
        case Arg a -> code.repeat(operands.arrays[a.index()], operands.offsets[a.index()]);
        default -> 0;
      };
    }
  }

  /**
   * Computes the elements from the index on.
   *
   * @param tail the mask of the elements that are left, or {@code NO_MASK} where a whole vector is
   * @param left the number of elements that are left, where there is a mask
   * @return the result
   */
  int compute(int tail, int left) {
    int[] values = Arrays.copyOf(constants, constants.length);
    for (int i = 0; i < values.length; i++) {
      if (steps.get(i).expr() instanceof Index) {
        values[i] = code.addInt(constants[i], operands.index);
      } else if (values[i] == 0) {
        Step step = steps.get(i);
        values[i] = step.expr() instanceof Arg a
            ? load(a, tail, left)
            : compute(step.expr(), value(values, step.a()), value(values, step.b()), value(values, step.c()));
      }
    }
    return values[values.length - 1];
  }

  private static int value(int[] values, int step) {
    return step < 0 ? NO_MASK : values[step];
  }

  private int load(Arg a, int tail, int left) {
    int array = operands.arrays[a.index()];
    int offset = operands.offsets[a.index()];
    return a.dtype() == DType.BOOL
        ? code.loadMask(array, offset, operands.index, tail, left)
        : code.load(array, offset, operands.index, tail);
  }

  private int compute(Expr e, int a, int b, int c) {
    return switch (e) {
      case Unary u -> functions.apply(u.op(), a);
      case Binary n when n.dtype() == DType.BOOL ->
          code.masks(switch (n.op()) {
            case MUL, MIN, AND -> "and";
            case XOR -> "xor";
            default -> "or";
          }, a, b);
      case Binary n -> binary(n, a, b);
      case Compare n when n.a().dtype() == DType.BOOL -> {
        int differ = code.masks("xor", a, b);
        yield n.op() == Comparison.NE ? differ : code.not(differ);
      }
      case Compare n -> code.compare(n.op(), a, b);
      case Select s when s.dtype() == DType.BOOL ->
          code.masks("or", code.masks("and", a, b), code.masks("and", code.not(a), c));
      case Select s -> code.blend(a, b, c);
      case Cast n when n.dtype() == n.x().dtype() -> a;
      case Cast n when n.dtype() == DType.BOOL -> code.compare(Comparison.NE, a, code.constant(0));
      case Cast n -> code.blend(a, code.constant(1), code.constant(0));
      case Arg n -> throw new AssertionError(n);
      case Param n -> throw new AssertionError(n);
      case Const n -> throw new AssertionError(n);
      case Index n -> throw new AssertionError(n);
    };
  }

  private int binary(Binary e, int a, int b) {
    int power = ConstantPower.of(e);
    return power != 0 ? power(a, power) : functions.apply(e.op(), a, b);
  }

  private int power(int x, int exponent) {
    int y = x;
    for (int bit = Integer.highestOneBit(exponent) >> 1; bit != 0; bit >>= 1) {
      y = code.arithmetic("mul", y, y);
      if ((exponent & bit) != 0) {
        y = code.arithmetic("mul", y, x);
      }
    }
    return y;
  }
}
