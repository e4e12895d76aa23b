package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes derivatives as short as one would write them by hand, by identities of real numbers that change no more than rounding.
 * A function's own value is never touched: it is computed as it was written. A part is replaced only where that takes fewer
 * steps. The identities, and why they are safe:
 *
 * <ul>
 * <li>Constants of a product are collected into one ({@link ProductTerms}), unless that is 0, infinite or too small for the
 * type: {@code x * 0} stays. Signs go with them. A factor {@code 1 / d} becomes a division by d. Quotients of two numbers that
 * vary are not taken apart: their authors may have chosen them so that nothing overflows.
 * <li>{@code p * (1 / p)} is 1 for a parameter, a number that the function itself divides by; never for a tensor's element,
 * where it is NaN at 0.
 * <li>{@code exp(u) / (1 + exp(u))} is {@code sigmoid(u)}, and {@code expm1(u) + 1} is {@code exp(u)}: where the left side
 * overflows to NaN the right side is right.
 * <li>Like terms of a sum are added up, and what all terms have in common is taken out ({@link SumTerms}): {@code s + s * x} is
 * {@code s * (1 + x)}. Products are never multiplied out, which would cancel digits.
 * <li>The derivative of {@code max(u, 0)} or {@code min(u, 0)} beside that of {@code log1p(exp(-abs(u)))} is one sigmoid, at
 * 0 too, where the first is 0.5 and the second 0: the losses on logits.
 * <li>A factor goes into a choice whose other side is 0 or 1: what was not chosen gives 0, as in PyTorch's {@code where},
 * also where the gradient that comes in is infinite or NaN. A choice inside a choice by the same condition has only one
 * outcome.
 * </ul>
 */
final class Algebra {
  /** Longer expressions, which only derivatives of high order are, stay as they are: shortening them takes too long. */
  private static final int LONGEST = 64;

  private Algebra() {}

  /** The expression, or a shorter one that is equal up to rounding. */
  static Expr shorten(Expr root) {
    if (!root.dtype().isFloating() || Kernel.of(root).steps().size() > LONGEST) {
      return root;
    }
    Expr best = root;
    for (int round = 0; round < 3; round++) {
      Expr next = rewrite(best);
      if (next == best || size(next) > size(best)) {
        break;
      }
      best = next;
    }
    return best;
  }

  private static Expr rewrite(Expr root) {
    Map<Expr, Expr> done = new HashMap<>();
    for (Kernel.Step step : Kernel.of(root).steps()) {
      Expr e = step.expr();
      Expr plain = switch (e) {
        case Unary u -> Expr.unary(u.op(), done.get(u.x()));
        case Binary b -> rebuilt(b, done.get(b.a()), done.get(b.b()));
        case Compare c -> Expr.compare(c.op(), done.get(c.a()), done.get(c.b()));
        case Select s -> Expr.select(done.get(s.condition()), done.get(s.ifTrue()), done.get(s.ifFalse()));
        case Cast c -> done.get(c.x()).cast(c.dtype());
        default -> e;
      };
      done.put(e, plain.dtype().isFloating() ? shorter(plain) : plain);
    }
    return done.get(root);
  }

  /** A power with a constant exponent is kept as such: see {@link Expr#power}. */
  private static Expr rebuilt(Binary b, Expr first, Expr second) {
    return b.op() == BinaryOp.POW && second instanceof Const c ? Expr.power(first, c.value())
        : Expr.binary(b.op(), first, second);
  }

  private static Expr shorter(Expr plain) {
    return switch (plain) {
      case Binary b when b.op() == BinaryOp.ADD || b.op() == BinaryOp.SUB -> shorterOf(plain, SumTerms.of(plain).expr());
      case Binary b when b.op() == BinaryOp.MUL || b.op() == BinaryOp.DIV -> product(plain);
      case Unary u when u.op() == UnaryOp.NEG -> product(plain);
      case Select s -> choice(s);
      default -> plain;
    };
  }

  private static Expr product(Expr plain) {
    ProductTerms terms = ProductTerms.of(plain);
    Expr best = shorterOf(plain, terms.expr());
    Expr absorbed = terms.intoSum();
    best = absorbed == null ? best : shorterOf(best, absorbed);
    Expr distributed = terms.intoChoice();
    return distributed != null && size(distributed) <= size(best) ? distributed : best;
  }

  /** Inside a choice by the same condition it is known how it turns out. */
  private static Expr choice(Select s) {
    Expr ifTrue = s.ifTrue() instanceof Select t && t.condition().equals(s.condition()) ? t.ifTrue() : s.ifTrue();
    Expr ifFalse = s.ifFalse() instanceof Select f && f.condition().equals(s.condition()) ? f.ifFalse() : s.ifFalse();
    return Expr.select(s.condition(), ifTrue, ifFalse);
  }

  /** The other one, if it takes fewer steps. */
  static Expr shorterOf(Expr plain, Expr other) {
    return other == plain || size(other) >= size(plain) ? plain : other;
  }

  /** The number of steps it takes. */
  static int size(Expr root) {
    Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Expr> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expr e = open.pop();
      if (seen.add(e)) {
        e.operands().forEach(open::push);
      }
    }
    return seen.size();
  }

  // ---- What parts of an expression are ----

  static boolean is(Expr e, UnaryOp op) {
    return e instanceof Unary u && u.op() == op;
  }

  static boolean is(Expr e, BinaryOp op) {
    return e instanceof Binary b && b.op() == op;
  }

  static boolean is(Expr e, double value) {
    return e instanceof Const c && c.value() == value;
  }

  static boolean isNumber(Expr e) {
    return e instanceof Const || e instanceof Param;
  }

  static Expr operand(Expr e) {
    return ((Unary) e).x();
  }

  /** Whether a constant, rounded to its type, is neither 0 nor infinite nor so small that it has lost digits. */
  static boolean isSafe(double value, Expr like) {
    double size = Math.abs(value);
    return like.dtype() == DType.FLOAT32
        ? size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE
        : size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
  }
}
