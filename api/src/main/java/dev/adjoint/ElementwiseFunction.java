package dev.adjoint;

import dev.adjoint.ops.Elementwise;
import dev.adjoint.spi.Differentiation;
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

  /** The formula and its derivatives, in float64. */
  @Override
  public String toString() {
    DType[] types = new DType[arity];
    Arrays.fill(types, DType.FLOAT64);
    Expr expr = operation.expr(types);
    StringBuilder out = new StringBuilder(expr.toString());
    for (int i = 0; i < arity; i++) {
      Expr derivative = Differentiation.derivative(expr, i);
      out.append("\nd/d").append((char) ('a' + i)).append(": ").append(derivative == null ? "0" : derivative);
    }
    return out.toString();
  }
}
