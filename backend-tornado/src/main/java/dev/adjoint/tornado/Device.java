package dev.adjoint.tornado;

import java.lang.foreign.MemorySegment;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * One TornadoVM plan with a graph for each {@link Task} and the arrays that they share. Used by the device thread alone.
 *
 * <p>A graph finds an array on the device only if the graph that ran just before it left it there, and leaves only what its
 * kernel is given: so each kernel is given all four arrays, whether it reads them or not.
 */
final class Device {
  /** Threads of a group, where the group has nothing in common. */
  private static final int GROUP = 64;
  private static final int MAX_THREADS = 1 << 16;
  private static final int MAX_GROUPS = 1 << 12;
  /** Elements that are exchanged with the host at once. */
  static final int STAGE = 1 << 15;
  private static final String KERNEL = "kernel";

  private final KernelContext context = new KernelContext();
  private final FloatArray f32;
  private final DoubleArray f64;
  private final IntArray i32;
  private final LongArray i64;
  private final FloatArray f32Stage = new FloatArray(STAGE);
  private final DoubleArray f64Stage = new DoubleArray(STAGE);
  private final IntArray i32Stage = new IntArray(STAGE);
  private final LongArray i64Stage = new LongArray(STAGE);
  private final IntArray words = new IntArray(Program.MAX_WORDS);
  private final DoubleArray numbers = new DoubleArray(Program.MAX_NUMBERS);
  private final WorkerGrid1D grid = new WorkerGrid1D(GROUP);
  private final GridScheduler scheduler = new GridScheduler();
  private final TornadoExecutionPlan plan;

  Device(DeviceMemory memory) {
    f32 = new FloatArray(memory.capacity(ElementType.FLOAT32));
    f64 = new DoubleArray(memory.capacity(ElementType.FLOAT64));
    i32 = new IntArray(memory.capacity(ElementType.INT32));
    i64 = new LongArray(memory.capacity(ElementType.INT64));
    Task[] tasks = Task.values();
    ImmutableTaskGraph[] graphs = new ImmutableTaskGraph[tasks.length + 1];
    for (Task task : tasks) {
      graphs[task.ordinal()] = graph(task);
    }
    int first = tasks.length;
    graphs[first] = first();
    plan = new TornadoExecutionPlan(graphs);
    execute(first, GROUP, GROUP);
  }

  /** The graph that puts the arrays on the device. Its kernel copies nothing: a graph has to have one. */
  private ImmutableTaskGraph first() {
    return scheduled(
        new TaskGraph("FIRST")
            .transferToDevice(DataTransferMode.FIRST_EXECUTION, f32, f64, i32, i64)
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, words)
            .task(KERNEL, Transfers::float32In, context, f32, f64, i32, i64, words, f32Stage)
            .persistOnDevice(f32, f64, i32, i64));
  }

  private ImmutableTaskGraph graph(Task task) {
    TaskGraph graph = new TaskGraph(task.name())
        .consumeFromDevice(f32, f64, i32, i64)
        .transferToDevice(DataTransferMode.EVERY_EXECUTION, words);
    return scheduled(
        (switch (task) {
          case FLOAT32_IN ->
              in(graph, f32Stage).task(KERNEL, Transfers::float32In, context, f32, f64, i32, i64, words, f32Stage);
          case FLOAT64_IN ->
              in(graph, f64Stage).task(KERNEL, Transfers::float64In, context, f32, f64, i32, i64, words, f64Stage);
          case INT32_IN ->
              in(graph, i32Stage).task(KERNEL, Transfers::int32In, context, f32, f64, i32, i64, words, i32Stage);
          case INT64_IN ->
              in(graph, i64Stage).task(KERNEL, Transfers::int64In, context, f32, f64, i32, i64, words, i64Stage);
          case FLOAT32_OUT ->
              out(graph.task(KERNEL, Transfers::float32Out, context, f32, f64, i32, i64, words, f32Stage), f32Stage);
          case FLOAT64_OUT ->
              out(graph.task(KERNEL, Transfers::float64Out, context, f32, f64, i32, i64, words, f64Stage), f64Stage);
          case INT32_OUT ->
              out(graph.task(KERNEL, Transfers::int32Out, context, f32, f64, i32, i64, words, i32Stage), i32Stage);
          case INT64_OUT ->
              out(graph.task(KERNEL, Transfers::int64Out, context, f32, f64, i32, i64, words, i64Stage), i64Stage);
          case COMBINE -> in(graph, numbers).task(KERNEL, Machine::combine, context, f32, f64, i32, i64, words, numbers);
          case FLOAT32_PRODUCT -> graph.task(KERNEL, Products::float32, context, f32, f64, i32, i64, words);
          case FLOAT64_PRODUCT -> graph.task(KERNEL, Products::float64, context, f32, f64, i32, i64, words);
          case GATHER -> graph.task(KERNEL, Indexing::gather, context, f32, f64, i32, i64, words);
          case SCATTER_ADD -> graph.task(KERNEL, Indexing::scatterAdd, context, f32, f64, i32, i64, words);
        }).persistOnDevice(f32, f64, i32, i64));
  }

  private static TaskGraph in(TaskGraph graph, TornadoNativeArray array) {
    return graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, array);
  }

  private static TaskGraph out(TaskGraph graph, TornadoNativeArray array) {
    return graph.transferToHost(DataTransferMode.EVERY_EXECUTION, array);
  }

  private ImmutableTaskGraph scheduled(TaskGraph graph) {
    ImmutableTaskGraph snapshot = graph.snapshot();
    scheduler.addWorkerGrid(graph.getTaskGraphName() + "." + KERNEL, grid);
    return snapshot;
  }

  /** Runs a task whose indices have nothing in common. */
  void run(Task task, Program program) {
    int count = program.get(Program.COUNT);
    int threads = Math.min(MAX_THREADS, (count + GROUP - 1) / GROUP * GROUP);
    run(task, program, threads, GROUP, threads);
  }

  /** Runs a task each of whose indices is the work of a group of threads. */
  void runGroups(Task task, Program program, int group) {
    int groups = Math.min(MAX_GROUPS, program.get(Program.COUNT));
    run(task, program, groups, group, groups * group);
  }

  private void run(Task task, Program program, int sharers, int group, int threads) {
    program.set(Program.THREADS, sharers);
    MemorySegment.copy(MemorySegment.ofArray(program.words()), 0, words.getSegment(), 0, 4L * program.wordCount());
    MemorySegment.copy(MemorySegment.ofArray(program.numbers()), 0, numbers.getSegment(), 0, 8L * program.numberCount());
    execute(task.ordinal(), group, threads);
  }

  private void execute(int graph, int group, int threads) {
    grid.setLocalWork(group, 1, 1);
    grid.setGlobalWork(threads, 1, 1);
    plan.withGraph(graph).withGridScheduler(scheduler).execute();
  }

  /** Where elements of an {@link ElementType} are put before {@link #copyIn}, and found after {@link #copyOut}. */
  MemorySegment stage(int type) {
    return switch (type) {
      case ElementType.FLOAT32 -> f32Stage.getSegment();
      case ElementType.FLOAT64 -> f64Stage.getSegment();
      case ElementType.INT64 -> i64Stage.getSegment();
      default -> i32Stage.getSegment();
    };
  }

  /** Copies elements from the stage to the device. */
  void copyIn(int type, int to, int count) {
    Task task = switch (type) {
      case ElementType.FLOAT32 -> Task.FLOAT32_IN;
      case ElementType.FLOAT64 -> Task.FLOAT64_IN;
      case ElementType.INT64 -> Task.INT64_IN;
      default -> Task.INT32_IN;
    };
    run(task, new Program().set(Program.COUNT, count).set(Program.OUTPUT, to));
  }

  /** Copies elements from the device to the stage. */
  void copyOut(int type, int from, int count) {
    Task task = switch (type) {
      case ElementType.FLOAT32 -> Task.FLOAT32_OUT;
      case ElementType.FLOAT64 -> Task.FLOAT64_OUT;
      case ElementType.INT64 -> Task.INT64_OUT;
      default -> Task.INT32_OUT;
    };
    run(task, new Program().set(Program.COUNT, count).set(Program.FIRST, from));
  }
}
