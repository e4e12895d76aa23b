package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes an expression as a person would: {@code a * tanh(log1p(exp(a)))}. Arguments are a, b, c, ...; parameters p0, p1, ... */
final class Formula {
  private static final int SELECT = 0;
  private static final int COMPARE = 1;
  private static final int SUM = 2;
  private static final int PRODUCT = 3;
  private static final int SIGN = 4;
  private static final int POWER = 5;
  private static final int ATOM = 6;

  /** Longer formulas give parts a name, as {@code t3 = ...}: written out, sharing grows without bound. */
  private static final int LONGEST = 500;
  /** Deeper parts get a name though they are used once: writing is recursive. */
  private static final int DEEPEST = 20;

  private final Map<Expr, String> names = new HashMap<>();

  private Formula() {}

  static String of(Expr e) {
    List<Kernel.Step> steps = Kernel.of(e).steps();
    Formula formula = new Formula();
    return (length(steps) <= LONGEST ? "" : formula.definitions(steps)) + formula.write(e, SELECT);
  }

  private static int[] operands(Kernel.Step step) {
    return IntStream.of(step.a(), step.b(), step.c()).filter(place -> place >= 0).toArray();
  }

  /** About how long the last step is, written out. */
  private static double length(List<Kernel.Step> steps) {
    double[] lengths = new double[steps.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 4;
      for (int operand : operands(steps.get(i))) {
        lengths[i] += lengths[operand];
      }
    }
    return lengths[lengths.length - 1];
  }

  /** Names the parts that are used more than once or lie deep, and writes what the names stand for. */
  private String definitions(List<Kernel.Step> steps) {
    int[] uses = new int[steps.size()];
    steps.forEach(step -> IntStream.of(operands(step)).forEach(operand -> uses[operand]++));
    int[] depths = new int[steps.size()];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size() - 1; i++) {
      Kernel.Step step = steps.get(i);
      for (int operand : operands(step)) {
        depths[i] = Math.max(depths[i], depths[operand] + 1);
      }
      if (step.a() >= 0 && (uses[i] > 1 || depths[i] > DEEPEST)) {
        String name = "t" + names.size();
        text.append(name).append(" = ").append(write(step.expr(), SELECT)).append("; ");
        names.put(step.expr(), name);
        depths[i] = 0;
      }
    }
    return text.toString();
  }

  private String write(Expr e, int context) {
    String name = names.get(e);
    if (name != null) {
      return name;
    }
    String text = switch (e) {
      case Arg arg -> arg.index() < 26 ? String.valueOf((char) ('a' + arg.index())) : "arg" + arg.index();
      case Param param -> "p" + param.index();
      case Const c when c.dtype() == DType.BOOL -> c.value() != 0 ? "true" : "false";
      case Const c ->
          c.value() == Math.rint(c.value()) && Math.abs(c.value()) < 1e15 ? Long.toString((long) c.value()) : number(c);
      case Index index -> "index" + index.axis();
      case Unary u when u.op() == UnaryOp.NEG -> "-" + write(u.x(), SIGN);
      case Unary u -> u.op().symbol() + "(" + write(u.x(), SELECT) + ")";
      case Binary b when precedence(b) != ATOM ->
          write(b.a(), precedence(b)) + " " + b.op().symbol() + " " + write(b.b(), precedence(b) + (isAssociative(b) ? 0 : 1));
      case Binary b -> b.op().symbol() + "(" + write(b.a(), SELECT) + ", " + write(b.b(), SELECT) + ")";
      case Compare c -> write(c.a(), SUM) + " " + c.op().symbol() + " " + write(c.b(), SUM);
      case Select s -> write(s.condition(), COMPARE) + " ? " + write(s.ifTrue(), COMPARE) + " : " + write(s.ifFalse(), SELECT);
      case Cast c -> c.dtype() + "(" + write(c.x(), SELECT) + ")";
    };
    return precedence(e) < context ? "(" + text + ")" : text;
  }

  private static String number(Const c) {
    return c.dtype() == DType.FLOAT32 ? Float.toString((float) c.value()) : Double.toString(c.value());
  }

  /** Whether a second operand of the same rank is read the same without parentheses. */
  private static boolean isAssociative(Binary b) {
    return b.op() == BinaryOp.ADD || b.op() == BinaryOp.MUL;
  }

  private static int precedence(Expr e) {
    return switch (e) {
      case Select s -> SELECT;
      case Compare c -> COMPARE;
      case Const c -> c.value() < 0 ? SIGN : ATOM;
      case Unary u when u.op() == UnaryOp.NEG -> SIGN;
      case Binary b -> switch (b.op()) {
        case ADD, SUB -> SUM;
        case MUL, DIV -> PRODUCT;
        case POW -> POWER;
        default -> ATOM;
      };
      default -> ATOM;
    };
  }
}
