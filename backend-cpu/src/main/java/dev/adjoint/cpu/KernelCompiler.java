package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.Reduction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Generates kernels and runs them in, on a thread of its own: vector code is a thousand times slower before the JIT has
 * compiled it, and that is no time for a user to wait. A kernel that does not become fast is not used.
 */
final class KernelCompiler {
  /** Work, in additions, that takes longer than to wake a thread. */
  static final int WORTH_A_THREAD = 65_536;

  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final int RUN_IN_ELEMENTS = 256;
  /** An addition of one element in compiled vector code takes a tenth of this, in any other at least ten times of it. */
  private static final double FAST_NANOS = 0.7;

  /** When kernels are generated. */
  enum Mode {
    /** Never: everything is interpreted. */
    OFF,
    /** Those that are hot, once they are run in. */
    WHEN_HOT,
    /** All of them, at their first launch, not run in: for tests. */
    AT_ONCE
  }

  private final Mode mode;
  private final ThreadPoolExecutor background;

  KernelCompiler(Mode mode) {
    this.mode = LaneType.isPresent() ? mode : Mode.OFF;
    this.background = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
      Thread thread = new Thread(task, "adjoint-cpu-kernels");
      thread.setDaemon(true);
      return thread;
    });
    background.allowCoreThreadTimeOut(true);
  }

  boolean isOff() {
    return mode == Mode.OFF;
  }

  boolean isEager() {
    return mode == Mode.AT_ONCE;
  }

  Executor executor() {
    return isEager() ? Runnable::run : background;
  }

  @Nullable
  RowKernel row(List<Step> steps, LaneType type, int scalars, int weight) {
    RowKernel kernel = KernelWriter.row(steps, type, scalars);
    if (kernel == null) {
      return null;
    }
    RunIn data = new RunIn(steps);
    Object target = CpuBuffer.newArray(steps.getLast().expr().dtype(), RUN_IN_ELEMENTS);
    return becomesFast(weight, n -> kernel.row(data.arrays, data.offsets, target, 0, data.params, n)) ? kernel : null;
  }

  @Nullable
  FoldKernel fold(List<Step> steps, LaneType type, int scalars, Reduction reduction, int weight) {
    FoldKernel kernel = steps.getLast().expr().dtype() == DType.BOOL
        ? null
        : KernelWriter.fold(steps, type, scalars, reduction);
    if (kernel == null) {
      return null;
    }
    RunIn data = new RunIn(steps);
    return becomesFast(weight, n -> kernel.fold(data.arrays, data.offsets, data.params, n)) ? kernel : null;
  }

  private interface Call {
    void with(int elements);
  }

  private boolean becomesFast(int weight, Call call) {
    if (isEager()) {
      return true;
    }
    double fast = FAST_NANOS * (1 + weight) * RUN_IN_ELEMENTS;
    long start = System.nanoTime();
    for (long now = start; now - start < PATIENCE_NANOS;) {
      for (int i = 0; i < 64; i++) {
        // Both the loop and the tail, of which either alone would leave the other uncompiled.
        call.with(RUN_IN_ELEMENTS - 1 - i);
        call.with(3);
      }
      long before = System.nanoTime();
      call.with(RUN_IN_ELEMENTS);
      now = System.nanoTime();
      if (now - before < fast) {
        return true;
      }
    }
    return false;
  }

  /** Operands to run a kernel in with: ones, inside the domain of every function. */
  private static final class RunIn {
    private final Object[] arrays;
    private final int[] offsets;
    private final double[] params;

    RunIn(List<Step> steps) {
      int operands = 0;
      int parameters = 0;
      for (Step step : steps) {
        operands = step.expr() instanceof Arg a ? Math.max(operands, a.index() + 1) : operands;
        parameters = step.expr() instanceof Param p ? Math.max(parameters, p.index() + 1) : parameters;
      }
      arrays = new Object[operands];
      offsets = new int[operands];
      params = new double[parameters + 1]; // and a position
      Arrays.fill(params, 1);
      for (Step step : steps) {
        if (step.expr() instanceof Arg a) {
          arrays[a.index()] = CpuBuffer.newArray(a.dtype(), RUN_IN_ELEMENTS);
          StridedCopy.fill(arrays[a.index()], 0, RUN_IN_ELEMENTS, 1);
        }
      }
    }
  }
}
