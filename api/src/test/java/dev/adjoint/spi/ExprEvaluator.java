package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;

/**
 * What an expression should give, by walking its tree; independent of {@link Kernel} and of any backend.
 *
 * @param shape the shape whose indices are run over
 * @param params the values of the parameters
 * @param inputs the elements of each argument, row by row over the shape
 */
record ExprEvaluator(Shape shape, double[] params, Elements... inputs) {
  /** The value at every index. */
  Elements all(Expr e) {
    Elements out = new Elements(e.dtype(), shape.size());
    for (int i = 0; i < out.size(); i++) {
      if (e.dtype().isFloating()) {
        out.set(i, number(e, i));
      } else {
        out.set(i, integer(e, i));
      }
    }
    return out;
  }

  /** The value at an index as a floating-point number: rounded, after every operation, to what its type holds. */
  double number(Expr e, int i) {
    double value = switch (e) {
      case Arg arg -> inputs[arg.index()].number(i);
      case Param param -> params[param.index()];
      case Const c -> c.value();
      case Unary u when u.dtype().isFloating() -> u.op().apply(number(u.x(), i));
      case Binary b when b.dtype().isFloating() -> b.op().apply(number(b.a(), i), number(b.b(), i));
      case Select s -> integer(s.condition(), i) != 0 ? number(s.ifTrue(), i) : number(s.ifFalse(), i);
      case Cast c when c.dtype().isFloating() && !c.x().dtype().isFloating() -> integer(c.x(), i);
      case Cast c when c.dtype().isFloating() -> number(c.x(), i);
      default -> integer(e, i);
    };
    return e.dtype().isHalf() ? Half.round(e.dtype(), value) : e.dtype() == DType.FLOAT32 ? (float) value : value;
  }

  /** The value at an index of an integer or bool expression. */
  long integer(Expr e, int i) {
    long value = switch (e) {
      case Arg arg -> inputs[arg.index()].integer(i);
      case Param param -> (long) params[param.index()];
      case Const c -> (long) c.value();
      case Index index -> Positions.coordinate(shape, i, index.axis());
      case Unary u -> u.op().apply(integer(u.x(), i));
      case Binary b -> b.op().apply(integer(b.a(), i), integer(b.b(), i));
      case Compare c when c.a().dtype().isFloating() -> c.op().test(number(c.a(), i), number(c.b(), i)) ? 1 : 0;
      case Compare c -> c.op().test(integer(c.a(), i), integer(c.b(), i)) ? 1 : 0;
      case Select s -> integer(s.condition(), i) != 0 ? integer(s.ifTrue(), i) : integer(s.ifFalse(), i);
      case Cast c when !c.x().dtype().isFloating() -> integer(c.x(), i);
      case Cast c when c.dtype() == DType.BOOL -> number(c.x(), i) != 0 ? 1 : 0;
      case Cast c when c.dtype() == DType.INT32 -> (int) number(c.x(), i);
      case Cast c -> (long) number(c.x(), i);
    };
    return switch (e.dtype()) {
      case BOOL -> value != 0 ? 1 : 0;
      case INT32 -> (int) value;
      default -> value;
    };
  }
}
