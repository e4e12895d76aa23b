package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A device that fails in the middle of a backward pass, at each of its calls in turn. */
class BackendFailureTest {
  /** Fails at one call, and works again after it. */
  private static final class Frail extends DelegatingBackend {
    private int left = Integer.MAX_VALUE;
    private Supplier<Throwable> failure = IllegalStateException::new;

    Frail() {
      super("frail", new ReferenceBackend());
    }

    void failAt(int call, Supplier<Throwable> with) {
      left = call;
      failure = with;
    }

    private void count() {
      if (left-- == 0) {
        BackendFailureTest.<RuntimeException>sneak(failure.get());
      }
    }

    @Override
    public Buffer allocate(DType dtype, int size) {
      count();
      return super.allocate(dtype, size);
    }

    @Override
    public void map(Kernel kernel, double[] params, View[] inputs, View output) {
      count();
      super.map(kernel, params, inputs, output);
    }

    @Override
    public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
      count();
      super.reduce(reduction, element, params, inputs, axes, output);
    }

    @Override
    public void matmul(View a, View b, View output) {
      count();
      super.matmul(a, b, output);
    }

    @Override
    public void scatterAdd(View target, View index, int axis, View source) {
      count();
      super.scatterAdd(target, index, axis, source);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  private final Frail backend = new Frail();

  private Tensor tensor(float... values) {
    View view = View.of(backend.allocate(DType.FLOAT32, values.length), Shape.of(values.length));
    backend.copyIn(values, 0, view.buffer(), 0, values.length);
    return Tensor.wrap(backend, view);
  }

  static Stream<Arguments> failures() {
    return Stream.<Supplier<Throwable>>of(
        () -> new BackendException("the device frail is gone: plug it in"),
        () -> new OutOfMemoryError("device memory"),
        () -> new IllegalStateException("CL_OUT_OF_RESOURCES"),
        () -> new AbstractMethodError("rows"))
        .map(Arguments::of);
  }

  private Tensor loss(Tensor w, Tensor b) {
    Tensor x = tensor(1, 2, 3, 4).reshape(2, 2);
    Tensor y = x.matmul(w.reshape(2, 2)).add(b).tanh();
    // Both leaves get the gradient of one node too, which neither may keep as its own.
    return y.mul(y).sum().add(w.narrow(0, 0, 2).add(b).sum());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void noLeafIsTouchedAndTheNextPassWorks(Supplier<Throwable> failure) {
    Tensor w = tensor(0.1f, 0.2f, 0.3f, 0.4f).requiresGrad(true);
    Tensor b = tensor(0.5f, -0.5f).requiresGrad(true);
    loss(w, b).backward();
    float[] ofW = w.grad().toFloatArray();
    float[] ofB = b.grad().toFloatArray();
    w.clearGrad();
    b.clearGrad();
    int failed = 0;
    boolean told = false;
    for (boolean fails = true; fails; failed++) {
      Tensor loss = loss(w, b);
      backend.failAt(failed, failure);
      Throwable thrown = thrownBy(loss::backward);
      backend.failAt(-1, failure);
      fails = thrown != null;
      if (fails) {
        assertThat(thrown).hasSameClassAs(failure.get()).hasMessage(failure.get().getMessage());
        told |= thrown.getSuppressed().length == 1
            && thrown.getSuppressed()[0].getMessage()
                .matches("thrown in the backward of .*; this pass accumulated no gradient");
        assertThat(w.grad()).as("after call %d failed", failed).isNull();
        assertThat(b.grad()).as("after call %d failed", failed).isNull();
        loss(w, b).backward();
      }
      assertThat(w.grad().toFloatArray()).isEqualTo(ofW);
      assertThat(b.grad().toFloatArray()).isEqualTo(ofB);
      w.clearGrad();
      b.clearGrad();
    }
    assertThat(failed).isGreaterThan(10);
    assertThat(told).as("where in the pass it failed is told").isTrue();
  }

  @Test
  void whatIsAskedForBesideLeavesIsNotSetEither() {
    Tensor w = tensor(1, 2).requiresGrad(true);
    int calls = 0;
    while (true) {
      Tensor h = w.mul(2);
      Tensor loss = h.mul(h).sum();
      backend.failAt(calls, () -> new IllegalStateException("gone"));
      Throwable thrown = thrownBy(() -> loss.backward(Backward.inputs(w, h)));
      backend.failAt(-1, () -> new IllegalStateException("gone"));
      if (thrown == null) {
        break;
      }
      assertThat(w.grad()).as("after call %d failed", calls).isNull();
      assertThat(h.grad()).as("after call %d failed", calls).isNull();
      calls++;
    }
    assertThat(calls).isGreaterThan(3);
    assertThat(w.grad().toFloatArray()).containsExactly(8, 16);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatALeafHasCollectedStays(Supplier<Throwable> failure) {
    Tensor w = tensor(1, 2).requiresGrad(true);
    w.mul(w).sum().backward();
    Tensor loss = w.mul(w).mul(w).sum();
    int calls = 0;
    while (true) {
      backend.failAt(calls, failure);
      Throwable thrown = thrownBy(() -> loss.backward(Backward.retainGraph()));
      backend.failAt(-1, failure);
      if (thrown == null) {
        break;
      }
      assertThat(w.grad().toFloatArray()).as("after call %d failed", calls).containsExactly(2, 4);
      calls++;
    }
    assertThat(calls).isGreaterThan(3);
    assertThat(w.grad().toFloatArray()).containsExactly(2 + 3, 4 + 12);
  }

  private static @Nullable Throwable thrownBy(Runnable pass) {
    try {
      pass.run();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
