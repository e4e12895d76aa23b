package dev.adjoint.tornado;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Param;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What generated kernels are written with: they read words and numbers, find the elements of views, and load and store these.
 *
 * <p>The code is straight but for its loops. Whatever has a branch is a call of {@link KernelFunctions}, which keeps clear of
 * what TornadoVM miscompiles.
 */
final class KernelCode {
  private static final String METHOD = "generated";
  private static final String[] PARAMETERS = {"context", "f32", "f64", "i32", "i64", "words", "numbers"};
  static final int CONTEXT = 0;
  private static final int F32 = 1;
  private static final int F64 = 2;
  private static final int I32 = 3;
  private static final int I64 = 4;
  private static final int WORDS = 5;
  private static final int NUMBERS = 6;
  /** The types of the parameters. */
  static final ClassDesc[] TYPES =
      Stream.of(Launcher.PARAMETERS).map(c -> ClassDesc.of(c.getName())).toArray(ClassDesc[]::new);
  private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");

  private final CodeBuilder code;
  private final KernelTable table;
  private final long modes;

  /** @param modes how the elements of all views lie */
  KernelCode(CodeBuilder code, KernelTable table, long modes) {
    this.code = code;
    this.table = table;
    this.modes = modes;
  }

  /** The method of a new class that has this body. */
  static Method define(Consumer<CodeBuilder> body) {
    byte[] bytes = ClassFile.of().build(
        ClassDesc.of(GeneratedKernel.class.getName()),
        c -> c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withMethodBody(
            METHOD, MethodTypeDesc.of(CD_void, TYPES), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
              // TornadoVM asks for the names of the parameters.
              for (int i = 0; i < PARAMETERS.length; i++) {
                code.localVariable(i, PARAMETERS[i], TYPES[i], code.startLabel(), code.endLabel());
              }
              body.accept(code);
              code.return_();
            }));
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
      super(KernelCode.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(GeneratedKernel.class.getName(), bytes, 0, bytes.length);
    }
  }

  /** {@code for (; i < end; i += step) body}. */
  void loop(int i, int end, int step, Runnable body) {
    Label next = code.newLabel();
    Label over = code.newLabel();
    code.labelBinding(next).iload(i).iload(end).if_icmpge(over);
    body.run();
    code.iload(i).iload(step).iadd().istore(i).goto_(next).labelBinding(over);
  }

  /** A field of the context, such as an index, in a local. */
  int context(String field) {
    code.aload(CONTEXT).getfield(TYPES[CONTEXT], field, INTEGER);
    code.invokevirtual(INTEGER, "intValue", MethodTypeDesc.of(CD_int));
    return stored(TypeKind.INT);
  }

  /** A word in a local. */
  int header(int field) {
    word(field);
    return stored(TypeKind.INT);
  }

  private void word(int index) {
    code.aload(WORDS).loadConstant(index).invokevirtual(TYPES[WORDS], "get", MethodTypeDesc.of(CD_int, CD_int));
  }

  /** What is on the stack, in a new local. */
  int stored(TypeKind kind) {
    int local = code.allocateLocal(kind);
    code.storeLocal(kind, local);
    return local;
  }

  /** What there is to know of a view: where its elements begin or, if they are strided, itself. */
  int place(int view) {
    return place(view, KernelTable.mode(modes, view));
  }

  /** The same of the output. */
  int output() {
    return place(Program.OUTPUT, KernelTable.mode(modes, -1));
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

  /** Constants and parameters of an expression, which are the same for all indices. */
  void leaves(List<Step> steps, int[] locals, StepWriter writer) {
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

  /** Leaves a number on the stack. */
  void number(int which) {
    code.aload(NUMBERS);
    word(Program.NUMBERS);
    code.loadConstant(which).iadd().invokevirtual(TYPES[NUMBERS], "get", MethodTypeDesc.of(CD_double, CD_int));
  }

  /** Leaves a place on the stack: that of the element of an index in a view; -1 stands for the output. */
  void locate(int place, int view, int index) {
    switch (KernelTable.mode(modes, view)) {
      case KernelTable.LINEAR -> code.iload(place).iload(index).iadd();
      case KernelTable.FIXED -> code.iload(place);
      default -> {
        code.aload(WORDS).iload(place).iload(index);
        code.invokestatic(
            StepWriter.FUNCTIONS, "locate", MethodTypeDesc.of(CD_int, TYPES[WORDS], CD_int, CD_int));
      }
    }
  }

  /** The element of an index in a view, in a local. */
  int load(DType dtype, int place, int view, int index) {
    int array = array(dtype);
    code.aload(array);
    locate(place, view, index);
    code.invokevirtual(TYPES[array], "get", MethodTypeDesc.of(StepWriter.element(dtype), CD_int));
    if (array == I32) {
      code.i2l();
    }
    return stored(StepWriter.kind(dtype));
  }

  /** Stores a local of a kind as the element of an index. */
  void store(DType dtype, int place, int view, int index, TypeKind kind, int value) {
    int array = array(dtype);
    code.aload(array);
    locate(place, view, index);
    code.loadLocal(kind, value);
    if (array == I32) {
      code.l2i();
    } else if (array == F32 && kind == TypeKind.DOUBLE) {
      code.d2f();
    }
    code.invokevirtual(TYPES[array], "set", MethodTypeDesc.of(CD_void, CD_int, StepWriter.element(dtype)));
  }

  private static int array(DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT32, BOOL -> I32;
      case INT64 -> I64;
    };
  }

  /** The kind of what values of a type are combined in. */
  static TypeKind wide(DType dtype) {
    return dtype.isFloating() ? TypeKind.DOUBLE : TypeKind.LONG;
  }

  /** One more value, of which a local of a kind is loaded, is combined with a total. */
  void accumulate(int combine, int i, int first, TypeKind wide, int total, TypeKind kind, int value) {
    code.loadConstant(combine).iload(i).iload(first).loadLocal(wide, total).loadLocal(kind, value);
    if (kind == TypeKind.FLOAT) {
      code.f2d();
    }
    ClassDesc type = wide == TypeKind.DOUBLE ? CD_double : StepWriter.LONG;
    code.invokestatic(
        StepWriter.FUNCTIONS, "accumulate", MethodTypeDesc.of(type, CD_int, CD_int, CD_int, type, type));
    code.storeLocal(wide, total);
  }
}
