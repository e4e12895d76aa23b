package dev.adjoint;

import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.spi.Expr;
import java.util.Arrays;
import java.util.function.Function;

/** A user's own scalar function as a tensor operation; see {@link Adjoint#elementwise}. */
public final class ElementwiseFunction {
  private final int arity;
  private final Elementwise operation;

  ElementwiseFunction(int arity, Function<Expr[], Expr> f) {
    this.arity = arity;
    this.operation = Elementwise.of("elementwise", 0, Elementwise.Operands.REAL, (args, params) -> f.apply(args));
  }

  /** The function of each element; several inputs broadcast. */
  public Tensor apply(Tensor... inputs) {
    if (inputs.length != arity) {
      throw new ShapeException("This elementwise function takes " + arity + " tensors; given " + inputs.length);
    }
    return operation.apply(inputs);
  }

  /** A function of three numbers. */
  @FunctionalInterface
  public interface OfThree {
    /** The expression. */
    Expr apply(Expr a, Expr b, Expr c);
  }

  /** A function of four numbers. */
  @FunctionalInterface
  public interface OfFour {
    /** The expression. */
    Expr apply(Expr a, Expr b, Expr c, Expr d);
  }

  /** The formula and its derivative by each argument, in float64; the arguments are a, b, c, d. */
  public ScalarFormula formula() {
    DType[] types = new DType[arity];
    Arrays.fill(types, DType.FLOAT64);
    return operation.formula(types);
  }

  /** The {@link #formula}, a line for it and one for each derivative. */
  @Override
  public String toString() {
    ScalarFormula formula = formula();
    StringBuilder out = new StringBuilder(formula.value());
    for (int i = 0; i < arity; i++) {
      out.append("\nd/d").append((char) ('a' + i)).append(": ").append(formula.derivatives().get(i));
    }
    return out.toString();
  }
}
