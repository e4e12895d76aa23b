package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.Reduction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All that this backend knows of one kernel: its program and its generated forms. Does not hold the kernel itself. */
final class KernelUnit {
  /** The cost of a call, in elements. */
  private static final int LAUNCH = 64;
  /** What a function costs that is computed a lane at a time, in additions of vectors. */
  static final int BY_LANES = 64;
  /** What any other function costs. */
  private static final int BY_VECTORS = 8;
  private static final int MOST_TABLED = 4;

  private final List<Step> steps;
  /** Null for an input that is not read. */
  private final @Nullable DType[] inputs;
  private final boolean copy;
  private final Program program;
  private final int[] indexAxes;
  private final int weight;
  private final int grain;
  private final boolean exact;
  private final @Nullable LaneType lanes;
  private final KernelCompiler compiler;
  private final List<Warming<RowKernel>> rows;
  private final List<Warming<FoldKernel>> folds;
  /** By the reduction: the elements combined with those of one more input. */
  private final Map<Reduction, KernelUnit> combined;
  /** The unit whose forms these are: this, or the one that it is part of. */
  private final KernelUnit whole;
  /** How many times a launch is counted. */
  private final int times;
  /** By the inputs that are scalars, for as many inputs as give a short table. */
  private volatile @Nullable RowKernel[] ready = {};

  KernelUnit(Kernel kernel, KernelCompiler compiler) {
    this.rows = new CopyOnWriteArrayList<>();
    this.folds = new CopyOnWriteArrayList<>();
    this.combined = new ConcurrentHashMap<>();
    this.whole = this;
    this.times = 1;
    this.steps = kernel.steps();
    this.compiler = compiler;
    this.copy = kernel.isCopy();
    this.program = new Program(kernel);
    this.inputs = new DType[kernel.arity()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = kernel.input(i);
    }
    this.ready = new RowKernel[1 << Math.min(inputs.length, MOST_TABLED)];
    this.indexAxes = steps.stream().map(Step::expr).filter(Index.class::isInstance)
        .mapToInt(e -> ((Index) e).axis()).sorted().toArray();
    this.weight = steps.stream().mapToInt(KernelUnit::weight).sum();
    this.grain = KernelCompiler.WORTH_A_THREAD / Math.max(1, weight);
    this.exact = steps.stream().allMatch(KernelUnit::isExact);
    LaneType type = LaneType.of(steps.stream().map(step -> step.expr().dtype()).max(DType::compareTo).orElseThrow());
    this.lanes = inputs.length > 30 || !VectorSteps.exist(steps, type) ? null : type;
  }

  private KernelUnit(KernelUnit whole, int times) {
    this.steps = whole.steps;
    this.compiler = whole.compiler;
    this.copy = whole.copy;
    this.program = whole.program;
    this.inputs = whole.inputs;
    this.indexAxes = whole.indexAxes;
    this.weight = whole.weight;
    this.grain = whole.grain;
    this.exact = whole.exact;
    this.lanes = whole.lanes;
    this.rows = whole.rows;
    this.folds = whole.folds;
    this.combined = whole.combined;
    this.whole = whole;
    this.times = times;
  }

  /**
   * The same for one of several parts of a launch. Only one part counts, for all, so that what the others are computed with
   * does not depend on their order.
   *
   * @param parts how many launches to count for one; 0 for none
   */
  KernelUnit part(int parts) {
    return new KernelUnit(whole, parts);
  }

  /** What a step costs, in additions. */
  private static int weight(Step step) {
    return switch (step.expr()) {
      case Unary u -> switch (u.op()) {
        case NEG, ABS, SIGN, FLOOR, TRUNC, CEIL, ROUND, SQRT, RSQRT, RECIPROCAL, RELU -> 1;
        default -> VectorFunctions.isByLanes(u.op()) ? BY_LANES : BY_VECTORS;
      };
      case Binary b -> switch (b.op()) {
        case ADD, SUB, MUL, DIV, MAX, MIN, COPYSIGN, AND, OR, XOR, SHL, SHR, USHR -> 1;
        default -> ConstantPower.of(b) != 0 ? 1 : VectorFunctions.isByLanes(b.op()) ? BY_LANES : BY_VECTORS;
      };
      default -> step.a() < 0 ? 0 : 1;
    };
  }

  /** Whether both forms give the same bits. */
  private static boolean isExact(Step step) {
    return weight(step) != BY_VECTORS || step.expr() instanceof Unary u && LaneFunctions.have(u.op(), u.dtype());
  }

  Program program() {
    return program;
  }

  boolean isCopy() {
    return copy;
  }

  /** Whether this is its one input, of bools or int32, as int64. */
  boolean widens() {
    return steps.size() == 2 && steps.get(1).expr() instanceof Expr.Cast c && c.dtype() == DType.INT64
        && steps.get(0).expr() instanceof Expr.Arg a && (a.dtype() == DType.BOOL || a.dtype() == DType.INT32);
  }

  /** The type of the elements. */
  DType dtype() {
    return steps.getLast().expr().dtype();
  }

  int arity() {
    return inputs.length;
  }

  DType input(int index) {
    return inputs[index];
  }

  /** Whether the kernel reads an input at all. */
  boolean reads(int index) {
    return inputs[index] != null;
  }

  /** The axes whose index the kernel reads, ascending. */
  int[] indexAxes() {
    return indexAxes;
  }

  /** The number, after those of the kernel, of the parameter that says where a row begins. */
  int positionParam() {
    return VectorSteps.positionParam(steps);
  }

  /** The number of elements that are worth a thread's waking. */
  int grain() {
    return grain;
  }

  /** Whether there is a generated form, where the machine has what it takes. */
  boolean isGenerable() {
    return lanes != null;
  }

  /** Whether there is one that combines the elements; integers it would combine in a double, which does not hold every long. */
  boolean isFoldable(Reduction reduction) {
    return lanes != null && lanes != LaneType.LONG && dtype() != DType.BOOL && reduction != Reduction.PROD;
  }

  /** How many groups of partial sums there are in a sum of the elements: see {@link LaneSums}. */
  int groups() {
    return LaneSums.groups(steps);
  }

  /** The generated form, if it is ready: the quick question before {@link #rowKernel}. */
  @Nullable
  RowKernel ready(int scalars) {
    @Nullable RowKernel[] forms = whole.ready;
    return scalars < forms.length ? forms[scalars] : null;
  }

  /**
   * The generated form, once enough work has been done.
   *
   * @param scalars a bit for each input that is one repeated element
   * @param elements of this launch
   */
  @Nullable
  RowKernel rowKernel(int scalars, int elements) {
    if (compiler.isOff()) {
      return null;
    }
    Warming<RowKernel> form = null;
    for (Warming<RowKernel> known : rows) {
      form = known.matches(scalars, null) ? known : form;
    }
    if (form == null) {
      form = new Warming<>(scalars, null, exact, steps.size(), () -> compiler.row(steps, lanes, scalars, weight));
      rows.add(form);
    }
    RowKernel usable = form.after(work(elements), compiler);
    if (usable != null && scalars < whole.ready.length && indexAxes.length == 0) { // a position has to be handed over
      @Nullable RowKernel[] forms = whole.ready.clone();
      forms[scalars] = usable;
      whole.ready = forms;
    }
    return usable;
  }

  /** As {@link #rowKernel}; what does the same while there is none. */
  RowKernel anyRowKernel(int scalars, int elements) {
    RowKernel generated = rowKernel(scalars, elements);
    return generated == null ? new TileRows(program, scalars) : generated;
  }

  /** The best that combines the elements by now, if they are foldable. */
  FoldKernel foldKernel(Reduction reduction, int scalars, int elements) {
    if (compiler.isOff()) {
      return new TileFold(this, reduction, scalars, new TileRows(program, scalars));
    }
    Warming<FoldKernel> form = null;
    for (Warming<FoldKernel> known : folds) {
      form = known.matches(scalars, reduction) ? known : form;
    }
    if (form == null) {
      form = new Warming<>(scalars, reduction, exact, steps.size(),
          () -> compiler.fold(steps, lanes, scalars, reduction, weight));
      folds.add(form);
    }
    FoldKernel generated = form.after(work(elements), compiler);
    if (generated != null) {
      return generated;
    }
    // One that is too long to generate may have its elements generated.
    RowKernel values = form.isNone() ? anyRowKernel(scalars, elements) : new TileRows(program, scalars);
    return new TileFold(this, reduction, scalars, values);
  }

  /**
   * As {@link #anyRowKernel}, for one that combines the elements, if they are foldable, with those of one more input, its
   * last.
   */
  @Nullable
  RowKernel columnKernel(Reduction reduction, int scalars, int elements) {
    KernelUnit unit = combined.computeIfAbsent(reduction, this::combinedBy);
    KernelUnit counted = times == 1 ? unit : unit.part(times);
    return unit.isGenerable() ? counted.anyRowKernel(scalars, elements) : null;
  }

  private KernelUnit combinedBy(Reduction reduction) {
    Expr element = steps.getLast().expr();
    Expr before = Expr.arg(inputs.length, dtype());
    Expr both = switch (reduction) {
      case SUM -> before.add(element);
      case PROD -> before.mul(element);
      case MAX -> before.max(element);
      case MIN -> before.min(element);
    };
    return new KernelUnit(Kernel.of(both), compiler);
  }

  private long work(int elements) {
    return times * (LAUNCH + (long) elements * Math.max(1, weight));
  }
}
