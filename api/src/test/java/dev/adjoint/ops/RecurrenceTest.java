package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** All steps of a sequence as one operation: its gradients, those of the gradients, and what they cost. */
class RecurrenceTest {
  private static final int STEPS = 3;
  private static final int N = 2;
  private static final int HIDDEN = 2;

  private static Tensor random(int key, int... sizes) {
    return Tensor.randn(Key.of(key), DType.FLOAT64, sizes);
  }

  private static Tensor[] lstm() {
    return new Tensor[] {
      random(1, STEPS, N, 4 * HIDDEN), random(2, N, HIDDEN), random(3, N, HIDDEN), random(4, 4 * HIDDEN, HIDDEN)
    };
  }

  private static Tensor[] gru() {
    return new Tensor[] {
      random(1, STEPS, N, 3 * HIDDEN), random(2, N, HIDDEN), random(4, 3 * HIDDEN, HIDDEN), random(5, 3 * HIDDEN)
    };
  }

  /** One tensor of all that goes out, each weighed otherwise. */
  private static Tensor flat(Tensor[] out) {
    Tensor[] flat = new Tensor[out.length];
    Arrays.setAll(flat, i -> out[i].flatten().mul(i + 1).sin());
    return Tensor.concat(0, flat);
  }

  private static Tensor lstm(boolean reverse, Tensor... in) {
    return flat(LstmSequence.of(in[0], in[1], in[2], in[3], reverse));
  }

  private static Tensor gru(boolean reverse, Tensor... in) {
    return flat(GruSequence.of(in[0], in[1], in[2], in[3], reverse));
  }

  private static void check(Tensor[] inputs, Function<Tensor[], Tensor> f) {
    for (int i = 0; i < inputs.length; i++) {
      int which = i;
      GradCheck.check(x -> {
        Tensor[] in = inputs.clone();
        in[which] = x;
        return f.apply(in);
      }, inputs[i]);
      GradCheck.checkSecondOrder(x -> {
        Tensor[] in = inputs.clone();
        in[which] = x;
        return f.apply(in);
      }, inputs[i]);
    }
  }

  @Test
  void derivativesOfBothOrdersTowardsEachInput() {
    for (boolean reverse : new boolean[] {false, true}) {
      check(lstm(), in -> lstm(reverse, in));
      check(gru(), in -> gru(reverse, in));
    }
    check(Arrays.copyOf(gru(), 3), in -> flat(GruSequence.of(in[0], in[1], in[2], null, false)));
  }

  @Test
  void inputsThatComeFromOneAnother() {
    // The states are made of the inputs, and the weights of the states.
    Function<Tensor, Tensor> f = x -> {
      Tensor h = x.select(0, 0).narrow(1, 0, HIDDEN).tanh();
      Tensor weight = Tensor.concat(0, h, h.mul(2), h.mul(h), h.neg());
      return lstm(false, x, h, h.exp(), weight);
    };
    GradCheck.check(f::apply, lstm()[0]);
    GradCheck.checkSecondOrder(f::apply, lstm()[0]);
    Tensor v = random(7, STEPS, N, 4 * HIDDEN);
    Tensor x = lstm()[0].requiresGrad(true);
    f.apply(x).sum().backward(Backward.createGraph());
    Tensor g = x.grad();
    x.clearGrad();
    g.mul(v).sum().backward();
    assertThat(Adjoint.hvp(y -> f.apply(y).sum(), x.detach(), v).toDoubleArray())
        .containsExactly(x.grad().toDoubleArray(), within(1e-9));
  }

  @Test
  void oneOutputAloneAndInputsThatNeedNoGradient() {
    Tensor[] in = lstm();
    in[1].requiresGrad(true);
    Tensor h = in[1];
    Tensor c = in[2];
    for (int step = 0; step < STEPS; step++) {
      Tensor[] next = Cells.lstm(in[0].select(0, step), h, c, in[3]);
      h = next[0];
      c = next[1];
    }
    c.sum().backward();
    Tensor expected = in[1].grad();
    in[1].clearGrad();
    LstmSequence.of(in[0], in[1], in[2], in[3], false)[2].sum().backward();
    assertThat(expected.abs().sum().item()).isPositive();
    assertThat(in[1].grad().toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-12));
    assertThat(in[3].grad()).isNull();
  }

  @Test
  void float16AndNoSequenceAtAllGoStepByStep() {
    Tensor[] half = lstm();
    Arrays.setAll(half, i -> half[i].to(DType.FLOAT16));
    Tensor[] out = LstmSequence.of(half[0], half[1], half[2], half[3], false);
    Tensor[] expected = LstmSequence.of(lstm()[0], lstm()[1], lstm()[2], lstm()[3], false);
    assertThat(out[0].dtype()).isEqualTo(DType.FLOAT16);
    assertThat(out[0].to(DType.FLOAT64).toDoubleArray()).containsExactly(expected[0].toDoubleArray(), within(1e-2));
    Tensor[] none = GruSequence.of(random(1, STEPS, 0, 3 * HIDDEN), random(2, 0, HIDDEN), gru()[2], gru()[3], true);
    assertThat(none[0].shape()).isEqualTo(Shape.of(STEPS, 0, HIDDEN));
  }

  /** Counts products. */
  private static final class Counting extends DelegatingBackend {
    private int products;

    Counting() {
      super("counting", new ReferenceBackend());
    }

    @Override
    public void matmul(View a, View b, View output) {
      products++;
      super.matmul(a, b, output);
    }
  }

  @Test
  void aProductForEachStepAndOneForTheWeights() {
    for (int steps : new int[] {10, 100}) {
      Counting backend = new Counting();
      Tensor[] in = {
        random(1, steps, N, 4 * HIDDEN), random(2, N, HIDDEN), random(3, N, HIDDEN), random(4, 4 * HIDDEN, HIDDEN)
      };
      Arrays.setAll(in, i -> {
        var buffer = backend.allocate(DType.FLOAT64, in[i].size());
        backend.copyIn(in[i].toDoubleArray(), 0, buffer, 0, in[i].size());
        return Tensor.wrap(backend, View.of(buffer, in[i].shape())).requiresGrad(true);
      });
      Tensor out = LstmSequence.of(in[0], in[1], in[2], in[3], false)[0].sum();
      assertThat(backend.products).isEqualTo(steps);
      out.backward();
      // The first step's state is not among the outputs, and so has a product of its own.
      assertThat(backend.products).isEqualTo(2 * steps + 2);
    }
  }
}
