package dev.adjoint.data;

import dev.adjoint.AdjointException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;

/**
 * Batches that are made some ahead. Each is a task that starts when the one before has ended, and only so many are started: no
 * thread ever waits for the loop, and a loop that is left leaves nothing but those few tasks, which end.
 */
final class Ahead<B> implements Iterator<B> {
  private final int batches;
  private final int ahead;
  private final String of;
  private final IntFunction<B> make;
  private final Queue<CompletableFuture<B>> started = new ArrayDeque<>();
  private CompletableFuture<?> latest = CompletableFuture.completedFuture(0);
  private int next;

  /**
   * Batches.
   *
   * @param first the number of the first one that is asked for
   * @param ahead how many are made beside the one that is asked for; 0 for none, and nothing in the background
   * @param of whose batches they are, for messages
   */
  Ahead(int batches, int first, int ahead, String of, IntFunction<B> make) {
    this.next = first;
    this.batches = batches;
    this.ahead = ahead;
    this.of = of;
    this.make = make;
  }

  @Override
  public boolean hasNext() {
    return next < batches;
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There are " + batches + " batches " + of + ", and all of them were given");
    }
    int batch = next++;
    if (ahead == 0) {
      try {
        return make.apply(batch);
      } catch (RuntimeException e) {
        throw failure(batch, e);
      }
    }
    int from = batch + started.size();
    for (int i = from; i <= Math.min(batches - 1L, (long) batch + ahead); i++) {
      start(i);
    }
    return await(batch, started.remove());
  }

  private void start(int batch) {
    CompletableFuture<B> task =
        latest.handleAsync((_, _) -> make.apply(batch), run -> Thread.ofVirtual().name("adjoint-data").start(run));
    started.add(task);
    latest = task;
  }

  private B await(int batch, CompletableFuture<B> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw failure(batch, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdjointException("The thread was interrupted while it waited for batch " + batch + " " + of, e);
    }
  }

  private AdjointException failure(int batch, Throwable cause) {
    return new AdjointException("Batch " + batch + " " + of + " could not be made: " + cause.getMessage(), cause);
  }
}
