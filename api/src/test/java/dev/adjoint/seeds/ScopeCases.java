package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Key;
import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a scope around a step changes: nothing but where its memory comes from. */
public abstract class ScopeCases extends OnBackend {
  private static Tensor loss(Tensor w, Tensor v, int step) {
    Tensor x = Tensor.rand(Key.of(step), 64, 32);
    return x.matmul(w).tanh().matmul(v).sub(x.sum(1).reshape(64, 1)).pow(2).mean();
  }

  private static Tensor[] weights() {
    return new Tensor[] {
      Tensor.rand(Key.of(100), 32, 48).sub(0.5).requiresGrad(true),
      Tensor.rand(Key.of(101), 48, 1).requiresGrad(true)
    };
  }

  private static List<Double> train(boolean scoped, boolean adam) {
    Tensor[] w = weights();
    var optimizer = adam ? new Adam(List.of(w), 0.01) : new Sgd(List.of(w), 0.01, 0.9);
    var losses = new ArrayList<Double>();
    for (int step = 0; step < 5; step++) {
      try (var _ = scoped ? Adjoint.scope() : null) {
        Tensor loss = loss(w[0], w[1], step);
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        losses.add(loss.item());
      }
    }
    return losses;
  }

  @Test
  @DisplayName("training inside scopes gives the same numbers, and what optimizers remember outlives them")
  void training() {
    assertThat(train(true, false)).isEqualTo(train(false, false));
    assertThat(train(true, true)).isEqualTo(train(false, true));
  }

  @Test
  @DisplayName("gradients that leaves hold outlive the scope, and go on adding up in the next")
  void gradients() {
    Tensor[] plain = weights();
    Tensor[] scoped = weights();
    for (int step = 0; step < 3; step++) {
      loss(plain[0], plain[1], step).backward();
      try (var _ = Adjoint.scope()) {
        loss(scoped[0], scoped[1], step).backward();
      }
    }
    assertThat(scoped[0].grad().toDoubleArray()).isEqualTo(plain[0].grad().toDoubleArray());
    assertThat(scoped[1].grad().toDoubleArray()).isEqualTo(plain[1].grad().toDoubleArray());
  }

  @Test
  @DisplayName("what is kept, and every view of it, outlives the scope; what was changed in it stays changed")
  void kept() {
    Tensor before = Tensor.of(1, 2, 3);
    Tensor kept;
    Tensor view;
    try (var scope = Adjoint.scope()) {
      kept = scope.keep(before.mul(2));
      view = kept.narrow(0, 1, 2);
      before.addi(Tensor.of(10, 10, 10));
    }
    assertValues(kept, 2, 4, 6);
    assertValues(view, 4, 6);
    assertValues(before, 11, 12, 13);
  }

  @Test
  @DisplayName("what an inner scope keeps is the outer one's; keepAlways is for all of them")
  void nested() {
    Tensor inner;
    Tensor always;
    double sum;
    try (var outer = Adjoint.scope()) {
      try (var scope = Adjoint.scope()) {
        inner = scope.keep(Tensor.of(1, 2).mul(3));
        always = Scope.keepAlways(Tensor.of(1, 2).mul(4));
      }
      sum = inner.sum().item();
      outer.keep(inner);
    }
    assertThat(sum).isEqualTo(9);
    assertValues(inner, 3, 6);
    assertValues(always, 4, 8);
  }

  @Test
  @DisplayName("closing a scope closes those left open inside it; closing twice does nothing")
  void order() {
    Scope outer = Adjoint.scope();
    Scope inner = Adjoint.scope();
    outer.close();
    assertThatCode(inner::close).doesNotThrowAnyException();
    assertThatCode(outer::close).doesNotThrowAnyException();
    Tensor after = Tensor.of(1, 2).mul(2);
    outer.close();
    assertValues(after, 2, 4);
  }

  @Test
  @DisplayName("a scope belongs to the thread that opened it")
  void threads() throws InterruptedException {
    var caught = new ArrayList<Throwable>();
    var other = new ArrayList<Tensor>();
    try (var scope = Adjoint.scope()) {
      Thread thread = Thread.ofVirtual().start(() -> {
        other.add(Tensor.of(1, 2).mul(2));
        try {
          scope.keep(other.getFirst());
        } catch (AutogradException e) {
          caught.add(e);
        }
      });
      thread.join();
    }
    assertThat(caught).singleElement().asString().contains("Each thread opens its own");
    assertValues(other.getFirst(), 2, 4);
  }

  @Test
  @DisplayName("a failure inside closes the scope, and gradients are as they were")
  void failure() {
    Tensor x = leaf(1, 2, 3);
    x.mul(2).sum().backward();
    assertThatThrownBy(() -> {
      try (var _ = Adjoint.scope()) {
        Tensor y = x.exp();
        y.muli(Tensor.of(2, 2, 2));
        y.sum().backward();
      }
    }).isInstanceOf(AutogradException.class).hasMessageContaining("exp");
    assertValues(x.grad(), 2, 2, 2);
  }

  @Test
  @DisplayName("hooks and custom functions may keep the gradients they are shown")
  void shown() {
    var seen = new ArrayList<Tensor>();
    Tensor x = Tensor.rand(Key.of(1), 2000).requiresGrad(true);
    Tensor y = x.mul(3);
    y.registerHook(gradient -> {
      seen.add(gradient);
      return null;
    });
    var custom = Adjoint.custom(in -> in[0].mul(2), (in, out, g) -> {
      seen.add(g);
      return new Tensor[] {g.mul(2)};
    });
    custom.apply(y.mul(5)).mul(7).sum().backward();
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0).toDoubleArray()).containsOnly(7);
    assertThat(seen.get(1).toDoubleArray()).containsOnly(70);
    assertThat(x.grad().toDoubleArray()).containsOnly(210);
  }
}
