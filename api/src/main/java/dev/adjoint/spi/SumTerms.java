package dev.adjoint.spi;

import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sum, taken apart: its terms in the order in which they stood. See {@link Algebra}. */
final class SumTerms {
  private final Expr like;
  private final List<ProductTerms> terms = new ArrayList<>();

  private SumTerms(Expr like) {
    this.like = like;
  }

  /** The terms of an expression; of one that is no sum, itself. */
  static SumTerms of(Expr e) {
    SumTerms sum = new SumTerms(e);
    sum.take(e, 1);
    sum.findExponentials();
    sum.findSigmoids();
    return sum;
  }

  private void take(Expr e, double sign) {
    switch (e) {
      case Binary b when b.op() == BinaryOp.ADD -> {
        take(b.a(), sign);
        take(b.b(), sign);
      }
      case Binary b when b.op() == BinaryOp.SUB -> {
        take(b.a(), sign);
        take(b.b(), -sign);
      }
      default -> {
        ProductTerms term = ProductTerms.of(e);
        double number = sign * term.number();
        if (term.divisors().isEmpty() && term.factors().size() == 1 && isSum(term.factors().getFirst())
            && Algebra.isSafe(number, like)) {
          take(term.factors().getFirst(), number); // a number times a sum
        } else {
          add(ProductTerms.of(number, term.factors(), term.divisors(), like));
        }
      }
    }
  }

  private static boolean isSum(Expr e) {
    return Algebra.is(e, BinaryOp.ADD) || Algebra.is(e, BinaryOp.SUB);
  }

  /** Adds a term to one that differs in its number only, if there is one. */
  private void add(ProductTerms term) {
    for (int i = 0; i < terms.size(); i++) {
      ProductTerms other = terms.get(i);
      double number = other.number() + term.number();
      if (isSame(other, term) && Algebra.isSafe(number, like)) {
        terms.set(i, ProductTerms.of(number, other.factors(), other.divisors(), like));
        return;
      }
    }
    terms.add(term);
  }

  private static boolean isSame(ProductTerms a, ProductTerms b) {
    return a.divisors().equals(b.divisors()) && a.factors().size() == b.factors().size()
        && without(a.factors(), b.factors()).isEmpty();
  }

  /** What is left of a list, each element of another taken out once. */
  private static List<Expr> without(List<Expr> from, List<Expr> what) {
    List<Expr> left = new ArrayList<>(from);
    what.forEach(left::remove);
    return left;
  }

  private @Nullable Expr only(ProductTerms term) {
    return term.factors().size() == 1 && term.divisors().isEmpty() ? term.factors().getFirst() : null;
  }

  /** {@code expm1(u) + 1}, also many times of it. */
  private void findExponentials() {
    for (ProductTerms one : List.copyOf(terms)) {
      if (!one.factors().isEmpty() || !one.divisors().isEmpty()) {
        continue;
      }
      for (int i = 0; i < terms.size(); i++) {
        Expr factor = only(terms.get(i));
        if (factor != null && Algebra.is(factor, UnaryOp.EXPM1) && terms.get(i).number() == one.number()) {
          terms.set(i, ProductTerms.of(one.number(), List.of(Algebra.operand(factor).exp()), List.of(), like));
          terms.remove(one);
          return;
        }
      }
    }
  }

  /** The derivatives of {@code max(u, 0)}, less, or of {@code min(u, 0)}, plus, {@code sign(u) * sigmoid(-abs(u))}. */
  private void findSigmoids() {
    for (int i = 0; i < terms.size(); i++) {
      Expr clamped = only(terms.get(i));
      for (int j = 0; clamped instanceof Select s && j < terms.size(); j++) {
        Expr u = signTimesSigmoid(terms.get(j).factors());
        if (u != null && terms.get(j).divisors().isEmpty()) {
          double number = terms.get(i).number();
          boolean max = isHalf(s, Expr.Comparison.LT, u) && terms.get(j).number() == -number;
          boolean min = isHalf(s, Expr.Comparison.GT, u) && terms.get(j).number() == number;
          if (max || min) {
            Expr sigmoid = (max ? u : u.neg()).sigmoid();
            terms.set(i, ProductTerms.of(number, List.of(sigmoid), List.of(), like));
            terms.remove(j);
            return;
          }
        }
      }
    }
  }

  /** Whether it is {@code u op 0 ? 0 : u == 0 ? 0.5 : 1}. */
  private static boolean isHalf(Select s, Expr.Comparison op, Expr u) {
    Expr zero = Expr.constant(0, u.dtype());
    return s.condition() == Expr.compare(op, u, zero) && Algebra.is(s.ifTrue(), 0)
        && s.ifFalse() instanceof Select tie && tie.condition() == u.eq(zero)
        && Algebra.is(tie.ifTrue(), 0.5) && Algebra.is(tie.ifFalse(), 1);
  }

  private static @Nullable Expr signTimesSigmoid(List<Expr> factors) {
    if (factors.size() == 2) {
      for (int i = 0; i < 2; i++) {
        if (Algebra.is(factors.get(i), UnaryOp.SIGN)) {
          Expr u = Algebra.operand(factors.get(i));
          return factors.get(1 - i) == u.abs().neg().sigmoid() ? u : null;
        }
      }
    }
    return null;
  }

  /** Put together again, what all terms share in front. */
  Expr expr() {
    List<Expr> common = new ArrayList<>(terms.getFirst().factors());
    for (ProductTerms term : terms) {
      common = without(common, without(common, term.factors()));
    }
    if (terms.size() == 1) {
      return sum(List.of(), 1);
    }
    double number = commonNumber();
    Expr rest = number == 1 ? sum(common, 1) : Algebra.shorterOf(sum(common, 1), scaled(sum(common, number), number));
    for (Expr factor : common) {
      rest = factor.mul(rest);
    }
    return rest;
  }

  private Expr scaled(Expr sum, double number) {
    return sum.mul(Expr.constant(number, like.dtype()));
  }

  /** The number to take out of a sum whose numbers differ by factors of 2 at most: the largest. */
  private double commonNumber() {
    double largest = 0;
    for (ProductTerms term : terms) {
      largest = Math.max(largest, Math.abs(term.number()));
    }
    for (ProductTerms term : terms) {
      double share = Math.abs(term.number()) / largest;
      if (share != 1 && share != 0.5) {
        return 1;
      }
    }
    return largest;
  }

  /** This sum times a number, if that number is absorbed by those in it; null otherwise. */
  @Nullable
  Expr absorbing(double number) {
    SumTerms product = new SumTerms(like);
    for (ProductTerms term : terms) {
      boolean absorbs = term.factors().isEmpty() && term.divisors().isEmpty() || Math.abs(term.number()) != 1;
      if (!absorbs || !Algebra.isSafe(term.number() * number, like)) {
        return null;
      }
      product.terms.add(ProductTerms.of(term.number() * number, term.factors(), term.divisors(), like));
    }
    return product.expr();
  }

  /** The sum of the terms without some factors, over a number. The first positive term comes first, which spares a sign. */
  private Expr sum(List<Expr> leftOut, double divisor) {
    int first = 0;
    for (int i = terms.size() - 1; i >= 0; i--) {
      first = terms.get(i).number() > 0 ? i : first;
    }
    Expr sum = part(first, leftOut, divisor);
    for (int i = 0; i < terms.size(); i++) {
      if (i != first) {
        boolean minus = terms.get(i).number() < 0;
        Expr term = part(i, leftOut, minus ? -divisor : divisor);
        sum = minus ? sum.sub(term) : sum.add(term);
      }
    }
    return sum;
  }

  private Expr part(int index, List<Expr> leftOut, double divisor) {
    ProductTerms term = terms.get(index);
    return ProductTerms.of(term.number() / divisor, without(term.factors(), leftOut), term.divisors(), like).expr();
  }
}
