package dev.adjoint.tornado;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Kernel.Step;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the class of a kernel that evaluates an expression, and combines its values where it is asked to: the same that {@link
 * Machine#combine} does for any expression, in the same order, with the same accumulators.
 *
 * <p>The code is straight but for its loops. Whatever has a branch is a call of {@link KernelFunctions}, which keeps clear of
 * what TornadoVM miscompiles.
 */
final class KernelGenerator {
  private static final String METHOD = "generated";
  private static final String[] PARAMETERS = {"context", "f32", "f64", "i32", "i64", "words", "numbers"};
  private static final int CONTEXT = 0;
  private static final int F32 = 1;
  private static final int F64 = 2;
  private static final int I32 = 3;
  private static final int I64 = 4;
  private static final int WORDS = 5;
  private static final int NUMBERS = 6;
  private static final ClassDesc[] TYPES =
      Stream.of(Launcher.PARAMETERS).map(c -> ClassDesc.of(c.getName())).toArray(ClassDesc[]::new);
  private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");

  private final CodeBuilder code;
  private final KernelTable table;
  private final long modes;
  private final int combine;
  private final DType output;
  private final List<Step> steps;
  private final int[] locals;
  private final StepWriter writer;

  private KernelGenerator(CodeBuilder code, Kernel kernel, KernelTable table, long modes, int combine, DType output) {
    this.code = code;
    this.output = output;
    this.table = table;
    this.modes = modes;
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
    byte[] bytes = ClassFile.of().build(
        ClassDesc.of(GeneratedKernel.class.getName()),
        c -> c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withMethodBody(
            METHOD,
            MethodTypeDesc.of(CD_void, TYPES),
            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
            code -> new KernelGenerator(code, kernel, table, modes, combine, output).write()));
    try {
      Class<?> type = new Loader().define(bytes);
      return MethodHandles.lookup().ensureInitialized(type).getMethod(METHOD, Launcher.PARAMETERS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of one class, which goes with it. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(KernelGenerator.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(GeneratedKernel.class.getName(), bytes, 0, bytes.length);
    }
  }

  private void write() {
    // TornadoVM asks for the names of the parameters.
    for (int i = 0; i < PARAMETERS.length; i++) {
      code.localVariable(i, PARAMETERS[i], TYPES[i], code.startLabel(), code.endLabel());
    }
    final int count = header(Program.COUNT);
    final int threads = header(Program.THREADS);
    int[] places = places();
    leaves();
    int index = code.allocateLocal(TypeKind.INT);
    code.aload(CONTEXT).getfield(TYPES[CONTEXT], "globalIdx", INTEGER);
    code.invokevirtual(INTEGER, "intValue", MethodTypeDesc.of(CD_int)).istore(index);
    loop(index, count, threads, () -> {
      if (combine < 0) {
        store(places, values(places, index), writer.kind(steps.getLast().expr()), index);
      } else {
        store(places, combined(places, index), wide(), index);
      }
    });
    code.return_();
  }

  /** {@code for (; i < end; i += step) body}. */
  private void loop(int i, int end, int step, Runnable body) {
    Label next = code.newLabel();
    Label over = code.newLabel();
    code.labelBinding(next).iload(i).iload(end).if_icmpge(over);
    body.run();
    code.iload(i).iload(step).iadd().istore(i).goto_(next).labelBinding(over);
  }

  private int header(int field) {
    word(field);
    return stored(TypeKind.INT);
  }

  private void word(int index) {
    code.aload(WORDS).loadConstant(index).invokevirtual(TYPES[WORDS], "get", MethodTypeDesc.of(CD_int, CD_int));
  }

  private int stored(TypeKind kind) {
    int local = code.allocateLocal(kind);
    code.storeLocal(kind, local);
    return local;
  }

  /** For each step that reads a view, what there is to know of it: where its elements begin or, if they are strided, itself. */
  private int[] places() {
    int[] places = new int[steps.size() + 1];
    for (int s = 0; s < steps.size(); s++) {
      if (steps.get(s).expr() instanceof Expr.Arg || steps.get(s).expr() instanceof Expr.Index) {
        places[s] = place(view(steps.get(s).expr()), mode(view(steps.get(s).expr())));
      }
    }
    places[steps.size()] = place(Program.OUTPUT, KernelTable.mode(modes, -1));
    return places;
  }

  private int view(Expr e) {
    return e instanceof Expr.Arg arg ? table.input(arg.index()) : table.coordinate(((Expr.Index) e).axis());
  }

  private int mode(int view) {
    return KernelTable.mode(modes, view);
  }

  private int place(int view, int mode) {
    if (mode == KernelTable.STRIDED) {
      return header(view);
    }
    code.aload(WORDS);
    word(view);
    code.loadConstant(1).iadd().invokevirtual(TYPES[WORDS], "get", MethodTypeDesc.of(CD_int, CD_int));
    return stored(TypeKind.INT);
  }

  /** Constants and parameters, which are the same for all indices. */
  private void leaves() {
    for (int s = 0; s < locals.length; s++) {
      Expr e = steps.get(s).expr();
      if (!(e instanceof Const || e instanceof Param)) {
        continue;
      }
      if (e.dtype().isFloating()) {
        number(table.real(e));
        if (writer.kind(e) == TypeKind.FLOAT) {
          code.d2f();
        }
      } else {
        code.aload(WORDS).loadConstant(table.whole(e));
        writer.call("whole", MethodTypeDesc.of(StepWriter.LONG, TYPES[WORDS], CD_int));
        writer.narrow(e.dtype());
      }
      locals[s] = stored(writer.kind(e));
    }
  }

  private void number(int which) {
    code.aload(NUMBERS);
    word(Program.NUMBERS);
    code.loadConstant(which).iadd().invokevirtual(TYPES[NUMBERS], "get", MethodTypeDesc.of(CD_double, CD_int));
  }

  /** Leaves a place on the stack: that of the element of an index. */
  private void locate(int place, int mode, int index) {
    switch (mode) {
      case KernelTable.LINEAR -> code.iload(place).iload(index).iadd();
      case KernelTable.FIXED -> code.iload(place);
      default -> {
        code.aload(WORDS).iload(place).iload(index);
        writer.call("locate", MethodTypeDesc.of(CD_int, TYPES[WORDS], CD_int, CD_int));
      }
    }
  }

  /** The value of the expression at an index; gives its local. */
  private int values(int[] places, int index) {
    for (int s = 0; s < locals.length; s++) {
      Expr e = steps.get(s).expr();
      switch (e) {
        case Const _,Param _ -> {}
        case Expr.Arg arg -> {
          int array = array(arg.dtype());
          code.aload(array);
          locate(places[s], mode(view(e)), index);
          code.invokevirtual(TYPES[array], "get", MethodTypeDesc.of(StepWriter.element(arg.dtype()), CD_int));
          if (array == I32) {
            code.i2l();
          }
          locals[s] = stored(writer.kind(e));
        }
        case Expr.Index _ -> {
          locate(places[s], mode(view(e)), index);
          code.i2l();
          locals[s] = stored(TypeKind.LONG);
        }
        default -> locals[s] = writer.write(steps.get(s), steps);
      }
    }
    return locals[locals.length - 1];
  }

  private static int array(DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT32, BOOL -> I32;
      case INT64 -> I64;
    };
  }

  /** All values of an index, combined in float64 or int64; leaves a local of the type of the result. */
  private int combined(int[] places, int index) {
    Expr e = steps.getLast().expr();
    boolean real = e.dtype().isFloating();
    final int length = header(Program.LENGTH);
    final int parts = header(Program.PARTS);
    code.iload(index).iload(parts).irem();
    final int first = stored(TypeKind.INT);
    code.iload(index).iload(parts).idiv().iload(length).imul();
    final int base = stored(TypeKind.INT);
    number(0);
    if (!real) {
      code.d2i().i2l();
    }
    TypeKind wide = wide();
    final int total = stored(wide);
    code.iload(first);
    int i = stored(TypeKind.INT);
    int place = code.allocateLocal(TypeKind.INT);
    loop(i, length, parts, () -> {
      code.iload(base).iload(i).iadd().istore(place);
      int value = values(places, place);
      code.loadConstant(combine).iload(i).iload(first).loadLocal(wide, total).loadLocal(writer.kind(e), value);
      if (writer.kind(e) == TypeKind.FLOAT) {
        code.f2d();
      }
      ClassDesc type = real ? CD_double : StepWriter.LONG;
      writer.call("accumulate", MethodTypeDesc.of(type, CD_int, CD_int, CD_int, type, type));
      code.storeLocal(wide, total);
    });
    return total;
  }

  /** The kind of what values are combined in. */
  private TypeKind wide() {
    return steps.getLast().expr().dtype().isFloating() ? TypeKind.DOUBLE : TypeKind.LONG;
  }

  private void store(int[] places, int value, TypeKind kind, int index) {
    int array = array(output);
    code.aload(array);
    locate(places[locals.length], KernelTable.mode(modes, -1), index);
    code.loadLocal(kind, value);
    if (array == I32) {
      code.l2i();
    } else if (array == F32 && kind == TypeKind.DOUBLE) {
      code.d2f();
    }
    code.invokevirtual(TYPES[array], "set", MethodTypeDesc.of(CD_void, CD_int, StepWriter.element(output)));
  }
}
