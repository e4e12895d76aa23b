package dev.adjoint.tornado;

import dev.adjoint.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device's memory, which is one array that all tensors share, and what runs on it. Used by the device thread alone.
 *
 * <p>Nothing waits for the device but {@link #copyOut}. What a launch is told lies in an exchange, which must not be written
 * again before the launch is over: there are several small ones, which are taken in turn, and one large one.
 */
final class Device {
  /** Threads of a group, where the group has nothing in common; more of them where there is work for more. */
  private static final int GROUP = 64;
  private static final int LARGE_GROUP = 256;
  /** How many threads there are at most: each does several indices where there are more. */
  private static final int MAX_THREADS = 1 << 24;
  /** The same for threads that take long to begin, as those of kernels with much private memory do. */
  private static final int MAX_HEAVY_THREADS = 1 << 16;
  private static final int MAX_GROUPS = 1 << 12;
  /** Words of a small exchange, and how many of these there are. */
  private static final int SMALL = 256;
  private static final int TURNS = 64;
  /** Words of the large exchange. */
  private static final int LARGE = 1 << 18;

  private static final System.Logger LOG = System.getLogger(Device.class.getPackageName());

  private final Launcher launcher;
  private final Map<Task, Launcher.Code> codes = new EnumMap<>(Task.class);
  private final Launcher.Exchange[] small = new Launcher.Exchange[TURNS];
  private final Launcher.Exchange large;
  private int turn;
  private int compiled;
  private int refused;

  /** @param direct whether to take the shorter way that there is where the device is OpenCL's */
  Device(DeviceMemory memory, boolean direct) {
    launcher = new Launcher(direct);
    launcher.allocate(memory.bytes());
    large = launcher.exchange(LARGE);
    for (int i = 0; i < TURNS; i++) {
      small[i] = launcher.exchange(SMALL, large);
    }
  }

  /** Runs a task whose indices have nothing in common. */
  void run(Task task, Program program) {
    int threads = Math.min(MAX_HEAVY_THREADS, multiple(program.get(Program.COUNT), GROUP));
    run(code(task), program, threads, GROUP, threads);
  }

  /** Runs a kernel of an expression. */
  void run(Launcher.Code code, Program program) {
    int count = program.get(Program.COUNT);
    run(code, program, threads(count), group(count), threads(count));
  }

  /** Runs a task each of whose indices is the work of a group of threads. */
  void runGroups(Task task, Program program, int group) {
    runGroups(code(task), program, group);
  }

  /** Runs a kernel each of whose indices is the work of a group of threads. */
  void runGroups(Launcher.Code code, Program program, int group) {
    int groups = Math.min(MAX_GROUPS, program.get(Program.COUNT));
    run(code, program, groups, group, groups * group);
  }

  private static int group(int count) {
    return count <= GROUP ? GROUP : LARGE_GROUP;
  }

  private static int threads(int count) {
    return Math.min(MAX_THREADS, multiple(count, group(count)));
  }

  private static int multiple(int count, int group) {
    return (int) (((long) count + group - 1) / group * group);
  }

  private void run(Launcher.Code code, Program program, int sharers, int group, int threads) {
    program.set(Program.THREADS, sharers);
    int words = program.finish();
    Launcher.Exchange exchange = exchange(words);
    MemorySegment target = exchange.segment();
    MemorySegment.copy(MemorySegment.ofArray(program.words()), 0, target, 0, 4L * program.wordCount());
    MemorySegment.copy(
        MemorySegment.ofArray(program.numbers()), 0, target, 8L * program.get(Program.NUMBERS), 8L * program.numberCount());
    launcher.write(exchange, words);
    launcher.launch(code, exchange, group, threads);
  }

  private Launcher.Code code(Task task) {
    return codes.computeIfAbsent(task, t -> launcher.compile(t.kernel()));
  }

  /** Compiles a kernel of an expression; gives null where TornadoVM or the driver do not compile it. */
  Launcher.@Nullable Code compile(Object expression, Supplier<Method> kernel) {
    try {
      Launcher.Code code = launcher.compile(kernel.get());
      compiled++;
      return code;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      refused++;
      LOG.log(System.Logger.Level.DEBUG, "interpreted, as it does not compile: " + expression, e);
      return null;
    }
  }

  /** How many expressions have kernels. */
  int compiled() {
    return compiled;
  }

  /** How many expressions ought to have a kernel, and do not compile. */
  int refused() {
    return refused;
  }

  /** An exchange with so much room that no launch reads any more. */
  private Launcher.Exchange exchange(int words) {
    if (words > SMALL || turn == TURNS) {
      launcher.finish();
      turn = 0;
    }
    return words > SMALL ? large : small[turn++];
  }

  /** How many kernels have been launched. */
  long launches() {
    return launcher.launches();
  }

  /** Copies elements to the device, to the place {@code at} among those of their type. */
  void copyIn(DType dtype, HostArray source, int from, int at, int count) {
    int width = ElementType.words(dtype);
    for (int done = 0; done < count;) {
      int part = Math.min((LARGE - Program.HEADER) / width, count - done);
      int words = part * width;
      int place = (at + done) * width;
      Launcher.Exchange exchange = exchange(Program.HEADER + words);
      if (launcher.reachesMemory()) {
        source.stage(from + done, part, exchange.segment());
        launcher.put(exchange, words, place);
      } else {
        int threads = header(exchange, words, Program.OUTPUT, place);
        source.stage(from + done, part, data(exchange));
        launcher.write(exchange, Program.HEADER + words);
        launcher.launch(code(Task.IN), exchange, group(words), threads);
      }
      done += part;
    }
  }

  /** Copies elements from the device, once all that was asked for before is done. */
  void copyOut(DType dtype, int at, HostArray target, int to, int count) {
    int width = ElementType.words(dtype);
    for (int done = 0; done < count;) {
      int part = Math.min((LARGE - Program.HEADER) / width, count - done);
      int words = part * width;
      int place = (at + done) * width;
      Launcher.Exchange exchange = exchange(Program.HEADER + words);
      if (launcher.reachesMemory()) {
        launcher.get(exchange, words, place);
        target.take(exchange.segment(), to + done, part);
      } else {
        int threads = header(exchange, words, Program.FIRST, place);
        launcher.write(exchange, Program.HEADER);
        launcher.launch(code(Task.OUT), exchange, group(words), threads);
        launcher.read(exchange, Program.HEADER + words);
        target.take(data(exchange), to + done, part);
      }
      done += part;
    }
  }

  private static int header(Launcher.Exchange exchange, int words, int field, int place) {
    int threads = threads(words);
    MemorySegment header = exchange.segment();
    header.setAtIndex(ValueLayout.JAVA_INT, Program.COUNT, words);
    header.setAtIndex(ValueLayout.JAVA_INT, Program.THREADS, threads);
    header.setAtIndex(ValueLayout.JAVA_INT, field, place);
    return threads;
  }

  private static MemorySegment data(Launcher.Exchange exchange) {
    return exchange.segment().asSlice((long) Integer.BYTES * Program.HEADER);
  }
}
