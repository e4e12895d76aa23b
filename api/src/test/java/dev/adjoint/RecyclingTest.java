package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.GradientClipping;
import dev.adjoint.optim.Sgd;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.LinearAlgebra;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which storages are given back, counted by a backend that frees nothing else. */
class RecyclingTest {
  private final Counting backend = new Counting();

  /** Counts the bytes that were allocated and not given back. */
  private static final class Counting extends DelegatingBackend {
    private final Backend reference;
    private long live;
    private long most;
    private int recycled;

    Counting() {
      this(new ReferenceBackend());
    }

    private Counting(Backend reference) {
      super(reference.name(), reference);
      this.reference = reference;
    }

    void start() {
      live = 0;
      most = 0;
      recycled = 0;
    }

    private static long bytes(Buffer buffer) {
      return (long) buffer.size() * buffer.dtype().bytes();
    }

    @Override
    public Buffer allocate(DType dtype, int size) {
      Buffer buffer = super.allocate(dtype, size);
      live += bytes(buffer);
      most = Math.max(most, live);
      return buffer;
    }

    @Override
    public void recycle(Buffer buffer) {
      live -= bytes(buffer);
      recycled++;
      reference.recycle(buffer);
    }

    @Override
    public boolean reuses(DType dtype, int size) {
      return true;
    }

    @Override
    public LinearAlgebra linearAlgebra() {
      return reference.linearAlgebra();
    }
  }

  private Tensor tenths(int... sizes) {
    Shape shape = Shape.of(sizes);
    Buffer buffer = backend.allocate(DType.FLOAT32, shape.size());
    float[] values = new float[shape.size()];
    Arrays.fill(values, 0.1f);
    backend.copyIn(values, 0, buffer, 0, values.length);
    return Tensor.wrap(backend, View.of(buffer, shape));
  }

  /** The most bytes that the backward pass of a perceptron needs beside its activations and the gradients that stay. */
  private long needed(int layers) {
    int width = 8;
    int batch = 16;
    List<Tensor> weights = new ArrayList<>();
    Tensor x = tenths(batch, width);
    for (int i = 0; i < layers; i++) {
      Tensor w = tenths(width, width).requiresGrad(true);
      weights.add(w);
      x = x.matmul(w).tanh();
    }
    Tensor loss = x.sum();
    backend.start();
    loss.backward();
    long gradients = (long) layers * width * width * Float.BYTES;
    assertThat(weights).allSatisfy(w -> assertThat(w.grad()).isNotNull());
    // The last gradient, towards the input, is never computed, and all that is left are the leaves' gradients.
    assertThat(backend.live).isBetween(gradients, gradients + 64);
    return backend.most - gradients;
  }

  @Test
  @DisplayName("N6 a backward pass needs a few activations' worth of memory, however many layers there are")
  void n6() {
    long activation = 16 * 8 * Float.BYTES;
    long of5 = needed(5);
    long of20 = needed(20);
    assertThat(of20).isEqualTo(of5);
    assertThat(of20).isLessThanOrEqualTo(3 * activation);
  }

  @Test
  @DisplayName("gradients that meet are added in the place of one of them")
  void sums() {
    Tensor x = tenths(1000).requiresGrad(true);
    Tensor y = x.mul(2);
    Tensor z = y.exp().add(y.sin()).add(y.cos());
    backend.start();
    z.backward(tenths(1000));
    double slope = 0.1 * 2 * (Math.exp(0.2) + Math.cos(0.2) - Math.sin(0.2));
    assertThat(x.grad().toDoubleArray()[999]).isCloseTo(slope, within(1e-5));
    // The seed, and at most two gradients at a time: one that waits and one that arrives.
    assertThat(backend.most).isLessThanOrEqualTo(4 * 4000);
  }

  @Test
  @DisplayName("a tensor used after its scope is refused, by what it was and what to do")
  void ended() {
    Tensor x = tenths(4);
    Tensor y;
    try (var _ = Adjoint.scope()) {
      y = x.mul(2);
    }
    assertThatThrownBy(() -> y.add(x)).isInstanceOf(BackendException.class).hasMessageContaining("Scope")
        .hasMessageContaining("keep");
    assertThatThrownBy(y::toDoubleArray).isInstanceOf(BackendException.class);
  }

  @Test
  @DisplayName("a step inside a scope leaves no bytes behind but the gradients that stay")
  void step() {
    Tensor w = tenths(8, 8).requiresGrad(true);
    Tensor x = tenths(4, 8);
    backend.start();
    for (int i = 0; i < 3; i++) {
      try (var _ = Adjoint.scope()) {
        x.matmul(w).tanh().sum().backward();
      }
      assertThat(backend.live).isEqualTo(8 * 8 * Float.BYTES);
    }
    assertThat(backend.recycled).isPositive();
  }

  @Test
  @DisplayName("a gradient that nobody has asked for is given back when it is cleared, in a scope or out of it")
  void clearedUnseen() {
    Tensor w = tenths(8, 8).requiresGrad(true);
    Sgd optimizer = new Sgd(List.of(w), 0.01);
    backend.start();
    try (var _ = Adjoint.scope()) {
      w.mul(w).sum().backward();
      w.mul(w).sum().backward();
    }
    assertThat(backend.live).isEqualTo(8 * 8 * Float.BYTES);
    optimizer.step();
    GradientClipping.byNorm(List.of(w), 100);
    long before = backend.recycled;
    long live = backend.live;
    try (var _ = Adjoint.scope()) {
      optimizer.zeroGrad();
      assertThat(backend.recycled).isEqualTo(before + 1);
      w.mul(w).sum().backward();
      w.clearGrad();
      assertThat(w.grad()).isNull();
    }
    assertThat(backend.live).isEqualTo(live - 8 * 8 * Float.BYTES);
  }

  @Test
  @DisplayName("a gradient that somebody has asked for stays as it is when it is cleared")
  void clearedSeen() {
    Tensor w = tenths(8, 8).requiresGrad(true);
    w.mul(w).sum().backward();
    Tensor gradient = w.grad();
    assertThat(w.grad()).isSameAs(gradient);
    try (var _ = Adjoint.scope()) {
      w.clearGrad();
      w.mul(w).sum().backward();
    }
    Tensor later = w.grad();
    w.clearGrad();
    w.mul(w).sum().backward();
    assertThat(gradient.toFloatArray()).containsOnly(0.2f);
    assertThat(later.toFloatArray()).containsOnly(0.2f);
  }

  @Test
  @DisplayName("a gradient that was asked for and cleared in the scope it was made in ends with it")
  void clearedInItsScope() {
    Tensor w = tenths(8, 8).requiresGrad(true);
    Tensor gradient;
    try (var _ = Adjoint.scope()) {
      w.mul(w).sum().backward();
      gradient = w.grad();
      w.clearGrad();
      assertThat(gradient.toFloatArray()).containsOnly(0.2f);
    }
    assertThatThrownBy(gradient::toFloatArray).isInstanceOf(BackendException.class);
  }

  @Test
  @DisplayName("operations along rows, convolutions and losses are in the account too")
  void rows() {
    Tensor w = tenths(8, 8).requiresGrad(true);
    Tensor kernel = tenths(2, 1, 3, 3).requiresGrad(true);
    Tensor x = tenths(4, 8);
    Tensor image = tenths(1, 1, 6, 6);
    Buffer numbers = backend.allocate(DType.INT32, 4);
    backend.copyIn(new int[] {0, 1, 2, 3}, 0, numbers, 0, 4);
    Tensor classes = Tensor.wrap(backend, View.of(numbers, Shape.of(4)));
    for (int i = 0; i < 2; i++) {
      backend.start();
      try (var _ = Adjoint.scope()) {
        Tensor h =
            Functional.layerNorm(x.matmul(w), new int[] {8}, null, null, 1e-5).softmax(-1).add(x.matmul(w).logSoftmax(-1))
                .add(x.matmul(w).std(1).mean());
        Tensor loss = Losses.crossEntropy(h, classes).add(h.logSumExp().mean());
        loss.add(Functional.conv2d(image, kernel).mean()).backward();
        w.clearGrad();
        kernel.clearGrad();
      }
      assertThat(backend.live).isLessThanOrEqualTo(0);
    }
  }

  @Test
  @DisplayName("a checkpoint whose backward pass failed inside a scope is computed again after it")
  void failedCheckpoint() {
    Tensor x = tenths(2000).requiresGrad(true);
    Tensor m = x.mul(2);
    Tensor s = Adjoint.checkpoint(v -> {
      Tensor h = v.exp();
      return h.sin().mul(h);
    }, m).sum();
    boolean[] fails = {true};
    m.registerHook(g -> {
      if (fails[0]) {
        throw new IllegalStateException("once");
      }
      return null;
    });
    assertThatThrownBy(() -> {
      try (var _ = Adjoint.scope()) {
        s.backward(Backward.retainGraph());
      }
    }).isInstanceOf(IllegalStateException.class);
    fails[0] = false;
    s.backward();
    double h = Math.exp(0.2);
    assertThat(x.grad().toDoubleArray()[7]).isCloseTo(2 * h * (Math.cos(h) * h + Math.sin(h)), within(1e-4));
  }

  @Test
  @DisplayName("an outer scope keeps what was made in an inner one; a closed one keeps nothing")
  void keptThroughInner() {
    Tensor kept;
    Scope closed;
    try (var outer = Adjoint.scope()) {
      closed = outer;
      try (var _ = Adjoint.scope()) {
        kept = outer.keep(tenths(3).mul(10));
      }
      assertThat(kept.sum().item()).isCloseTo(3, within(1e-5));
    }
    assertThat(kept.sum().item()).isCloseTo(3, within(1e-5));
    assertThatThrownBy(() -> closed.keep(tenths(3))).isInstanceOf(AutogradException.class).hasMessageContaining("closed");
  }

  @Test
  @DisplayName("a gradient does not keep alive what else was made in the scope that it was made in")
  void gradientsOfAClosedScope() throws InterruptedException {
    Tensor w = tenths(2000).requiresGrad(true);
    WeakReference<Tensor> kept = keptBeside(w);
    for (int i = 0; i < 100 && kept.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(kept.get()).isNull();
    assertThat(w.grad().toFloatArray()).containsOnly(2);
  }

  private WeakReference<Tensor> keptBeside(Tensor w) {
    try (var scope = Adjoint.scope()) {
      WeakReference<Tensor> kept = new WeakReference<>(scope.keep(tenths(3000).mul(2)));
      w.mul(2).sum().backward();
      return kept;
    }
  }

  @Test
  @DisplayName("threads that add to and clear the gradient of one leaf do not meet it half changed")
  void sharedLeaf() throws Exception {
    Tensor w = tenths(4).requiresGrad(true);
    Tensor seed = tenths(4).mul(10);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        runs.add(threads.submit(() -> {
          for (int pass = 0; pass < 20_000; pass++) {
            w.sum().backward();
            w.mul(w).backward(seed);
            w.clearGrad();
          }
        }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    w.clearGrad();
    w.mul(2).backward(seed);
    assertThat(w.grad().toFloatArray()).containsOnly(2);
  }
}
