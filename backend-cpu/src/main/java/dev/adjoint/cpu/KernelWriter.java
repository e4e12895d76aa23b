package dev.adjoint.cpu;

import static dev.adjoint.cpu.VectorCode.NO_MASK;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates the class of a kernel: a static method {@code body} with the loop, over typed arrays, and the methods of {@link
 * RowKernel} or {@link FoldKernel} that unpack its arguments.
 */
final class KernelWriter {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final ClassDesc SELF = ClassDesc.of(KernelWriter.class.getPackageName(), "GeneratedKernel");
  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final ClassDesc INTS = INT.arrayType();
  private static final ClassDesc DOUBLES = ConstantDescs.CD_double.arrayType();
  private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  private static final ClassDesc OBJECTS = OBJECT.arrayType();
  private static final ClassDesc VIEW = ClassDesc.of(View.class.getName());
  private static final ClassDesc BUFFER = ClassDesc.of(CpuBuffer.class.getName());
  /** Bytes of a method that HotSpot would still compile. */
  private static final int LONGEST_COMPILED = 8000;

  private final List<Step> steps;
  private final LaneType type;
  private final int scalars;
  private final @Nullable Reduction reduction;
  private final List<Arg> args = new ArrayList<>();
  private final MethodTypeDesc bodyType;

  private KernelWriter(List<Step> steps, LaneType type, int scalars, @Nullable Reduction reduction) {
    this.steps = steps;
    this.type = type;
    this.scalars = scalars;
    this.reduction = reduction;
    List<ClassDesc> parameters = new ArrayList<>();
    for (Step step : steps) {
      if (step.expr() instanceof Arg arg) {
        args.add(arg);
        parameters.add(arrayOf(arg.dtype()));
        parameters.add(INT);
      }
    }
    if (reduction == null) {
      parameters.add(arrayOf(result()));
      parameters.add(INT);
    }
    parameters.add(DOUBLES);
    parameters.add(INT);
    this.bodyType = MethodTypeDesc.of(reduction == null ? ConstantDescs.CD_void : ConstantDescs.CD_double, parameters);
  }

  /** The kernel that computes rows; null where the expression is too long for it. */
  static @Nullable RowKernel row(List<Step> steps, LaneType type, int scalars) {
    return (RowKernel) new KernelWriter(steps, type, scalars, null).define();
  }

  /** The kernel that combines rows, sums as {@link LaneSums} says; null where the expression is too long for it. */
  static @Nullable FoldKernel fold(List<Step> steps, LaneType type, int scalars, Reduction reduction) {
    if (type.lanes() > type.line()) {
      return null; // a machine that nobody has seen
    }
    return (FoldKernel) new KernelWriter(steps, type, scalars, reduction).define();
  }

  private DType result() {
    return steps.getLast().expr().dtype();
  }

  private ClassDesc arrayOf(DType dtype) {
    return (dtype == DType.BOOL ? ConstantDescs.CD_boolean : type.lane()).arrayType();
  }

  private @Nullable Object define() {
    byte[] bytes;
    try {
      bytes = ClassFile.of().build(SELF, this::write);
    } catch (IllegalArgumentException e) { // more code than a method may have
      return null;
    }
    boolean compiles = ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .allMatch(code -> code.codeLength() <= LONGEST_COMPILED);
    if (!compiles) {
      return null;
    }
    try {
      return LOOKUP.defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The kernel generated for " + steps.getLast().expr() + " cannot be defined", e);
    }
  }

  private void write(ClassBuilder builder) {
    ClassDesc base = ClassDesc.of((reduction == null ? RowKernel.class : FoldKernel.class).getName());
    builder.withSuperclass(base).withFlags(ClassFile.ACC_FINAL);
    builder.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
        code -> code.aload(0).invokespecial(base, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
    if (reduction == Reduction.SUM) {
      VectorCode.declareSums(builder, SELF, type);
    }
    builder.withMethodBody("body", bodyType, ClassFile.ACC_STATIC, reduction == null ? this::loop : this::foldLoop);
    if (reduction == null) {
      builder.withMethodBody("row", MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS, INTS, OBJECT, INT, DOUBLES, INT), 0,
          this::unpackRow);
      builder.withMethodBody("rows",
          MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS, INTS, INTS, OBJECT, INT, INT, DOUBLES, INT, INT), 0,
          this::unpackRows);
      builder.withMethodBody("views", MethodTypeDesc.of(ConstantDescs.CD_void, VIEW.arrayType(), VIEW, DOUBLES, INT, INT), 0,
          this::unpackViews);
    } else {
      builder.withMethodBody("fold", MethodTypeDesc.of(ConstantDescs.CD_double, OBJECTS, INTS, DOUBLES, INT), 0,
          this::unpackFold);
      builder.withMethodBody("rows",
          MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS, INTS, INTS, OBJECT, INT, DOUBLES, INT, INT), 0, this::unpackFolds);
    }
  }

  // ---- The loops ----

  private VectorSteps.Operands operands(CodeBuilder code, int index) {
    int highest = args.stream().mapToInt(Arg::index).max().orElse(-1);
    int[] arrays = new int[highest + 1];
    int[] offsets = new int[highest + 1];
    for (int i = 0; i < args.size(); i++) {
      arrays[args.get(i).index()] = code.parameterSlot(2 * i);
      offsets[args.get(i).index()] = code.parameterSlot(2 * i + 1);
    }
    int last = bodyType.parameterCount() - 1;
    return new VectorSteps.Operands(arrays, offsets, code.parameterSlot(last - 1), index, code.parameterSlot(last));
  }

  /** Writes {@code for (; index + lanes * vectors <= count; index += lanes) body}. */
  private void whileVectorsLast(CodeBuilder code, int index, int count, int vectors, Runnable body) {
    int lanes = type.lanes();
    int bound = code.allocateLocal(TypeKind.INT);
    code.iload(count).loadConstant(lanes * vectors - 1).isub().istore(bound);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head).iload(index).iload(bound).if_icmpge(end);
    body.run();
    code.goto_(head).labelBinding(end);
  }

  /** Writes a body for the elements that are left, or for the first of them where they are more than a vector. */
  private void whileTailLasts(CodeBuilder code, int index, int count, TailBody body) {
    Label end = code.newLabel();
    code.iload(index).iload(count).if_icmpge(end);
    int left = code.allocateLocal(TypeKind.INT);
    code.iload(count).iload(index).isub().loadConstant(type.lanes());
    code.invokestatic(ClassDesc.of("java.lang.Math"), "min", MethodTypeDesc.of(INT, INT, INT)).istore(left);
    body.write(new VectorCode(code, type).tailMask(index, count), left);
    code.labelBinding(end);
  }

  /** No elements are the case of calls that only wait for the JIT: they do not even touch a vector. */
  private static void ifEmpty(CodeBuilder code, int count, Runnable body) {
    Label some = code.newLabel();
    code.iload(count).ifgt(some);
    body.run();
    code.labelBinding(some);
  }

  private interface TailBody {
    void write(int mask, int left);
  }

  private static int newIndex(CodeBuilder code) {
    int index = code.allocateLocal(TypeKind.INT);
    code.loadConstant(0).istore(index);
    return index;
  }

  private void loop(CodeBuilder code) {
    int index = newIndex(code);
    VectorSteps.Operands operands = operands(code, index);
    VectorCode vectors = new VectorCode(code, type);
    VectorSteps body = new VectorSteps(steps, type, scalars, vectors, operands);
    int target = code.parameterSlot(2 * args.size());
    int at = code.parameterSlot(2 * args.size() + 1);
    boolean mask = result() == DType.BOOL;
    ifEmpty(code, operands.count(), code::return_);
    body.prepare();
    whileVectorsLast(code, index, operands.count(), 1, () -> {
      int value = body.compute(NO_MASK, NO_MASK);
      if (mask) {
        vectors.storeMask(value, target, at, index, NO_MASK, NO_MASK);
      } else {
        vectors.store(value, target, at, index, NO_MASK);
      }
      code.iinc(index, type.lanes());
    });
    whileTailLasts(code, index, operands.count(), (tail, left) -> {
      int value = body.compute(tail, left);
      if (mask) {
        vectors.storeMask(value, target, at, index, tail, left);
      } else {
        vectors.store(value, target, at, index, tail);
      }
    });
    code.return_();
  }

  private void foldLoop(CodeBuilder code) {
    int index = newIndex(code);
    VectorSteps.Operands operands = operands(code, index);
    VectorCode vectors = new VectorCode(code, type);
    VectorSteps body = new VectorSteps(steps, type, scalars, vectors, operands);
    VectorFold fold = new VectorFold(vectors, reduction, SELF);
    ifEmpty(code, operands.count(), () -> code.loadConstant(Accumulator.identity(reduction)).dreturn());
    int perLine = type.line() / type.lanes();
    int[][] accumulators = new int[LaneSums.groups(steps) * perLine][];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = fold.start();
    }
    body.prepare();
    for (int together = accumulators.length; together >= perLine; together = together > perLine ? perLine : 0) {
      int[][] some = Arrays.copyOf(accumulators, together);
      whileVectorsLast(code, index, operands.count(), together, () -> {
        for (int[] accumulator : some) {
          fold.add(accumulator, body.compute(NO_MASK, NO_MASK), NO_MASK);
          code.iinc(index, type.lanes());
        }
      });
    }
    for (int i = 0; i < perLine; i++) {
      int[] accumulator = accumulators[i];
      whileTailLasts(code, index, operands.count(), (tail, left) -> fold.add(accumulator, body.compute(tail, left), tail));
      code.iinc(index, type.lanes());
    }
    for (int i = perLine; i < accumulators.length; i++) {
      fold.merge(accumulators[i % perLine], accumulators[i]);
    }
    for (int half = perLine / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        fold.merge(accumulators[i], accumulators[i + half]);
      }
    }
    fold.pushResult(accumulators[0]);
    code.dreturn();
  }

  // ---- Unpacking ----

  private void pushOperand(CodeBuilder code, Arg arg, int arrays, int offsets) {
    code.aload(arrays).loadConstant(arg.index()).aaload().checkcast(arrayOf(arg.dtype()));
    code.aload(offsets).loadConstant(arg.index()).iaload();
  }

  private void unpackRow(CodeBuilder code) {
    for (Arg arg : args) {
      pushOperand(code, arg, 1, 2);
    }
    code.aload(3).checkcast(arrayOf(result())).iload(4).aload(5).iload(6);
    code.invokestatic(SELF, "body", bodyType).return_();
  }

  private void unpackFold(CodeBuilder code) {
    for (Arg arg : args) {
      pushOperand(code, arg, 1, 2);
    }
    code.aload(3).iload(4).invokestatic(SELF, "body", bodyType).dreturn();
  }

  private void unpackRows(CodeBuilder code) {
    int target = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(4).checkcast(arrayOf(result())).astore(target);
    perRow(code, 9, () -> code.aload(target).iload(5), () -> {
      code.aload(7).iload(8).invokestatic(SELF, "body", bodyType);
      code.iload(5).iload(6).iadd().istore(5);
    });
  }

  private void unpackFolds(CodeBuilder code) {
    int target = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(4).checkcast(type.lane().arrayType()).astore(target);
    perRow(code, 8, () -> {}, () -> {
      code.aload(6).iload(7).invokestatic(SELF, "body", bodyType);
      int value = code.allocateLocal(TypeKind.DOUBLE);
      code.dstore(value).aload(target).iload(5).dload(value);
      if (type == LaneType.FLOAT) {
        code.d2f();
      }
      code.arrayStore(TypeKind.from(type.lane())).iinc(5, 1);
    });
  }

  /** Writes {@code while (rows-- > 0)}: pushes the inputs, then what {@code rest} does; steps the inputs to their next row. */
  private void perRow(CodeBuilder code, int rows, Runnable pushTarget, Runnable rest) {
    int[] arrays = new int[args.size()];
    int[] offsets = new int[args.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
      offsets[i] = code.allocateLocal(TypeKind.INT);
      pushOperand(code, args.get(i), 1, 2);
      code.istore(offsets[i]).astore(arrays[i]);
    }
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head).iload(rows).ifle(end);
    for (int i = 0; i < arrays.length; i++) {
      code.aload(arrays[i]).iload(offsets[i]);
    }
    pushTarget.run();
    rest.run();
    for (int i = 0; i < arrays.length; i++) {
      code.iload(offsets[i]).aload(3).loadConstant(args.get(i).index()).iaload().iadd().istore(offsets[i]);
    }
    code.iinc(rows, -1).goto_(head).labelBinding(end).return_();
  }

  private void unpackViews(CodeBuilder code) {
    int view = code.allocateLocal(TypeKind.REFERENCE);
    for (Arg arg : args) {
      code.aload(1).loadConstant(arg.index()).aaload().astore(view);
      pushView(code, view, arg.dtype());
      if ((scalars >> arg.index() & 1) == 0) {
        code.iload(4).iadd();
      }
    }
    pushView(code, 2, result());
    code.iload(4).iadd().aload(3).iload(5).invokestatic(SELF, "body", bodyType).return_();
  }

  private void pushView(CodeBuilder code, int view, DType dtype) {
    code.aload(view).invokestatic(BUFFER, "arrayOf", MethodTypeDesc.of(OBJECT, VIEW)).checkcast(arrayOf(dtype));
    code.aload(view).invokevirtual(VIEW, "offset", MethodTypeDesc.of(INT));
  }
}
