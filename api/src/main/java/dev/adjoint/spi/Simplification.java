package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;

/** How larger expressions are made: simplified where that changes no value, not even a NaN or the sign of a zero product. */
final class Simplification {
  private Simplification() {}

  /** A function of one number. */
  static Expr unary(UnaryOp op, Expr operand) {
    Expr x = operand.cast(operand.dtype().computed());
    if (x instanceof Const c && x.dtype().isFloating()) {
      return Expr.constant(op.apply(c.value()), c.dtype());
    }
    if (op == UnaryOp.NEG && x instanceof Unary u && u.op() == UnaryOp.NEG) {
      return u.x();
    }
    if (!x.dtype().isFloating() && !op.isDefinedOnIntegers()) {
      throw new DTypeException(op.symbol() + " is a function of floating-point numbers; given " + x.dtype());
    }
    return Interned.of(new Unary(op, x, x.dtype()));
  }

  /** A function of two numbers; where their types differ they are promoted. */
  static Expr binary(BinaryOp op, Expr a, Expr b) {
    DType common = commonType(a, b);
    a = a.cast(common);
    b = b.cast(common);
    if (a instanceof Const x && b instanceof Const y && common.isFloating()) {
      return Expr.constant(op.apply(x.value(), y.value()), common);
    }
    return switch (op) {
      case MUL ->
          isConst(a, 1) ? b : isConst(b, 1) ? a : isConst(a, -1) ? b.neg() : isConst(b, -1) ? a.neg() : negatives(op, a, b);
      case DIV -> isConst(b, 1) ? a : negatives(op, a, b);
      case SUB -> isConst(b, 0) ? a
          : b instanceof Unary u && u.op() == UnaryOp.NEG ? binary(BinaryOp.ADD, a, u.x())
              : Interned.of(new Binary(op, a, b, common));
      case ADD ->
          b instanceof Unary u && u.op() == UnaryOp.NEG ? binary(BinaryOp.SUB, a, u.x())
              : Interned.of(new Binary(op, a, b, common));
      case POW -> isConst(b, 1) ? a : isConst(b, 0) ? Expr.constant(1, common) : Interned.of(new Binary(op, a, b, common));
      default -> Interned.of(new Binary(op, a, b, common));
    };
  }

  private static Expr negatives(BinaryOp op, Expr a, Expr b) {
    boolean na = a instanceof Unary u && u.op() == UnaryOp.NEG;
    boolean nb = b instanceof Unary v && v.op() == UnaryOp.NEG;
    if (!na && !nb) {
      return Interned.of(new Binary(op, a, b, a.dtype()));
    }
    Expr product = binary(op, na ? ((Unary) a).x() : a, nb ? ((Unary) b).x() : b);
    return na == nb ? product : product.neg();
  }

  /** A comparison. */
  static Expr compare(Comparison op, Expr a, Expr b) {
    DType common = commonType(a, b);
    a = a.cast(common);
    b = b.cast(common);
    return a instanceof Const x && b instanceof Const y
        ? Expr.constant(op.test(x.value(), y.value()) ? 1 : 0, DType.BOOL)
        : Interned.of(new Compare(op, a, b));
  }

  /** {@code condition ? ifTrue : ifFalse}. */
  static Expr select(Expr condition, Expr ifTrue, Expr ifFalse) {
    DType common = commonType(ifTrue, ifFalse);
    if (condition instanceof Const c) {
      return (c.value() != 0 ? ifTrue : ifFalse).cast(common);
    }
    Expr t = ifTrue.cast(common);
    Expr f = ifFalse.cast(common);
    return t.equals(f) ? t : Interned.of(new Select(condition.cast(DType.BOOL), t, f, common));
  }

  private static DType commonType(Expr a, Expr b) {
    DType first = a.dtype().computed();
    DType second = b.dtype().computed();
    // A plain number takes the type of what it is combined with, unless it would lose its fraction.
    if (a instanceof Const && !(b instanceof Const) && (second.isFloating() || !first.isFloating())) {
      return second;
    }
    if (b instanceof Const && !(a instanceof Const) && (first.isFloating() || !second.isFloating())) {
      return first;
    }
    return DType.promote(first, second);
  }

  private static boolean isConst(Expr e, double value) {
    return e instanceof Const c && c.value() == value;
  }
}
