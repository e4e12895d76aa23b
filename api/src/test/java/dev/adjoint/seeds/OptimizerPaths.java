package dev.adjoint.seeds;

import dev.adjoint.Tensor;
import dev.adjoint.optim.Adagrad;
import dev.adjoint.optim.AdagradOptions;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamOptions;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Lion;
import dev.adjoint.optim.LionOptions;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.RmsProp;
import dev.adjoint.optim.RmsPropOptions;
import dev.adjoint.optim.Sgd;
import dev.adjoint.optim.SgdOptions;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every optimizer with settings, and the way it takes one number, written down after PyTorch's documentation. */
final class OptimizerPaths {
  /** What an optimizer makes of one number, from its gradient, in the steps 1, 2, .. */
  interface Path {
    double next(double x, double gradient, int step);
  }

  /** An optimizer with settings, and its formula. */
  record Line(String name, Function<List<Tensor>, Optimizer> maker, Function<double[], Path> formula) {
    /** A path of its own for one number. */
    Path path() {
      return formula.apply(new double[3]);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final double LR = 0.02;

  private OptimizerPaths() {}

  static Stream<Line> all() {
    return Stream.of(sgd(), adam(), rmsProp(), adagrad(), lion()).flatMap(lines -> lines);
  }

  private static Stream<Line> sgd() {
    SgdOptions o = SgdOptions.DEFAULT.lr(LR / 10);
    return Stream.of(
        o, o.weightDecay(0.1), o.momentum(0.9), o.momentum(0.9).nesterov(true).weightDecay(0.1),
        o.momentum(0.8).dampening(0.3).weightDecay(0.05), o.momentum(0.5).lr(1e-4).maximize(true))
        .map(s -> new Line(s.toString(), p -> new Sgd(p, s), m -> (x, gradient, step) -> {
          double g = (s.maximize() ? -gradient : gradient) + s.weightDecay() * x;
          if (s.momentum() != 0) {
            m[0] = step == 1 ? g : s.momentum() * m[0] + (1 - s.dampening()) * g;
            g = s.nesterov() ? g + s.momentum() * m[0] : m[0];
          }
          return x - s.lr() * g;
        }));
  }

  private static Stream<Line> adam() {
    AdamOptions o = AdamOptions.DEFAULT.lr(LR);
    List<AdamOptions> settings = List.of(
        o, o.weightDecay(0.1), o.amsgrad(true).beta2(0.9), o.beta1(0.5).eps(0.01), o.maximize(true),
        o.weightDecay(0.1).amsgrad(true).beta1(0.7).beta2(0.8));
    return Stream.concat(
        settings.stream().map(s -> new Line(s.toString(), p -> new Adam(p, s), m -> adam(s, false, m))),
        settings.stream()
            .map(s -> new Line(s.toString().replace("Adam", "AdamW"), p -> new AdamW(p, s), m -> adam(s, true, m))));
  }

  private static Path adam(AdamOptions s, boolean decoupled, double[] m) {
    return (x, gradient, step) -> {
      double g = s.maximize() ? -gradient : gradient;
      double from = x;
      if (decoupled) {
        from = x - s.lr() * s.weightDecay() * x;
      } else {
        g += s.weightDecay() * x;
      }
      m[0] = s.beta1() * m[0] + (1 - s.beta1()) * g;
      m[1] = s.beta2() * m[1] + (1 - s.beta2()) * g * g;
      m[2] = Math.max(m[2], m[1]);
      double first = m[0] / (1 - Math.pow(s.beta1(), step));
      double second = (s.amsgrad() ? m[2] : m[1]) / (1 - Math.pow(s.beta2(), step));
      return from - s.lr() * first / (Math.sqrt(second) + s.eps());
    };
  }

  private static Stream<Line> rmsProp() {
    RmsPropOptions o = RmsPropOptions.DEFAULT.lr(LR);
    return Stream.of(
        o, o.centered(true), o.momentum(0.5).weightDecay(0.1), o.momentum(0.5).centered(true).alpha(0.9), o.maximize(true))
        .map(s -> new Line(s.toString(), p -> new RmsProp(p, s), m -> (x, gradient, step) -> {
          double g = (s.maximize() ? -gradient : gradient) + s.weightDecay() * x;
          m[0] = s.alpha() * m[0] + (1 - s.alpha()) * g * g;
          m[1] = s.alpha() * m[1] + (1 - s.alpha()) * g;
          double size = Math.sqrt(s.centered() ? m[0] - m[1] * m[1] : m[0]) + s.eps();
          m[2] = s.momentum() * m[2] + g / size;
          return x - s.lr() * (s.momentum() > 0 ? m[2] : g / size);
        }));
  }

  private static Stream<Line> adagrad() {
    AdagradOptions o = AdagradOptions.DEFAULT.lr(LR * 10);
    return Stream.of(o, o.lrDecay(0.1).weightDecay(0.1), o.initial(0.5), o.maximize(true))
        .map(s -> new Line(s.toString(), p -> new Adagrad(p, s), m -> (x, gradient, step) -> {
          double g = (s.maximize() ? -gradient : gradient) + s.weightDecay() * x;
          m[0] = (step == 1 ? s.initial() : m[0]) + g * g;
          return x - s.lr() / (1 + (step - 1) * s.lrDecay()) * g / (Math.sqrt(m[0]) + s.eps());
        }));
  }

  private static Stream<Line> lion() {
    LionOptions o = LionOptions.DEFAULT.lr(LR);
    return Stream.of(o, o.weightDecay(0.5), o.beta1(0.5).beta2(0.6), o.maximize(true))
        .map(s -> new Line(s.toString(), p -> new Lion(p, s), m -> (x, gradient, _) -> {
          double g = s.maximize() ? -gradient : gradient;
          double c = s.beta1() * m[0] + (1 - s.beta1()) * g;
          m[0] = s.beta2() * m[0] + (1 - s.beta2()) * g;
          return x - s.lr() * (Math.signum(c) + s.weightDecay() * x);
        }));
  }
}
