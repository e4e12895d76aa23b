package dev.adjoint.ops;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Differentiation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.UnaryOp;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation on tensors of any types: one scalar expression, built once for each combination of types. Types
 * are promoted as {@link DType} says, and functions of real numbers take integers as float32.
 */
public final class Elementwise {
  /** Builds the expression from its arguments, which have one common type (not float16: float32), and its parameters. */
  @FunctionalInterface
  public interface Builder {
    /** The expression. */
    Expr build(Expr[] args, Expr[] params);
  }

  private final String name;
  private final int params;
  private final Operands operands;
  private final @Nullable DType result;
  private final Builder builder;
  /** For the combinations of types met so far: few, and looked through at every call. */
  private volatile Typed[] rules = {};

  /** What an operation is defined on. */
  public enum Operands {
    /** Any type, bool too. */
    ANY,
    /** Numbers; not bool. */
    NUMBERS,
    /** Real numbers; integers and bools are taken as float32. */
    REAL,
    /** Integers; neither bool nor floating-point numbers. */
    INTEGERS,
    /** Integers and bools. */
    BITS
  }

  /** The rule for inputs of some types that are computed in one. */
  private record Typed(DType[] types, DType common, MapRule rule) {
    boolean isFor(Tensor[] inputs, DType wanted) {
      boolean same = common == wanted && types.length == inputs.length;
      for (int i = 0; same && i < types.length; i++) {
        same = types[i] == inputs[i].dtype();
      }
      return same;
    }
  }

  private Elementwise(String name, int params, Operands operands, @Nullable DType result, Builder builder) {
    this.name = name;
    this.params = params;
    this.operands = operands;
    this.result = result;
    this.builder = builder;
  }

  /**
   * An operation.
   *
   * @param params how many numbers it takes besides its tensors
   */
  public static Elementwise of(String name, int params, Operands operands, Builder builder) {
    return new Elementwise(name, params, operands, null, builder);
  }

  // ---- The table ----

  private static final Map<UnaryOp, Elementwise> UNARY = new EnumMap<>(UnaryOp.class);
  private static final Map<BinaryOp, Elementwise> BINARY = new EnumMap<>(BinaryOp.class);
  private static final Map<BinaryOp, Elementwise> BY_NUMBER = new EnumMap<>(BinaryOp.class);
  private static final Map<BinaryOp, Elementwise> NUMBER_BY = new EnumMap<>(BinaryOp.class);
  private static final Map<Expr.Comparison, Elementwise> COMPARE = new EnumMap<>(Expr.Comparison.class);
  private static final Map<Expr.Comparison, Elementwise> COMPARE_NUMBER = new EnumMap<>(Expr.Comparison.class);

  static {
    for (UnaryOp op : UnaryOp.values()) {
      UNARY.put(op,
          of(op.symbol(), 0, op.isDefinedOnIntegers() ? Operands.NUMBERS : Operands.REAL, (a, p) -> Expr.unary(op, a[0])));
    }
    for (BinaryOp op : BinaryOp.values()) {
      Operands real = switch (op) {
        case AND, OR, XOR -> Operands.BITS;
        case SHL, SHR, USHR -> Operands.INTEGERS;
        default -> op.isDefinedOnIntegers() && op != BinaryOp.DIV ? Operands.NUMBERS : Operands.REAL;
      };
      String name = name(op);
      BINARY.put(op, of(name, 0, real, (a, p) -> Expr.binary(op, a[0], a[1])));
      BY_NUMBER.put(op, of(name, 1, real, (a, p) -> Expr.binary(op, a[0], p[0])));
      NUMBER_BY.put(op, of(name, 1, real, (a, p) -> Expr.binary(op, p[0], a[0])));
    }
    for (Expr.Comparison op : Expr.Comparison.values()) {
      String name = op.name().toLowerCase(Locale.ROOT);
      COMPARE.put(op, of(name, 0, Operands.ANY, (a, p) -> Expr.compare(op, a[0], a[1])));
      COMPARE_NUMBER.put(op, of(name, 1, Operands.ANY, (a, p) -> Expr.compare(op, a[0], p[0])));
    }
  }

  private static final Elementwise COPY = of("copy", 0, Operands.ANY, (a, p) -> a[0]);
  private static final Elementwise ASSIGN = of("assign", 0, Operands.ANY, (a, p) -> a[1]);
  private static final Elementwise CLAMP =
      of("clamp", 2, Operands.NUMBERS, (a, p) -> Bounds.clamp(a[0], p[0], p[1]));
  private static final Elementwise BITWISE_NOT = of("bitwise_not", 0, Operands.BITS, (a, p) -> a[0].bitNot());
  private static final Map<DType, Elementwise> CAST = new EnumMap<>(DType.class);

  static {
    for (DType target : DType.values()) {
      CAST.put(target, new Elementwise("to_" + target, 0, Operands.ANY, target, (a, p) -> a[0].cast(target)));
    }
  }

  private static String name(BinaryOp op) {
    return switch (op) {
      case AND, OR, XOR -> "bitwise_" + op.name().toLowerCase(Locale.ROOT);
      case SHL -> "bitwise_left_shift";
      case SHR -> "bitwise_right_shift";
      default -> op.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The operation of a function of one number. */
  public static Elementwise of(UnaryOp op) {
    return UNARY.get(op);
  }

  /** The operation of a function of two numbers. */
  public static Elementwise of(BinaryOp op) {
    return BINARY.get(op);
  }

  /** The operation of a comparison: bool. */
  public static Elementwise of(Expr.Comparison op) {
    return COMPARE.get(op);
  }

  /** The operation of a function of two numbers whose second is the same everywhere. */
  public static Elementwise byNumber(BinaryOp op) {
    return BY_NUMBER.get(op);
  }

  /** The operation of a function of two numbers whose first is the same everywhere. */
  public static Elementwise numberBy(BinaryOp op) {
    return NUMBER_BY.get(op);
  }

  /** The operation of a comparison with one number: bool. */
  public static Elementwise byNumber(Expr.Comparison op) {
    return COMPARE_NUMBER.get(op);
  }

  /** Compares with one number: bool. Integers are less than a number beyond their range as they are less than infinity. */
  public static Tensor compare(Expr.Comparison op, Tensor x, double number) {
    boolean beyond = !x.dtype().isFloating() && isBeyond(x.dtype(), number);
    return beyond ? byNumber(op).apply(new double[] {number * Double.POSITIVE_INFINITY}, x.to(DType.FLOAT32))
        : byNumber(op).apply(new double[] {number}, x);
  }

  /** Whether a number is larger or smaller than all of an integer type; bools are taken as int64. */
  static boolean isBeyond(DType type, double number) {
    double limit = type == DType.INT32 ? 0x1p31 : 0x1p63;
    return number < -limit || number >= limit;
  }

  /** A function of bits whose second argument is the same everywhere. */
  public static Tensor bits(BinaryOp op, Tensor x, long number) {
    if (x.dtype() == DType.INT64 && ((long) (double) number != number || number == Long.MAX_VALUE)) { // a parameter is a double
      return of(op).apply(x, Tensor.ofLongs(number).select(0, 0).to(x.device()));
    }
    return byNumber(op).apply(new double[] {number}, x);
  }

  /** Every bit the other way; of bools, the contrary. */
  public static Elementwise bitwiseNot() {
    return BITWISE_NOT;
  }

  /** A new tensor, row by row, with the same values. */
  public static Elementwise copy() {
    return COPY;
  }

  /** The second input; in place, it overwrites the first. */
  public static Elementwise assign() {
    return ASSIGN;
  }

  /** The nearest number between two bounds. */
  static Elementwise clamp() {
    return CLAMP;
  }

  /** The values in another type. */
  public static Elementwise cast(DType target) {
    return CAST.get(target);
  }

  // ---- Powers of a fixed number ----

  private static final int LAST_CONSTANT_POWER = 8;
  private static final Elementwise[] CONSTANT_POWERS = new Elementwise[2 * LAST_CONSTANT_POWER + 1];

  static {
    for (int n = -LAST_CONSTANT_POWER; n <= LAST_CONSTANT_POWER; n++) {
      double exponent = n;
      CONSTANT_POWERS[n + LAST_CONSTANT_POWER] =
          of("pow", 0, Operands.NUMBERS, (a, p) -> Expr.power(a[0], exponent));
    }
  }

  /** A power with a fixed exponent. Small whole exponents are constants of the kernel, which multiplies. */
  public static Tensor pow(Tensor base, double exponent) {
    if (exponent < 0 && exponent == Math.rint(exponent) && !base.dtype().isFloating()) {
      throw negativePower(base, exponent);
    }
    if (exponent == Math.rint(exponent) && Math.abs(exponent) <= LAST_CONSTANT_POWER) {
      return CONSTANT_POWERS[(int) exponent + LAST_CONSTANT_POWER].apply(base);
    }
    return BY_NUMBER.get(BinaryOp.POW).apply(new double[] {exponent}, base);
  }

  /** A power with an exponent for each element. */
  public static Tensor pow(Tensor base, Tensor exponent) {
    Tape.checkPresent("pow", base, exponent);
    if (!base.dtype().isFloating() && exponent.dtype().isInteger() && exponent.size() > 0) {
      long least = exponent.min().itemAsLong();
      if (least < 0) {
        throw negativePower(base, least);
      }
    }
    return of(BinaryOp.POW).apply(base, exponent);
  }

  private static DTypeException negativePower(Tensor base, double exponent) {
    return new DTypeException(
        "pow of integers (" + base.dtype() + base.shape() + ") to the negative power " + (long) exponent
            + ": the results are no integers. Convert the base with to(FLOAT32), or call floatPower");
  }

  // ---- Choosing between two tensors ----

  private static final Map<DType, MapRule> WHERE = new EnumMap<>(DType.class);

  static {
    for (DType type : DType.values()) {
      Expr choice = Expr.arg(0, DType.BOOL).then(Expr.arg(1, type), Expr.arg(2, type)).cast(type);
      WHERE.put(type, new MapRule("where", choice, 3));
    }
  }

  /** One of two tensors, by a bool, at each index. */
  public static Tensor where(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
    Tape.checkPresent("where", condition, ifTrue, ifFalse);
    DType common = common(ifTrue, ifFalse);
    Tensor bool = condition.to(DType.BOOL);
    return Tape.apply(WHERE.get(common).plain(), bool, ifTrue.to(common), ifFalse.to(common));
  }

  // ---- Applying ----

  /** The result on tensors, which broadcast. */
  public Tensor apply(Tensor... inputs) {
    return Tape.apply(rule(inputs, null).plain(), inputs);
  }

  /** The result on tensors, which broadcast, and numbers. */
  public Tensor apply(double[] numbers, Tensor... inputs) {
    return Tape.apply(new MapOp(rule(inputs, numbers), numbers), inputs);
  }

  /** Writes the result over the first tensor. */
  public Tensor applyInPlace(Tensor... inputs) {
    return Tape.applyInPlace(new MapOp(intoFirst(rule(inputs, null), inputs)), inputs);
  }

  /** Writes the result over the first tensor. */
  public Tensor applyInPlace(double[] numbers, Tensor... inputs) {
    return Tape.applyInPlace(new MapOp(intoFirst(rule(inputs, numbers), inputs), numbers), inputs);
  }

  /** A wider operand does not change the type of what it is written into, as long as both are floating. */
  private MapRule intoFirst(MapRule rule, Tensor[] inputs) {
    DType target = inputs[0].dtype();
    DType result = rule.kernel().dtype();
    if (result == target || !result.isFloating() || !target.isFloating()) {
      return rule;
    }
    return new MapRule(rule.name(), rule.kernel().expr().cast(target), rule.arity());
  }

  /** The expression and its derivatives for inputs of the given types. */
  public ScalarFormula formula(DType... types) {
    DType common = types[0];
    for (DType type : types) {
      common = DType.promote(common, type);
    }
    return MapRule.formula(derive(types, adapt(common, null)).kernel().expr(), types.length);
  }

  /** Operands with axes are promoted among themselves, and so are those without; then the two. */
  private static DType common(Tensor... inputs) {
    DType withAxes = null;
    DType withoutAxes = null;
    for (Tensor input : inputs) {
      DType type = input.dtype();
      if (input.shape().rank() > 0) {
        withAxes = withAxes == null ? type : DType.promote(withAxes, type);
      } else {
        withoutAxes = withoutAxes == null ? type : DType.promote(withoutAxes, type);
      }
    }
    return withAxes == null ? Objects.requireNonNull(withoutAxes)
        : withoutAxes == null ? withAxes : DType.promote(withAxes, true, withoutAxes, false);
  }

  private DType adapt(DType common, double @Nullable [] numbers) {
    if (operands == Operands.BITS || operands == Operands.INTEGERS) {
      checkIntegers(common, numbers);
    }
    if (common.isFloating()) {
      return common;
    }
    if (operands == Operands.REAL || numbers != null && Arrays.stream(numbers).anyMatch(n -> n != Math.rint(n))) {
      return DType.FLOAT32;
    }
    DType type = common == DType.BOOL && numbers != null ? DType.INT64 : common;
    for (int i = 0; numbers != null && i < numbers.length; i++) {
      if (isBeyond(type, numbers[i])) {
        throw new DTypeException(
            name + " of a tensor " + common + " and the number " + numbers[i] + ", which " + type
                + " cannot hold. Convert the tensor with to(FLOAT64)");
      }
    }
    return type;
  }

  private void checkIntegers(DType common, double @Nullable [] numbers) {
    boolean fractions = numbers != null && Arrays.stream(numbers).anyMatch(n -> n != Math.rint(n));
    if (common.isFloating() || fractions || common == DType.BOOL && operands == Operands.INTEGERS && numbers == null) {
      throw new DTypeException(
          name + " is a function of the bits of integers" + (operands == Operands.BITS ? " and bools" : "") + "; given "
              + common + (fractions ? " and " + Arrays.toString(numbers) : "") + ". Convert with to(INT32) or to(INT64)");
    }
  }

  private MapRule rule(Tensor[] inputs, double @Nullable [] numbers) {
    Tape.checkPresent(name, inputs);
    DType common = adapt(inputs.length == 1 ? inputs[0].dtype() : common(inputs), numbers);
    for (Typed known : rules) {
      if (known.isFor(inputs, common)) {
        return known.rule;
      }
    }
    return addRule(inputs, common);
  }

  private synchronized MapRule addRule(Tensor[] inputs, DType common) {
    for (Typed known : rules) {
      if (known.isFor(inputs, common)) {
        return known.rule;
      }
    }
    DType[] types = Arrays.stream(inputs).map(Tensor::dtype).toArray(DType[]::new);
    Typed added = new Typed(types, common, derive(types, common));
    Typed[] more = Arrays.copyOf(rules, rules.length + 1);
    more[more.length - 1] = added;
    rules = more;
    return added.rule;
  }

  private MapRule derive(DType[] types, DType common) {
    Expr[] args = new Expr[types.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = Expr.arg(i, types[i]).cast(common.computed());
    }
    Expr[] numbers = new Expr[params];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Expr.param(i, common.computed());
    }
    if (common == DType.BOOL && operands == Operands.NUMBERS) {
      throw new DTypeException(name + " of bool tensors is not defined: convert one with to(INT32) or to(FLOAT32)");
    }
    Expr expr = Objects.requireNonNull(builder.build(args, numbers), "An elementwise function returned null; expected an Expr");
    if (Differentiation.reads(expr).length() > types.length) {
      throw new AutogradException(
          "An elementwise function returned " + expr + ", which reads an argument that is not its own: it takes "
              + types.length);
    }
    // Of float16 operands the expression is float32; the last step rounds.
    return new MapRule(name, result == null && expr.dtype() == common.computed() ? expr.cast(common) : expr, types.length);
  }
}
