package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.CustomFunction;
import dev.adjoint.GradOptions;
import dev.adjoint.Index;
import dev.adjoint.Tensor;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Graphs that are walked again: what was freed, what was kept, and what the collector may take. */
public abstract class RetainCases extends WeightedCases {
  private static void assertFreed(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(AutogradException.class).hasMessageContainingAll("freed", "retainGraph");
  }

  @Test
  @DisplayName("C01, C04, C07 a second backward needs a kept graph")
  void c01() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x).sum();
    y.backward();
    assertFreed(y::backward);
    assertValues(x.grad(), 2, 4);
    x.clearGrad();
    Tensor kept = x.mul(x).sum();
    kept.backward(Backward.retainGraph());
    kept.backward();
    assertValues(x.grad(), 4, 8);
    x.clearGrad();
    Tensor recorded = x.mul(x).sum();
    recorded.backward(Backward.createGraph());
    recorded.backward();
    assertValues(x.grad(), 4, 8);
  }

  @Test
  @DisplayName("C02, C03 what saves nothing can be walked any number of times; so can a product with a number")
  void c02() {
    List<UnaryOperator<Tensor>> functions = List.of(
        x -> x.add(1), x -> x.neg().neg(), x -> x.reshape(2, 1), x -> Tensor.concat(0, x, Tensor.of(1)), x -> x.flip(0),
        x -> x.cumsum(0).diff(), x -> x.unsqueeze(0).expand(1, 2), x -> x.copy().sub(2));
    for (UnaryOperator<Tensor> f : functions) {
      Tensor x = leaf(1, 2);
      Tensor y = f.apply(x).sum();
      y.backward();
      double[] once = x.grad().toDoubleArray();
      y.backward();
      assertValues(x.grad(), 2 * once[0], 2 * once[1]);
    }
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(3).sum();
    y.backward();
    y.backward();
    assertValues(x.grad(), 6, 6);
  }

  @Test
  @DisplayName("C05 a node that two outputs share is freed by the first")
  void c05() {
    Tensor x = leaf(1, 2);
    Tensor m = x.mul(x);
    Tensor a = m.sum();
    Tensor b = m.mul(2).sum();
    a.backward();
    assertFreed(b::backward);
    assertValues(x.grad(), 2, 4);
  }

  @Test
  @DisplayName("C06, C09 grad() frees the nodes that it ran, and no others")
  void c06() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x);
    Tensor z = y.mul(y).sum();
    assertValues(Adjoint.grad(z, y).getFirst(), 2, 8);
    assertValues(Adjoint.grad(y.sum(), x).getFirst(), 2, 4);
    assertFreed(() -> Adjoint.grad(z, y));
    assertFreed(() -> Adjoint.grad(y.sum(), x));
  }

  @Test
  @DisplayName("C08 createGraph without retainGraph frees the graph")
  void c08() {
    Tensor x = leaf(1, 2);
    Tensor y = x.pow(3).sum();
    List<Tensor> none = Collections.singletonList(null);
    GradOptions options = new GradOptions(false, true, GradOptions.Unused.ERROR);
    Tensor slope = Adjoint.grad(List.of(y), List.of(x), none, options).getFirst();
    assertValues(slope, 3, 12);
    assertFreed(y::backward);
    assertValues(Adjoint.grad(slope.sum(), x).getFirst(), 6, 12);
  }

  @Test
  @DisplayName("C10 what a freed node saved is gone")
  void c10() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x);
    assertThat(y.gradFn().saved()).isNotEmpty();
    y.sum().backward();
    assertThat(y.gradFn().saved()).isEmpty();
    assertThat(y.gradFn().savedBytes()).isZero();
  }

  @Test
  @DisplayName("C11 nothing is accumulated, kept or called where the walk would meet a freed node")
  void c11() {
    Tensor x = leaf(1, 2);
    Tensor u = leaf(1, 1);
    Tensor square = x.mul(x);
    Tensor h = u.add(1).retainGrad();
    Tensor y = square.add(h).sum();
    y.backward();
    AtomicInteger called = new AtomicInteger();
    y.registerHook(g -> {
      called.incrementAndGet();
      return null;
    });
    assertFreed(y::backward);
    assertValues(u.grad(), 1, 1);
    assertValues(h.grad(), 1, 1);
    assertValues(x.grad(), 2, 4);
    assertThat(called).hasValue(0);
    // Towards u alone nothing freed is in the way.
    assertValues(Adjoint.grad(y, u).getFirst(), 1, 1);
  }

  @Test
  @DisplayName("C12 what a custom function keeps by itself is never freed")
  void c12() {
    CustomFunction square = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        ctx.put("x", in[0].detach());
        return outputs(in[0].mul(in[0]));
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... g) {
        return gradients(ctx.get("x", Tensor.class).mul(2).mul(g[0]));
      }
    };
    Tensor x = leaf(3);
    Tensor y = square.apply(x)[0];
    y.backward();
    assertValues(x.grad(), 6);
    y.backward();
    assertValues(x.grad(), 12);
  }

  @Test
  @DisplayName("C13 an assignment by indices, walked twice where it is kept")
  void c13() {
    Tensor b = leaf(5, 7);
    Tensor c = Tensor.zeros(3);
    c.set(b.get(Index.of(1, 1)), Index.of(1, 2));
    c.backward(Tensor.ones(3), Backward.retainGraph());
    assertValues(b.grad(), 0, 2);
    c.backward(Tensor.ones(3));
    assertValues(b.grad(), 0, 4);
  }

  private static boolean isCollected(WeakReference<?> reference) {
    return isCollected(reference, 50);
  }

  /** What is reachable survives any number of collections; two of them are enough to tell, and each may take a second. */
  private static boolean isKept(WeakReference<?> reference) {
    return !isCollected(reference, 2);
  }

  private static boolean isCollected(WeakReference<?> reference, int collections) {
    for (int i = 0; i < collections && reference.get() != null; i++) {
      System.gc();
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return reference.get() == null;
  }

  /** An output, and a reference to the operand that only its graph still knows. */
  private record Squared(Tensor output, WeakReference<Tensor> operand) {
    static Squared of(Tensor x) {
      Tensor operand = x.mul(2);
      return new Squared(operand.mul(operand).sum(), new WeakReference<>(operand));
    }
  }

  @Test
  @DisplayName("C14 an operand can be collected after backward, and lives on where the graph is kept")
  void c14() {
    Tensor x = leaf(1, 2);
    Squared kept = Squared.of(x);
    kept.output().backward(Backward.retainGraph());
    assertThat(isKept(kept.operand())).isTrue();
    kept.output().backward();
    assertThat(isCollected(kept.operand())).isTrue();
    assertThat(kept.output().requiresGrad()).isTrue();
  }

  @Test
  @DisplayName("C15, C16 an operand that no rule reads can be collected before backward")
  void c15() {
    Tensor x = leaf(1, 2);
    Tensor constant = Tensor.of(3, 4);
    Tensor[] outputs = new Tensor[2];
    WeakReference<Tensor> factor = dropped(x, m -> outputs[0] = m.mul(constant));
    WeakReference<Tensor> sine = dropped(x.mul(1), m -> outputs[1] = m.add(1));
    assertThat(isCollected(factor)).isTrue();
    assertThat(isCollected(sine)).isTrue();
    outputs[0].add(outputs[1]).sum().backward();
    assertValues(x.grad(), 3 + Math.cos(3), 4 + Math.cos(4));
  }

  private static WeakReference<Tensor> dropped(Tensor x, UnaryOperator<Tensor> use) {
    Tensor between = x.isLeaf() ? x.add(2) : x.add(2).sin();
    use.apply(between);
    return new WeakReference<>(between);
  }

  @Test
  @DisplayName("M10 nodes live as long as an output refers to them")
  void m10() {
    Tensor x = leaf(1, 2);
    Tensor[] holder = {x.mul(2).sin()};
    WeakReference<Object> node = new WeakReference<>(holder[0].gradFn().next().getFirst().node());
    assertThat(isKept(node)).isTrue();
    holder[0] = x;
    assertThat(isCollected(node)).isTrue();
  }
}
