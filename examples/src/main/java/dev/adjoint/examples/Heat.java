package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.Adam;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;

/**
 * Solves the heat equation {@code u_t = a u_xx} for x and t in [0, 1], with {@code u(x, 0) = sin(pi x)} and
 * {@code u(0, t) = u(1, t) = 0}, by a network that learns to satisfy it: {@code Heat [STEPS]}.
 *
 * <p>Nobody tells the network the solution, {@code exp(-a pi^2 t) sin(pi x)}. Its loss is the equation's residual, of
 * derivatives in its inputs; training differentiates that in its weights.
 */
public final class Heat {
  private static final double A = 0.1;
  private static final int POINTS = 128;

  private final Module net;

  private Heat(Key key) {
    Key[] keys = key.split(3);
    net = new Sequential(
        new Linear(2, 24, keys[0]),
        Sequential.step(Tensor::tanh),
        new Linear(24, 24, keys[1]),
        Sequential.step(Tensor::tanh),
        new Linear(24, 1, keys[2]));
  }

  /** Trains, and prints how far the network is from the solution. */
  public static void main(String[] args) {
    System.exit(Program.run(Heat::run, args));
  }

  static void run(String... args) {
    Program.expectArguments(args, 0, 1, "Heat [STEPS]");
    int steps = args.length > 0 ? Program.count("STEPS", args[0]) : 1500;
    Key[] keys = Key.of(2026).split(2);
    Heat heat = new Heat(keys[0]);
    heat.train(steps, keys[1]);
    Tensor error = heat.error();
    System.out.printf(
        "error against exp(-a pi^2 t) sin(pi x): at most %.1e, RMS %.1e%n",
        error.abs().max().item(), error.pow(2).mean().sqrt().item());
  }

  /** The temperature at the points (x, t); all three are {@code [points, 1]}. */
  private Tensor u(Tensor x, Tensor t) {
    return net.forward(Tensor.concat(1, x, t));
  }

  /** {@code u_t - a u_xx}. The gradient of a sum over points holds each point's derivative. */
  private Tensor residual(Tensor x, Tensor t) {
    Tensor ut = Adjoint.grad(s -> u(x, s).sum()).apply(t);
    UnaryOperator<Tensor> ux = Adjoint.grad(s -> u(s, t).sum());
    Tensor uxx = Adjoint.grad(s -> ux.apply(s).sum()).apply(x);
    return ut.sub(uxx.mul(A));
  }

  private static Tensor initial(Tensor x) {
    return x.mul(Math.PI).sin();
  }

  private void train(int steps, Key key) {
    Adam adam = new Adam(net.parameters(), 0.005);
    try (ProgressBar bar = Program.progress("training", steps)) {
      for (Key step : key.split(steps)) {
        Key[] keys = step.split(4);
        Tensor x = Tensor.rand(keys[0], POINTS, 1);
        Tensor t = Tensor.rand(keys[1], POINTS, 1);
        Tensor start = Tensor.rand(keys[2], POINTS, 1);
        Tensor later = Tensor.rand(keys[3], POINTS, 1);
        adam.zeroGrad();
        Tensor loss = residual(x, t).pow(2).mean()
            .add(u(start, Tensor.zerosLike(start)).sub(initial(start)).pow(2).mean())
            .add(u(Tensor.zerosLike(later), later).pow(2).mean())
            .add(u(Tensor.onesLike(later), later).pow(2).mean());
        loss.backward();
        adam.step();
        bar.setExtraMessage(" loss %.1e".formatted(loss.item())).step();
      }
    }
  }

  /** The difference from the solution on a grid of 21 by 21 points. */
  private Tensor error() {
    Tensor grid = Tensor.arange(21, DType.FLOAT32).div(20);
    Tensor x = grid.unsqueeze(1).expand(21, 21).reshape(-1, 1);
    Tensor t = grid.expand(21, 21).reshape(-1, 1);
    return u(x, t).sub(t.mul(-A * Math.PI * Math.PI).exp().mul(initial(x))).detach();
  }
}
