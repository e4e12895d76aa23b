package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;
import uk.ac.manchester.tornado.api.memory.XPUBuffer;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;
import uk.ac.manchester.tornado.runtime.TornadoAcceleratorBackend;
import uk.ac.manchester.tornado.runtime.TornadoCoreRuntime;
import uk.ac.manchester.tornado.runtime.common.KernelStackFrame;
import uk.ac.manchester.tornado.runtime.common.TornadoInstalledCode;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;
import uk.ac.manchester.tornado.runtime.common.XPUDeviceBufferState;
import uk.ac.manchester.tornado.runtime.graal.compiler.TornadoSuitesProvider;
import uk.ac.manchester.tornado.runtime.profiler.EmptyProfiler;
import uk.ac.manchester.tornado.runtime.sketcher.SketchRequest;
import uk.ac.manchester.tornado.runtime.tasks.CompilableTask;
import uk.ac.manchester.tornado.runtime.tasks.meta.ScheduleContext;

/**
 * TornadoVM's runtime below its plans, as TornadoVM 5.2 has it: the one class that another version may break. A plan cannot be
 * given other arrays, compiles at its first run and waits at each; here a kernel is compiled once, launched with
 * whatever memory it is to work on, and nothing waits but {@link #read} and {@link #finish}. Used by the device thread alone.
 *
 * <p>Every kernel is a static method with the parameters {@link #PARAMETERS}: all memory four times, as each type of element,
 * and an exchange twice, as words and as float64 numbers. Launches and copies are done one after the other, as they are asked
 * for.
 */
final class Launcher {
  /** What every kernel is given. */
  static final Class<?>[] PARAMETERS = {
    KernelContext.class, FloatArray.class, DoubleArray.class, IntArray.class, LongArray.class, IntArray.class, DoubleArray.class
  };

  private static final String SCHEDULE = "adjoint";
  /** The plan that commands belong to: TornadoVM numbers those of programs from 0 on. */
  private static final long PLAN = 1L << 40;
  /** Up to how many words an exchange is copied as a whole, in one command instead of two. */
  private static final int WHOLE = 256;
  /** How many kernels there are: TornadoVM knows them by their names. */
  private static final AtomicInteger COMPILED = new AtomicInteger();

  private final TornadoXPUDevice device = TornadoCoreRuntime.getTornadoRuntime().getDefaultDevice();
  /** TornadoVM has one for each plan. */
  private final KernelStackFrame frame = device.createKernelStackFrame(PLAN, PARAMETERS.length, Access.READ_WRITE);
  /** Null where the device is not OpenCL's. */
  private final @Nullable OpenClQueue queue;
  private long heap;
  private long launches;

  /** A kernel, compiled. */
  static final class Code {
    private final TornadoInstalledCode installed;
    private final CompilableTask task;
    private final WorkerGrid1D grid;
    /** The exchange's buffer that is set as an argument, and the kernel that it is set in; the latter null for now. */
    private long argument;
    private @Nullable Object kernel;

    private Code(TornadoInstalledCode installed, CompilableTask task, WorkerGrid1D grid) {
      this.installed = installed;
      this.task = task;
      this.grid = grid;
    }
  }

  /** Memory of the host, and as much of the device, through which a kernel is told what to do and numbers come and go. */
  static final class Exchange {
    private final IntArray host;
    private final XPUBuffer buffer;

    private Exchange(IntArray host, XPUBuffer buffer) {
      this.host = host;
      this.buffer = buffer;
    }

    /** How many words there is room for. */
    int size() {
      return host.getSize();
    }

    /** The host's memory. */
    MemorySegment segment() {
      return host.getSegment();
    }
  }

  Launcher() {
    this(true);
  }

  /** @param direct whether to take the shorter way that there is where the device is OpenCL's */
  Launcher(boolean direct) {
    queue = direct ? OpenClQueue.of(device, PLAN) : null;
    device.ensureLoaded(PLAN);
  }

  /** The device. */
  TornadoXPUDevice device() {
    return device;
  }

  /** How many kernels have been launched. */
  long launches() {
    return launches;
  }

  /** Takes all the memory that kernels work on, once. */
  void allocate(long bytes) {
    XPUDeviceBufferState state = new XPUDeviceBufferState();
    // The size of a batch, rather than that of the array, so that no memory of the host is taken.
    try {
      device.allocate(new IntArray(1), bytes, state, Access.READ_WRITE);
    } catch (TornadoOutOfMemoryException e) {
      BackendException failure = new BackendException(
          "The device has no room for the " + (bytes >> 20) + " MiB that the backend tornado is to take: it gives at most "
              + (device.getMaxAllocMemory() >> 20)
              + " MiB in one piece, and TornadoVM as much as -Dtornado.device.memory says ("
              + System.getProperty("tornado.device.memory") + "). Start with a smaller -D" + DeviceMemory.PROPERTY + "=MiB");
      failure.initCause(e);
      throw failure;
    }
    heap = state.getXPUBuffer().toBuffer();
  }

  /** An exchange with room for a number of words, no more than in another. Both may have the same memory of the device. */
  Exchange exchange(int words, Exchange other) {
    return queue == null ? exchange(words) : new Exchange(new IntArray(words), other.buffer);
  }

  /** An exchange with room for a number of words. */
  Exchange exchange(int words) {
    IntArray host = new IntArray(words);
    XPUDeviceBufferState state = new XPUDeviceBufferState();
    device.allocate(host, 0, state, Access.READ_WRITE);
    return new Exchange(host, state.getXPUBuffer());
  }

  /**
   * Compiles a kernel. Takes tens of milliseconds, and throws whatever TornadoVM and the driver throw.
   *
   * @param kernel a static method with the parameters {@link #PARAMETERS}
   */
  Code compile(Method kernel) {
    if (!Arrays.equals(kernel.getParameterTypes(), PARAMETERS)) {
      throw new IllegalArgumentException("Not a kernel: " + kernel);
    }
    String id = "kernel" + COMPILED.getAndIncrement();
    CompilableTask task = new CompilableTask(new ScheduleContext(SCHEDULE), id, kernel, new KernelContext(), new FloatArray(1),
        new DoubleArray(1), new IntArray(1), new LongArray(1), new IntArray(1), new DoubleArray(1));
    // A kernel without a grid runs index 0 only.
    WorkerGrid1D grid = new WorkerGrid1D(1);
    GridScheduler scheduler = new GridScheduler(task.getId(), grid);
    task.setDevice(device);
    task.setUseGridScheduler(true);
    task.setGridScheduler(scheduler);
    task.attachProfiler(new EmptyProfiler());
    task.meta().attachProfiler(task.getProfiler());
    sketch(task);
    return new Code(device.installCode(PLAN, task), task, grid);
  }

  /** By reflection, as the types that are handed on here are in modules that are not open to us. */
  private static void sketch(CompilableTask task) {
    try {
      int backendIndex = task.meta().getBackendIndex();
      TornadoCoreRuntime runtime = TornadoCoreRuntime.getTornadoRuntime();
      Object backend = runtime.getClass().getMethod("getBackend", int.class).invoke(runtime, backendIndex);
      Object suites = TornadoAcceleratorBackend.class.getMethod("getSuitesProvider").invoke(backend);
      Object method = runtime.getClass().getMethod("resolveMethod", Method.class).invoke(runtime, task.getMethod());
      Object providers = TornadoAcceleratorBackend.class.getMethod("getProviders").invoke(backend);
      Object builder = TornadoSuitesProvider.class.getMethod("getGraphBuilderSuite").invoke(suites);
      Object tier = TornadoSuitesProvider.class.getMethod("getSketchTier").invoke(suites);
      Constructor<?> request = SketchRequest.class.getConstructors()[0];
      Object made = request.newInstance(method, providers, builder, tier, backendIndex, task.meta().getDeviceIndex());
      SketchRequest.class.getMethod("run").invoke(made);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not TornadoVM 5.2, which the backend tornado was made for", e);
    }
  }

  /** Copies the first words of an exchange to the device, once what was asked for before is done. */
  void write(Exchange exchange, int words) {
    if (queue != null) {
      queue.write(
          exchange.buffer.toBuffer(), TornadoNativeArray.ARRAY_HEADER, exchange.segment(), (long) Integer.BYTES * words);
    } else if (exchange.size() <= WHOLE) {
      exchange.buffer.enqueueWrite(PLAN, exchange.host, 0, 0, null, false);
    } else {
      exchange.buffer.setSizeSubRegion((long) Integer.BYTES * words);
      exchange.buffer.enqueueWrite(PLAN, exchange.host, 1, 0, null, false);
    }
  }

  /** Copies the first words of an exchange from the device, and waits. */
  void read(Exchange exchange, int words) {
    long bytes = TornadoNativeArray.ARRAY_HEADER + (long) Integer.BYTES * words;
    exchange.buffer.read(PLAN, exchange.host, 0, bytes, null, false);
  }

  /** Whether {@link #put} and {@link #get} can be used. */
  boolean reachesMemory() {
    return queue != null;
  }

  /** Copies the first words of an exchange to a place among the words of all memory, once what was asked for before is done. */
  void put(Exchange exchange, int words, int place) {
    direct().write(heap, address(place), exchange.segment(), (long) Integer.BYTES * words);
  }

  /** Copies words of all memory to an exchange, and waits. */
  void get(Exchange exchange, int words, int place) {
    direct().read(heap, address(place), exchange.segment(), (long) Integer.BYTES * words);
  }

  private OpenClQueue direct() {
    return Objects.requireNonNull(queue, "only where reachesMemory()");
  }

  private static long address(int place) {
    return TornadoNativeArray.ARRAY_HEADER + (long) Integer.BYTES * place;
  }

  /**
   * Launches a kernel on all memory and an exchange.
   *
   * @param group the threads of a group; it divides the number of threads
   */
  void launch(Code code, Exchange exchange, int group, int threads) {
    if (threads <= 0 || threads % group != 0) {
      // The driver would print a line, and nothing would be computed.
      throw new IllegalArgumentException(threads + " threads are not a number of groups of " + group);
    }
    launches++;
    long buffer = exchange.buffer.toBuffer();
    if (queue != null && code.kernel != null && code.argument == buffer) {
      queue.launch(code.kernel, group, threads);
      return;
    }
    code.grid.setLocalWork(group, 1, 1);
    code.grid.setGlobalWork(threads, 1, 1);
    frame.reset();
    frame.addCallArgument(new KernelStackFrame.KernelContextArgument(), false);
    for (long argument : new long[] {heap, heap, heap, heap, buffer, buffer}) {
      frame.addCallArgument(argument, true);
    }
    code.installed.launchWithoutDependencies(PLAN, frame, null, code.task.meta(), 0);
    if (queue != null) {
      code.kernel = queue.kernelOf(code.installed);
      code.argument = buffer;
    }
  }

  /** Waits until all that was asked for is done. */
  void finish() {
    device.sync(PLAN);
  }
}
