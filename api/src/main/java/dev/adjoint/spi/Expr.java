package dev.adjoint.spi;

import dev.adjoint.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the elements of tensors: data, so that it can be differentiated, simplified, fused and compiled.
 * Immutable; made by the methods here, which give equal structures the same instance. The methods build larger expressions as one would write them: {@code
 * s.mul(s.exp().log1p().tanh())}.
 */
public sealed interface Expr extends ScalarFunctions {
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
   * The value in another type, as {@link DType} says. float16 and bfloat16 are cast from float32 and float64, and to float32
   * alone; but for inputs and these casts no part of an expression is of them.
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
      return wasSo ? ((Cast) this).x : Interned.of(new Cast(dtype() == DType.FLOAT64 ? this : cast(DType.FLOAT32), target));
    }
    if (dtype().isHalf() && target != DType.FLOAT32) {
      return cast(DType.FLOAT32).cast(target);
    }
    if (this instanceof Const c && (target.isFloating() || c.value == Math.rint(c.value)) && target != DType.BOOL) {
      return constant(c.value, target);
    }
    return Interned.of(new Cast(this, target));
  }
}
