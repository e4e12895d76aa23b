package dev.adjoint.spi;

import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A product, taken apart: a number, factors in the order in which they stood, and divisors. See {@link Algebra}. */
final class ProductTerms {
  private final Expr like;
  private double number = 1;
  private final List<Expr> factors = new ArrayList<>();
  private final List<Expr> divisors = new ArrayList<>();

  private ProductTerms(Expr like) {
    this.like = like;
  }

  /** The factors of an expression; of one that is no product, itself. */
  static ProductTerms of(Expr e) {
    ProductTerms terms = new ProductTerms(e);
    terms.take(e);
    terms.cancelNumbers();
    terms.findSigmoids();
    return terms;
  }

  /** A product of these. */
  static ProductTerms of(double number, List<Expr> factors, List<Expr> divisors, Expr like) {
    ProductTerms terms = new ProductTerms(like);
    terms.number = number;
    terms.factors.addAll(factors);
    terms.divisors.addAll(divisors);
    return terms;
  }

  double number() {
    return number;
  }

  List<Expr> factors() {
    return factors;
  }

  List<Expr> divisors() {
    return divisors;
  }

  private boolean multiplyNumber(double by) {
    if (!Algebra.isSafe(number * by, like)) {
      return false;
    }
    number *= by;
    return true;
  }

  private void take(Expr e) {
    switch (e) {
      case Const c when multiplyNumber(c.value()) -> {}
      case Expr.Unary u when u.op() == UnaryOp.NEG -> {
        number = -number;
        take(u.x());
      }
      case Expr.Unary u when u.op() == UnaryOp.RECIPROCAL -> divisors.add(u.x());
      case Binary b when b.op() == BinaryOp.MUL -> {
        take(b.a());
        take(b.b());
      }
      case Binary b when b.op() == BinaryOp.ADD && b.a() == b.b() && multiplyNumber(2) -> take(b.a());
      case Binary b when b.op() == BinaryOp.DIV && b.b() instanceof Const c && Algebra.isSafe(1 / c.value(), like)
          && multiplyNumber(1 / c.value()) -> take(b.a());
      case Binary b when b.op() == BinaryOp.DIV && b.a() instanceof Const c && multiplyNumber(c.value()) -> divisors.add(b.b());
      default -> factors.add(e);
    }
  }

  private void cancelNumbers() {
    for (int i = divisors.size() - 1; i >= 0; i--) {
      if (Algebra.isNumber(divisors.get(i)) && factors.remove(divisors.get(i))) {
        divisors.remove(i);
      }
    }
  }

  /** {@code exp(u) / (exp(u) + 1)}. */
  private void findSigmoids() {
    for (int i = divisors.size() - 1; i >= 0; i--) {
      Expr exponential = onePlusExponential(divisors.get(i));
      if (exponential != null) {
        int place = factors.indexOf(exponential);
        if (place >= 0) {
          factors.set(place, Algebra.operand(exponential).sigmoid());
          divisors.remove(i);
        }
      }
    }
  }

  /** The exponential of a sum of one and 1; null for anything else. */
  private static @Nullable Expr onePlusExponential(Expr e) {
    if (!(e instanceof Binary b) || b.op() != BinaryOp.ADD) {
      return null;
    }
    return Algebra.is(b.b(), 1) && Algebra.is(b.a(), UnaryOp.EXP) ? b.a()
        : Algebra.is(b.a(), 1) && Algebra.is(b.b(), UnaryOp.EXP) ? b.b() : null;
  }

  /** The product of all but the number. */
  private @Nullable Expr withoutNumber() {
    Expr product = null;
    for (Expr factor : factors) {
      product = product == null ? factor : product.mul(factor);
    }
    for (Expr divisor : divisors) {
      product = product == null ? divisor.reciprocal() : product.div(divisor);
    }
    return product;
  }

  /** Put together again. */
  Expr expr() {
    Expr product = withoutNumber();
    if (product == null) {
      return Expr.constant(number, like.dtype());
    }
    return Math.abs(number) == 2 ? signed(product.add(product)) : product.mul(Expr.constant(number, like.dtype()));
  }

  private Expr signed(Expr e) {
    return number < 0 ? e.neg() : e;
  }

  /** The choice among the factors that has a side 0, 1 or -1, with all others inside it; null if there is none. */
  @Nullable
  Expr intoChoice() {
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i) instanceof Select s && (isTrivial(s.ifTrue()) || isTrivial(s.ifFalse()))) {
        List<Expr> others = new ArrayList<>(factors);
        others.remove(i);
        if (others.isEmpty() && divisors.isEmpty() && Math.abs(number) == 1) {
          return null;
        }
        Expr outside = of(number, others, divisors, like).expr();
        return Expr.select(s.condition(), times(outside, s.ifTrue()), times(outside, s.ifFalse()));
      }
    }
    return null;
  }

  /** The product with its number inside a sum among the factors; null if there is none that takes it at no cost. */
  @Nullable
  Expr intoSum() {
    for (int i = 0; Math.abs(number) != 1 && i < factors.size(); i++) {
      Expr factor = factors.get(i);
      Expr sum = Algebra.is(factor, BinaryOp.ADD) || Algebra.is(factor, BinaryOp.SUB)
          ? SumTerms.of(factor).absorbing(number)
          : null;
      if (sum != null) {
        List<Expr> others = new ArrayList<>(factors);
        others.set(i, sum);
        return of(1, others, divisors, like).expr();
      }
    }
    return null;
  }

  private static boolean isTrivial(Expr e) {
    return Algebra.is(e, 0) || Algebra.is(e, 1) || Algebra.is(e, -1)
        || e instanceof Select s && isTrivial(s.ifTrue()) && isTrivial(s.ifFalse());
  }

  private static Expr times(Expr outside, Expr side) {
    if (Algebra.is(side, 0)) {
      return side;
    }
    if (side instanceof Select s && (isTrivial(s.ifTrue()) || isTrivial(s.ifFalse()))) {
      return Expr.select(s.condition(), times(outside, s.ifTrue()), times(outside, s.ifFalse()));
    }
    return of(outside.mul(side)).expr();
  }
}
