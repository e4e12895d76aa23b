package dev.adjoint.cpu;

import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel.Step;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a generated kernel until the JIT has compiled it. Vector code that is not compiled is a thousand times slower, and the
 * more of it runs, the more of the Vector API's own methods come before the kernel in the compiler's queue. So nearly all calls
 * are for no elements: they count as calls, and cost nothing.
 */
final class RunIn {
  /** A call of the kernel. */
  interface Call {
    void with(int elements);
  }

  private static final int IDLE_CALLS = 100;
  private static final int VECTORS = 12;
  private static final int TAIL = 3;
  /** Rounds after which the JIT must have got its order: it counts to some thousands. */
  private static final int ROUNDS = 70;
  private static final long PATIENCE_NANOS = 3_000_000_000L;
  /** Compiled steps take a tenth of this for a vector, on any machine; others take ten times of it at least. */
  private static final double FAST_STEP_NANOS = 20;
  /** What is compiled allocates nothing; every other step allocates a vector and its array. */
  private static final int SMALL_BYTES = 48;

  private final Object[] arrays;
  private final int[] offsets;
  private final double[] params;
  private final int elements;
  private final double fastNanos;
  private final long smallBytes;

  /**
   * Operands to run a kernel in with: ones, inside the domain of every function.
   *
   * @param weight of the kernel
   */
  RunIn(List<Step> steps, LaneType type, int weight) {
    int operands = 0;
    int parameters = 0;
    for (Step step : steps) {
      operands = step.expr() instanceof Arg a ? Math.max(operands, a.index() + 1) : operands;
      parameters = step.expr() instanceof Param p ? Math.max(parameters, p.index() + 1) : parameters;
    }
    elements = VECTORS * type.lanes() + TAIL;
    arrays = new Object[operands];
    offsets = new int[operands];
    params = new double[parameters + 1]; // and a position
    Arrays.fill(params, 1);
    for (Step step : steps) {
      if (step.expr() instanceof Arg a) {
        arrays[a.index()] = CpuBuffer.newArray(a.dtype(), elements);
        StridedCopy.fill(arrays[a.index()], 0, elements, 1);
      }
    }
    fastNanos = FAST_STEP_NANOS * (1 + weight) * (VECTORS + 1);
    smallBytes = (long) SMALL_BYTES * (1 + weight / KernelUnit.BY_LANES * 8) * (VECTORS + 1);
  }

  Object[] arrays() {
    return arrays;
  }

  int[] offsets() {
    return offsets;
  }

  double[] params() {
    return params;
  }

  /** The number of elements of the longest call. */
  int elements() {
    return elements;
  }

  /** Whether the kernel was compiled in the time there is. */
  boolean compiles(Call call) {
    long start = System.nanoTime();
    for (int round = 0; System.nanoTime() - start < PATIENCE_NANOS; round++) {
      for (int i = 0; i < IDLE_CALLS; i++) {
        call.with(0);
      }
      // The loop and the tail, each also without the other: what the JIT has not seen it leaves out.
      call.with(elements);
      call.with(elements - TAIL);
      call.with(TAIL);
      if (isFast(call) || round > ROUNDS && round % 16 == 0 && allocatesLittle(call)) {
        return true;
      }
      if (round > ROUNDS) {
        try {
          Thread.sleep(1); // the JIT is at it
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  private boolean isFast(Call call) {
    long before = System.nanoTime();
    call.with(elements);
    return System.nanoTime() - before < fastNanos;
  }

  /** For machines that are slower than any known one: whether the kernel is compiled, however long it takes. */
  private boolean allocatesLittle(Call call) {
    if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
      long before = threads.getCurrentThreadAllocatedBytes();
      call.with(elements);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      return before >= 0 && allocated < smallBytes;
    }
    return false;
  }
}
