package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.RowProgram.Kind;
import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A program over rows without gaps, by kernels that want none: a few rows at a time through all steps. */
final class RowPass {
  /** Elements of a value that are computed before the next step: those of a few values stay in the nearest cache. */
  private static final int BLOCK = 4096;
  /** The same where steps hand on values of rows alone: inputs that are read again may come from the second cache. */
  private static final int BLOCK_OF_INPUTS = 16_384;
  /** One value a row. */
  private static final int ROWS = -1;
  /** Elements that the next steps alone read. */
  private static final int HANDED_ON = -2;

  private final List<RowProgram.Step> steps;
  /** What each step reads, as the program says: looked up for every row. */
  private final int[][] reads;
  private final double[] params;
  private final RowLayout layout;
  private final Scratch scratch;
  private final int inputs;
  private final int weight;
  private final int[] scalars;
  /** By the number of a step: a kernel of one kind or the other. */
  private final @Nullable RowKernel[] rowKernels;
  private final @Nullable FoldKernel[] foldKernels;
  /** By the number of a value: an input, an output or one value a row; null for elements that are only handed on. */
  private final @Nullable Object[] arrays;
  /** By the number of a value: the operand of the layout, or what it is that has none there. */
  private final int[] operands;
  /** From row to row of what each step reads, where rows lie evenly. */
  private final int[][] strides;
  private final boolean handsOn;
  /** Inputs as a step for values of rows reads them. */
  private final @Nullable Object[] ofRows;
  /** By the number of a step. */
  private final boolean[] isReturned;

  private RowPass(
      RowProgram program, double[] params, RowLayout layout, View[] inputs, View[] outputs, int weight, Scratch scratch) {
    this.steps = program.steps();
    this.reads = new int[steps.size()][];
    for (int i = 0; i < reads.length; i++) {
      reads[i] = steps.get(i).reads();
    }
    this.params = params;
    this.layout = layout;
    this.scratch = scratch;
    this.inputs = inputs.length;
    this.weight = weight;
    int values = inputs.length + steps.size();
    this.scalars = new int[steps.size()];
    this.rowKernels = new RowKernel[steps.size()];
    this.foldKernels = new FoldKernel[steps.size()];
    this.arrays = new Object[values];
    this.operands = new int[values];
    this.ofRows = new Object[inputs.length];
    this.isReturned = new boolean[steps.size()];
    for (int i = 0; i < values; i++) {
      int step = i - inputs.length;
      int place = step < 0 ? -1 : program.placeOf(step);
      if (place >= 0) {
        isReturned[step] = true;
      }
      boolean each = step >= 0 && steps.get(step).kind() == Kind.EACH;
      operands[i] = step < 0 ? i : !each ? ROWS : place >= 0 ? inputs.length + place : HANDED_ON;
      arrays[i] = step < 0 ? CpuBuffer.arrayOf(inputs[i])
          : place >= 0 ? CpuBuffer.arrayOf(outputs[place])
              : each ? null : scratch.take(steps.get(step).kernel().dtype(), layout.rows());
    }
    this.handsOn = IntStream.of(operands).anyMatch(operand -> operand == HANDED_ON);
    this.strides = new int[steps.size()][];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = IntStream.of(reads[i]).map(this::stride).toArray();
    }
  }

  /** Whether every step may have a generated kernel. */
  static boolean isGenerable(RowProgram program, KernelUnit[] units) {
    boolean generable = true;
    for (int i = 0; i < units.length; i++) {
      Reduction reduction = program.steps().get(i).reduction();
      generable &= reduction == null ? units[i].isGenerable() : units[i].isFoldable(reduction);
    }
    return generable;
  }

  /** The pass of a program that is generable. */
  static RowPass of(
      RowProgram program, double[] params, View[] inputs, View[] outputs, RowLayout layout, KernelUnit[] units,
      Scratch scratch) {
    int weight = 0;
    for (KernelUnit unit : units) {
      weight += KernelCompiler.WORTH_A_THREAD / unit.grain();
    }
    RowPass pass = new RowPass(program, params, layout, inputs, outputs, weight, scratch);
    int elements = layout.rows() * layout.length();
    for (int i = 0; i < units.length; i++) {
      RowProgram.Step step = program.steps().get(i);
      int scalars = step.kind() == Kind.ROW ? 0 : scalars(program, step, layout);
      pass.scalars[i] = scalars;
      // Steps on values of rows count as the others, or they would be the last to become hot by far.
      if (step.kind() == Kind.FOLD) {
        pass.foldKernels[i] = units[i].foldKernel(step.reduction(), scalars, elements);
      } else {
        pass.rowKernels[i] = units[i].anyRowKernel(scalars, elements);
      }
    }
    pass.gatherOfRows(inputs);
    return pass;
  }

  private static int scalars(RowProgram program, RowProgram.Step step, RowLayout layout) {
    int scalars = 0;
    for (int i = 0; i < step.reads().length; i++) {
      int read = step.reads()[i];
      boolean repeated = read < program.inputs() ? layout.isRepeated(read)
          : program.steps().get(read - program.inputs()).kind() != Kind.EACH;
      scalars |= repeated ? 1 << i : 0;
    }
    return scalars;
  }

  private void gatherOfRows(View[] views) {
    for (RowProgram.Step step : steps) {
      for (int read : step.reads()) {
        if (step.kind() == Kind.ROW && read < inputs && ofRows[read] == null) {
          Object gathered = scratch.take(views[read].dtype(), layout.rows());
          ofRows[read] = gathered;
          if (layout.isEven()) {
            StridedCopy.row(arrays[read], layout.offset(read), layout.rowStride(read), gathered, 0, 1, layout.rows());
            continue;
          }
          int[] starts = new int[layout.operands()];
          for (int row = 0; row < layout.rows(); row++) {
            layout.starts(row, 1, starts);
            System.arraycopy(arrays[read], starts[read], gathered, row, 1);
          }
        }
      }
    }
  }

  private int stride(int value) {
    int operand = operands[value];
    return operand >= 0 ? layout.rowStride(operand) : operand == ROWS ? 1 : layout.length();
  }

  /** The number of rows that are worth a thread's waking. */
  int grain() {
    return Math.max(1, (int) (KernelCompiler.WORTH_A_THREAD / ((long) weight * layout.length())));
  }

  /** Runs the rows {@code from} to {@code to}. */
  void over(int from, int to) {
    int together = Math.min(to - from, Math.max(1, (handsOn ? BLOCK : BLOCK_OF_INPUTS) / layout.length()));
    Task task = new Task(together);
    for (int row = from; row < to; row += together) {
      task.block(row, Math.min(together, to - row));
    }
    task.end();
  }

  /** Gives back what no output keeps; to be called once all rows have run. */
  void end() {
    for (int i = 0; i < steps.size(); i++) {
      if (operands[inputs + i] == ROWS && !isReturned[i]) {
        scratch.give(arrays[inputs + i]);
      }
    }
    for (Object gathered : ofRows) {
      if (gathered != null) {
        scratch.give(gathered);
      }
    }
  }

  /** What one thread works with. */
  private final class Task {
    private final int[] starts;
    private final Object[][] read = new Object[steps.size()][];
    private final Object[] written = new Object[steps.size()];
    private final int[][] offsets = new int[steps.size()][];

    Task(int together) {
      this.starts = new int[layout.isEven() ? 0 : together * layout.operands()];
      for (int i = 0; i < written.length; i++) {
        RowProgram.Step step = steps.get(i);
        Object kept = arrays[inputs + i];
        written[i] = kept == null ? scratch.take(step.kernel().dtype(), together * layout.length()) : kept;
        read[i] = new Object[step.reads().length];
        offsets[i] = new int[read[i].length];
        for (int k = 0; k < read[i].length; k++) {
          int value = step.reads()[k];
          read[i][k] = value >= inputs ? written[value - inputs] : step.kind() == Kind.ROW ? ofRows[value] : arrays[value];
        }
      }
    }

    void end() {
      for (int i = 0; i < written.length; i++) {
        if (operands[inputs + i] == HANDED_ON) {
          scratch.give(written[i]);
        }
      }
    }

    void block(int first, int rows) {
      if (!layout.isEven()) {
        layout.starts(first, rows, starts);
      }
      for (int i = 0; i < written.length; i++) {
        switch (steps.get(i).kind()) {
          case FOLD -> fold(i, first, rows);
          case ROW -> {
            Arrays.fill(offsets[i], first);
            rowKernels[i].row(read[i], offsets[i], written[i], first, params, rows);
          }
          case EACH -> each(i, first, rows);
        }
      }
    }

    /** Where a value's segment of a row begins. */
    private int start(int value, int row, int first, int segment) {
      int operand = operands[value];
      if (operand >= 0 && layout.isEven()) {
        return layout.offset(operand) + row * layout.rowStride(operand);
      }
      return operand >= 0 ? starts[(row - first) * layout.operands() + operand] + layout.segmentStart(segment, operand)
          : operand == ROWS ? row : (row - first) * layout.length() + segment * layout.segment();
    }

    private void locate(int step, int row, int first, int segment) {
      int[] values = reads[step];
      int[] found = offsets[step];
      for (int k = 0; k < values.length; k++) {
        found[k] = start(values[k], row, first, segment);
      }
    }

    private void each(int step, int first, int rows) {
      RowKernel kernel = rowKernels[step];
      if (layout.isEven()) {
        locate(step, first, first, 0);
        kernel.rows(read[step], offsets[step], strides[step], written[step], start(inputs + step, first, first, 0),
            stride(inputs + step), params, layout.length(), rows);
        return;
      }
      for (int row = first; row < first + rows; row++) {
        for (int segment = 0; segment < layout.segments(); segment++) {
          locate(step, row, first, segment);
          kernel.row(read[step], offsets[step], written[step], start(inputs + step, row, first, segment), params,
              layout.segment());
        }
      }
    }

    private void fold(int step, int first, int rows) {
      Reduction reduction = steps.get(step).reduction();
      FoldKernel kernel = foldKernels[step];
      double identity = Accumulator.identity(reduction);
      int[] at = offsets[step];
      if (layout.isEven() && layout.length() <= LaneSums.BLOCK) {
        locate(step, first, first, 0);
        kernel.rows(read[step], at, strides[step], written[step], first, params, layout.length(), rows);
        return;
      }
      for (int row = first; row < first + rows; row++) {
        double total = identity;
        for (int segment = 0; segment < layout.segments(); segment++) {
          locate(step, row, first, segment);
          for (int done = 0; done < layout.segment(); done += LaneSums.BLOCK) {
            int n = Math.min(LaneSums.BLOCK, layout.segment() - done);
            double part = kernel.fold(read[step], at, params, n);
            total = switch (reduction) {
              case SUM -> total + part;
              case MAX -> Math.max(total, part);
              default -> Math.min(total, part);
            };
            for (int k = 0; k < at.length; k++) {
              at[k] += (scalars[step] >> k & 1) != 0 ? 0 : n;
            }
          }
        }
        if (written[step] instanceof double[] doubles) {
          doubles[row] = total;
        } else {
          ((float[]) written[step])[row] = (float) total;
        }
      }
    }
  }
}
