package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.CustomFunction;
import dev.adjoint.Tensor;
import dev.adjoint.ValueAndGrads;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The first gradients: of tensors, of functions, of gradients, and with a rule of one's own. */
public final class Quickstart {
  private Quickstart() {}

  /** Prints them. */
  public static void main(String[] args) {
    // A leaf that requires a gradient collects it. z has three elements, so backward is told the gradient towards z.
    Tensor x = Tensor.of(1, 2, 3).requiresGrad(true);
    Tensor y = Tensor.of(4, 5, 6).requiresGrad(true);
    Tensor z = x.pow(2).add(y.mul(4));
    z.backward(Tensor.onesLike(z));
    IO.println("z = x^2 + 4y         dz/dx = " + x.grad() + ", dz/dy = " + y.grad());

    // What is used twice collects the sum of both.
    Tensor a = Tensor.scalar(2f).requiresGrad(true);
    Tensor e = a.mul(3).add(4).mul(a.add(2));
    e.backward();
    IO.println("e = (3a + 4)(a + 2)  e = " + e.item() + ", de/da = " + a.grad());

    // Functions instead of tensors: nothing to ask for, nothing to clear, and gradients of gradients.
    UnaryOperator<Tensor> cube = s -> s.pow(3);
    Tensor two = Tensor.scalar(2f);
    Tensor slope = Adjoint.grad(cube).apply(two);
    Tensor bend = Adjoint.grad(Adjoint.grad(cube)).apply(two);
    IO.println("f = s^3 at 2         f' = " + slope + ", f'' = " + bend);

    // Several arguments: the value and all gradients in one pass.
    Function<List<Tensor>, Tensor> f = in -> in.get(0).mul(in.get(1)).add(in.get(0).pow(2));
    ValueAndGrads vg = Adjoint.valueAndGrads(f).apply(List.of(two, Tensor.scalar(3f)));
    IO.println(
        "f = pq + p^2         f = " + vg.value().item() + ", df/dp = " + vg.grads().get(0) + ", df/dq = " + vg.grads().get(1));

    // The gradients of a matrix product.
    Tensor m = Tensor.of(new double[][] {{0.8, 0.6, 0.2}, {1.8, 1.3, 1.1}});
    Tensor n = Tensor.of(new double[][] {{0.11, 3.3, 1.1}, {1.1, 0.2, 1.4}, {1.1, 2.2, 0.3}});
    List<Tensor> product = Adjoint.valueAndGrads(in -> in.get(0).matmul(in.get(1)).sum()).apply(List.of(m, n)).grads();
    IO.println("the sum of the product of m and n, by m and by n\n" + product.get(0) + "\n" + product.get(1));

    // A gradient rule of one's own.
    Tensor w = Tensor.scalar(2f).requiresGrad(true);
    new Cube().apply(w)[0].backward();
    IO.println("w^3 by its own rule  d/dw = " + w.grad());
  }

  private static final class Cube extends CustomFunction {
    @Override
    protected Tensor[] forward(Context ctx, Tensor... in) {
      ctx.save(in[0]);
      return outputs(in[0].pow(3));
    }

    @Override
    protected Tensor[] backward(Context ctx, Tensor... g) {
      return gradients(ctx.saved(0).pow(2).mul(3).mul(g[0]));
    }
  }
}
