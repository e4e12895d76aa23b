package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** {@link Backend#recycle}: memory is given out again, to one at a time, and the old buffer is refused. */
interface RecyclingContract extends Contract {
  private static Elements repeated(DType dtype, int size, long value) {
    Elements values = new Elements(dtype, size);
    for (int i = 0; i < size; i++) {
      values.set(i, value);
    }
    return values;
  }

  private Buffer filled(DType dtype, int size, long value) {
    return Placed.of(backend(), repeated(dtype, size, value)).view().buffer();
  }

  private void expect(Buffer buffer, long value) {
    String what = "a buffer of " + buffer.size() + " " + buffer.dtype() + " that nobody else may write";
    new Agreement(0, 0).check(what, Placed.read(backend(), buffer), repeated(buffer.dtype(), buffer.size(), value));
  }

  @Test
  default void whatWasRecycledIsRefusedWhereItsMemoryIsUsedAgain() {
    for (DType dtype : types()) {
      for (int size : SIZES) {
        if (backend().reuses(dtype, size)) {
          Buffer old = filled(dtype, size, 1);
          Buffer other = filled(dtype, size, 1);
          View there = View.of(other, Shape.of(size));
          View gone = View.of(old, there.shape());
          Kernel copy = Kernel.of(Expr.arg(0, dtype));
          backend().recycle(old);
          String what = "after recycling " + size + " " + dtype;
          Object array = new Elements(dtype, size).array();
          assertRefused("copyOut " + what, () -> backend().copyOut(old, 0, array, 0, size));
          assertRefused("copyIn " + what, () -> backend().copyIn(array, 0, old, 0, size));
          assertRefused("map from it " + what, () -> backend().map(copy, NO_PARAMS, new View[] {gone}, there));
          assertRefused("map to it " + what, () -> backend().map(copy, NO_PARAMS, new View[] {there}, gone));
        }
      }
    }
  }

  private static void assertRefused(String what, Runnable use) {
    assertThatThrownBy(use::run).as(what).isInstanceOf(BackendException.class).hasMessageContaining("Scope");
  }

  @Test
  default void whatNobodyUsesAgainMayBeRecycledAllTheSame() {
    for (DType dtype : types()) {
      for (int size : new int[] {0, 1, 16, 100_003}) {
        if (!backend().reuses(dtype, size)) {
          Buffer kept = filled(dtype, size, 1);
          backend().recycle(filled(dtype, size, 0));
          expect(kept, 1);
        }
      }
    }
  }

  @Test
  default void memoryIsGivenOutToOneAtATime() {
    for (DType dtype : types()) {
      for (int size : new int[] {1, 1000, 100_003}) {
        for (int round = 0; round < 3; round++) {
          List<Buffer> live = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            live.add(filled(dtype, size, i % 2));
          }
          for (int i = 0; i < 4; i++) {
            expect(live.get(i), i % 2);
          }
          live.forEach(backend()::recycle);
        }
      }
    }
  }

  @Test
  default void memoryIsGivenOutToOneThreadAtATime() throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int mark = thread;
        running.add(threads.submit(() -> {
          for (int i = 0; i < 200; i++) {
            Buffer first = filled(DType.FLOAT32, 3000, mark);
            Buffer second = filled(DType.FLOAT32, 3000, mark + 100L);
            expect(first, mark);
            expect(second, mark + 100L);
            backend().recycle(first);
            backend().recycle(second);
          }
        }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }
}
