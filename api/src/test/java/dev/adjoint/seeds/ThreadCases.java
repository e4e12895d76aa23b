package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.Backward;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Backward on several threads at once. */
public abstract class ThreadCases extends WeightedCases {
  private static <T> List<Future<T>> onThreads(int threads, Callable<T> work) throws InterruptedException {
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(work);
      }
      return pool.invokeAll(all);
    }
  }

  private static Tensor half(Tensor x) {
    return x.add(3).mul(x.add(4)).mul(0.5);
  }

  @Test
  @DisplayName("T01 graphs of their own")
  void t01() throws Exception {
    for (Future<Tensor> done : onThreads(10, () -> {
      Tensor x = leaf64(1, 2);
      half(x).sum().backward();
      return x.grad();
    })) {
      assertValues(done.get(), 4.5, 5.5);
    }
  }

  @Test
  @DisplayName("T02, T03 one leaf: backward adds up exactly, grad leaves it alone")
  void t02() throws Exception {
    Tensor x = leaf64(1);
    for (Future<Tensor> done : onThreads(10, () -> Adjoint.grad(half(x), x).getFirst())) {
      assertValues(done.get(), 4.5);
    }
    assertThat(x.grad()).isNull();
    for (Future<Void> done : ThreadCases.<Void>onThreads(10, () -> {
      half(x).backward();
      return null;
    })) {
      done.get();
    }
    assertValues(x.grad(), 45);
  }

  @Test
  @DisplayName("T05 one graph that is kept")
  void t05() throws Exception {
    Tensor x = leaf64(1);
    Tensor y = x.pow(2).add(x);
    Tensor z = y.mul(y).add(y);
    for (Future<Void> done : ThreadCases.<Void>onThreads(5, () -> {
      z.backward(Backward.retainGraph());
      return null;
    })) {
      done.get();
    }
    // 4 x^3 + 6 x^2 + 4 x + 1, at 1.
    assertValues(x.grad(), 5 * 15);
  }

  @Test
  @DisplayName("T06 hooks run on the thread that called backward")
  void t06() throws Exception {
    Tensor x = leaf64(1);
    Tensor y = x.mul(x);
    List<Thread> seen = new ArrayList<>();
    y.registerHook(g -> {
      seen.add(Thread.currentThread());
      return null;
    });
    y.backward(Backward.retainGraph());
    Thread other = Thread.ofPlatform().start(y::backward);
    other.join();
    assertThat(seen).containsExactly(Thread.currentThread(), other);
  }

  @Test
  @DisplayName("T07 an exception is seen by the thread whose backward it stopped, and by no other")
  void t07() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Tensor x = leaf64(1);
    List<Future<Void>> all = onThreads(5, () -> {
      Tensor y = x.mul(2);
      y.registerHook(g -> {
        if (calls.getAndIncrement() == 0) {
          throw new IllegalStateException("the first one");
        }
        return null;
      });
      y.backward();
      return null;
    });
    int failed = 0;
    for (Future<Void> done : all) {
      if (done.state() == Future.State.FAILED) {
        failed++;
        assertThatThrownBy(done::get).isInstanceOf(ExecutionException.class).hasStackTraceContaining("the first one");
      }
    }
    assertThat(failed).isEqualTo(1);
    assertValues(x.grad(), 8);
  }

  @Test
  @DisplayName("T08, F07 a new thread starts with no mode of the one that started it")
  void t08() throws Exception {
    Tensor x = leaf64(2);
    AtomicInteger packed = new AtomicInteger();
    for (var builder : List.<java.util.function.Function<Runnable, Thread>>of(
        r -> Thread.ofPlatform().start(r), r -> Thread.ofVirtual().start(r))) {
      List<Object> seen = new ArrayList<>();
      try (var _ = Adjoint.detectAnomaly(); var _ = Adjoint.savedTensorHooks(t -> {
        packed.incrementAndGet();
        return t;
      }, kept -> (Tensor) kept); var _ = Adjoint.inferenceMode()) {
        builder.apply(() -> {
          Tensor y = x.mul(x);
          seen.add(Adjoint.isGradEnabled());
          seen.add(y.requiresGrad());
          seen.add(y.isInference());
        }).join();
      }
      assertThat(seen).containsExactly(true, true, false);
    }
    assertThat(packed).hasValue(0);
  }
}
