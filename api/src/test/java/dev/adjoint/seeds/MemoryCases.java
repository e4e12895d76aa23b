package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of saved tensors: checkpoints, hooks, files; and what is said of anomalies. */
public abstract class MemoryCases extends OnBackend {
  private static Tensor d(UnaryOperator<Tensor> f, Tensor x) {
    return Adjoint.grad((Tensor t) -> f.apply(t).sum()).apply(x);
  }

  @Test
  @DisplayName("Q01 a checkpoint runs once forward and once backward, and is differentiable twice")
  void q01() {
    int[] runs = {0};
    UnaryOperator<Tensor> f = x -> {
      runs[0]++;
      return x.sin().exp();
    };
    Tensor x = Tensor.of(1.0).requiresGrad(true);
    Tensor y = Adjoint.checkpoint(f, x);
    assertThat(runs[0]).isEqualTo(1);
    y.sum().backward();
    assertThat(runs[0]).isEqualTo(2);
    assertValues(x.grad(), 1.2533807675);
    UnaryOperator<Tensor> checkpointed = t -> Adjoint.checkpoint(f, t);
    assertValues(d(t -> d(checkpointed, t), x), -1.2748203704);
    assertValues(d(t -> d(s -> d(u -> Adjoint.checkpoint(checkpointed, u), s), t), x),
        d(t -> d(s -> d(f, s), t), x).item());
  }

  @Test
  @DisplayName("Q03, Q04 kept graphs compute it again each time; freed ones say so")
  void q03() {
    int[] runs = {0};
    Tensor x = leaf(1);
    Tensor y = Adjoint.checkpoint(t -> {
      runs[0]++;
      return t.sin().exp();
    }, x).sum();
    y.backward(Backward.retainGraph());
    double once = x.grad().item();
    y.backward();
    assertThat(runs[0]).isEqualTo(3);
    assertValues(x.grad(), 2 * once);
    assertThatThrownBy(y::backward).hasMessageContaining("retainGraph");
  }

  @Test
  @DisplayName("Q05 a function that does not do the same every time is found out")
  void q05() {
    int[] runs = {0};
    Tensor x = leaf(1, 2);
    Tensor fewer = Adjoint.checkpoint(t -> runs[0]++ == 0 ? t.mul(2).sin().exp().log() : t.mul(2).sin(), x);
    assertThatThrownBy(() -> fewer.sum().backward()).isInstanceOf(AutogradException.class)
        .hasMessageContaining("saved").hasMessageContaining("the same every time");
    runs[0] = 0;
    Tensor other = Adjoint.checkpoint(t -> (runs[0]++ == 0 ? t.mul(2) : t.mul(2).reshape(2, 1)).sin(), x);
    assertThatThrownBy(() -> other.sum().backward()).hasMessageContaining("number 0").hasMessageContaining("[2, 1]");
    Tensor z = leaf(1).mul(1);
    Tensor y = Adjoint.checkpoint(t -> t.mul(2).sin(), z);
    z.muli(2);
    assertThatThrownBy(() -> y.sum().backward()).hasMessageContaining("changed in place");
  }

  @Test
  @DisplayName("Q06 what comes after the last saved tensor is not run again")
  void q06() {
    int[] tail = {0};
    Tensor x = leaf(1);
    Adjoint.checkpoint(t -> {
      Tensor s = t.mul(2).sin();
      tail[0]++;
      return s.add(1);
    }, x).sum().backward();
    assertThat(tail[0]).isEqualTo(1);
  }

  @Test
  @DisplayName("Q07 random numbers come from keys, and are the same again")
  void q07() {
    Tensor x = Tensor.ones(20).requiresGrad(true);
    Tensor y = Adjoint.checkpoint(t -> t.sin().mul(Tensor.rand(Key.of(7), 20).gt(0.5).to(t.dtype())).exp(), x);
    Tensor plain = Tensor.ones(20).requiresGrad(true);
    plain.sin().mul(Tensor.rand(Key.of(7), 20).gt(0.5).to(plain.dtype())).exp().sum().backward();
    y.sum().backward();
    assertThat(x.grad().toFloatArray()).containsExactly(plain.grad().toFloatArray());
  }

  @Test
  @DisplayName("Q07 random numbers without a key are the same again too, nested or not")
  void q07WithoutKeys() {
    for (int depth = 1; depth <= 2; depth++) {
      Tensor[] masks = new Tensor[2];
      int[] runs = {0};
      UnaryOperator<Tensor> noisy = t -> {
        Tensor mask = Tensor.rand(30);
        masks[runs[0]++ % 2] = mask;
        return t.sin().mul(mask).exp();
      };
      UnaryOperator<Tensor> f = depth == 1 ? noisy : t -> Adjoint.checkpoint(noisy, t.mul(1));
      Tensor x = Tensor.ones(30).requiresGrad(true);
      Adjoint.checkpoint(f, x).sum().backward();
      assertThat(runs[0]).isGreaterThan(1);
      assertThat(masks[1].toFloatArray()).containsExactly(masks[0].toFloatArray());
      Tensor plain = Tensor.ones(30).requiresGrad(true);
      plain.sin().mul(masks[0]).exp().sum().backward();
      assertThat(x.grad().toFloatArray()).containsExactly(plain.grad().toFloatArray());
    }
    assertThat(Tensor.rand(5).toFloatArray()).isNotEqualTo(Tensor.rand(5).toFloatArray());
  }

  @Test
  @DisplayName("Q12 segments one after the other keep only their inputs")
  void q12() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 2; i++) {
      y = Adjoint.checkpoint(t -> t.tanh().tanh(), y);
    }
    Tensor plain = leaf(1);
    plain.tanh().tanh().tanh().tanh().sum().backward();
    y.sum().backward();
    assertValues(x.grad(), plain.grad().item());
    assertThat(x.grad().item()).isCloseTo(0.1236, within(5e-5));
  }

  @Test
  @DisplayName("saved tensors in float16, in files, and through hooks of one's own")
  void spilling(@TempDir Path directory) throws IOException {
    UnaryOperator<Tensor> f = t -> t.exp().mul(t).tanh();
    Tensor x = leaf(0.1f, -0.7f, 1.2f);
    f.apply(x).sum().backward();
    float[] expected = x.grad().toFloatArray();
    Tensor half = leaf(0.1f, -0.7f, 1.2f);
    Tensor y;
    try (var _ = Adjoint.saveAsHalf()) {
      y = f.apply(half).sum();
    }
    y.backward();
    for (int i = 0; i < 3; i++) {
      // Half an ulp of float16 in tanh's output, 2.4e-4, times its weight in the derivative, 2 * 7.3.
      assertThat(half.grad().toFloatArray()[i]).isCloseTo(expected[i], within(4e-3f));
      assertThat(half.grad().toFloatArray()[i]).isNotEqualTo(expected[i]);
    }
    Tensor filed = leaf(0.1f, -0.7f, 1.2f);
    try (var _ = Adjoint.saveToFiles(directory)) {
      y = f.apply(filed).sum();
    }
    assertThat(Files.list(directory).count()).isPositive();
    y.backward(Backward.createGraph());
    assertThat(filed.grad().toFloatArray()).containsExactly(expected);
    assertThat(filed.grad().requiresGrad()).isTrue();
    filed.clearGrad();
    y.backward();
    assertThat(Files.list(directory).count()).isZero();
    List<String> log = new ArrayList<>();
    Tensor own = leaf(0.1f, -0.7f, 1.2f);
    try (var _ = Adjoint.savedTensorHooks(t -> {
      log.add("pack");
      return t.toFloatArray();
    }, p -> {
      log.add("unpack");
      return Tensor.of((float[]) p);
    })) {
      y = own.exp().sum();
    }
    y.backward();
    assertThat(log).containsExactly("pack", "unpack");
    try (var _ = Adjoint.savedTensorHooks(t -> t, p -> Tensor.ones(7))) {
      y = own.exp().sum();
    }
    Tensor wrong = y;
    assertThatThrownBy(wrong::backward).hasMessageContaining("unpack hook").hasMessageContaining("[7]");
    try (var _ = Adjoint.savedTensorHooks(t -> t.muli(2), p -> (Tensor) p)) {
      assertThatThrownBy(() -> own.exp()).hasMessageContaining("in place");
    }
  }

  @Test
  @DisplayName("K01, K02, K03, K04, K07 anomaly mode names the operation whose gradient is NaN, and where it was called")
  void anomalies() {
    Tensor zero = leaf(0);
    zero.sqrt().mul(0).sum().backward();
    assertThat(zero.grad().item()).isNaN();
    try (var _ = Adjoint.detectAnomaly()) {
      Tensor root = leaf(0).sqrt().mul(0).sum();
      assertThatThrownBy(root::backward).isInstanceOf(AutogradException.class).hasMessageContaining("sqrt")
          .hasMessageContaining("NaN").cause()
          .satisfies(call -> assertThat(call.getStackTrace()).anyMatch(f -> f.getMethodName().equals("anomalies")));
      Tensor x = leaf(0);
      Tensor ratio = x.div(x).sum();
      assertThatThrownBy(ratio::backward).hasMessageContaining("div").hasMessageContaining("input 1");
      Tensor log = leaf(0);
      log.log().sum().backward();
      assertThat(log.grad().item()).isInfinite();
    }
    Tensor before = leaf(0).sqrt().mul(0).sum();
    try (var _ = Adjoint.detectAnomaly()) {
      assertThatThrownBy(before::backward).hasMessageContaining("no information on the forward pass");
    }
    Tensor after = leaf(0).sqrt().mul(0).sum();
    after.backward();
  }

  @Test
  @DisplayName("K06 a stale tensor is told with the forward call in anomaly mode; K08 so is a gradient's gradient")
  void stale() {
    try (var _ = Adjoint.detectAnomaly()) {
      Tensor y = leaf(1).mul(1);
      Tensor z = y.sin().sum();
      y.addi(1);
      assertThatThrownBy(z::backward).hasMessageContaining("version").hasCauseInstanceOf(RuntimeException.class).cause()
          .hasMessageContaining("sin");
      Tensor x = leaf(0);
      x.pow(1.5).sum().backward(Backward.createGraph());
      Tensor first = x.grad();
      Tensor doubled = first.mul(0).sum();
      assertThatThrownBy(doubled::backward).satisfies(e -> assertThat(e.getCause().getCause()).isNotNull());
    }
    Tensor y = leaf(1).mul(1);
    Tensor z = y.sin().sum();
    y.addi(1);
    assertThatThrownBy(z::backward).hasMessageContaining("detectAnomaly");
  }

  @Test
  @DisplayName("modes can be carried to another thread, and are not inherited")
  void modes() throws InterruptedException {
    List<Boolean> seen = new ArrayList<>();
    try (var _ = Adjoint.noGrad()) {
      Object modes = Adjoint.modes();
      Thread plain = Thread.ofVirtual().start(() -> seen.add(Adjoint.isGradEnabled()));
      plain.join();
      Thread carried = Thread.ofVirtual().start(() -> {
        try (var _ = Adjoint.withModes(modes)) {
          seen.add(Adjoint.isGradEnabled());
        }
        seen.add(Adjoint.isGradEnabled());
      });
      carried.join();
    }
    assertThat(seen).containsExactly(true, false, true);
    assertThatThrownBy(() -> Adjoint.withModes("modes")).isInstanceOf(AutogradException.class);
  }
}
