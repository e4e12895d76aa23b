package dev.adjoint.tornado;

import dev.adjoint.AdjointException;
import dev.adjoint.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The one thread on which TornadoVM is called: a plan that two threads use aborts the process. */
final class DeviceThread {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("adjoint-tornado").factory());

  private DeviceThread() {}

  /** Runs something on the device thread and waits for it. */
  static <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, THREAD).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AdjointException known) {
        throw known;
      }
      BackendException failure = new BackendException("The device of the backend tornado failed: " + cause);
      failure.initCause(cause);
      throw failure;
    }
  }
}
