package dev.adjoint.train;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a run should end: its thread was interrupted, or the process is about to end, which it holds up until the run
 * has left a checkpoint. For the run's own thread.
 */
final class Interruption implements AutoCloseable {
  /** Longer than most steps; a process that is told to end should not hang. */
  private static final int GRACE_SECONDS = 30;

  private final Thread runner = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdUp, "adjoint-training-end");
  private final boolean watchesProcess;
  private volatile boolean exiting;
  private boolean interrupted;

  /**
   * Watches from now on.
   *
   * @param watchesProcess whether the end of the process counts, too
   */
  Interruption(boolean watchesProcess) {
    this.watchesProcess = watchesProcess;
    if (watchesProcess) {
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already; there is no holding it up.
        exiting = true;
      }
    }
  }

  private void holdUp() {
    // A run that ends the process itself, in a listener, waits for this thread: nobody would write a checkpoint.
    if (Arrays.stream(runner.getStackTrace()).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"))) {
      return;
    }
    exiting = true;
    try {
      if (!over.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The step of training did not end in " + GRACE_SECONDS + " s; the checkpoint before it stays");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the run should end. Clears the thread's interrupt, since files cannot be written with it. */
  boolean isWanted() {
    interrupted |= Thread.interrupted();
    return interrupted || exiting;
  }

  /** Ends the run with a message. Where the process ends, it is printed, and the thread stays here until then. */
  TrainingInterruptedException end(TrainingInterruptedException e) {
    if (exiting) {
      System.err.println(e.getMessage());
      over.countDown();
      try {
        Thread.sleep(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    return e;
  }

  @Override
  public void close() {
    over.countDown();
    if (watchesProcess && !exiting) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process began to end just now: the hook runs, and finds that the run is over.
        exiting = true;
      }
    }
    if (interrupted) {
      runner.interrupt();
    }
  }
}
