package dev.adjoint.spi;

import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Symbolic differentiation of scalar expressions, by the chain rule over the rows of {@link UnaryOp} and {@link BinaryOp}. */
public final class Differentiation {
  private final int argument;
  private final Map<Expr, Optional<Expr>> done = new HashMap<>();

  private Differentiation(int argument) {
    this.argument = argument;
  }

  /**
   * The derivative of an expression towards one of its arguments.
   *
   * @return null where the expression does not depend on the argument, or only by steps (comparisons, rounding to integers)
   */
  public static @Nullable Expr derivative(Expr e, int argument) {
    Differentiation rules = new Differentiation(argument);
    // Each part after what it reads: a loop, as expressions may be deeper than the stack.
    for (Kernel.Step step : Kernel.of(e).steps()) {
      rules.done.put(step.expr(), Optional.ofNullable(rules.compute(step.expr())));
    }
    return rules.of(e);
  }

  /** The expression with every occurrence of a subexpression replaced. */
  public static Expr replace(Expr e, Expr target, Expr replacement) {
    return rebuild(e, x -> x.equals(target) ? replacement : null);
  }

  /** The expression with arguments numbered anew: argument {@code i} becomes {@code numbers[i]}. */
  public static Expr renumber(Expr e, int[] numbers) {
    return rebuild(e, x -> x instanceof Arg a ? Expr.arg(numbers[a.index()], a.dtype()) : null);
  }

  /** The arguments that an expression reads. */
  public static BitSet reads(Expr e) {
    BitSet out = new BitSet();
    for (Kernel.Step step : Kernel.of(e).steps()) {
      if (step.expr() instanceof Arg a) {
        out.set(a.index());
      }
    }
    return out;
  }

  private @Nullable Expr of(Expr e) {
    return done.get(e).orElse(null);
  }

  private @Nullable Expr compute(Expr e) {
    return switch (e) {
      case Arg a -> a.index() == argument && a.dtype().isFloating() ? Expr.constant(1, a.dtype().computed()) : null;
      case Param p -> null;
      case Const c -> null;
      case Index i -> null;
      case Compare c -> null;
      case Cast c -> {
        Expr inner = c.dtype().isFloating() && c.x().dtype().isFloating() ? of(c.x()) : null;
        // A derivative is not rounded to what it is stored in before the last step of its own expression.
        yield inner == null ? null : inner.cast(c.dtype().computed());
      }
      case Unary u -> times(of(u.x()), () -> u.op().derivative(u.x(), u));
      case Binary b ->
          plus(times(of(b.a()), () -> b.op().byFirst(b.a(), b.b(), b)),
              times(of(b.b()), () -> b.op().bySecond(b.a(), b.b(), b)));
      case Select s -> {
        Expr ifTrue = of(s.ifTrue());
        Expr ifFalse = of(s.ifFalse());
        if (ifTrue == null && ifFalse == null) {
          yield null;
        }
        Expr zero = Expr.constant(0, s.dtype());
        yield s.condition().then(ifTrue == null ? zero : ifTrue, ifFalse == null ? zero : ifFalse);
      }
    };
  }

  private interface Later {
    Expr get();
  }

  private static @Nullable Expr times(@Nullable Expr inner, Later outer) {
    if (inner == null) {
      return null;
    }
    Expr factor = outer.get();
    return factor instanceof Const c && c.value() == 0 ? null : inner.mul(factor);
  }

  private static @Nullable Expr plus(@Nullable Expr a, @Nullable Expr b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  private interface Rule {
    @Nullable
    Expr apply(Expr e);
  }

  private static Expr rebuild(Expr root, Rule rule) {
    Map<Expr, Expr> done = new HashMap<>();
    for (Kernel.Step step : Kernel.of(root).steps()) {
      Expr e = step.expr();
      Expr replaced = rule.apply(e);
      done.put(e, replaced != null ? replaced : switch (e) {
        case Arg a -> a;
        case Param p -> p;
        case Const c -> c;
        case Index i -> i;
        case Unary u -> Expr.unary(u.op(), done.get(u.x()));
        case Binary b -> Expr.binary(b.op(), done.get(b.a()), done.get(b.b()));
        case Compare c -> Expr.compare(c.op(), done.get(c.a()), done.get(c.b()));
        case Select s -> Expr.select(done.get(s.condition()), done.get(s.ifTrue()), done.get(s.ifFalse()));
        case Cast c -> done.get(c.x()).cast(c.dtype());
      });
    }
    return done.get(root);
  }
}
