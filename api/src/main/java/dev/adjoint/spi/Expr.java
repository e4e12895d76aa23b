package dev.adjoint.spi;

import dev.adjoint.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the elements of tensors: data, so that it can be differentiated, simplified, fused and compiled.
 * Immutable; made by the methods here, which give equal structures the same instance. The methods build larger expressions as one would write them: {@code
 * s.mul(s.exp().log1p().tanh())}.
 */
public sealed interface Expr {
  /** The type of the value. */
  DType dtype();

  /** The expressions it reads directly, in order. */
  default List<Expr> operands() {
    return switch (this) {
      case Arg e -> List.of();
      case Param e -> List.of();
      case Const e -> List.of();
      case Index e -> List.of();
      case Unary e -> List.of(e.x);
      case Cast e -> List.of(e.x);
      case Binary e -> List.of(e.a, e.b);
      case Compare e -> List.of(e.a, e.b);
      case Select e -> List.of(e.condition, e.ifTrue, e.ifFalse);
    };
  }

  /** The element of input {@code index}. */
  record Arg(int index, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** A number handed over at each launch, so that a value that changes does not make a new kernel. */
  record Param(int index, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** A number. */
  record Const(double value, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** The element's coordinate along an axis of the output: int64. */
  record Index(int axis) implements Expr {
    @Override
    public DType dtype() {
      return DType.INT64;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** A function of one number. */
  record Unary(UnaryOp op, Expr x, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** A function of two numbers of one type. */
  record Binary(BinaryOp op, Expr a, Expr b, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** A comparison of two numbers of one type: bool. Comparisons with NaN are false, except {@code NE}. */
  record Compare(Comparison op, Expr a, Expr b) implements Expr {
    @Override
    public DType dtype() {
      return DType.BOOL;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** One of two values of one type, by a bool. */
  record Select(Expr condition, Expr ifTrue, Expr ifFalse, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /**
   * The value in another type, as {@link DType} says. float16 and bfloat16 are cast from and to float32 alone; but for inputs
   * and these casts no part of an expression is of them.
   */
  record Cast(Expr x, DType dtype) implements Expr {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return Formula.of(this);
    }
  }

  /** Ways to compare. */
  enum Comparison {
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    EQ("=="),
    NE("!=");

    private final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    /** As it is printed. */
    public String symbol() {
      return symbol;
    }

    /** The comparison of two float64 numbers. */
    public boolean test(double a, double b) {
      return switch (this) {
        case LT -> a < b;
        case LE -> a <= b;
        case GT -> a > b;
        case GE -> a >= b;
        case EQ -> a == b;
        case NE -> a != b;
      };
    }

    /** The comparison of two integers. */
    public boolean test(long a, long b) {
      return switch (this) {
        case LT -> a < b;
        case LE -> a <= b;
        case GT -> a > b;
        case GE -> a >= b;
        case EQ -> a == b;
        case NE -> a != b;
      };
    }
  }

  // ---- Leaves ----

  /** The element of input {@code index}. */
  static Expr arg(int index, DType dtype) {
    return Interned.of(new Arg(index, dtype));
  }

  /** A number handed over at launch. */
  static Expr param(int index, DType dtype) {
    return dtype.isHalf() ? param(index, DType.FLOAT32).cast(dtype) : Interned.of(new Param(index, dtype));
  }

  /** A number. */
  static Expr constant(double value, DType dtype) {
    if (dtype.isHalf()) {
      return constant(value, DType.FLOAT32).cast(dtype);
    }
    return Interned.of(new Const(dtype == DType.FLOAT32 ? (float) value : value, dtype));
  }

  /** The coordinate along an axis of the output. */
  static Expr index(int axis) {
    return Interned.of(new Index(axis));
  }

  // ---- Nodes: what is float16 or bfloat16 is taken, and computed, as float32 ----

  /** A function of one number. */
  static Expr unary(UnaryOp op, Expr x) {
    return Simplification.unary(op, x);
  }

  /** A function of two numbers; where their types differ they are promoted. */
  static Expr binary(BinaryOp op, Expr a, Expr b) {
    return Simplification.binary(op, a, b);
  }

  /** A power with a constant exponent, kept as such also where it is 0 or 1: it has a derivative of every order. */
  static Expr power(Expr base, double exponent) {
    Expr x = base.cast(base.dtype().computed());
    return Interned.of(new Binary(BinaryOp.POW, x, constant(exponent, x.dtype()), x.dtype()));
  }

  /** A comparison. */
  static Expr compare(Comparison op, Expr a, Expr b) {
    return Simplification.compare(op, a, b);
  }

  /** {@code condition ? ifTrue : ifFalse}. */
  static Expr select(Expr condition, Expr ifTrue, Expr ifFalse) {
    return Simplification.select(condition, ifTrue, ifFalse);
  }

  /** The value in another type. */
  default Expr cast(DType target) {
    if (dtype() == target) {
      return this;
    }
    if (target.isHalf()) {
      boolean wasSo = this instanceof Cast c && c.dtype == DType.FLOAT32 && c.x.dtype() == target;
      return wasSo ? ((Cast) this).x : Interned.of(new Cast(cast(DType.FLOAT32), target));
    }
    if (dtype().isHalf() && target != DType.FLOAT32) {
      return cast(DType.FLOAT32).cast(target);
    }
    if (this instanceof Const c && (target.isFloating() || c.value == Math.rint(c.value)) && target != DType.BOOL) {
      return constant(c.value, target);
    }
    return Interned.of(new Cast(this, target));
  }

  private Expr number(double value) {
    return constant(value, dtype().isFloating() || value != Math.rint(value) ? floating() : dtype());
  }

  private DType floating() {
    return dtype().isFloating() ? dtype().computed() : DType.FLOAT32;
  }

  // ---- As one would write them ----

  /** {@code this + b}. */
  default Expr add(Expr b) {
    return binary(BinaryOp.ADD, this, b);
  }

  /** {@code this + b}. */
  default Expr add(double b) {
    return add(number(b));
  }

  /** {@code this - b}. */
  default Expr sub(Expr b) {
    return binary(BinaryOp.SUB, this, b);
  }

  /** {@code this - b}. */
  default Expr sub(double b) {
    return sub(number(b));
  }

  /** {@code b - this}. */
  default Expr rsub(double b) {
    return number(b).sub(this);
  }

  /** {@code this * b}. */
  default Expr mul(Expr b) {
    return binary(BinaryOp.MUL, this, b);
  }

  /** {@code this * b}. */
  default Expr mul(double b) {
    return mul(number(b));
  }

  /** {@code this / b}. */
  default Expr div(Expr b) {
    return binary(BinaryOp.DIV, this, b);
  }

  /** {@code this / b}. */
  default Expr div(double b) {
    return div(number(b));
  }

  /** {@code this} to the power of {@code b}. */
  default Expr pow(Expr b) {
    return binary(BinaryOp.POW, this, b);
  }

  /** {@code this} to the power of {@code b}. */
  default Expr pow(double b) {
    return pow(constant(b, dtype().computed()));
  }

  /** The larger; NaN if either is. */
  default Expr max(Expr b) {
    return binary(BinaryOp.MAX, this, b);
  }

  /** The larger; NaN if either is. */
  default Expr max(double b) {
    return max(number(b));
  }

  /** The smaller; NaN if either is. */
  default Expr min(Expr b) {
    return binary(BinaryOp.MIN, this, b);
  }

  /** The smaller; NaN if either is. */
  default Expr min(double b) {
    return min(number(b));
  }

  /** {@code this < b}. */
  default Expr lt(Expr b) {
    return compare(Comparison.LT, this, b);
  }

  /** {@code this < b}. */
  default Expr lt(double b) {
    return lt(number(b));
  }

  /** {@code this <= b}. */
  default Expr le(Expr b) {
    return compare(Comparison.LE, this, b);
  }

  /** {@code this <= b}. */
  default Expr le(double b) {
    return le(number(b));
  }

  /** {@code this > b}. */
  default Expr gt(Expr b) {
    return compare(Comparison.GT, this, b);
  }

  /** {@code this > b}. */
  default Expr gt(double b) {
    return gt(number(b));
  }

  /** {@code this >= b}. */
  default Expr ge(Expr b) {
    return compare(Comparison.GE, this, b);
  }

  /** {@code this >= b}. */
  default Expr ge(double b) {
    return ge(number(b));
  }

  /** {@code this == b}. */
  default Expr eq(Expr b) {
    return compare(Comparison.EQ, this, b);
  }

  /** {@code this == b}. */
  default Expr eq(double b) {
    return eq(number(b));
  }

  /** {@code this != b}. */
  default Expr ne(Expr b) {
    return compare(Comparison.NE, this, b);
  }

  /** {@code this ? ifTrue : ifFalse}; this is a bool. */
  default Expr then(Expr ifTrue, Expr ifFalse) {
    return select(this, ifTrue, ifFalse);
  }

  /** {@code -this}. */
  default Expr neg() {
    return unary(UnaryOp.NEG, this);
  }

  /** The absolute value. */
  default Expr abs() {
    return unary(UnaryOp.ABS, this);
  }

  /** -1, 0 or 1. */
  default Expr sign() {
    return unary(UnaryOp.SIGN, this);
  }

  /** The largest integer that is not larger. */
  default Expr floor() {
    return unary(UnaryOp.FLOOR, this);
  }

  /** e to the power of this. */
  default Expr exp() {
    return unary(UnaryOp.EXP, this);
  }

  /** {@code exp(this) - 1}, exact near 0. */
  default Expr expm1() {
    return unary(UnaryOp.EXPM1, this);
  }

  /** The natural logarithm. */
  default Expr log() {
    return unary(UnaryOp.LOG, this);
  }

  /** {@code log(1 + this)}, exact near 0. */
  default Expr log1p() {
    return unary(UnaryOp.LOG1P, this);
  }

  /** The square root. */
  default Expr sqrt() {
    return unary(UnaryOp.SQRT, this);
  }

  /** {@code 1 / this}. */
  default Expr reciprocal() {
    return unary(UnaryOp.RECIPROCAL, this);
  }

  /** The sine of radians. */
  default Expr sin() {
    return unary(UnaryOp.SIN, this);
  }

  /** The cosine of radians. */
  default Expr cos() {
    return unary(UnaryOp.COS, this);
  }

  /** The hyperbolic tangent. */
  default Expr tanh() {
    return unary(UnaryOp.TANH, this);
  }

  /** {@code 1 / (1 + exp(-this))}. */
  default Expr sigmoid() {
    return unary(UnaryOp.SIGMOID, this);
  }

  /** {@code max(this, 0)}. */
  default Expr relu() {
    return unary(UnaryOp.RELU, this);
  }

  /** The error function. */
  default Expr erf() {
    return unary(UnaryOp.ERF, this);
  }

  /** {@code 1 / sqrt(this)}. */
  default Expr rsqrt() {
    return unary(UnaryOp.RSQRT, this);
  }

  /** The tangent of radians. */
  default Expr tan() {
    return unary(UnaryOp.TAN, this);
  }

  /** The arc sine, in radians. */
  default Expr asin() {
    return unary(UnaryOp.ASIN, this);
  }

  /** The arc cosine, in radians. */
  default Expr acos() {
    return unary(UnaryOp.ACOS, this);
  }

  /** The arc tangent, in radians. */
  default Expr atan() {
    return unary(UnaryOp.ATAN, this);
  }

  /** The hyperbolic sine. */
  default Expr sinh() {
    return unary(UnaryOp.SINH, this);
  }

  /** The hyperbolic cosine. */
  default Expr cosh() {
    return unary(UnaryOp.COSH, this);
  }

  /** The smallest integer that is not smaller. */
  default Expr ceil() {
    return unary(UnaryOp.CEIL, this);
  }

  /** The nearest integer; of two, the even one. */
  default Expr round() {
    return unary(UnaryOp.ROUND, this);
  }

  /** The integer part: rounded towards zero. */
  default Expr trunc() {
    return unary(UnaryOp.TRUNC, this);
  }
}
