package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.CustomFunction;
import dev.adjoint.DType;
import dev.adjoint.GradOptions;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Functions with rules of a user's own. */
public abstract class CustomFunctionCases extends OnBackend {
  /** A function of lambdas, with all that a context offers. */
  private static class Made extends CustomFunction {
    private final BiFunction<Context, Tensor[], Tensor[]> forward;
    private final BiFunction<Context, Tensor[], @Nullable Tensor[]> backward;

    Made(BiFunction<Context, Tensor[], Tensor[]> forward, BiFunction<Context, Tensor[], @Nullable Tensor[]> backward) {
      this.forward = forward;
      this.backward = backward;
    }

    @Override
    protected Tensor[] forward(Context ctx, Tensor... in) {
      return forward.apply(ctx, in);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
      return backward.apply(ctx, g);
    }
  }

  private static Tensor[] t(Tensor... tensors) {
    return tensors;
  }

  @Test
  @DisplayName("I01 a + s b + a b, with a number kept in the context")
  void i01() {
    CustomFunction f = new Made((ctx, in) -> {
      ctx.save(in);
      ctx.put("s", 2.0);
      return t(in[0].add(in[1].mul(2)).add(in[0].mul(in[1])));
    }, (ctx, g) -> {
      double s = ctx.get("s", Double.class);
      return t(g[0].add(g[0].mul(ctx.saved(1))), g[0].mul(s).add(g[0].mul(ctx.saved(0))));
    });
    Tensor a = leaf(1, 2);
    Tensor b = leaf(3, 4);
    Tensor y = f.apply(a, b)[0];
    assertValues(y, 10, 18);
    y.backward(Tensor.onesLike(y), Backward.createGraph());
    assertValues(a.grad(), 4, 5);
    assertValues(b.grad(), 3, 4);
    assertThat(a.grad().requiresGrad()).isTrue();
    assertValues(Adjoint.grad(a.grad().sum(), b).getFirst(), 1, 1);
  }

  @Test
  @DisplayName("I02 a once-differentiable function always refuses a second differentiation")
  void i02() {
    AtomicInteger recording = new AtomicInteger();
    class Once extends CustomFunction {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        ctx.save(in[0]);
        return outputs(in[0].mul(in[0]));
      }

      @Override
      protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
        recording.addAndGet(Adjoint.isGradEnabled() ? 1 : 0);
        return gradients(ctx.saved(0).mul(2).mul(g[0]));
      }

      @Override
      protected boolean isOnceDifferentiable() {
        return true;
      }
    }
    Tensor x = leaf(3);
    Tensor y = new Once().apply(x)[0].sum();
    y.backward(Backward.createGraph());
    assertThat(recording).hasValue(0);
    assertValues(x.grad(), 6);
    assertThatThrownBy(() -> x.grad().sum().backward()).isInstanceOf(AutogradException.class)
        .hasMessageContaining("onceDifferentiable").hasMessageContaining("Once");
    assertThatThrownBy(() -> Adjoint.grad(x.grad().sum(), x)).hasMessageContaining("onceDifferentiable");
  }

  @Test
  @DisplayName("I03, I04, I05, I07 what backward returns is checked")
  void i03() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    CustomFunction few = new Made((ctx, in) -> t(in[0].mul(in[1])), (ctx, g) -> t(g[0]));
    assertThatThrownBy(() -> few.apply(x, y)[0].sum().backward()).hasMessageContaining("returned 1 gradients")
        .hasMessageContaining("expected 2");
    CustomFunction nulls = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> new Tensor[] {g[0].mul(2), null, null});
    nulls.apply(x)[0].sum().backward();
    assertValues(x.grad(), 2, 2);
    CustomFunction many = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> t(g[0], g[0]));
    assertThatThrownBy(() -> many.apply(x)[0].sum().backward()).hasMessageContaining("only 1 inputs");
    CustomFunction wide = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> t(Tensor.ones(5, 2)));
    assertThatThrownBy(() -> wide.apply(x)[0].sum().backward()).hasMessageContaining("input 0").hasMessageContaining("[5, 2]")
        .hasMessageContaining("[2]");
    x.clearGrad();
    CustomFunction precise = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> t(g[0].mul(2).to(DType.FLOAT64)));
    precise.apply(x)[0].sum().backward();
    assertThat(x.grad().dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  @DisplayName("I09, I11 no gradient stays none, and one for an input that needs none is ignored")
  void i09() {
    Tensor x = leaf(1, 2);
    CustomFunction none = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> new Tensor[] {null});
    none.apply(x.mul(3))[0].sum().backward();
    assertThat(x.grad()).isNull();
    Tensor constant = Tensor.of(5f, 6f);
    CustomFunction both = new Made((ctx, in) -> t(in[0].mul(in[1])), (ctx, g) -> t(g[0], g[0]));
    both.apply(x, constant)[0].sum().backward();
    assertValues(x.grad(), 1, 1);
    assertThat(constant.grad()).isNull();
  }

  @Test
  @DisplayName("I13, I14 an unused output has zeros, or null where they are not asked for")
  void i13() {
    Tensor x = leaf(1, 2);
    boolean[] seen = new boolean[2];
    for (boolean zeros : new boolean[] {true, false}) {
      CustomFunction two = new Made((ctx, in) -> {
        ctx.materializeGrads(zeros);
        return t(in[0].mul(2), in[0].mul(3));
      }, (ctx, g) -> {
        seen[zeros ? 1 : 0] = g[1] != null;
        return t(g[0].mul(2));
      });
      two.apply(x)[0].sum().backward();
    }
    assertThat(seen).containsExactly(false, true);
  }

  @Test
  @DisplayName("I15, I16 outputs without derivative")
  void i15() {
    Tensor x = leaf(1, 2);
    CustomFunction marked = new Made((ctx, in) -> {
      Tensor a = in[0].mul(2);
      ctx.markNonDifferentiable(a);
      return t(a, in[0].mul(1), Tensor.ofInts(3));
    }, (ctx, g) -> t(g[1]));
    Tensor[] out = marked.apply(x);
    assertThat(out[0].requiresGrad()).isFalse();
    assertThat(out[1].requiresGrad()).isTrue();
    assertThat(out[2].requiresGrad()).isFalse();
    out[1].sum().backward();
    assertValues(x.grad(), 1, 1);
  }

  @Test
  @DisplayName("I17, I22 an input that is returned is another object, and cannot be changed in place behind its back")
  void i17() {
    Tensor x = leaf(1, 2);
    CustomFunction same = new Made((ctx, in) -> t(in[0]), (ctx, g) -> t(g[0].mul(2)));
    Tensor y = same.apply(x)[0];
    assertThat(y).isNotSameAs(x);
    assertThat(y.isLeaf()).isFalse();
    assertThatThrownBy(() -> y.muli(2)).isInstanceOf(AutogradException.class).hasMessageContaining("view of one of its inputs");
    y.sum().backward();
    assertValues(x.grad(), 2, 2);
  }

  @Test
  @DisplayName("I19, I20, I21 inputs changed in place")
  void i19() {
    CustomFunction add = new Made((ctx, in) -> {
      in[0].addi(in[1]);
      ctx.markDirty(in[0]);
      return t(in[0]);
    }, (ctx, g) -> t(g[0], g[0]));
    Tensor leaf = leaf(1, 2);
    Tensor b = leaf(10, 20);
    Tensor a = leaf.mul(1);
    Tensor out = add.apply(a, b)[0];
    assertThat(out).isSameAs(a);
    assertThat(a.version()).isEqualTo(2);
    out.mul(out).sum().backward();
    assertValues(leaf.grad(), 22, 44);
    assertValues(b.grad(), 22, 44);
    assertThatThrownBy(() -> add.apply(leaf(1, 2), b)).hasMessageContaining("leaf");
    CustomFunction lost = new Made((ctx, in) -> {
      ctx.markDirty(in[0]);
      return t(in[0].mul(2));
    }, (ctx, g) -> t(g[0]));
    assertThatThrownBy(() -> lost.apply(leaf.mul(1))).hasMessageContaining("not among the outputs");
    CustomFunction stranger = new Made((ctx, in) -> {
      ctx.markDirty(Tensor.of(1f));
      return t(in[0].mul(2));
    }, (ctx, g) -> t(g[0]));
    assertThatThrownBy(() -> stranger.apply(leaf.mul(1))).hasMessageContaining("none of them");
    CustomFunction two = new Made((ctx, in) -> {
      in[0].muli(2);
      ctx.markDirty(in[0]);
      return t(in[0], in[0].mul(1));
    }, (ctx, g) -> t(g[0].mul(2)));
    assertThatThrownBy(() -> two.apply(leaf.mul(1).narrow(0, 0, 1))).hasMessageContaining("view");
    Tensor whole = leaf.mul(1);
    CustomFunction twice = new Made((ctx, in) -> {
      in[0].muli(2);
      ctx.markDirty(in[0]);
      return t(in[0]);
    }, (ctx, g) -> t(g[0].mul(2)));
    twice.apply(whole.narrow(0, 0, 1));
    leaf.clearGrad();
    whole.sum().backward();
    assertValues(leaf.grad(), 2, 1);
  }

  @Test
  @DisplayName("I23, I34 stale and freed")
  void i23() {
    CustomFunction square = new Made((ctx, in) -> {
      ctx.save(in[0]);
      return t(in[0].mul(in[0]));
    }, (ctx, g) -> t(ctx.saved(0).mul(2).mul(g[0])));
    Tensor x = leaf(3);
    Tensor y = square.apply(x)[0].sum();
    y.backward();
    assertThatThrownBy(y::backward).hasMessageContaining("retainGraph");
    Tensor z = square.apply(x)[0].sum();
    try (var _ = Adjoint.noGrad()) {
      x.addi(1);
    }
    assertThatThrownBy(z::backward).hasMessageContaining("version").hasMessageContaining("input 0");
  }

  @Test
  @DisplayName("I26 what a rule throws reaches the caller as it is, with a note on where; no leaf is touched")
  void i26() {
    Tensor x = leaf(1);
    Tensor other = leaf(2);
    CustomFunction faulty = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> {
      throw new ArrayIndexOutOfBoundsException("mine");
    });
    assertThatThrownBy(() -> faulty.apply(x)[0].add(other).sum().backward())
        .isInstanceOf(ArrayIndexOutOfBoundsException.class).hasMessage("mine")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("the backward of Made"));
    assertThat(x.grad()).isNull();
    assertThat(other.grad()).isNull();
  }

  @Test
  @DisplayName("I28 nothing is recorded where no input requires a gradient")
  void i28() {
    CustomFunction f = new Made((ctx, in) -> t(in[0].mul(2)), (ctx, g) -> t(g[0]));
    assertThat(f.apply(Tensor.of(1f))[0].requiresGrad()).isFalse();
    try (var _ = Adjoint.noGrad()) {
      assertThat(f.apply(leaf(1))[0].requiresGrad()).isFalse();
    }
  }

  @Test
  @DisplayName("I32 a saved output carries the second derivative; I33 a saved intermediate does not")
  void i32() {
    CustomFunction exp = new Made((ctx, in) -> {
      Tensor y = in[0].exp();
      ctx.save(y);
      return t(y);
    }, (ctx, g) -> t(ctx.saved(0).mul(g[0])));
    Tensor x = leaf(1);
    Tensor dx = Adjoint.grad(List.of(exp.apply(x)[0].sum()), List.of(x), Collections.singletonList(null),
        GradOptions.DEFAULT.creatingGraph()).getFirst();
    assertValues(dx, Math.E);
    assertValues(Adjoint.grad(dx.sum(), x).getFirst(), Math.E);
    CustomFunction through = new Made((ctx, in) -> {
      Tensor middle = in[0].mul(2);
      ctx.save(middle);
      return t(middle.mul(middle));
    }, (ctx, g) -> t(ctx.saved(0).mul(4).mul(g[0].detach())));
    Tensor at = leaf(3);
    through.apply(at)[0].sum().backward(Backward.createGraph());
    assertValues(at.grad(), 24);
    assertThat(at.grad().requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("I37, I38, I40 lambdas: custom(forward, vjp), with a rule for forward mode")
  void lambdas() {
    SimpleFunction clip =
        Adjoint.custom(in -> in[0].copy(), (in, out, g) -> t(g.maximum(Tensor.of(-0.1f)).minimum(in[0].add(0.1))));
    Tensor x = leaf(0.1f);
    clip.apply(x).sum().backward();
    assertValues(x.grad(), 0.2);
    SimpleFunction half =
        Adjoint.custom(in -> in[0].mul(in[1].sin()), (in, out, g) -> new Tensor[] {null, in[1].cos().mul(2).mul(g)});
    Tensor three = leaf(3);
    half.apply(three, three).sum().backward();
    assertValues(three.grad(), 2 * Math.cos(3));
    SimpleFunction product = Adjoint
        .custom(in -> in[0].add(3).mul(in[1].add(4)), (in, out, g) -> t(g.mul(in[1].add(4)), g.mul(in[0].add(3))));
    Tensor a = leaf(10);
    Tensor b = leaf(100);
    Tensor y = product.apply(a, b);
    assertValues(y, 1352);
    y.sum().backward();
    assertValues(a.grad(), 104);
    assertValues(b.grad(), 13);
    assertThatThrownBy(() -> Adjoint.jvp(v -> product.apply(v, b), Tensor.of(10f), Tensor.of(1f)))
        .hasMessageContaining("withJvp");
    SimpleFunction both = product.withJvp((in, out, v) -> v[0].mul(in[1].add(4)).add(v[1].mul(in[0].add(3))));
    assertValues(Adjoint.jvp(v -> both.apply(v, b.detach()), Tensor.of(10f), Tensor.of(1f)).tangent(), 104);
  }

  @Test
  @DisplayName("what is saved for forward mode alone is not kept for backward")
  void savedForForward() {
    class Square extends CustomFunction {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        ctx.saveForForward(in[0]);
        return outputs(in[0].mul(in[0]));
      }

      @Override
      protected @Nullable Tensor[] backward(Context ctx, Tensor... g) {
        return gradients(g[0]);
      }

      @Override
      protected @Nullable Tensor[] jvp(Context ctx, Tensor... v) {
        return outputs(ctx.savedForForward(0).mul(2).mul(v[0]));
      }
    }
    assertValues(Adjoint.jvp(v -> new Square().apply(v)[0], Tensor.of(3f), Tensor.of(1f)).tangent(), 6);
    assertThat(new Square().apply(leaf(3))[0].gradFn().saved()).isEmpty();
  }

  @Test
  @DisplayName("N01, N02, N03, N05 a backward inside a backward")
  void reentrant() {
    Tensor y = Tensor.of(3f, 4f);
    SimpleFunction inner = Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> {
      try (var _ = Adjoint.enableGrad()) {
        Tensor x = in[0].detach().requiresGrad(true);
        x.mul(y).sum().backward();
        return t(g.mul(x.grad()));
      }
    });
    Tensor x = leaf(1, 2);
    inner.apply(x).sum().backward();
    assertValues(x.grad(), 3, 4);

    int[] depth = {0};
    SimpleFunction[] deep = {null};
    deep[0] = Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> {
      if (++depth[0] < 2000) {
        try (var _ = Adjoint.enableGrad()) {
          Tensor again = in[0].detach().requiresGrad(true);
          deep[0].apply(again).sum().backward();
        }
      }
      return t(g);
    });
    for (int start : new int[] {0, 1800}) {
      depth[0] = start;
      Tensor at = leaf(1);
      deep[0].apply(at).sum().backward();
      assertThat(depth[0]).isEqualTo(2000);
      assertValues(at.grad(), 1);
    }

    Tensor innerLeaf = leaf(1);
    SimpleFunction failing = Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> {
      try (var _ = Adjoint.enableGrad()) {
        Adjoint.custom(i -> i[0].mul(1), (i, o, h) -> {
          throw new IllegalStateException("inner");
        }).apply(innerLeaf).sum().backward();
      }
      return t(g);
    });
    Tensor outer = leaf(1);
    assertThatThrownBy(() -> failing.apply(outer).sum().backward()).hasMessage("inner");
    assertThat(innerLeaf.grad()).isNull();
    assertThat(outer.grad()).isNull();
    assertThat(Adjoint.isGradEnabled()).isTrue();
  }
}
