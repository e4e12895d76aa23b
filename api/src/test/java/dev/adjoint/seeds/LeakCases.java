package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What nobody holds any more is freed. */
public abstract class LeakCases extends OnBackend {
  private static final int MANY = 100_000;
  /** A tensor of 250 float32 has a kilobyte, and even one whose numbers lie elsewhere some 200 bytes. */
  private static final float[] NUMBERS = new float[250];
  private static final long ALLOWED = 8 << 20;

  /** A backend may free native memory in a thread of its own, which takes its time. */
  private static final int LOOKS = 100;

  /** The bytes on the heap after a collection. */
  private static long held() throws InterruptedException {
    Thread.sleep(50);
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void assertNothingStays(String what, Runnable work, int times) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      work.run();
    }
    long before = held();
    for (long next = held(); next < before - ALLOWED / 8; next = held()) {
      before = next;
    }
    for (int i = 0; i < times; i++) {
      work.run();
    }
    long growth = held() - before;
    for (int i = 0; i < LOOKS && growth > ALLOWED; i++) {
      growth = held() - before;
    }
    assertThat(growth).as("bytes that %d %s leave on the heap", times, what).isLessThanOrEqualTo(ALLOWED);
  }

  @Test
  @DisplayName("a hundred thousand small tensors leave nothing behind")
  void tensors() throws InterruptedException {
    assertNothingStays("tensors", () -> Tensor.of(NUMBERS), MANY);
  }

  @Test
  @DisplayName("neither do graphs, walked or not")
  void graphs() throws InterruptedException {
    Tensor weights = Tensor.ones(1000).requiresGrad(true);
    assertNothingStays("graphs", () -> {
      weights.mul(2).sin().sum().backward();
      weights.clearGrad();
      weights.exp().mul(weights);
    }, 2000);
  }

  @Test
  @DisplayName("buffers are let go of with their tensors")
  void buffers() throws InterruptedException {
    List<WeakReference<Object>> made = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      made.add(new WeakReference<>(Tensor.of(NUMBERS).view().buffer()));
    }
    for (int i = 0; i < LOOKS && alive(made) > 10; i++) {
      held();
    }
    assertThat(alive(made)).as("of 1000 buffers that nobody uses, those that are still held").isLessThanOrEqualTo(10);
  }

  private static long alive(List<WeakReference<Object>> references) {
    return references.stream().filter(reference -> reference.get() != null).count();
  }
}
