package dev.adjoint.ops;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The step function. Its derivative is 0 but for an infinite peak, which a gradient of zeros would conceal: it refuses to be
 * differentiated.
 */
public final class Heaviside extends Operation {
  private static final Elementwise VALUE = Elementwise.of("heaviside", 0, Operands.NUMBERS, (a, p) -> {
    Expr x = a[0];
    return x.eq(0).then(a[1], x.gt(0).then(Expr.constant(1, x.dtype()), Expr.constant(0, x.dtype())));
  });

  private Heaviside() {}

  /** 0 below 0, 1 above, and {@code values} at 0. */
  public static Tensor apply(Tensor x, Tensor values) {
    return Tape.apply(new Heaviside(), x, values);
  }

  @Override
  public String name() {
    return "heaviside";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    return VALUE.apply(inputs[0].detach(), inputs[1].detach());
  }

  @Override
  protected @Nullable Tensor reverse(int input, Values values, Tensor gradient) {
    throw noDerivative();
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    throw noDerivative();
  }

  private static AutogradException noDerivative() {
    return new AutogradException(
        "heaviside has no derivative. Call detach() on what it is given, or use a smooth step such as sigmoid");
  }
}
