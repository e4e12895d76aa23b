package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Param;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression made ready to run: its distinct subexpressions in an order in which each comes after what it reads, so that
 * nothing is computed twice. Equal expressions give the same instance: a backend may cache what it compiled by identity.
 */
public final class Kernel {
  private static final WeakValues<Expr, Kernel> ALL = new WeakValues<>();

  private final Expr expr;
  private final List<Step> steps;
  private final DType[] inputs;
  private final int params;

  /**
   * One subexpression.
   *
   * @param expr what it computes
   * @param a the step that its first operand is, or -1
   * @param b the step that its second operand is, or -1
   * @param c the step that its third operand is, or -1
   */
  public record Step(Expr expr, int a, int b, int c) {}

  private Kernel(Expr expr) {
    this.expr = expr;
    this.steps = List.copyOf(linearise(expr));
    DType[] types = new DType[0];
    int paramCount = 0;
    for (Step step : steps) {
      if (step.expr instanceof Arg arg) {
        types = arg.index() < types.length ? types : Arrays.copyOf(types, arg.index() + 1);
        types[arg.index()] = arg.dtype();
      } else if (step.expr instanceof Param param) {
        paramCount = Math.max(paramCount, param.index() + 1);
      }
    }
    this.inputs = types;
    this.params = paramCount;
  }

  /** The kernel of an expression. */
  public static Kernel of(Expr expr) {
    return ALL.computeIfAbsent(expr, Kernel::new);
  }

  /** The distinct parts of an expression, each after what it reads. A loop: expressions may be deeper than the stack. */
  private static List<Step> linearise(Expr root) {
    Map<Expr, Integer> places = new HashMap<>();
    List<Step> order = new ArrayList<>();
    Deque<Expr> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expr e = open.peek();
      List<Expr> operands = e.operands();
      boolean ready = true;
      // One operand at a time: finishing one before the next begins keeps few values alive at once.
      for (int i = 0; ready && i < operands.size(); i++) {
        if (!places.containsKey(operands.get(i))) {
          open.push(operands.get(i));
          ready = false;
        }
      }
      if (ready) {
        open.pop();
        if (!places.containsKey(e)) {
          places.put(e, order.size());
          order.add(new Step(e, place(operands, 0, places), place(operands, 1, places), place(operands, 2, places)));
        }
      }
    }
    return order;
  }

  private static int place(List<Expr> operands, int index, Map<Expr, Integer> places) {
    return index < operands.size() ? places.get(operands.get(index)) : -1;
  }

  /** The expression. */
  public Expr expr() {
    return expr;
  }

  /** The distinct subexpressions in order; the last one is the result. */
  public List<Step> steps() {
    return steps;
  }

  /** The type of the result. */
  public DType dtype() {
    return expr.dtype();
  }

  /** The number of inputs. */
  public int arity() {
    return inputs.length;
  }

  /** The type of an input; null for an input that the expression does not read. */
  public DType input(int index) {
    return inputs[index];
  }

  /** The number of parameters. */
  public int params() {
    return params;
  }

  /** Whether this is its one input, unchanged: a copy. */
  public boolean isCopy() {
    return expr instanceof Arg;
  }

  @Override
  public String toString() {
    return expr.toString();
  }
}
