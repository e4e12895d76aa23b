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
import java.util.List;

/** The expressions in use, each structure once. */
final class Interned {
  private static final WeakValues<List<Object>, Expr> ALL = new WeakValues<>();

  private Interned() {}

  /**
   * The one instance of this structure. Expressions share parts, and derivatives share many: comparing them by reference keeps
   * what is linear in the number of distinct parts from becoming exponential in the depth.
   */
  static Expr of(Expr fresh) {
    List<Object> key = switch (fresh) {
      case Arg e -> List.of(Arg.class, e.index(), e.dtype());
      case Param e -> List.of(Param.class, e.index(), e.dtype());
      case Const e -> List.of(Const.class, e.value(), e.dtype());
      case Index e -> List.of(Index.class, e.axis());
      case Unary e -> List.of(e.op(), e.x());
      case Binary e -> List.of(e.op(), e.a(), e.b());
      case Compare e -> List.of(e.op(), e.a(), e.b());
      case Select e -> List.of(Select.class, e.condition(), e.ifTrue(), e.ifFalse());
      case Cast e -> List.of(Cast.class, e.x(), e.dtype());
    };
    return ALL.computeIfAbsent(key, k -> fresh);
  }
}
