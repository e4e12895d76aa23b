package dev.adjoint.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** L-BFGS where the loss is not finite, or throws. */
class LbfgsTest {
  /** Where a step from a place ends. */
  private static double end(double start, LbfgsOptions options, UnaryOperator<Tensor> loss) {
    Tensor x = Tensor.scalar(start).requiresGrad(true);
    Lbfgs optimizer = new Lbfgs(List.of(x), options);
    optimizer.step(() -> {
      optimizer.zeroGrad();
      Tensor y = loss.apply(x);
      y.backward();
      return y;
    });
    return x.item();
  }

  @Test
  void aTrialBeyondTheDomainIsTooFar() {
    UnaryOperator<Tensor> barrier = x -> x.mul(3).sub(x.sub(1).log());
    // The least loss is where 3 = 1 / (x - 1).
    assertThat(end(5, LbfgsOptions.DEFAULT, barrier)).isCloseTo(4. / 3, within(1e-6));
    // The first trial is beyond the end, where the logarithm is NaN.
    assertThat(end(5, LbfgsOptions.DEFAULT.lr(100), barrier)).isCloseTo(4. / 3, within(1e-6));
  }

  @Test
  void aTrialWithoutANumberIsNeverTheBest() {
    // NaN everywhere but at the start.
    assertThat(end(5, LbfgsOptions.DEFAULT, x -> x.item() == 5 ? x.mul(2) : x.mul(Double.NaN))).isEqualTo(5);
  }

  @Test
  void anInfiniteTrialIsTooFar() {
    assertThat(end(5, LbfgsOptions.DEFAULT, x -> x.item() < 4.5 ? x.mul(0).add(Double.POSITIVE_INFINITY) : x.sub(4.6).pow(2)))
        .isCloseTo(4.6, within(1e-6));
  }

  @Test
  void withoutASearchALossThatIsNotFiniteIsRefused() {
    Tensor x = Tensor.scalar(1.8).requiresGrad(true);
    LbfgsOptions far = LbfgsOptions.DEFAULT.strongWolfe(false).lr(100);
    Lbfgs optimizer = new Lbfgs(List.of(x), far);
    Supplier<Tensor> barrier = () -> {
      optimizer.zeroGrad();
      Tensor loss = x.mul(3).sub(x.sub(1).log());
      loss.backward();
      return loss;
    };
    assertThatThrownBy(() -> optimizer.step(barrier)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("loss is NaN", "after iteration 1", "rate 100.0", "as they were", "strongWolfe(true)");
    assertThat(x.item()).isEqualTo(1.8);
    // What it remembers belongs to that place: with a smaller rate it goes on.
    optimizer.setLearningRate(0.1);
    for (int i = 0; i < 20; i++) {
      optimizer.step(barrier);
    }
    assertThat(x.item()).isCloseTo(4. / 3, within(1e-4));
  }

  @Test
  void theLastIterationOfAStepIsTakenBackByTheNext() {
    Tensor x = Tensor.scalar(1.8).requiresGrad(true);
    Lbfgs optimizer = new Lbfgs(List.of(x), LbfgsOptions.DEFAULT.strongWolfe(false).lr(100).iterations(1));
    AtomicInteger evaluations = new AtomicInteger();
    Supplier<Tensor> barrier = () -> {
      evaluations.incrementAndGet();
      optimizer.zeroGrad();
      Tensor loss = x.mul(3).sub(x.sub(1).log());
      loss.backward();
      return loss;
    };
    optimizer.step(barrier);
    assertThat(evaluations).as("as many as PyTorch's").hasValue(1);
    double led = x.item();
    assertThat(led).isLessThan(1);
    assertThatThrownBy(() -> optimizer.step(barrier)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("loss is NaN", "where the last iteration of the step before led", "as they were before");
    assertThat(x.item()).isEqualTo(1.8);
    // With a smaller rate it goes on from there.
    optimizer.setLearningRate(0.1);
    for (int i = 0; i < 100; i++) {
      optimizer.step(barrier);
    }
    assertThat(x.item()).isCloseTo(4. / 3, within(1e-4));
    // A place that was set since is left alone.
    optimizer.setLearningRate(1e9);
    assign(x, 1.2);
    optimizer.step(barrier);
    assign(x, 0.5);
    assertThatThrownBy(() -> optimizer.step(barrier)).hasMessageContainingAll("at the beginning of a step");
    assertThat(x.item()).isEqualTo(0.5);
  }

  private static void assign(Tensor x, double value) {
    try (var _ = Adjoint.noGrad()) {
      x.assign(Tensor.scalar(value));
    }
  }

  @Test
  void aStartThatIsNotFiniteIsRefused() {
    for (boolean search : new boolean[] {true, false}) {
      Tensor x = Tensor.scalar(0.5).requiresGrad(true);
      Lbfgs optimizer = new Lbfgs(List.of(x), LbfgsOptions.DEFAULT.strongWolfe(search));
      assertThatThrownBy(() -> optimizer.step(() -> {
        optimizer.zeroGrad();
        Tensor loss = x.sub(0.5).sqrt();
        loss.backward();
        return loss;
      })).isInstanceOf(AdjointException.class).hasMessageContainingAll("gradient is not finite", "at the beginning");
      assertThat(x.item()).isEqualTo(0.5);
    }
  }

  @Test
  void aClosureThatThrowsLeavesTheParametersWhereTheyWere() {
    Tensor x = Tensor.scalar(5.0).requiresGrad(true);
    Tensor y = Tensor.of(1.0, 2).requiresGrad(true);
    Lbfgs optimizer = new Lbfgs(List.of(x, y), 1);
    AtomicInteger evaluations = new AtomicInteger();
    assertThatThrownBy(() -> optimizer.step(() -> {
      if (evaluations.incrementAndGet() == 2) {
        throw new IllegalStateException("no data");
      }
      optimizer.zeroGrad();
      Tensor loss = x.pow(2).add(y.pow(2).sum());
      loss.backward();
      return loss;
    })).hasMessage("no data");
    assertThat(x.item()).isEqualTo(5);
    assertThat(y.toDoubleArray()).containsExactly(1, 2);
  }

  @Test
  void aClosureThatIsNoneIsNamed() {
    Tensor x = Tensor.of(1.0, 2).requiresGrad(true);
    Lbfgs optimizer = new Lbfgs(List.of(x), 1);
    assertThatThrownBy(() -> optimizer.step(null)).hasMessageContaining("the closure is null");
    assertThatThrownBy(() -> optimizer.step(() -> null)).hasMessageContaining("returned null");
    assertThatThrownBy(() -> optimizer.step(() -> x)).hasMessageContaining("returned [2]");
    assertThatThrownBy(() -> optimizer.step(x::sum)).hasMessageContaining("call backward()");
    assertThat(x.toDoubleArray()).containsExactly(1, 2);
  }
}
