package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.spi.Expr;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the first users tripped over. */
class FirstUserTest {
  private static Tensor leaf(float... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  @Test
  void anAssignedConstantCutsTheGradientWhereItLies() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(3);
    y.assign(Tensor.of(7, 7));
    y.sum().backward();
    assertThat(x.grad().toFloatArray()).containsExactly(0, 0);
    x.clearGrad();
    Tensor z = x.mul(3);
    z.narrow(0, 0, 1).assign(Tensor.of(7));
    z.sum().backward();
    assertThat(x.grad().toFloatArray()).containsExactly(0, 3);
  }

  @Test
  void anOperandThatSharesTheTargetsStorageIsStaleAfterwards() {
    Tensor x = leaf(2, 3);
    for (int way = 0; way < 4; way++) {
      Tensor y = x.mul(1);
      switch (way) {
        case 0 -> y.muli(y);
        case 1 -> y.muli(y.detach());
        case 2 -> y.divi(y);
        default -> y.muli(y.flip(0));
      }
      assertThatThrownBy(() -> y.sum().backward())
          .isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("input 1", "version 0", "version 1", "copy()");
    }
    assertThat(x.grad()).isNull();
  }

  @Test
  void transformsWorkInInferenceMode() {
    try (var _ = Adjoint.inferenceMode()) {
      Tensor x = Tensor.of(0.5, 1.5);
      assertThat(Adjoint.grad((Tensor v) -> v.pow(2).sum()).apply(x).toDoubleArray()).containsExactly(1, 3);
      assertThat(Adjoint.hessian(v -> v.pow(2).sum(), x).toDoubleArray()).containsExactly(2, 0, 0, 2);
      assertThat(Adjoint.isGradEnabled()).isFalse();
    }
  }

  @Test
  void longsAreReadExactly() {
    assertThat(Tensor.ofLongs((1L << 53) + 1).itemAsLong()).isEqualTo((1L << 53) + 1);
  }

  @Test
  void aNumberThatAnIntegerTypeCannotHoldIsRefused() {
    assertThatThrownBy(() -> Tensor.ofInts(1).add(3e9)).isInstanceOf(DTypeException.class).hasMessageContainingAll("int32",
        "3.0E9");
    assertThat(Tensor.ofLongs(1).add(3e9).toLongArray()).containsExactly(3_000_000_001L);
  }

  @Test
  void aHookMayNotChangeAGradientInPlace() {
    Tensor x = leaf(1);
    Tensor y = leaf(1);
    x.registerHook(g -> g.muli(10));
    assertThatThrownBy(() -> x.add(y).sum().backward()).isInstanceOf(AutogradException.class).hasMessageContainingAll("hook",
        "in place");
    assertThat(y.grad()).isNull();
  }

  @Test
  void aGradientIsNeverTheCallersCotangentItself() {
    Tensor x = leaf(1, 2);
    Tensor given = Tensor.of(5, 6);
    Tensor grad = Adjoint.vjp(v -> v, x.detach()).pullback().apply(given);
    grad.muli(7);
    assertThat(given.toFloatArray()).containsExactly(5, 6);
  }

  @Test
  void modesClosedOutOfOrderLeaveTheThreadAsItWas() {
    Mode outer = Adjoint.noGrad();
    Mode inner = Adjoint.noGrad();
    outer.close();
    inner.close();
    outer.close();
    assertThat(Adjoint.isGradEnabled()).isTrue();
  }

  @Test
  void aModeBelongsToItsThread() throws Exception {
    Mode mode = Adjoint.noGrad();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread other = Thread.ofPlatform().start(() -> {
      try {
        mode.close();
      } catch (AutogradException e) {
        seen.set(e);
      }
    });
    other.join();
    mode.close();
    assertThat(seen.get()).hasMessageContaining("thread");
    assertThat(Adjoint.isGradEnabled()).isTrue();
  }

  @Test
  void theTangentsOfACustomFunctionAreChecked() {
    for (Tensor[] wrong : List.of(new Tensor[] {Tensor.of(1, 2, 3)}, new Tensor[0], new Tensor[] {Tensor.of(1.0)})) {
      CustomFunction f = new CustomFunction() {
        @Override
        protected Tensor[] forward(Context ctx, Tensor... in) {
          return outputs(in[0].mul(2));
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor... g) {
          return gradients(g[0].mul(2));
        }

        @Override
        protected Tensor[] jvp(Context ctx, Tensor... tangents) {
          return wrong;
        }
      };
      assertThatThrownBy(() -> Adjoint.jvp(t -> f.apply(t)[0], Tensor.of(1f), Tensor.of(1f)))
          .isInstanceOf(AutogradException.class)
          .hasMessageContaining("jvp");
      assertThat(Adjoint.jacobian(t -> Tensor.concat(0, f.apply(t)[0], t), Tensor.of(1f)).toFloatArray()).containsExactly(2, 1);
    }
  }

  @Test
  void aLeafThatIsAViewStaysOne() {
    Tensor x = Tensor.of(1, 2);
    Tensor view = x.narrow(0, 0, 1).requiresGrad(true);
    x.addi(leaf(1));
    assertThat(view.isLeaf()).isTrue();
    view.mul(2).backward();
    assertThat(view.grad().item()).isEqualTo(2);
  }

  @Test
  void forwardModeOverThePullbackOfAFunctionThatWorksInPlace() {
    Adjoint.Vjp vjp = Adjoint.vjp(v -> {
      Tensor y = v.mul(2);
      y.narrow(0, 0, 1).muli(3);
      return y;
    }, Tensor.of(1.0, 2.0));
    Tensor tangent = Adjoint.jvp(vjp.pullback(), Tensor.of(1.0, 1.0), Tensor.of(1.0, 0.0)).tangent();
    assertThat(tangent.toDoubleArray()).containsExactly(6, 0);
  }

  @Test
  void longScalarFunctionsNeitherOverflowTheStackNorTheText() {
    ElementwiseFunction deep = Adjoint.elementwise((Expr s) -> {
      Expr y = s;
      for (int i = 0; i < 20_000; i++) {
        y = y.mul(0.5).add(1);
      }
      return y;
    });
    Tensor x = Tensor.of(1.0);
    assertThat(deep.apply(x).item()).isCloseTo(2, within(1e-12));
    ElementwiseFunction shared = Adjoint.elementwise((Expr s) -> {
      Expr y = s;
      for (int i = 0; i < 30; i++) {
        y = y.mul(y).sin();
      }
      return y;
    });
    assertThat(shared.toString()).hasSizeLessThan(20_000).contains("sin");
    assertThat(Adjoint.grad((Tensor v) -> shared.apply(v).sum()).apply(x).item()).isFinite();
  }

  @Test
  void aScalarFunctionReadsItsOwnArguments() {
    AtomicReference<Expr> leaked = new AtomicReference<>();
    Adjoint.elementwise((a, b) -> {
      leaked.set(b);
      return a;
    }).apply(Tensor.of(1), Tensor.of(2));
    assertThatThrownBy(() -> Adjoint.elementwise((Expr s) -> leaked.get()).apply(Tensor.of(1)))
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("not its own");
  }

  @Test
  void aScalarFunctionMayIgnoreAnArgument() {
    ElementwiseFunction first = Adjoint.elementwise((a, b) -> a.mul(a));
    Tensor a = leaf(3);
    Tensor b = leaf(1, 2);
    first.apply(a, b).sum().backward();
    assertThat(a.grad().item()).isEqualTo(12);
    assertThat(b.grad().toFloatArray()).containsExactly(0, 0);
  }

  @Test
  void integersToNegativePowersAreRefusedByNumberAndByTensor() {
    Tensor two = Tensor.ofInts(2, 4);
    for (Runnable power : List.<Runnable>of(() -> two.pow(-1), () -> two.pow(-20), () -> two.pow(Tensor.ofInts(1, -1)),
        () -> Tensor.ofBooleans(true).pow(-1))) {
      assertThatThrownBy(power::run).isInstanceOf(DTypeException.class)
          .hasMessageContainingAll("pow of integers", "negative power -", "to(FLOAT32)");
    }
    assertThat(two.pow(Tensor.of(-1, -2)).toFloatArray()).containsExactly(0.5f, 1 / 16f);
    assertThat(two.pow(-0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(two.pow(0).toIntArray()).containsExactly(1, 1);
    assertThat(two.pow(Tensor.ofInts(0, 2)).toIntArray()).containsExactly(1, 16);
    assertThat(two.floatPower(-1).toDoubleArray()).containsExactly(0.5, 0.25);
  }

  @Test
  void theConditionOfASingularMatrixIsInfinite() {
    Tensor singular = Tensor.of(new double[][] {{1, 2}, {2, 4}});
    Tensor fine = Tensor.of(new double[][] {{2, 0}, {0, 1}});
    for (double p : new double[] {1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(Linalg.cond(singular, p).item()).isInfinite();
      assertThat(Linalg.cond(Tensor.stack(0, fine, singular, fine), p).toDoubleArray())
          .containsExactly(Linalg.cond(fine, p).item(), Double.POSITIVE_INFINITY, Linalg.cond(fine, p).item());
    }
    assertThat(Linalg.cond(singular, "fro").item()).isInfinite();
    assertThat(Linalg.cond(Tensor.of(new double[][] {{Double.NaN, 2}, {2, 4}}), 1).item()).isNaN();
  }

  @Test
  void indicesFromTheEndAreToldApartFromThoseOutOfRange() {
    Tensor x = Tensor.of(1, 2, 3);
    assertThatThrownBy(() -> x.gather(0, Tensor.ofLongs(-1))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("gather", "-1", "0 to 2", "from the end are not accepted here", "get and take");
    assertThatThrownBy(() -> x.indexSelect(0, Tensor.ofLongs(-3))).hasMessageContaining("from the end are not accepted");
    assertThatThrownBy(() -> x.gather(0, Tensor.ofLongs(-4))).hasMessageNotContaining("from the end");
    assertThat(x.take(Tensor.ofLongs(-1)).toFloatArray()).containsExactly(3);
    assertThat(x.get(Index.of(-1)).toFloatArray()).containsExactly(3);
  }

  @Test
  void whatFloat16CannotHoldIsSavedAsItIs() {
    Tensor x = leaf(300, 2);
    Tensor big = leaf(70000, 2);
    try (var _ = Adjoint.saveAsHalf()) {
      x.mul(x).sum().backward();
      big.mul(big).sum().backward();
      Tensor.of(Float.NaN, 1).requiresGrad(true).pow(2).sum().backward();
    }
    assertThat(x.grad().toFloatArray()).containsExactly(600, 4);
    assertThat(big.grad().toFloatArray()).containsExactly(140000, 4);
  }

  @Test
  void castsFromFloat64ToFloat16RoundOnce() {
    Tensor x = Tensor.of(1 + 0x1p-11 + 0x1p-40, 1 + 3 * 0x1p-11 - 0x1p-40).requiresGrad(true);
    Tensor half = x.to(DType.FLOAT16);
    assertThat(half.toDoubleArray()).containsExactly(1 + 0x1p-10, 1 + 0x1p-10);
    assertThat(half.gradFn().saved()).isEmpty();
    half.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 1);
    assertThat(x.grad().dtype()).isEqualTo(DType.FLOAT64);
  }
}
