package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
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
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.lang.classfile.TypeKind;
import java.util.BitSet;
import java.util.List;

/** Writes the steps of a kernel for {@link Machine}. A register is used again once its value has been read a last time. */
final class Expression {
  private final Program program;
  private final Kernel kernel;
  private final double[] params;
  private final int[] sizes;
  private final int[] order;
  private final int[] inputs;
  private final int[] registers;
  private final int[] lastUse;
  private final BitSet realInUse = new BitSet();
  private final BitSet wholeInUse = new BitSet();

  private Expression(Program program, Kernel kernel, double[] params, View[] views, int[] order, int[] sizes) {
    this.program = program;
    this.kernel = kernel;
    this.params = params;
    this.order = order;
    this.sizes = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      this.sizes[i] = sizes[order[i]];
    }
    this.inputs = new int[kernel.arity()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = program.addView(DeviceBuffer.offset(views[i]), this.sizes, inOrder(views[i].strides()));
    }
    List<Kernel.Step> steps = kernel.steps();
    this.registers = new int[steps.size()];
    this.lastUse = new int[steps.size()];
    for (int s = 0; s < steps.size(); s++) {
      for (int operand : operands(steps.get(s))) {
        lastUse[operand] = s;
      }
    }
  }

  /**
   * Writes a kernel into a program.
   *
   * @param order the axes of the inputs in the order in which the indices run over them
   * @param sizes the sizes of the inputs
   */
  static void write(Program program, Kernel kernel, double[] params, View[] inputs, int[] order, int[] sizes) {
    new Expression(program, kernel, params, inputs, order, sizes).write();
  }

  private void write() {
    List<Kernel.Step> steps = kernel.steps();
    int[][] code = new int[steps.size()][];
    for (int s = 0; s < code.length; s++) {
      Kernel.Step step = steps.get(s);
      code[s] = encode(step);
      for (int operand : operands(step)) {
        if (lastUse[operand] == s) {
          inUse(steps.get(operand).expr()).clear(registers[operand]);
        }
      }
      registers[s] = allocate(inUse(step.expr()));
      code[s][3] = registers[s];
    }
    program.set(Program.CODE, program.position()).set(Program.STEPS, code.length);
    for (int[] words : code) {
      program.add(words);
    }
    program.set(Program.RESULT, registers[code.length - 1]);
  }

  private BitSet inUse(Expr e) {
    return e.dtype().isFloating() ? realInUse : wholeInUse;
  }

  private int allocate(BitSet used) {
    int register = used.nextClearBit(0);
    if (register == Machine.REGISTERS) {
      throw new BackendException(
          "This expression needs more than " + Machine.REGISTERS + " values at once, which is all that the backend tornado "
              + "has: split it into several operations, or use the backend cpu");
    }
    used.set(register);
    return register;
  }

  private static int[] operands(Kernel.Step step) {
    return step.c() >= 0
        ? new int[] {step.a(), step.b(), step.c()}
        : step.b() >= 0 ? new int[] {step.a(), step.b()} : step.a() >= 0 ? new int[] {step.a()} : new int[0];
  }

  private int[] encode(Kernel.Step step) {
    boolean real = step.expr().dtype().isFloating();
    return switch (step.expr()) {
      case Arg arg -> words(step, real ? Machine.REAL_LOAD : Machine.WHOLE_LOAD, 0, inputs[arg.index()]);
      case Param param -> number(step, params[param.index()]);
      case Const c -> number(step, c.value());
      case Index index -> words(step, Machine.COORDINATE, 0, coordinate(index.axis()));
      case Unary u when StepWriter.kind(u.dtype()) == TypeKind.FLOAT && StepWriter.isNarrow(u.op()) ->
          of(step, Machine.NARROW_UNARY, FunctionCodes.of(u.op()), false);
      case Binary b when StepWriter.kind(b.dtype()) == TypeKind.FLOAT && StepWriter.isNarrow(b.op()) ->
          of(step, Machine.NARROW_BINARY, FunctionCodes.of(b.op()), false);
      case Unary u -> function(step, FunctionCodes.of(u.op()), Machine.REAL_UNARY, Machine.MORE_UNARY, Machine.WHOLE_UNARY);
      case Binary b ->
          function(step, FunctionCodes.of(b.op()), Machine.REAL_BINARY, Machine.MORE_BINARY, Machine.WHOLE_BINARY);
      case Select s -> of(step, real ? Machine.REAL_SELECT : Machine.WHOLE_SELECT, 0, false);
      case Cast c when c.dtype() == DType.FLOAT16 -> of(step, Machine.MORE_UNARY, MoreFunctions.TO_FLOAT16, false);
      case Cast c when c.dtype() == DType.BFLOAT16 -> of(step, Machine.MORE_UNARY, MoreFunctions.TO_BFLOAT16, false);
      case Cast c -> of(step, cast(c.x().dtype(), c.dtype()), 0, false);
      case Compare c -> {
        boolean swapped = c.op() == Comparison.GT || c.op() == Comparison.GE;
        int kind = c.a().dtype().isFloating() ? Machine.REAL_COMPARE : Machine.WHOLE_COMPARE;
        yield of(step, kind, code(c.op()), swapped);
      }
    };
  }

  private int[] number(Kernel.Step step, double value) {
    if (step.expr().dtype().isFloating()) {
      return words(step, Machine.REAL_NUMBER, 0, program.addNumber(value));
    }
    int[] words = words(step, Machine.WHOLE_NUMBER, 0, (int) ((long) value >> 32));
    words[5] = (int) (long) value;
    return words;
  }

  private static int[] words(Kernel.Step step, int kind, int op, int operand) {
    return new int[] {kind, op, ElementType.of(step.expr().dtype()), 0, operand, 0, 0};
  }

  private int[] of(Kernel.Step step, int kind, int op, boolean swapped) {
    int[] words = words(step, kind, op, 0);
    int[] operands = operands(step);
    for (int i = 0; i < operands.length; i++) {
      words[4 + i] = registers[operands[swapped ? operands.length - 1 - i : i]];
    }
    return words;
  }

  /** With one kind of step for {@link RealFunctions}, one for {@link MoreFunctions}, and one for {@link WholeFunctions}. */
  private int[] function(Kernel.Step step, int code, int real, int more, int whole) {
    return of(step, !step.expr().dtype().isFloating() ? whole : code < MoreFunctions.FIRST ? real : more, code, false);
  }

  private static int cast(DType from, DType to) {
    return from.isFloating()
        ? to.isFloating() ? Machine.REAL_COPY : Machine.REAL_TO_WHOLE
        : to.isFloating() ? Machine.WHOLE_TO_REAL : Machine.WHOLE_COPY;
  }

  private static int code(Comparison op) {
    return switch (op) {
      case LT, GT -> Machine.LESS;
      case LE, GE -> Machine.LESS_OR_EQUAL;
      case EQ -> Machine.EQUAL;
      case NE -> Machine.NOT_EQUAL;
    };
  }

  /** A view whose element at each index is the coordinate itself. */
  private int coordinate(int axis) {
    int[] strides = new int[order.length];
    strides[axis] = 1;
    return program.addView(0, sizes, inOrder(strides));
  }

  private int[] inOrder(int[] strides) {
    int[] ordered = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = strides[order[i]];
    }
    return ordered;
  }
}
