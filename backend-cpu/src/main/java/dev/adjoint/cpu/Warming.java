package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A generated form on its way: requested once some work has been done, used once it is ready. Where it may differ from the
 * interpreter in a last digit it is used from a fixed amount of work on, and waited for then, so that equal runs give equal
 * numbers.
 */
final class Warming<K> {
  /** Work, in additions, after which the form is generated: a few milliseconds of the interpreter. */
  static final long REQUESTED_AT = 2_000_000;
  /** Work after which it is used in any case: about what it costs to make. */
  static final long USED_AT = 64_000_000;

  private final int scalars;
  private final @Nullable Reduction reduction;
  private final boolean exact;
  private final Supplier<@Nullable K> maker;
  private volatile @Nullable K ready;
  private volatile boolean settled;
  private volatile @Nullable CompletableFuture<@Nullable K> made;
  private long work;

  /**
   * A form that nobody has asked for.
   *
   * @param exact whether it gives the interpreter's results to the last bit
   */
  Warming(int scalars, @Nullable Reduction reduction, boolean exact, Supplier<@Nullable K> maker) {
    this.scalars = scalars;
    this.reduction = reduction;
    this.exact = exact;
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
    return work < REQUESTED_AT && !compiler.isEager() ? null : advance(compiler);
  }

  private synchronized @Nullable K advance(KernelCompiler compiler) {
    CompletableFuture<@Nullable K> future = made;
    if (future == null) {
      future = CompletableFuture.supplyAsync(maker, compiler.executor());
      made = future;
    }
    boolean due = work >= USED_AT || compiler.isEager();
    // What is exact may come at any time, so nobody waits for it.
    if (!settled && (exact && !compiler.isEager() ? future.isDone() : due)) {
      ready = future.join();
      settled = true;
    }
    return ready;
  }
}
