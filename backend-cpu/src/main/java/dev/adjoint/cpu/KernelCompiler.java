package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.cpu.Warming.Outcome;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.Reduction;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Generates kernels and runs them in, on a thread of its own and one at a time: the compilers of the JVM have few threads. A
 * kernel is not used before it is compiled.
 */
final class KernelCompiler {
  /** Work, in additions, that takes longer than to wake a thread. */
  static final int WORTH_A_THREAD = 65_536;

  /** When kernels are generated. */
  enum Mode {
    /** Never: everything is interpreted. */
    OFF,
    /** Those that are hot, once they are run in. */
    WHEN_HOT,
    /** All of them, at their first launch, not run in: for tests. */
    AT_ONCE
  }

  private record Request(int cost, Runnable task) implements Runnable, Comparable<Request> {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public int compareTo(Request other) {
      return Integer.compare(cost, other.cost);
    }
  }

  private final Mode mode;
  private final ThreadPoolExecutor background;

  KernelCompiler(Mode mode) {
    this.mode = LaneType.isPresent() ? mode : Mode.OFF;
    this.background = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
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

  /** Runs a task, the one with the least cost first. */
  void request(int cost, Runnable task) {
    if (isEager()) {
      task.run();
    } else {
      background.execute(new Request(cost, task));
    }
  }

  Outcome<RowKernel> row(List<Step> steps, LaneType type, int scalars, int weight) {
    RowKernel kernel = KernelWriter.row(steps, type, scalars);
    if (kernel == null || isEager()) {
      return new Outcome<>(kernel, false);
    }
    RunIn data = new RunIn(steps, type, weight);
    Object target = CpuBuffer.newArray(steps.getLast().expr().dtype(), data.elements());
    return outcome(kernel, data.compiles(n -> kernel.row(data.arrays(), data.offsets(), target, 0, data.params(), n)));
  }

  Outcome<FoldKernel> fold(List<Step> steps, LaneType type, int scalars, Reduction reduction, int weight) {
    FoldKernel kernel = steps.getLast().expr().dtype() == DType.BOOL
        ? null
        : KernelWriter.fold(steps, type, scalars, reduction);
    if (kernel == null || isEager()) {
      return new Outcome<>(kernel, false);
    }
    RunIn data = new RunIn(steps, type, weight);
    return outcome(kernel, data.compiles(n -> kernel.fold(data.arrays(), data.offsets(), data.params(), n)));
  }

  private static <K> Outcome<K> outcome(K kernel, boolean compiled) {
    return compiled ? new Outcome<>(kernel, false) : new Outcome<>(null, true);
  }
}
