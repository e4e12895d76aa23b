package dev.adjoint.tornado;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.RowProgram.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the class of a kernel that takes rows through all steps of a program. A row is the work of a group of threads, each of
 * which walks along every so many elements of it, or of a single thread. What the threads of a group have combined is combined
 * by the first of them, through memory that they share.
 */
final class RowGenerator {
  private final CodeBuilder code;
  private final KernelCode kernel;
  private final RowProgram program;
  private final RowStages stages;
  private final KernelTable table;
  private final int group;
  private final int[] places;
  private final StepWriter[] writers;
  private final int[][] locals;
  /** Of each value of a row, the local that it is in. */
  private final int[] values;
  /** Of each fold, the local of the memory that a group shares. */
  private final int[] shared;
  private int first;
  private int stride;
  private int one;
  private int length;
  private int base;

  private RowGenerator(
      CodeBuilder code, RowProgram program, RowStages stages, KernelTable table, long modes, int group) {
    this.code = code;
    this.kernel = new KernelCode(code, table, modes);
    this.program = program;
    this.stages = stages;
    this.table = table;
    this.group = group;
    int steps = program.steps().size();
    this.places = new int[program.inputs() + steps];
    this.writers = new StepWriter[steps];
    this.locals = new int[steps][];
    this.values = new int[steps];
    this.shared = new int[steps];
  }

  /**
   * Generates a kernel. The views are those of the inputs, then those of the steps whose values are kept.
   *
   * @param modes how the elements of all views lie
   * @param group how many threads walk along a row
   */
  static Method generate(RowProgram program, RowStages stages, KernelTable table, long modes, int group) {
    return KernelCode.define(code -> new RowGenerator(code, program, stages, table, modes, group).write());
  }

  private void write() {
    final int count = kernel.header(Program.COUNT);
    final int sharers = kernel.header(Program.THREADS);
    length = kernel.header(Program.LENGTH);
    one = constant(1);
    stride = constant(group);
    int views = 0;
    for (int i = 0; i < places.length; i++) {
      if (i < program.inputs() || stages.keeps(i - program.inputs())) {
        places[i] = kernel.place(table.input(views++));
      }
    }
    for (int s = 0; s < writers.length; s++) {
      Kernel of = program.steps().get(s).kernel();
      locals[s] = new int[of.steps().size()];
      writers[s] = new StepWriter(code, locals[s]);
      kernel.leaves(of.steps(), locals[s], writers[s]);
      if (group > 1 && program.steps().get(s).kind() == Kind.FOLD) {
        shared[s] = share(KernelCode.wide(of.dtype()));
      }
    }
    first = group > 1 ? kernel.context("localIdx") : constant(0);
    int row = kernel.context(group > 1 ? "groupIdx" : "globalIdx");
    base = code.allocateLocal(TypeKind.INT);
    kernel.loop(row, count, sharers, () -> {
      code.iload(row).iload(length).imul().istore(base);
      valuesOfRow(RowStages.BEFORE);
      for (int stage = 0; stage < stages.walks(); stage++) {
        walk(stage);
        valuesOfRow(stage);
      }
      barrier(); // before the next row's values are shared
    });
  }

  private int constant(int value) {
    code.loadConstant(value);
    return kernel.stored(TypeKind.INT);
  }

  /** Memory of a group for a number of each thread. */
  private int share(TypeKind wide) {
    boolean real = wide == TypeKind.DOUBLE;
    ClassDesc type = (real ? CD_double : CD_long).arrayType();
    code.aload(KernelCode.CONTEXT).loadConstant(group).invokevirtual(
        KernelCode.TYPES[KernelCode.CONTEXT], real ? "allocateDoubleLocalArray" : "allocateLongLocalArray",
        MethodTypeDesc.of(type, CD_int));
    return kernel.stored(TypeKind.REFERENCE);
  }

  private void barrier() {
    if (group > 1) {
      code.aload(KernelCode.CONTEXT).invokevirtual(
          KernelCode.TYPES[KernelCode.CONTEXT], "localBarrier", MethodTypeDesc.of(CD_void));
    }
  }

  private List<Integer> steps(int stage, Kind... kinds) {
    List<Integer> steps = new ArrayList<>();
    for (int s = 0; s < writers.length; s++) {
      if (stages.of(s) == stage && List.of(kinds).contains(program.steps().get(s).kind())) {
        steps.add(s);
      }
    }
    return steps;
  }

  private DType type(int step) {
    return program.steps().get(step).kernel().dtype();
  }

  private void walk(int stage) {
    List<Integer> folds = steps(stage, Kind.FOLD);
    Map<Integer, Integer> totals = new HashMap<>();
    for (int s : folds) {
      TypeKind wide = KernelCode.wide(type(s));
      if (wide == TypeKind.DOUBLE) {
        code.dconst_0();
      } else {
        code.lconst_0();
      }
      totals.put(s, kernel.stored(wide));
    }
    code.iload(first);
    int i = kernel.stored(TypeKind.INT);
    int index = code.allocateLocal(TypeKind.INT);
    kernel.loop(i, length, stride, () -> {
      code.iload(base).iload(i).iadd().istore(index);
      Map<Integer, Integer> known = new HashMap<>();
      for (int s : steps(stage, Kind.FOLD, Kind.EACH)) {
        int value = value(s, known, index);
        if (totals.containsKey(s)) {
          kernel.accumulate(
              Programs.code(program.steps().get(s).reduction()), i, first, KernelCode.wide(type(s)), totals.get(s),
              StepWriter.kind(type(s)), value);
        } else {
          known.put(program.inputs() + s, value);
          keep(s, index, value);
        }
      }
    });
    if (group > 1 && !folds.isEmpty()) {
      together(folds, totals);
    }
    for (int s : folds) {
      code.loadLocal(KernelCode.wide(type(s)), totals.get(s));
      if (StepWriter.kind(type(s)) == TypeKind.FLOAT) {
        code.d2f();
      } else {
        writers[s].narrow(type(s));
      }
      values[s] = kernel.stored(StepWriter.kind(type(s)));
      keepOfRow(s);
    }
  }

  /** What each thread of the group has combined becomes what all of them have. */
  private void together(List<Integer> folds, Map<Integer, Integer> totals) {
    int active = kernel.header(Program.PARTS);
    for (int s : folds) {
      TypeKind wide = KernelCode.wide(type(s));
      code.aload(shared[s]).iload(first).loadLocal(wide, totals.get(s)).arrayStore(wide);
    }
    barrier();
    onFirst(() -> {
      for (int s : folds) {
        TypeKind wide = KernelCode.wide(type(s));
        int part = code.allocateLocal(wide);
        int k = constant(1);
        kernel.loop(k, active, one, () -> {
          code.aload(shared[s]).iload(k).arrayLoad(wide).storeLocal(wide, part);
          kernel.accumulate(
              Programs.code(program.steps().get(s).reduction()), k, first, wide, totals.get(s), wide, part);
        });
        code.aload(shared[s]).loadConstant(0).loadLocal(wide, totals.get(s)).arrayStore(wide);
      }
    });
    barrier();
    for (int s : folds) {
      TypeKind wide = KernelCode.wide(type(s));
      code.aload(shared[s]).loadConstant(0).arrayLoad(wide).storeLocal(wide, totals.get(s));
    }
  }

  /** Done by the first thread of a group alone: a loop, as TornadoVM has those right. */
  private void onFirst(Runnable body) {
    code.iload(first);
    kernel.loop(kernel.stored(TypeKind.INT), one, stride, body);
  }

  private void valuesOfRow(int stage) {
    for (int s : steps(stage, Kind.ROW)) {
      values[s] = value(s, new HashMap<>(), base);
      keepOfRow(s);
    }
  }

  private void keepOfRow(int step) {
    if (stages.keeps(step)) {
      onFirst(() -> keep(step, base, values[step]));
    }
  }

  private void keep(int step, int index, int value) {
    if (stages.keeps(step)) {
      int of = program.inputs() + step;
      kernel.store(type(step), places[of], view(of), index, StepWriter.kind(type(step)), value);
    }
  }

  /** The word with the view of an input, or of a step that is kept. */
  private int view(int of) {
    int views = 0;
    for (int i = 0; i < of; i++) {
      views += i < program.inputs() || stages.keeps(i - program.inputs()) ? 1 : 0;
    }
    return table.input(views);
  }

  /**
   * The value of a step at an index; gives its local.
   *
   * @param known the locals of the elements that have been read or computed at this index
   */
  private int value(int step, Map<Integer, Integer> known, int index) {
    List<Kernel.Step> steps = program.steps().get(step).kernel().steps();
    int[] of = locals[step];
    for (int s = 0; s < of.length; s++) {
      Expr e = steps.get(s).expr();
      switch (e) {
        case Const _,Param _ -> {}
        case Expr.Arg arg -> of[s] = read(program.steps().get(step).reads()[arg.index()], arg.dtype(), known, index);
        default -> of[s] = writers[step].write(steps.get(s), steps);
      }
    }
    return of[of.length - 1];
  }

  private int read(int from, DType dtype, Map<Integer, Integer> known, int index) {
    int step = from - program.inputs();
    if (step >= 0 && program.steps().get(step).kind() != Kind.EACH) {
      return values[step];
    }
    return known.computeIfAbsent(from, f -> kernel.load(dtype, places[f], view(f), index));
  }
}
