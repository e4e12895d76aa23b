package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.GradOptions.Unused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The tape where the seed cases do not reach: sharing, depth, threads, modes, hooks. */
class TapeTest {
  private static Tensor leaf(float... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  @Test
  void gradientsNeverShareStorage() {
    Tensor a = leaf(1);
    Tensor b = leaf(1);
    Tensor v = Tensor.of(1);
    a.add(b).backward(v);
    a.grad().addi(100);
    assertThat(b.grad().item()).isEqualTo(1);
    assertThat(v.item()).isEqualTo(1);
  }

  @Test
  void aGradientAccumulatesInPlaceUnlessItIsRecorded() {
    Tensor x = leaf(1, 2);
    x.mul(3).sum().backward();
    Tensor first = x.grad();
    x.mul(3).sum().backward();
    assertThat(x.grad()).isSameAs(first);
    assertThat(first.toFloatArray()).containsExactly(6, 6);
    x.mul(3).sum().backward(Backward.createGraph());
    assertThat(x.grad()).isNotSameAs(first);
    assertThat(first.toFloatArray()).containsExactly(6, 6);
  }

  @Test
  void doublingAcrossSharedGradients() {
    Tensor x = leaf(1);
    Tensor y = leaf(1);
    Tensor a = x.add(2);
    Tensor b = y.add(2);
    Tensor c = x.add(2);
    Tensor add2 = a.add(b).add(c);
    for (int i = 0; i < 4; i++) {
      a = a.mul(2);
      b = b.mul(2);
      c = c.mul(2);
    }
    add2.add(a.add(b).add(c)).backward();
    assertThat(x.grad().item()).isEqualTo(34);
    assertThat(y.grad().item()).isEqualTo(17);
  }

  @Test
  void aChainOfAMillionNodesNeitherRecursesNorOverflows() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = y.add(1);
    }
    y.backward();
    assertThat(x.grad().item()).isEqualTo(1);
  }

  @Test
  void aLadderOfDiamondsRunsEachNodeOnce() {
    Tensor x = leaf(1);
    Tensor a = x;
    Tensor b = x;
    for (int i = 0; i < 30; i++) {
      Tensor sum = a.add(b);
      b = a.sub(b);
      a = sum;
    }
    a.add(b).backward();
    assertThat(x.grad().item()).isEqualTo(65536);
  }

  @Test
  void onlyWhatLeadsToTheInputsRuns() {
    CustomFunction bomb = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        return outputs(in[0].mul(1));
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... g) {
        throw new IllegalStateException("must not run");
      }
    };
    Tensor x = leaf(2);
    Tensor y = leaf(3);
    Tensor z = x.mul(x).add(bomb.apply(y)[0]);
    assertThat(Adjoint.grad(z, x).getFirst().item()).isEqualTo(4);
    assertThat(x.grad()).isNull();
    Tensor again = x.mul(x).add(bomb.apply(y)[0]);
    again.backward(Backward.inputs(x));
    assertThat(x.grad().item()).isEqualTo(4);
    assertThatThrownBy(() -> x.mul(x).add(bomb.apply(y)[0]).backward()).hasMessage("must not run");
    assertThat(x.grad().item()).isEqualTo(4);
  }

  @Test
  void unusedInputs() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(5);
    Tensor out = x.mul(2).sum();
    GradOptions keep = GradOptions.DEFAULT.retainingGraph();
    List<Tensor> inputs = List.of(x, y);
    List<Tensor> ones = Collections.singletonList(null);
    assertThat(Adjoint.grad(List.of(out), inputs, ones, keep.unused(Unused.NULL)).get(1)).isNull();
    assertThat(Adjoint.grad(List.of(out), inputs, ones, keep.unused(Unused.ZEROS)).get(1).item()).isZero();
  }

  @Test
  void aFunctionThatDoesNotDependOnItsArgumentHasTheGradientZero() {
    assertThat(Adjoint.grad((Tensor x) -> Tensor.of(3)).apply(Tensor.of(1, 2)).toFloatArray()).containsExactly(0, 0);
    assertThat(Adjoint.grad(Adjoint.grad((Tensor x) -> x.sum())::apply).apply(Tensor.of(1)).item()).isZero();
  }

  @Test
  void transformsDifferentiateThroughWhatTheyCloseOver() {
    // A derivative in the input, differentiated again in a weight: d/dw of d/dx (w * x^2) is 2x.
    Tensor w = leaf(3);
    Tensor slope = Adjoint.grad((Tensor x) -> w.mul(x.pow(2)).sum()).apply(Tensor.of(5));
    slope.backward();
    assertThat(w.grad().item()).isEqualTo(10);
    Tensor free = Adjoint.grad((Tensor x) -> x.pow(2).sum()).apply(Tensor.of(5));
    assertThat(free.requiresGrad()).isFalse();
  }

  @Test
  void modesAreOfTheThreadAndEndWithTheirBlock() throws Exception {
    Tensor x = leaf(2);
    try (var _ = Adjoint.noGrad()) {
      assertThat(x.mul(x).requiresGrad()).isFalse();
      try (var _ = Adjoint.enableGrad()) {
        assertThat(x.mul(x).requiresGrad()).isTrue();
      }
      assertThat(Adjoint.isGradEnabled()).isFalse();
      Thread other = Thread.ofVirtual().start(() -> x.mul(x).backward());
      other.join();
      assertThat(x.grad().item()).isEqualTo(4);
    }
    try (var _ = Adjoint.inferenceMode(); var _ = Adjoint.enableGrad()) {
      assertThat(x.mul(x).requiresGrad()).isFalse();
    }
    assertThat(Adjoint.isGradEnabled()).isTrue();
  }

  @Test
  void concurrentBackwardOverASharedLeafIsExact() throws Exception {
    Tensor x = leaf(1);
    int threads = 8;
    int times = 200;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(() -> {
          for (int k = 0; k < times; k++) {
            x.add(3).mul(x.add(4)).mul(0.5).backward();
          }
          return null;
        });
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(x.grad().item()).isEqualTo(threads * times * 4.5);
  }

  @Test
  void hooksSeeTheCompleteGradientAndMayReplaceIt() {
    Tensor x = leaf(1);
    List<Double> seen = new ArrayList<>();
    try (var hook = x.registerHook(g -> {
      seen.add(g.item());
      return g.mul(2);
    })) {
      x.pow(2).add(x.add(1)).backward();
      assertThat(hook).isNotNull();
    }
    assertThat(seen).containsExactly(3.0);
    assertThat(x.grad().item()).isEqualTo(6);
    x.mul(1).backward();
    assertThat(x.grad().item()).isEqualTo(7);
    assertThatThrownBy(() -> {
      Tensor y = leaf(1, 2);
      y.registerHook(g -> Tensor.of(1));
      y.sum().backward();
    }).isInstanceOf(AutogradException.class).hasMessageContaining("hook");
  }

  @Test
  void aViewOfAnUntrackedTensorMadeAfterAChangeIsUntracked() {
    Tensor x = leaf(1, 2).mul(2);
    x.addi(1);
    try (var _ = Adjoint.noGrad()) {
      assertThat(x.narrow(0, 0, 1).requiresGrad()).isFalse();
    }
    assertThat(x.narrow(0, 0, 1).requiresGrad()).isTrue();
  }

  @Test
  void typesPromoteAndGradientsComeBackInTheirOwn() {
    Tensor single = leaf(2, 3);
    Tensor twice = Tensor.of(4.0, 5.0).requiresGrad(true);
    Tensor product = single.mul(twice);
    assertThat(product.dtype()).isEqualTo(DType.FLOAT64);
    product.sum().backward();
    assertThat(single.grad().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(twice.grad().dtype()).isEqualTo(DType.FLOAT64);
    assertThat(single.mul(Tensor.scalar(2.0)).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(single.mul(Tensor.ofInts(2, 2)).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.ofInts(3, 4).div(Tensor.ofInts(2, 8)).toFloatArray()).containsExactly(1.5f, 0.5f);
    assertThat(Tensor.ofInts(3, 4).sum().dtype()).isEqualTo(DType.INT64);
    assertThat(Tensor.ofInts(3, 4).mul(0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.ofInts(3, 4).mul(2).dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void textShowsValuesAndTheirPartInAGradient() {
    assertThat(Tensor.of(1, 2.5f)).hasToString("Tensor([1, 2.5], float32)");
    assertThat(leaf(1)).hasToString("Tensor([1], float32, requiresGrad)");
    assertThat(leaf(1).mul(2)).hasToString("Tensor([2], float32, gradFn=mul)");
    assertThat(Tensor.zeros(2, 2)).hasToString("Tensor([[0, 0],\n        [0, 0]], float32[2, 2])");
    assertThat(Tensor.arange(12, DType.INT32).toString()).isEqualTo("Tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], int32)");
    assertThat(Tensor.arange(1001, DType.INT32).toString()).isEqualTo("Tensor([0, 1, 2, ..., 998, 999, 1000], int32)");
    assertThat(Tensor.arange(1200, DType.INT64).reshape(600, 2).toString()).isEqualTo(
        "Tensor([[0, 1],\n        [2, 3],\n        [4, 5],\n        ...,\n        [1194, 1195],\n        [1196, 1197],\n"
            + "        [1198, 1199]], int64[600, 2])");
    assertThat(Tensor.arange(1000, DType.INT64).toString().lines()).hasSize(70)
        .allMatch(line -> line.length() <= 80 + "], int64)".length());
    assertThat(Tensor.of(-0.0, 0.0, -1.0)).hasToString("Tensor([-0, 0, -1], float64)");
  }
}
