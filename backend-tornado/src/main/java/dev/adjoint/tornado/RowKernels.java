package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Row programs that have been computed so much that they are worth a kernel of their own; the others are maps and reductions, a
 * step at a time, and so are rows that are few and long, on which too few threads would work.
 */
final class RowKernels {
  /** The threads of a group that walks along a row; shorter rows are a single thread's. */
  private static final int GROUP = 64;
  private static final int SHORT = 32;
  /** Of how many rows at least there may be longer ones than of this length. */
  private static final int FEW = 32;
  private static final int LONG = 4096;

  private final Forms forms;
  private final Map<RowProgram, Known> known = new WeakHashMap<>();

  /** Of a program: how many steps have been done, and what its kernels have in common once it is worth them. */
  private static final class Known {
    private final boolean possible;
    private final List<Stepped> key;
    private long done;
    private @Nullable RowStages stages;
    private @Nullable KernelTable table;

    private Known(RowProgram program) {
      possible = program.steps().stream().flatMap(s -> s.kernel().steps().stream()).noneMatch(s -> s.expr().dtype().isHalf());
      key = IntStream.range(0, program.steps().size()).mapToObj(s -> Stepped.of(program, s)).toList();
    }
  }

  /** A step, so that programs which do the same are equal. */
  private record Stepped(RowProgram.Kind kind, @Nullable Reduction how, Kernel kernel, List<Integer> reads, int place) {
    static Stepped of(RowProgram program, int step) {
      RowProgram.Step s = program.steps().get(step);
      return new Stepped(
          s.kind(), s.reduction(), s.kernel(), Arrays.stream(s.reads()).boxed().toList(), program.placeOf(step));
    }
  }

  private record Key(List<Stepped> steps, int inputs, long modes, int group) {}

  RowKernels(Forms forms) {
    this.forms = forms;
  }

  /** Whether rows of this shape may be the work of one launch: by this alone is decided in which order they are combined. */
  static boolean isPossible(Shape shape, int[] axes) {
    int length = length(shape, axes);
    return shape.size() > 0 && !(length > LONG && shape.size() / length < FEW);
  }

  /** Of a row of this length, how many lanes there are, each of which is combined by itself before they are, in order. */
  static int lanes(int length) {
    return Math.min(length, group(length));
  }

  private static int group(int length) {
    return length <= SHORT ? 1 : GROUP;
  }

  private static int length(Shape shape, int[] axes) {
    return Arrays.stream(axes).map(shape::size).reduce(1, (a, b) -> a * b);
  }

  /** Runs a program in one launch; false if that is not worth it or not possible: then nothing has been done. */
  boolean run(TornadoBackend backend, RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    Shape shape = inputs[0].shape();
    if (!isPossible(shape, axes)) {
      return false;
    }
    int[] sizes = shape.toArray();
    int length = length(shape, axes);
    Known of = count(program, shape.size());
    if (of.table == null || of.stages == null || !of.table.fits()) {
      return false;
    }
    View[] views = views(backend, program, of.stages, inputs, outputs);
    int[] kept = IntStream.range(0, sizes.length).filter(axis -> Arrays.binarySearch(axes, axis) < 0).toArray();
    int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(axes)).toArray();
    int group = group(length);
    Program words = new Program()
        .set(Program.COUNT, shape.size() / length)
        .set(Program.LENGTH, length)
        .set(Program.PARTS, lanes(length));
    words.addNumber(0); // the first of them is not the table's
    of.table.write(words, params, views, order, sizes);
    words.set(Program.OUTPUT, words.get(of.table.input(0))); // there is none but those among the views
    long modes = of.table.modes(words);
    RowStages stages = of.stages;
    KernelTable table = of.table;
    Forms.Form form = forms.of(
        new Key(of.key, program.inputs(), modes, group), () -> RowGenerator.generate(program, stages, table, modes, group));
    if (form == null || !backend.compiles(form)) {
      return false;
    }
    backend.run(form, words, group, (Object[]) views);
    for (int i = 0, v = inputs.length; i < program.steps().size(); i++) {
      if (stages.keeps(i) && program.placeOf(i) < 0) {
        backend.recycle(views[v].buffer());
      }
      v += stages.keeps(i) ? 1 : 0;
    }
    return true;
  }

  private synchronized Known count(RowProgram program, int elements) {
    Known of = known.computeIfAbsent(program, Known::new);
    int steps = program.steps().stream().mapToInt(s -> s.kernel().steps().size()).sum();
    of.done += Forms.steps(elements, steps);
    if (of.table == null && of.possible && forms.worth(of.done, steps)) {
      of.stages = new RowStages(program);
      RowStages stages = of.stages;
      int keeps = (int) IntStream.range(0, program.steps().size()).filter(stages::keeps).count();
      of.table = new KernelTable(program.inputs() + keeps, program.steps().stream().map(RowProgram.Step::kernel).toList());
    }
    return of;
  }

  /** Of all inputs and of the steps that are kept, as if values of rows were there for each element. */
  private static View[] views(
      TornadoBackend backend, RowProgram program, RowStages stages, View[] inputs, View[] outputs) {
    Shape shape = inputs[0].shape();
    View[] views = Arrays.copyOf(inputs, inputs.length + program.steps().size());
    int count = inputs.length;
    for (int s = 0; s < program.steps().size(); s++) {
      if (stages.keeps(s)) {
        int place = program.placeOf(s);
        DType dtype = program.steps().get(s).kernel().dtype();
        View view = place >= 0 ? outputs[place] : View.of(backend.allocate(dtype, shape.size()), shape);
        views[count++] = view.broadcastTo(shape);
      }
    }
    return Arrays.copyOf(views, count);
  }
}
