package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A generated form on its way: requested once some work has been done, used once it is ready. It gives the bits of the
 * interpreter, so that a result depends on its launch alone, not on what the process did before: elements by the same
 * operations ({@link LaneFunctions}), sums in the same order ({@link LaneSums}).
 *
 * <p>The exceptions are the functions that the Vector API takes from a library of its own: sin, cos, tan, asin, acos, atan,
 * sinh, cosh, atan2, hypot, and pow but for small whole powers. A form with one of these may differ from the interpreter in a
 * last digit; it is used from a fixed amount of work on, and waited for a moment then, so that equal runs give equal numbers
 * unless the machine is too busy for it.
 */
final class Warming<K> {
  /** Work, in additions, after which the form is generated: a few milliseconds of the interpreter. */
  static final long REQUESTED_AT = 2_000_000;
  /** Work after which an inexact form is used: about what it costs to make. */
  static final long USED_AT = 64_000_000;
  private static final long LONGEST_WAIT_MILLIS = 200;

  /**
   * What became of a request.
   *
   * @param form null if there is none
   * @param again whether asking again may help
   */
  record Outcome<K>(@Nullable K form, boolean again) {}

  private final int scalars;
  private final @Nullable Reduction reduction;
  private final boolean exact;
  private final int cost;
  private final Supplier<Outcome<K>> maker;
  private volatile @Nullable K ready;
  private volatile boolean settled;
  private @Nullable CompletableFuture<Outcome<K>> made;
  private boolean waited;
  private long requestedAt = REQUESTED_AT;
  private long usedAt = USED_AT;
  private long work;

  /**
   * A form that nobody has asked for.
   *
   * @param exact whether it gives the interpreter's results to the last bit
   * @param cost of making it: the cheapest is made first
   */
  Warming(int scalars, @Nullable Reduction reduction, boolean exact, int cost, Supplier<Outcome<K>> maker) {
    this.scalars = scalars;
    this.reduction = reduction;
    this.exact = exact;
    this.cost = cost;
    this.maker = maker;
  }

  boolean matches(int wantedScalars, @Nullable Reduction wantedReduction) {
    return scalars == wantedScalars && reduction == wantedReduction;
  }

  /** The form, if it is to be used for a launch that does this much work. */
  @Nullable
  K after(long more, KernelCompiler compiler) {
    if (settled) {
      return ready;
    }
    if (more == 0) {
      return null;
    }
    work += more;
    return work < requestedAt && !compiler.isEager() ? null : advance(compiler);
  }

  /** Whether it is known that there is none. */
  boolean isNone() {
    return settled && ready == null;
  }

  private synchronized @Nullable K advance(KernelCompiler compiler) {
    if (settled) {
      return ready;
    }
    CompletableFuture<Outcome<K>> future = made;
    if (future == null) {
      CompletableFuture<Outcome<K>> request = new CompletableFuture<>();
      future = request;
      made = future;
      waited = false;
      compiler.request(cost, () -> {
        try {
          request.complete(maker.get());
        } catch (Throwable e) { // whatever it is, it belongs to the one who asked
          request.completeExceptionally(e);
        }
      });
    }
    // What is exact may come at any time, so nobody waits for it.
    boolean due = exact || work >= usedAt || compiler.isEager();
    if (due && (future.isDone() || !exact && !waited && isDoneSoon(future))) {
      settle(future.join());
    }
    return ready;
  }

  private void settle(Outcome<K> outcome) {
    if (outcome.again) {
      // The machine was busy: after as much work again.
      requestedAt = 2 * work;
      usedAt = Math.max(USED_AT, 2 * work);
      made = null;
    } else {
      ready = outcome.form;
      settled = true;
    }
  }

  private boolean isDoneSoon(CompletableFuture<Outcome<K>> future) {
    waited = true;
    try {
      future.get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // joined, and thrown, by the caller
    }
  }
}
