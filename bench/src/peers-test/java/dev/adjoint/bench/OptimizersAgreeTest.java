package dev.adjoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.optim.Adagrad;
import dev.adjoint.optim.AdagradOptions;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamOptions;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Lbfgs;
import dev.adjoint.optim.LbfgsOptions;
import dev.adjoint.optim.RmsProp;
import dev.adjoint.optim.RmsPropOptions;
import dev.adjoint.optim.Sgd;
import dev.adjoint.optim.SgdOptions;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.LBFGS;
import org.bytedeco.pytorch.LBFGSOptions;
import org.bytedeco.pytorch.LossClosure;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers go the same way as libtorch's, on Rosenbrock's valley in float64. */
final class OptimizersAgreeTest {
  private static final double[] START = {-0.3, 0.2};
  private static final double LR = 0.01;

  /** An optimizer, the same one of libtorch, and how many steps they go. */
  private record Pair(
      String name, Function<List<dev.adjoint.Tensor>, dev.adjoint.optim.Optimizer> ours,
      Function<TensorVector, Optimizer> theirs,
      int steps) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(sgd(), adam(), rmsProp(), adagrad(), lbfgs()).flatMap(pairs -> pairs);
  }

  private static Stream<Pair> sgd() {
    SgdOptions o = SgdOptions.DEFAULT.lr(1e-4);
    return Stream.of(
        o, o.weightDecay(0.1), o.momentum(0.9).nesterov(true).weightDecay(0.1), o.momentum(0.8).dampening(0.3).weightDecay(0.1))
        .map(s -> new Pair(s.toString(), p -> new Sgd(p, s), p -> {
          SGDOptions theirs = new SGDOptions(s.lr());
          theirs.momentum().put(s.momentum());
          theirs.dampening().put(s.dampening());
          theirs.weight_decay().put(s.weightDecay());
          theirs.nesterov().put(s.nesterov());
          return new SGD(p, theirs);
        }, 60));
  }

  private static Stream<Pair> adam() {
    AdamOptions o = AdamOptions.DEFAULT.lr(LR);
    return Stream.of(o, o.weightDecay(0.1).eps(1e-3), o.weightDecay(0.1).amsgrad(true)).flatMap(s -> Stream.of(
        new Pair("Adam " + s, p -> new Adam(p, s), p -> {
          org.bytedeco.pytorch.AdamOptions theirs = new org.bytedeco.pytorch.AdamOptions(s.lr());
          theirs.eps().put(s.eps());
          theirs.weight_decay().put(s.weightDecay());
          theirs.amsgrad().put(s.amsgrad());
          return new org.bytedeco.pytorch.Adam(p, theirs);
        }, 60),
        new Pair("AdamW " + s, p -> new AdamW(p, s), p -> {
          AdamWOptions theirs = new AdamWOptions(s.lr());
          theirs.eps().put(s.eps());
          theirs.weight_decay().put(s.weightDecay());
          theirs.amsgrad().put(s.amsgrad());
          return new org.bytedeco.pytorch.AdamW(p, theirs);
        }, 60)));
  }

  private static Stream<Pair> rmsProp() {
    RmsPropOptions o = RmsPropOptions.DEFAULT.lr(LR);
    return Stream.of(o, o.weightDecay(0.1).alpha(0.9), o.centered(true), o.momentum(0.5).centered(true))
        .map(s -> new Pair(s.toString(), p -> new RmsProp(p, s), p -> {
          RMSpropOptions theirs = new RMSpropOptions(s.lr());
          theirs.alpha().put(s.alpha());
          theirs.eps().put(s.eps());
          theirs.weight_decay().put(s.weightDecay());
          theirs.momentum().put(s.momentum());
          theirs.centered().put(s.centered());
          return new RMSprop(p, theirs);
        }, 60));
  }

  private static Stream<Pair> adagrad() {
    AdagradOptions o = AdagradOptions.DEFAULT.lr(10 * LR);
    return Stream.of(o, o.weightDecay(0.1).lrDecay(0.1).initial(0.5))
        .map(s -> new Pair(s.toString(), p -> new Adagrad(p, s), p -> {
          org.bytedeco.pytorch.AdagradOptions theirs = new org.bytedeco.pytorch.AdagradOptions(s.lr());
          theirs.lr_decay().put(s.lrDecay());
          theirs.weight_decay().put(s.weightDecay());
          theirs.initial_accumulator_value().put(s.initial());
          theirs.eps().put(s.eps());
          return new org.bytedeco.pytorch.Adagrad(p, theirs);
        }, 60));
  }

  private static Stream<Pair> lbfgs() {
    LbfgsOptions o = LbfgsOptions.DEFAULT.iterations(1);
    return Stream.of(o, o.iterations(4).history(3), o.strongWolfe(false).lr(1e-2).history(5))
        .map(s -> new Pair(s.toString(), p -> new Lbfgs(p, s), p -> {
          LBFGSOptions theirs = new LBFGSOptions(s.lr());
          theirs.max_iter().put(s.iterations());
          theirs.history_size().put(s.history());
          theirs.tolerance_grad().put(s.gradientTolerance());
          theirs.tolerance_change().put(s.changeTolerance());
          if (s.strongWolfe()) {
            theirs.line_search_fn().put(new BytePointer("strong_wolfe"));
          }
          return new LBFGS(p, theirs);
        }, s.strongWolfe() ? 60 / s.iterations() : 60));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theSameWay(Pair pair) {
    dev.adjoint.Tensor ours = dev.adjoint.Tensor.of(START.clone()).requiresGrad(true);
    dev.adjoint.optim.Optimizer optimizer = pair.ours.apply(List.of(ours));
    try (var _ = new PointerScope()) {
      Tensor theirs = Tensor.create(START).set_requires_grad(true);
      Optimizer expected = pair.theirs.apply(new TensorVector(theirs));
      LossClosure closure = new LossClosure() {
        @Override
        public Tensor call() {
          expected.zero_grad();
          Tensor loss = rosenbrock(theirs);
          loss.backward();
          return loss;
        }
      };
      for (int step = 1; step <= pair.steps; step++) {
        optimizer.step(() -> {
          optimizer.zeroGrad();
          dev.adjoint.Tensor loss = rosenbrock(ours);
          loss.backward();
          return loss;
        });
        expected.step(closure);
        for (int i = 0; i < START.length; i++) {
          double value = theirs.select(0, i).item_double();
          assertThat(ours.select(0, i).item()).as("element %d after step %d", i, step)
              .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
        }
      }
      assertThat(ours.select(0, 0).item()).as("it moved").isNotCloseTo(START[0], within(1e-3));
    }
  }

  private static dev.adjoint.Tensor rosenbrock(dev.adjoint.Tensor at) {
    dev.adjoint.Tensor x = at.select(0, 0);
    return x.rsub(1).pow(2).add(at.select(0, 1).sub(x.mul(x)).pow(2).mul(100));
  }

  private static Tensor rosenbrock(Tensor at) {
    Tensor x = at.select(0, 0);
    Tensor along = x.sub(new Scalar(1.0)).square();
    return along.add(at.select(0, 1).sub(x.mul(x)).square().mul(new Scalar(100.0)));
  }
}
