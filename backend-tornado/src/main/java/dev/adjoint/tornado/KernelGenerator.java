package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Kernel.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Writes the class of a kernel that evaluates an expression, and combines its values where it is asked to: the same that {@link
 * Machine#combine} does for any expression, in the same order, with the same accumulators.
 */
final class KernelGenerator {
  private final CodeBuilder code;
  private final KernelCode kernel;
  private final KernelTable table;
  private final int combine;
  private final DType output;
  private final List<Step> steps;
  private final int[] locals;
  private final StepWriter writer;

  private KernelGenerator(CodeBuilder code, Kernel kernel, KernelTable table, long modes, int combine, DType output) {
    this.code = code;
    this.kernel = new KernelCode(code, table, modes);
    this.output = output;
    this.table = table;
    this.combine = combine;
    this.steps = kernel.steps();
    this.locals = new int[steps.size()];
    this.writer = new StepWriter(code, locals);
  }

  /**
   * Generates a kernel.
   *
   * @param modes how the elements of all views lie
   * @param combine how values are combined, a code of {@link RealFunctions}; -1 where there is one for each index
   * @param output the type of the output, which may be wider than that of the expression where values are combined
   */
  static Method generate(Kernel kernel, KernelTable table, long modes, int combine, DType output) {
    return KernelCode.define(code -> new KernelGenerator(code, kernel, table, modes, combine, output).write());
  }

  private void write() {
    final int count = kernel.header(Program.COUNT);
    final int threads = kernel.header(Program.THREADS);
    int[] places = places();
    kernel.leaves(steps, locals, writer);
    int index = kernel.context("globalIdx");
    DType of = steps.getLast().expr().dtype();
    kernel.loop(index, count, threads, () -> {
      TypeKind kind = combine < 0 ? StepWriter.kind(of) : KernelCode.wide(of);
      int value = combine < 0 ? values(places, index) : combined(places, index);
      kernel.store(output, places[locals.length], -1, index, kind, value);
    });
  }

  /** For each step that reads a view, what there is to know of it; that of the output behind. */
  private int[] places() {
    int[] places = new int[steps.size() + 1];
    for (int s = 0; s < steps.size(); s++) {
      if (steps.get(s).expr() instanceof Expr.Arg || steps.get(s).expr() instanceof Expr.Index) {
        places[s] = kernel.place(view(steps.get(s).expr()));
      }
    }
    places[steps.size()] = kernel.output();
    return places;
  }

  private int view(Expr e) {
    return e instanceof Expr.Arg arg ? table.input(arg.index()) : table.coordinate(((Expr.Index) e).axis());
  }

  /** The value of the expression at an index; gives its local. */
  private int values(int[] places, int index) {
    for (int s = 0; s < locals.length; s++) {
      Expr e = steps.get(s).expr();
      switch (e) {
        case Const _,Param _ -> {}
        case Expr.Arg arg -> locals[s] = kernel.load(arg.dtype(), places[s], view(e), index);
        case Expr.Index _ -> {
          kernel.locate(places[s], view(e), index);
          code.i2l();
          locals[s] = kernel.stored(TypeKind.LONG);
        }
        default -> locals[s] = writer.write(steps.get(s), steps);
      }
    }
    return locals[locals.length - 1];
  }

  /** All values of an index, combined in float64 or int64; leaves a local of the type of the result. */
  private int combined(int[] places, int index) {
    DType of = steps.getLast().expr().dtype();
    final int length = kernel.header(Program.LENGTH);
    final int parts = kernel.header(Program.PARTS);
    final int lanes = kernel.header(Program.LANES);
    code.iload(index).iload(parts).irem();
    final int first = kernel.stored(TypeKind.INT);
    code.iload(index).iload(parts).idiv().iload(length).imul();
    final int base = kernel.stored(TypeKind.INT);
    TypeKind wide = KernelCode.wide(of);
    kernel.number(0);
    if (!of.isFloating()) {
      code.d2i().i2l();
    }
    final int total = kernel.stored(wide);
    code.iload(first);
    int lane = kernel.stored(TypeKind.INT);
    int ofLane = code.allocateLocal(wide);
    int i = code.allocateLocal(TypeKind.INT);
    int place = code.allocateLocal(TypeKind.INT);
    kernel.loop(lane, lanes, parts, () -> {
      code.loadLocal(wide, total).storeLocal(wide, ofLane);
      code.iload(lane).istore(i);
      kernel.loop(i, length, lanes, () -> {
        code.iload(base).iload(i).iadd().istore(place);
        int value = values(places, place);
        kernel.accumulate(combine, i, lane, wide, ofLane, StepWriter.kind(of), value);
      });
      kernel.accumulate(combine, lane, first, wide, total, wide, ofLane);
    });
    return total;
  }
}
