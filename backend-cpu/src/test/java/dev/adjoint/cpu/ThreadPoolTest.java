package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadPoolTest {
  @Test
  void everyElementIsVisitedOnce() {
    ThreadPool pool = new ThreadPool(4);
    for (int count : new int[] {1, 2, 63, 64, 1000, 100_003}) {
      for (int grain : new int[] {1, 7, 1000, 1 << 20}) {
        AtomicIntegerArray visits = new AtomicIntegerArray(count);
        pool.split(count, grain, (from, to) -> {
          for (int i = from; i < to; i++) {
            visits.incrementAndGet(i);
          }
        });
        for (int i = 0; i < count; i++) {
          assertThat(visits.get(i)).as("visits of %d of %d", i, count).isOne();
        }
      }
    }
  }

  @Test
  void theLargestCountSplitsWithoutOverflow() {
    ThreadPool pool = new ThreadPool(3);
    LongAdder total = new LongAdder();
    pool.split(Integer.MAX_VALUE, 1, (from, to) -> {
      assertThat(to).isGreaterThan(from);
      total.add(to - from);
    });
    assertThat(total.sum()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void workersTakePart() throws InterruptedException {
    ThreadPool pool = new ThreadPool(2);
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> threads = new CopyOnWriteArraySet<>();
    pool.run(2, i -> {
      threads.add(Thread.currentThread());
      both.countDown();
      try {
        assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(threads).hasSize(2);
  }

  @Test
  void oneThreadMeansTheCallersOnly() {
    Set<Thread> threads = new CopyOnWriteArraySet<>();
    new ThreadPool(1).run(50, i -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void jobsWithinJobsRunWhereTheyAre() {
    ThreadPool pool = new ThreadPool(3);
    AtomicInteger runs = new AtomicInteger();
    pool.run(8, i -> pool.run(8, j -> pool.run(2, k -> runs.incrementAndGet())));
    assertThat(runs).hasValue(128);
  }

  @Test
  void anExceptionReachesTheCallerAndThePoolGoesOn() {
    ThreadPool pool = new ThreadPool(3);
    for (int round = 0; round < 50; round++) {
      int failing = round % 8;
      assertThatThrownBy(() -> pool.run(8, i -> {
        if (i == failing) {
          throw new IllegalArgumentException("task " + i);
        }
      })).isInstanceOf(IllegalArgumentException.class).hasMessage("task " + failing);
    }
    AtomicInteger runs = new AtomicInteger();
    pool.run(10, i -> runs.incrementAndGet());
    assertThat(runs).hasValue(10);
  }

  @Test
  void eightCallersAtOnce() throws Exception {
    ThreadPool pool = new ThreadPool(3);
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> sums = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        sums.add(callers.submit(() -> {
          AtomicInteger sum = new AtomicInteger();
          for (int round = 0; round < 500; round++) {
            pool.run(7, sum::addAndGet);
          }
          return sum.get();
        }));
      }
      for (Future<Integer> sum : sums) {
        assertThat(sum.get()).isEqualTo(500 * 21);
      }
    }
  }
}
