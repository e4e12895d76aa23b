package dev.adjoint.tornado;

import dev.adjoint.AdjointException;
import dev.adjoint.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one thread on which TornadoVM is called: what two threads use at once aborts the process. */
final class DeviceThread {
  /** How many pieces of work may wait, which bounds the memory that their operands hold. */
  private static final int PENDING = 256;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("adjoint-tornado").factory());
  private static final Semaphore ROOM = new Semaphore(PENDING);
  /** What went wrong in work that nobody waited for, until somebody is told. */
  private static final AtomicReference<@Nullable Throwable> FAILED = new AtomicReference<>();

  private DeviceThread() {}

  /** Runs something on the device thread, some time; the next one to wait is told if it fails. */
  static void submit(Runnable work) {
    ROOM.acquireUninterruptibly();
    THREAD.execute(
        () -> {
          try {
            work.run();
          } catch (Throwable e) { // whatever TornadoVM throws, the thread goes on
            FAILED.compareAndSet(null, e);
          } finally {
            ROOM.release();
          }
        });
  }

  /** Runs something on the device thread and waits for it, and for what was submitted before. */
  static <T> T call(Supplier<T> work) {
    T value;
    try {
      value = CompletableFuture.supplyAsync(work, THREAD).join();
    } catch (CompletionException e) {
      throw failure(e.getCause());
    }
    Throwable before = FAILED.getAndSet(null);
    if (before != null) {
      throw failure(before);
    }
    return value;
  }

  private static AdjointException failure(Throwable cause) {
    if (cause instanceof AdjointException known) {
      return known;
    }
    BackendException failure = new BackendException("The device of the backend tornado failed: " + cause);
    failure.initCause(cause);
    return failure;
  }
}
