package dev.adjoint.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the backend. The caller takes part in its own job; daemon threads help. One job runs at a time: a caller
 * that finds the pool busy, or calls from within a job, runs its job alone, so nobody ever waits for a pool that waits for
 * him. Workers spin for a while after a job, because waking a parked thread costs as much as a small job.
 */
final class ThreadPool {
  private static final long SPIN_NANOS = 50_000;
  /** Pieces a thread, so that a thread that is held up leaves its work to the others. */
  private static final int PIECES = 4;

  private final int threads;
  /** Not where there are fewer processors: whoever spins would keep the one that he waits for from his. */
  private final boolean spins;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Worker[] workers;
  private volatile @Nullable Job job;

  /** Work on a range of elements. */
  interface RangeTask {
    void over(int from, int to);
  }

  /** A pool in which {@code threads} threads compute, the caller among them. Workers start with the first job. */
  ThreadPool(int threads) {
    this.threads = threads;
    this.spins = threads <= Runtime.getRuntime().availableProcessors();
    this.workers = new Worker[threads - 1];
  }

  int threads() {
    return threads;
  }

  /** Splits {@code [0, count)} into pieces of at least {@code grain} elements. */
  void split(int count, int grain, RangeTask task) {
    long pieces = Math.min((long) threads * PIECES, count / Math.max(1, grain));
    if (threads == 1 || pieces < 2) {
      task.over(0, count);
      return;
    }
    int even = (int) ((count + pieces - 1) / pieces);
    // Long pieces end with a cache line, so that no two threads write to one.
    int piece = even < 1024 ? even : even + 63 & ~63;
    run((count - 1) / piece + 1, i -> task.over(i * piece, (int) Math.min(count, (i + 1L) * piece)));
  }

  /** Runs {@code task} for 0 to {@code tasks - 1}, in any order; throws what a task threw. */
  void run(int tasks, IntConsumer task) {
    if (threads == 1 || tasks < 2 || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    Job mine = new Job(tasks, task);
    try {
      job = mine;
      wake(Math.min(tasks - 1, workers.length));
      mine.work();
      mine.await();
    } finally {
      job = null;
      mine.task = null;
      busy.set(false);
    }
    mine.rethrow();
  }

  private void wake(int wanted) {
    for (int i = 0; i < wanted; i++) {
      Worker worker = workers[i];
      if (worker == null) {
        worker = new Worker(i + 1);
        workers[i] = worker;
        worker.start();
      } else if (worker.parked) {
        LockSupport.unpark(worker);
      }
    }
  }

  private final class Job {
    private final int tasks;
    /** Null once done: workers remember their last job, and must not keep its arrays alive. */
    private volatile @Nullable IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Throwable failure;

    Job(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
    }

    void work() {
      IntConsumer body = task;
      if (body == null) {
        return;
      }
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          if (failure == null) {
            body.accept(i);
          }
        } catch (Throwable e) { // whatever it is, it belongs to the caller
          failure = e;
        } finally {
          if (done.incrementAndGet() == tasks) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    void await() {
      long spinUntil = spins ? System.nanoTime() + SPIN_NANOS : 0;
      while (done.get() < tasks) {
        if (spins && System.nanoTime() < spinUntil) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }

    void rethrow() {
      Throwable thrown = failure;
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
    }
  }

  private final class Worker extends Thread {
    private volatile boolean parked;

    Worker(int number) {
      super("adjoint-cpu-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      Job last = null;
      while (true) {
        Job current = awaitJob(last);
        current.work();
        last = current;
      }
    }

    private Job awaitJob(@Nullable Job last) {
      long spinUntil = spins ? System.nanoTime() + SPIN_NANOS : 0;
      while (true) {
        Job current = job;
        if (current != null && current != last) {
          parked = false;
          return current;
        }
        if (spins && !parked && System.nanoTime() < spinUntil) {
          Thread.onSpinWait();
        } else if (!parked) {
          parked = true; // looked at once more before parking: a job published in between is not missed
        } else {
          LockSupport.park(ThreadPool.this);
        }
      }
    }
  }
}
