package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.CustomFunction;
import dev.adjoint.Mode;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rarer turns of the tape: how long hooks and traces live, checkpoints inside each other, rules that are left out. */
public abstract class TapeEdgeCases extends WeightedCases {
  private static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; i < 20 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(2);
    }
    return reference.get() == null;
  }

  @Test
  @DisplayName("J22 a hook that is removed twice is gone, and takes no other with it")
  void j22() {
    Tensor x = leaf(1);
    Mode first = x.registerHook(g -> g.mul(2));
    x.registerHook(g -> g.mul(3));
    first.close();
    first.close();
    x.mul(1).sum().backward();
    assertValues(x.grad(), 3);
  }

  /** The output of a graph with a hook that holds the node it is on, and a reference to that node. */
  private record Cyclic(Tensor output, WeakReference<Object> node) {
    static Cyclic of(Tensor x) {
      Tensor h = x.mul(2);
      h.registerHook(g -> h.gradFn() == null ? null : g.mul(5));
      return new Cyclic(h.sum(), new WeakReference<>(h.gradFn()));
    }
  }

  @Test
  @DisplayName("J30 a hook that holds its own node lives as long as the graph, and no longer")
  void j30() throws InterruptedException {
    Tensor x = leaf(1);
    Cyclic[] graph = {Cyclic.of(x)};
    WeakReference<Object> node = graph[0].node();
    System.gc();
    graph[0].output().backward();
    assertValues(x.grad(), 10);
    graph[0] = null;
    assertThat(isCollected(node)).isTrue();
  }

  @Test
  @DisplayName("J32 a gradient that a hook sees may be one number many times over: changing it in place is refused")
  void j32() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.mul(2);
    y.registerHook(g -> g.muli(2));
    assertThatThrownBy(y.sum()::backward).isInstanceOf(AutogradException.class).hasMessageContaining("in place");
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("K09 anomaly mode ends with its block, also by a throw, and what it took down goes with the graph")
  void k09() throws InterruptedException {
    assertThatThrownBy(() -> {
      try (var _ = Adjoint.detectAnomaly()) {
        leaf(0).sqrt().mul(0).sum().backward();
      }
    }).isInstanceOf(AutogradException.class);
    Tensor x = leaf(0);
    x.sqrt().mul(0).sum().backward();
    assertThat(x.grad().item()).isNaN();
    WeakReference<Object> node = traced();
    assertThat(isCollected(node)).isTrue();
  }

  private static WeakReference<Object> traced() {
    try (var _ = Adjoint.detectAnomaly()) {
      return new WeakReference<>(leaf(1).sin().gradFn());
    }
  }

  @Test
  @DisplayName("Q09 checkpoints inside checkpoints, differentiated inside checkpoints, to the third order")
  void q09() {
    UnaryOperator<Tensor> f = x -> x.sin().exp();
    UnaryOperator<Tensor> nested = x -> Adjoint.checkpoint(y -> Adjoint.checkpoint(f, y), x);
    UnaryOperator<Tensor> plain = f;
    UnaryOperator<Tensor> again = nested;
    for (int order = 1; order <= 3; order++) {
      UnaryOperator<Tensor> lower = again;
      plain = Adjoint.grad(plain);
      again = x -> Adjoint.checkpoint(Adjoint.grad(lower), x);
      assertValues(again.apply(Tensor.of(0.7)), plain.apply(Tensor.of(0.7)).item());
    }
  }

  @Test
  @DisplayName("Q10 several inputs and outputs of a checkpoint, some of them integers, some constant")
  void q10() {
    Tensor x = leaf(1, 2);
    Tensor constant = Tensor.of(3, 4);
    Tensor index = Tensor.ofInts(1, 0);
    Tensor[] out = Adjoint.checkpointAll(
        in -> new Tensor[] {in[0].exp().mul(in[1]), in[2].add(1), in[0].gather(0, in[2]).mul(in[0])}, x, constant, index);
    assertThat(out[1].toIntArray()).containsExactly(2, 1);
    assertThat(out[1].requiresGrad()).isFalse();
    out[0].add(out[2]).sum().backward();
    assertValues(x.grad(), 3 * Math.E + 4, 4 * Math.exp(2) + 2);
    assertThat(constant.grad()).isNull();
  }

  @Test
  @DisplayName("Q11 an input that a checkpoint saves is not copied")
  void q11() {
    List<Tensor> seen = new ArrayList<>();
    CustomFunction square = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        ctx.save(in[0]);
        return outputs(in[0].mul(in[0]));
      }

      @Override
      protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
        seen.add(ctx.saved(0));
        return gradients(ctx.saved(0).mul(2).mul(g[0]));
      }
    };
    Tensor x = leaf(3);
    Adjoint.checkpoint(t -> square.apply(t)[0], x).sum().backward();
    assertValues(x.grad(), 6);
    assertThat(seen.getFirst().view().buffer()).isSameAs(x.view().buffer());
  }

  @Test
  @DisplayName("I31, I39 a function that returns nothing, or has no forward-mode rule, says so")
  void i39() {
    CustomFunction nothing = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        return outputs();
      }

      @Override
      protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
        return gradients();
      }
    };
    assertThatThrownBy(() -> nothing.apply(leaf(1))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("no tensor");
    SimpleFunction reverseOnly = Adjoint.custom(in -> in[0].exp(), (in, out, g) -> new Tensor[] {out.mul(g)});
    assertThatThrownBy(() -> Adjoint.jvp(x -> reverseOnly.apply(x), Tensor.of(1.0), Tensor.of(1.0)))
        .isInstanceOf(AutogradException.class).hasMessageContaining("forward-mode rule");
  }

  @Test
  @DisplayName("I41 a rule that takes a gradient of its own; what goes wrong in there is told with the rule's name")
  void i41() {
    UnaryOperator<Tensor> inner = t -> t.pow(3).sum();
    SimpleFunction outer =
        Adjoint.custom(in -> inner.apply(in[0]), (in, out, g) -> new Tensor[] {Adjoint.grad(inner).apply(in[0]).mul(g)});
    Tensor x = leaf(1, 2);
    outer.apply(x).backward();
    assertValues(x.grad(), 3, 12);
    SimpleFunction broken = Adjoint.custom(in -> inner.apply(in[0]), (in, out, g) -> {
      leaf(1, 2).mul(2).backward();
      return new Tensor[] {g};
    });
    assertThatThrownBy(() -> broken.apply(x).backward()).hasMessageContaining("gradient")
        .hasStackTraceContaining("the backward of custom");
  }
}
