package dev.adjoint.tornado;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.UnaryOp;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The code of the steps of a generated kernel that compute. A float32 is a Java float, and so are the two half types; a float64
 * is a double; integers and bools are longs, narrowed after each step as {@link Machine} does.
 */
final class StepWriter {
  static final ClassDesc LONG = CD_long;

  private static final ClassDesc MATH = ClassDesc.of("uk.ac.manchester.tornado.api.math.TornadoMath");
  static final ClassDesc FUNCTIONS = ClassDesc.of(KernelFunctions.class.getName());
  /** What TornadoVM has, right in float64 and float32 alike. */
  private static final Set<UnaryOp> NATIVE = EnumSet.of(
      UnaryOp.ABS, UnaryOp.FLOOR, UnaryOp.CEIL, UnaryOp.EXP, UnaryOp.LOG, UnaryOp.SQRT, UnaryOp.SIN, UnaryOp.COS, UnaryOp.TANH);
  /** What it has in float64. */
  private static final Set<UnaryOp> NATIVE_WIDE = EnumSet.of(UnaryOp.TAN, UnaryOp.ASIN, UnaryOp.ACOS, UnaryOp.ATAN);
  /** Those of {@link KernelFunctions} that have a version in float32. */
  private static final Set<UnaryOp> NARROW =
      EnumSet.of(UnaryOp.SIGN, UnaryOp.RELU, UnaryOp.RECIPROCAL, UnaryOp.SIGMOID);
  private static final Set<BinaryOp> ARITHMETIC = EnumSet.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV);
  private static final Set<BinaryOp> BITS = EnumSet.of(BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR);

  private final CodeBuilder code;
  private final int[] locals;

  StepWriter(CodeBuilder code, int[] locals) {
    this.code = code;
    this.locals = locals;
  }

  /** Whether a function is computed in float32 where its value is one: {@link NarrowFunctions} has it then. */
  static boolean isNarrow(UnaryOp op) {
    return NATIVE.contains(op) || NARROW.contains(op);
  }

  /** The same of a function of two numbers. */
  static boolean isNarrow(BinaryOp op) {
    return ARITHMETIC.contains(op);
  }

  /** In which kind of local a value is. */
  TypeKind kind(Expr e) {
    return kind(e.dtype());
  }

  /** In which kind of local a value of a type is. */
  static TypeKind kind(DType dtype) {
    return !dtype.isFloating() ? TypeKind.LONG : dtype == DType.FLOAT64 ? TypeKind.DOUBLE : TypeKind.FLOAT;
  }

  /** The type of an element in memory. */
  static ClassDesc element(DType dtype) {
    return switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32 -> CD_float;
      case FLOAT64 -> CD_double;
      case INT32, BOOL -> CD_int;
      case INT64 -> CD_long;
    };
  }

  void call(String function, MethodTypeDesc type) {
    code.invokestatic(FUNCTIONS, function, type);
  }

  /** Brings the long on the stack into the range of an integer type or of bools. */
  void narrow(DType dtype) {
    if (dtype == DType.INT32) {
      code.l2i().i2l();
    } else if (dtype == DType.BOOL) {
      call("flag", MethodTypeDesc.of(CD_long, CD_long));
    }
  }

  /** Writes a step; gives the local of its value. */
  int write(Step step, List<Step> steps) {
    Expr e = step.expr();
    switch (e) {
      case Unary u -> unary(u, step.a());
      case Binary b -> binary(b, step.a(), step.b());
      case Compare c -> compare(c, step.a(), step.b());
      case Select s -> {
        ClassDesc type = local(s);
        load(steps.get(step.a()).expr(), step.a());
        load(s, step.b());
        load(s, step.c());
        call("select", MethodTypeDesc.of(type, CD_long, type, type));
      }
      case Cast c -> cast(c, step.a());
      default -> throw new IllegalArgumentException(e + " is not computed");
    }
    if (kind(e) == TypeKind.LONG && !(e instanceof Compare || e instanceof Select)) {
      narrow(e.dtype());
    }
    int local = code.allocateLocal(kind(e));
    code.storeLocal(kind(e), local);
    return local;
  }

  private ClassDesc local(Expr e) {
    return switch (kind(e)) {
      case FLOAT -> CD_float;
      case DOUBLE -> CD_double;
      default -> CD_long;
    };
  }

  private void load(Expr e, int step) {
    code.loadLocal(kind(e), locals[step]);
  }

  /** Loads a floating-point value as a double. */
  private void loadWide(Expr e, int step) {
    load(e, step);
    if (kind(e) == TypeKind.FLOAT) {
      code.f2d();
    }
  }

  /** Of the double on the stack, what the type of an expression is. */
  private void rounded(Expr e) {
    if (kind(e) == TypeKind.FLOAT) {
      code.d2f();
    }
  }

  private void unary(Unary u, int a) {
    UnaryOp op = u.op();
    ClassDesc type = local(u);
    if (kind(u) == TypeKind.LONG) {
      code.loadConstant(FunctionCodes.of(op));
      load(u, a);
      call("unary", MethodTypeDesc.of(CD_long, CD_int, CD_long));
    } else if (op == UnaryOp.NEG) {
      load(u, a);
      if (kind(u) == TypeKind.FLOAT) {
        code.fneg();
      } else {
        code.dneg();
      }
    } else if (NATIVE.contains(op)) {
      load(u, a);
      code.invokestatic(MATH, name(op), MethodTypeDesc.of(type, type));
    } else if (NARROW.contains(op)) {
      load(u, a);
      call(name(op), MethodTypeDesc.of(type, type));
    } else if (FunctionCodes.of(op) >= MoreFunctions.FIRST) {
      code.loadConstant(FunctionCodes.of(op));
      loadWide(u, a);
      call("more", MethodTypeDesc.of(CD_double, CD_int, CD_double));
      rounded(u);
    } else {
      loadWide(u, a);
      MethodTypeDesc wide = MethodTypeDesc.of(CD_double, CD_double);
      code.invokestatic(NATIVE_WIDE.contains(op) ? MATH : FUNCTIONS, name(op), wide);
      rounded(u);
    }
  }

  private static String name(Enum<?> op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  private void binary(Binary e, int a, int b) {
    BinaryOp op = e.op();
    boolean whole = kind(e) == TypeKind.LONG;
    if (ARITHMETIC.contains(op) && !(whole && op == BinaryOp.DIV)) {
      load(e, a);
      load(e, b);
      arithmetic(op, kind(e));
    } else if (BITS.contains(op)) {
      load(e, a);
      load(e, b);
      bits(op);
    } else if (whole) {
      code.loadConstant(FunctionCodes.of(op));
      load(e, a);
      load(e, b);
      call("binary", MethodTypeDesc.of(CD_long, CD_int, CD_long, CD_long));
    } else if (op == BinaryOp.MAX || op == BinaryOp.MIN) {
      ClassDesc type = local(e);
      load(e, a);
      load(e, b);
      call(name(op), MethodTypeDesc.of(type, type, type));
    } else {
      wideBinary(e, a, b);
    }
  }

  private void wideBinary(Binary e, int a, int b) {
    boolean more = FunctionCodes.of(e.op()) >= MoreFunctions.FIRST;
    if (more) {
      code.loadConstant(FunctionCodes.of(e.op()));
    }
    loadWide(e, a);
    loadWide(e, b);
    MethodTypeDesc type = MethodTypeDesc.of(CD_double, CD_double, CD_double);
    if (more) {
      call("more", MethodTypeDesc.of(CD_double, CD_int, CD_double, CD_double));
    } else if (e.op() == BinaryOp.POW || e.op() == BinaryOp.ATAN2) {
      code.invokestatic(MATH, name(e.op()), type);
    } else {
      call(name(e.op()), type);
    }
    rounded(e);
  }

  private void arithmetic(BinaryOp op, TypeKind kind) {
    switch (kind) {
      case FLOAT -> {
        switch (op) {
          case ADD -> code.fadd();
          case SUB -> code.fsub();
          case MUL -> code.fmul();
          default -> code.fdiv();
        }
      }
      case DOUBLE -> {
        switch (op) {
          case ADD -> code.dadd();
          case SUB -> code.dsub();
          case MUL -> code.dmul();
          default -> code.ddiv();
        }
      }
      default -> {
        switch (op) {
          case ADD -> code.ladd();
          case SUB -> code.lsub();
          default -> code.lmul();
        }
      }
    }
  }

  private void bits(BinaryOp op) {
    switch (op) {
      case AND -> code.land();
      case OR -> code.lor();
      default -> code.lxor();
    }
  }

  private void compare(Compare e, int a, int b) {
    String function = switch (e.op()) {
      case LT, GT -> "less";
      case LE, GE -> "lessOrEqual";
      case EQ -> "equal";
      case NE -> "notEqual";
    };
    boolean swapped = e.op() == Expr.Comparison.GT || e.op() == Expr.Comparison.GE;
    load(e.a(), swapped ? b : a);
    load(e.a(), swapped ? a : b);
    ClassDesc type = local(e.a());
    call(function, MethodTypeDesc.of(CD_long, type, type));
  }

  private void cast(Cast e, int a) {
    Expr x = e.x();
    DType to = e.dtype();
    if (to.isHalf()) {
      code.loadConstant(to == DType.FLOAT16 ? MoreFunctions.TO_FLOAT16 : MoreFunctions.TO_BFLOAT16);
      loadWide(x, a);
      call("more", MethodTypeDesc.of(CD_double, CD_int, CD_double));
      rounded(e);
    } else if (!to.isFloating() && x.dtype().isFloating()) {
      code.loadConstant(ElementType.of(to));
      loadWide(x, a);
      call("toWhole", MethodTypeDesc.of(CD_long, CD_int, CD_double));
    } else {
      load(x, a);
      // An integer becomes a float32 in one step: by way of float64 it would be rounded twice.
      if (kind(x) != kind(e)) {
        code.conversion(kind(x), kind(e));
      }
    }
  }
}
