package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.Mode;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hooks on tensors, on nodes, on accumulation, and their order. */
public abstract class HookCases extends OnBackend {
  private static double value(Tensor t) {
    return t.sum().item();
  }

  @Test
  @DisplayName("J02 a hook on an intermediate and on a leaf")
  void j02() {
    Tensor x = leaf(1);
    Tensor y = leaf(1);
    Tensor z = x.pow(2).add(x.mul(2)).add(x.mul(y)).add(y);
    z.registerHook(g -> g.mul(2));
    z.backward(Backward.retainGraph());
    assertValues(y.grad(), 4);
    y.clearGrad();
    y.registerHook(g -> g.mul(2));
    z.backward();
    assertValues(y.grad(), 8);
  }

  @Test
  @DisplayName("J03, J04, J05 in the order of registration, each sees what the one before made of it")
  void j03() {
    Tensor a = leaf(1);
    Tensor b = a.mul(2);
    List<Double> seen = new ArrayList<>();
    b.registerHook(g -> {
      seen.add(value(g));
      return g.mul(3);
    });
    b.registerHook(g -> {
      seen.add(value(g));
      return null;
    });
    b.registerHook(g -> {
      seen.add(value(g));
      return g.add(1);
    });
    b.backward(Tensor.of(5f));
    assertThat(seen).containsExactly(5.0, 15.0, 15.0);
    assertValues(a.grad(), 32);
    Tensor leaf = leaf(1);
    leaf.registerHook(g -> g.mul(2));
    leaf.registerHook(g -> g.add(1));
    leaf.backward(Tensor.of(3f));
    assertValues(leaf.grad(), 7);
  }

  @Test
  @DisplayName("J06 what a hook returns is checked")
  void j06() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Mode hook = y.registerHook(g -> Tensor.ones(3));
    assertThatThrownBy(() -> y.sum().backward()).isInstanceOf(AutogradException.class).hasMessageContaining("[3]");
    hook.close();
    hook.close();
    Tensor z = x.mul(2);
    z.registerHook(g -> g.to(DType.FLOAT64));
    assertThatThrownBy(() -> z.sum().backward()).hasMessageContaining("float64").hasMessageContaining("float32");
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("J08, J12 once, on what was accumulated; not for a leaf that is not in the graph")
  void j08() {
    Tensor x = leaf(1);
    int[] calls = {0};
    x.registerHook(g -> {
      calls[0]++;
      return g.mul(2);
    });
    leaf(1).registerHook(g -> {
      throw new IllegalStateException("not in the graph");
    });
    x.pow(2).add(x.add(1)).backward(Tensor.ones(1));
    assertThat(calls[0]).isEqualTo(1);
    assertValues(x.grad(), 6);
  }

  @Test
  @DisplayName("J09, J11 on products, and on each output of a split")
  void j09() {
    Tensor x = leaf(1, 2, 3);
    Tensor w = leaf(1, 2, 3);
    Tensor z = x.mul(w);
    z.registerHook(g -> g.mul(2));
    z.mul(w).sum().backward();
    assertValues(x.grad(), 2, 8, 18);
    assertValues(w.grad(), 3, 12, 27);
    Tensor parts = leaf(1, 1, 1, 1);
    Tensor first = parts.narrow(0, 0, 2);
    Tensor second = parts.narrow(0, 2, 2);
    first.registerHook(g -> g.mul(2));
    second.registerHook(g -> g.mul(3));
    first.sum().add(second.sum()).backward();
    assertValues(parts.grad(), 2, 2, 3, 3);
  }

  @Test
  @DisplayName("J10 a hook belongs to the version it was registered on")
  void j10() {
    Tensor a = leaf(1);
    Tensor b = a.copy();
    List<Double> seen = new ArrayList<>();
    b.registerHook(g -> {
      seen.add(value(g));
      return g.mul(2);
    });
    b.muli(2);
    b.registerHook(g -> {
      seen.add(value(g));
      return g.mul(2);
    });
    b.sum().backward();
    assertThat(seen).containsExactly(1.0, 4.0);
    assertValues(a.grad(), 8);
  }

  @Test
  @DisplayName("J14 tensor hook, node pre-hook, post-accumulate hook, node hook, in this order")
  void j14() {
    Tensor x = leaf(1);
    Tensor y = x.mul(1);
    Node leafNode = y.gradFn().next().getFirst().node();
    x.registerHook(g -> g.sub(2));
    leafNode.registerPreHook(g -> Arrays.asList(g.getFirst().div(5)));
    x.registerPostAccumulateGradHook(p -> p.grad().addi(0.5));
    leafNode.registerHook((in, out) -> {
      x.grad().muli(10);
      return null;
    });
    y.sum().backward();
    assertValues(x.grad(), 3);
  }

  @Test
  @DisplayName("J15, J16, J17 post-accumulate hooks see the sum, may step and clear, and are not for grad() or intermediates")
  void j15() {
    Tensor x = leaf(1);
    List<Double> seen = new ArrayList<>();
    Mode hook = x.registerPostAccumulateGradHook(p -> seen.add(value(p.grad())));
    x.sum().backward();
    x.sum().backward();
    Adjoint.grad(x.sum(), x);
    assertThat(seen).containsExactly(1.0, 2.0);
    hook.close();
    x.sum().backward();
    assertThat(seen).hasSize(2);
    assertThatThrownBy(() -> x.mul(2).registerPostAccumulateGradHook(p -> {})).isInstanceOf(AutogradException.class)
        .hasMessageContaining("leaf");
    Tensor p = leaf(1, 2);
    p.registerPostAccumulateGradHook(self -> {
      try (var _ = Adjoint.noGrad()) {
        self.subi(self.grad().mul(0.1));
        self.clearGrad();
      }
    });
    p.mul(p).sum().backward();
    assertValues(p, 0.8, 1.6);
    assertThat(p.grad()).isNull();
    Tensor z = leaf(1);
    z.registerHook(g -> g.mul(10));
    assertValues(Adjoint.grad(z.mul(3).sum(), z).getFirst(), 30);
  }

  @Test
  @DisplayName("J18 grad() towards an intermediate runs its tensor hooks, not its node's")
  void j18() {
    Tensor x = leaf(2);
    Tensor b = x.mul(3);
    b.registerHook(g -> g.mul(2));
    b.gradFn().registerPreHook(g -> {
      throw new IllegalStateException("the node does not run");
    });
    assertValues(Adjoint.grad(b.mul(5).sum(), b).getFirst(), 10);
  }

  @Test
  @DisplayName("J20, J21, J25 retainGrad adds up, and sees what all hooks made, of the version it was asked on")
  void j20() {
    Tensor x = leaf(1, 2, 3);
    Tensor h = x.mul(3);
    h.retainGrad();
    h.retainGrad();
    h.mul(h).sum().backward(Backward.retainGraph());
    Tensor sum = h.mul(h).sum();
    assertValues(h.grad(), 6, 12, 18);
    sum.backward();
    assertValues(h.grad(), 12, 24, 36);
    Tensor k = leaf(1).mul(1);
    k.retainGrad();
    k.registerHook(g -> g.mul(5));
    k.sum().backward();
    assertValues(k.grad(), 5);
  }

  @Test
  @DisplayName("J23 a hook that removes a later one: that still runs in this pass, not in the next")
  void j23() {
    Tensor x = leaf(1);
    int[] calls = {0};
    AtomicReference<@Nullable Mode> later = new AtomicReference<>();
    x.registerHook(g -> {
      later.get().close();
      return null;
    });
    later.set(x.registerHook(g -> {
      calls[0]++;
      return null;
    }));
    x.sum().backward();
    x.sum().backward();
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  @DisplayName("J24 what a hook throws reaches the caller; no leaf is touched")
  void j24() {
    Tensor x = leaf(1);
    Tensor y = leaf(1);
    Tensor z = x.mul(2);
    z.registerHook(g -> {
      throw new UnsupportedOperationException("mine");
    });
    assertThatThrownBy(() -> z.add(y).sum().backward()).isInstanceOf(UnsupportedOperationException.class).hasMessage("mine")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("a hook of mul"));
    assertThat(x.grad()).isNull();
    assertThat(y.grad()).isNull();
  }

  @Test
  @DisplayName("J26 hooks on several gradients")
  void j26() {
    Tensor t1 = leaf(1);
    Tensor t2 = leaf(2);
    Tensor t3 = leaf(3);
    List<List<@Nullable Double>> all = new ArrayList<>();
    List<Double> any = new ArrayList<>();
    Mode hook = Adjoint.registerMultiGradHook(List.of(t1, t2, t3),
        gradients -> all.add(gradients.stream().map(g -> g == null ? null : value(g)).toList()));
    Adjoint.registerAnyGradHook(List.of(t1, t2, t3), g -> any.add(value(g)));
    t2.mul(t3).sum().backward();
    assertThat(all).containsExactly(Arrays.asList(null, 3.0, 2.0));
    assertThat(any).hasSize(1);
    hook.close();
    t2.mul(t3).sum().backward();
    assertThat(all).hasSize(1);
    assertThat(any).hasSize(2);
    assertThatThrownBy(() -> Adjoint.registerMultiGradHook(List.of(), g -> {})).isInstanceOf(AutogradException.class);
  }

  @Test
  @DisplayName("J27 pre-hooks of a node compose; its hook sees the gradients of both sides")
  void j27() {
    Tensor x = leaf(1);
    Tensor y = x.mul(2);
    Node node = y.gradFn();
    for (int i = 0; i < 3; i++) {
      node.registerPreHook(g -> Arrays.asList(g.getFirst().mul(2)));
      node.registerPreHook(g -> null);
    }
    List<Double> seen = new ArrayList<>();
    node.registerHook((inputs, outputs) -> {
      seen.add(value(outputs.getFirst()));
      seen.add(value(inputs.getFirst()));
      return null;
    });
    y.sum().backward();
    assertThat(seen).containsExactly(8.0, 16.0);
    assertValues(x.grad(), 16);
    Tensor z = x.mul(2);
    z.gradFn().registerPreHook(g -> List.of());
    assertThatThrownBy(() -> z.sum().backward()).hasMessageContaining("returned 0 gradients")
        .hasMessageContaining("expected 1");
  }

  @Test
  @DisplayName("J28 a hook is part of the gradient's graph")
  void j28() {
    Tensor x = leaf(2);
    Tensor y = x.mul(x);
    y.registerHook(g -> g.mul(2));
    boolean[] recorded = {false};
    x.registerHook(g -> {
      recorded[0] = g.requiresGrad();
      return null;
    });
    y.sum().backward(Backward.createGraph());
    assertThat(recorded[0]).isTrue();
    assertValues(x.grad(), 8);
  }

  @Test
  @DisplayName("J29, N06 a hook may run another backward, and wait for the end of its own")
  void j29() {
    Tensor p = leaf(3);
    Tensor other = leaf(2);
    List<String> order = new ArrayList<>();
    Tensor y = p.mul(p);
    y.registerHook(g -> {
      Adjoint.afterBackward(() -> {
        order.add("end " + (p.grad() != null));
        Adjoint.afterBackward(() -> order.add("again"));
      });
      try (var _ = Adjoint.enableGrad()) {
        other.mul(other).sum().backward();
      }
      order.add("inner " + value(other.grad()));
      return null;
    });
    y.sum().backward();
    assertThat(order).containsExactly("inner 4.0", "end true", "again");
    assertValues(p.grad(), 6);
    assertThatThrownBy(() -> Adjoint.afterBackward(() -> {})).isInstanceOf(AutogradException.class);
  }

  @Test
  @DisplayName("M07 every node runs once, after all that read it")
  void m07() {
    Tensor x = leaf(1);
    Tensor p = x.mul(2);
    Tensor q = p.mul(3);
    List<Double> seen = new ArrayList<>();
    p.registerHook(g -> {
      seen.add(value(g));
      return null;
    });
    q.registerHook(g -> {
      seen.add(value(g));
      return null;
    });
    q.mul(p).sum().backward();
    assertThat(seen).containsExactly(2.0, 12.0);
    assertValues(x.grad(), 24);
  }
}
