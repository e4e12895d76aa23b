package dev.adjoint;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function of tensors with a gradient rule of one's own, from lambdas: its inputs and its output are saved, and the rules
 * get them.
 *
 * <pre>{@code
 * SimpleFunction cube = Adjoint.custom(in -> in[0].pow(3), (in, out, g) -> new Tensor[] {in[0].pow(2).mul(3).mul(g)});
 * Tensor y = cube.apply(x);
 * }</pre>
 */
public final class SimpleFunction {
  private final Function<Tensor[], Tensor> forward;
  private final Vjp vjp;
  private final @Nullable Jvp jvp;
  private final CustomFunction function = new Rules();

  /** The gradients of the inputs, one for each, null for none. */
  @FunctionalInterface
  public interface Vjp {
    /** From the inputs, the output and the gradient towards it. */
    @Nullable
    Tensor[] apply(Tensor[] inputs, Tensor output, Tensor gradient);
  }

  /** The tangent of the output. */
  @FunctionalInterface
  public interface Jvp {
    /** From the inputs, the output and the tangents of the inputs (zeros for one without). */
    Tensor apply(Tensor[] inputs, Tensor output, Tensor[] tangents);
  }

  SimpleFunction(Function<Tensor[], Tensor> forward, Vjp vjp, @Nullable Jvp jvp) {
    this.forward = forward;
    this.vjp = vjp;
    this.jvp = jvp;
  }

  /** The same function with a rule for forward mode. */
  public SimpleFunction withJvp(Jvp rule) {
    return new SimpleFunction(forward, vjp, rule);
  }

  /** Runs the function and records it. */
  public Tensor apply(Tensor... inputs) {
    return function.apply(inputs)[0];
  }

  private final class Rules extends CustomFunction {
    @Override
    protected String name() {
      return "custom";
    }

    @Override
    protected Tensor[] forward(Context ctx, Tensor... in) {
      Tensor out = forward.apply(in);
      if (out == null) {
        throw new AutogradException("The forward of a custom function returned null; expected a tensor");
      }
      ctx.put("inputs", in.length);
      ctx.save(in);
      ctx.save(out);
      return outputs(out);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
      Tensor[] in = inputs(ctx);
      return vjp.apply(in, ctx.saved(in.length), g[0]);
    }

    @Override
    protected @Nullable Tensor[] jvp(Context ctx, Tensor... tangents) {
      if (jvp == null) {
        throw new AutogradException(
            "This custom function has no forward-mode rule: give it one with withJvp(...), or use reverse mode (grad, vjp,"
                + " backward)");
      }
      Tensor[] in = inputs(ctx);
      return outputs(jvp.apply(in, ctx.saved(in.length), tangents));
    }

    private static Tensor[] inputs(Context ctx) {
      Tensor[] in = new Tensor[ctx.get("inputs", Integer.class)];
      for (int i = 0; i < in.length; i++) {
        in[i] = ctx.saved(i);
      }
      return in;
    }
  }
}
