package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.adjoint.Adjoint;
import dev.adjoint.BackendException;
import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Arrays that are used again. */
class ArrayPoolTest {
  @BeforeEach
  void useCpu() {
    Backends.use(CpuProvider.NAME);
  }

  @Test
  @DisplayName("gives out what was given back, of the same type and size alone, the last one first")
  void again() {
    ArrayPool pool = new ArrayPool(1 << 20);
    Object first = new float[2000];
    Object second = new float[2000];
    pool.put(DType.FLOAT32, 2000, first);
    pool.put(DType.FLOAT32, 2000, second);
    assertThat(pool.take(DType.FLOAT32, 2001)).isNull();
    assertThat(pool.take(DType.INT32, 2000)).isNull();
    assertThat(pool.take(DType.FLOAT32, 2000)).isSameAs(second);
    assertThat(pool.take(DType.FLOAT32, 2000)).isSameAs(first);
    assertThat(pool.take(DType.FLOAT32, 2000)).isNull();
  }

  @Test
  @DisplayName("keeps no more than it may, and drops the sizes first that nobody asked for the longest")
  void bounded() {
    ArrayPool pool = new ArrayPool(40_000);
    pool.put(DType.FLOAT32, 3000, new float[3000]);
    pool.put(DType.FLOAT32, 4000, new float[4000]);
    pool.put(DType.FLOAT32, 5000, new float[5000]);
    assertThat(pool.take(DType.FLOAT32, 3000)).isNull();
    assertThat(pool.take(DType.FLOAT32, 4000)).isNotNull();
    assertThat(pool.take(DType.FLOAT32, 5000)).isNotNull();
    pool.put(DType.FLOAT32, 20_000, new float[20_000]);
    assertThat(pool.take(DType.FLOAT32, 20_000)).isNull();
  }

  @Test
  @DisplayName("short arrays are left to the garbage collector")
  void small() {
    ArrayPool pool = new ArrayPool(1 << 20);
    pool.put(DType.FLOAT32, 16, new float[16]);
    assertThat(pool.take(DType.FLOAT32, 16)).isNull();
  }

  @Test
  @DisplayName("a step inside a scope allocates next to nothing once warm")
  void nextToNothing() {
    int n = 1 << 18;
    Tensor x = Tensor.rand(Key.of(1), n).requiresGrad(true);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    // The first steps fill the pool, and kernels are on their way, which takes the longer the busier the machine is.
    for (int i = 0; i < 20 || i < 2000 && allocated > n / 10; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try (var _ = Adjoint.scope()) {
        x.mul(x).add(x).tanh().sum().backward();
        x.clearGrad();
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    // Nine arrays of a megabyte without it.
    assertThat(allocated).isLessThan(n * (long) Float.BYTES / 10);
  }

  /** For another JVM: two sizes, each of which takes most of what the pool may keep, then nearly the whole heap. */
  public static void main(String[] arguments) {
    Backends.use(CpuProvider.NAME);
    int megabyte = 1 << 18;
    for (int size : new int[] {56, 57, 100}) {
      try (var _ = Adjoint.scope()) {
        System.out.println(Tensor.ones(size * megabyte).add(1).shape());
      }
    }
  }

  @Test
  @DisplayName("what waits is not in the way of those who need the memory")
  void madeRoom() throws IOException, InterruptedException {
    assertThat(OtherJvm.lastLineOf(ArrayPoolTest.class, "-Xmx256m")).isEqualTo("[" + 100 * (1 << 18) + "]");
  }

  @Test
  @DisplayName("a tensor used after its scope is refused by its type and size, and what to do is said")
  void ended() {
    Tensor y;
    try (var _ = Adjoint.scope()) {
      y = Tensor.of(1, 2, 3).mul(2);
    }
    assertThatThrownBy(() -> y.add(1)).isInstanceOf(BackendException.class)
        .hasMessage(
            "A tensor float32 of 3 elements was used after the end of the Scope it was made in. Use it inside, or tell the"
                + " scope with keep(tensor)");
  }
}
