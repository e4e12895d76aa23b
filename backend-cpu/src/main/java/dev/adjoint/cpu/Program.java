package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Arg;
import dev.adjoint.spi.Expr.Binary;
import dev.adjoint.spi.Expr.Cast;
import dev.adjoint.spi.Expr.Compare;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Expr.Select;
import dev.adjoint.spi.Expr.Unary;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Kernel.Step;
import dev.adjoint.spi.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The steps of a kernel, each bound to the loop over a tile that computes it. A step's value is the tile of its number. */
final class Program {
  /** Elements computed at a time: the tiles of a few dozen steps stay in the cache. */
  static final int TILE = 512;

  /** A step: reads tiles and writes its own. */
  interface Op {
    void run(Object[] tiles, int n);
  }

  /**
   * A step that is loaded, not computed.
   *
   * @param tile the number of the step
   * @param source the argument, the parameter, or the axis of an index
   */
  record Leaf(int tile, int source) {}

  /**
   * A tile beyond those of the steps.
   *
   * @param constant what it holds at first
   */
  private record More(DType dtype, double constant) {}

  private final List<Step> steps;
  private final List<Leaf> args = new ArrayList<>();
  private final List<Leaf> params = new ArrayList<>();
  private final List<Leaf> indices = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final List<More> more = new ArrayList<>();
  private final AtomicReference<Object[]> spare = new AtomicReference<>();

  Program(Kernel kernel) {
    this.steps = kernel.steps();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i).expr()) {
        case Arg arg -> args.add(new Leaf(i, arg.index()));
        case Param param -> params.add(new Leaf(i, param.index()));
        case Index index -> indices.add(new Leaf(i, index.axis()));
        case Const c -> {}
        case Unary u when LaneFunctions.have(u.op(), u.dtype()) ->
            ops.addAll(TileCode.of(u.op(), LaneType.of(u.dtype()), more(u.dtype()), steps.get(i).a(), i));
        default -> ops.add(bind(i, steps.get(i)));
      }
    }
  }

  private int newTile(DType dtype, double constant) {
    more.add(new More(dtype, constant));
    return steps.size() + more.size() - 1;
  }

  /** The tiles between the steps, for the parts of a function. */
  private TileCode.Tiles more(DType dtype) {
    return new TileCode.Tiles() {
      @Override
      public int newTile(boolean bools) {
        return Program.this.newTile(bools ? DType.BOOL : dtype, 0);
      }

      @Override
      public int constant(double value) {
        int known = more.indexOf(new More(dtype, value));
        return known >= 0 && value != 0 ? steps.size() + known : Program.this.newTile(dtype, value);
      }
    };
  }

  List<Leaf> args() {
    return args;
  }

  List<Leaf> params() {
    return params;
  }

  List<Leaf> indices() {
    return indices;
  }

  List<Op> ops() {
    return ops;
  }

  /** The number of the step that is the result. */
  int result() {
    return steps.size() - 1;
  }

  /** Tiles for one thread, the constants filled in; to be handed back. */
  Object[] takeTiles() {
    Object[] tiles = spare.getAndSet(null);
    return tiles == null ? newTiles() : tiles;
  }

  /** Keeps the tiles for the next launch. */
  void handBack(Object[] tiles) {
    spare.set(tiles);
  }

  private Object[] newTiles() {
    Object[] tiles = new Object[steps.size() + more.size()];
    for (int i = 0; i < steps.size(); i++) {
      Expr e = steps.get(i).expr();
      tiles[i] = CpuBuffer.newArray(computedIn(e.dtype()), TILE);
      if (e instanceof Const c) {
        StridedCopy.fill(tiles[i], 0, TILE, c.value());
      }
    }
    for (int i = 0; i < more.size(); i++) {
      Object tile = CpuBuffer.newArray(more.get(i).dtype, TILE);
      StridedCopy.fill(tile, 0, TILE, more.get(i).constant);
      tiles[steps.size() + i] = tile;
    }
    return tiles;
  }

  /** The type a tile of this dtype has: int32 is computed in {@code long} and wrapped. */
  static DType computedIn(DType dtype) {
    return dtype == DType.INT32 ? DType.INT64 : dtype;
  }

  private Op bind(int out, Step step) {
    int a = step.a();
    int b = step.b();
    int c = step.c();
    DType type = steps.get(a).expr().dtype();
    return switch (step.expr()) {
      case Unary u -> wrapping(type, out, unary(u.op(), type, a, out));
      case Binary e when ConstantPower.of(e) != 0 -> power(ConstantPower.of(e), type, a, out);
      case Binary e when shift(e, type) instanceof LongLoops.Unary shift ->
          wrapping(type, out, (t, n) -> shift.over((long[]) t[a], (long[]) t[out], n));
      case Binary e -> wrapping(type, out, binary(e.op(), type, a, b, out));
      case Compare e -> compare(e.op(), type, a, b, out);
      case Select e -> select(e.dtype(), a, b, c, out);
      case Cast e -> (t, n) -> CastLoops.cast(t[a], type, t[out], e.dtype(), n);
      case Arg e -> throw new AssertionError(e);
      case Param e -> throw new AssertionError(e);
      case Const e -> throw new AssertionError(e);
      case Index e -> throw new AssertionError(e);
    };
  }

  private static Op wrapping(DType type, int out, Op op) {
    return type != DType.INT32 ? op : (t, n) -> {
      op.run(t, n);
      LongLoops.wrap((long[]) t[out], n);
    };
  }

  static Op unary(UnaryOp op, DType type, int a, int out) {
    return switch (type) {
      case FLOAT32 -> {
        FloatLoops.Unary loop = FloatLoops.unary(op);
        yield (t, n) -> loop.over((float[]) t[a], (float[]) t[out], n);
      }
      case FLOAT64 -> {
        DoubleLoops.Unary loop = DoubleLoops.unary(op);
        yield (t, n) -> loop.over((double[]) t[a], (double[]) t[out], n);
      }
      case INT32, INT64 -> {
        LongLoops.Unary loop = LongLoops.unary(op);
        yield (t, n) -> loop.over((long[]) t[a], (long[]) t[out], n);
      }
      case FLOAT16, BFLOAT16 -> throw onlyStored(type);
      // Of 0 and 1 every one of them keeps which one is not 0.
      case BOOL -> (t, n) -> System.arraycopy(t[a], 0, t[out], 0, n);
    };
  }

  private static Op power(int exponent, DType type, int a, int out) {
    return type == DType.FLOAT32
        ? (t, n) -> FloatLoops.power((float[]) t[a], exponent, (float[]) t[out], n)
        : (t, n) -> DoubleLoops.power((double[]) t[a], exponent, (double[]) t[out], n);
  }

  private static LongLoops.@Nullable Unary shift(Binary e, DType type) {
    boolean whole = type == DType.INT32 || type == DType.INT64;
    return whole && e.b() instanceof Const c ? LongLoops.shift(e.op(), (long) c.value()) : null;
  }

  static Op binary(BinaryOp op, DType type, int a, int b, int out) {
    return switch (type) {
      case FLOAT32 -> {
        FloatLoops.Binary loop = FloatLoops.binary(op);
        yield (t, n) -> loop.over((float[]) t[a], (float[]) t[b], (float[]) t[out], n);
      }
      case FLOAT64 -> {
        DoubleLoops.Binary loop = DoubleLoops.binary(op);
        yield (t, n) -> loop.over((double[]) t[a], (double[]) t[b], (double[]) t[out], n);
      }
      case INT32, INT64 -> {
        LongLoops.Binary loop = LongLoops.binary(op);
        yield (t, n) -> loop.over((long[]) t[a], (long[]) t[b], (long[]) t[out], n);
      }
      case FLOAT16, BFLOAT16 -> throw onlyStored(type);
      case BOOL -> {
        BooleanLoops.Binary loop = BooleanLoops.binary(op);
        yield (t, n) -> loop.over((boolean[]) t[a], (boolean[]) t[b], (boolean[]) t[out], n);
      }
    };
  }

  static Op compare(Comparison op, DType type, int a, int b, int out) {
    return switch (type) {
      case FLOAT32 -> {
        FloatLoops.Test loop = FloatLoops.test(op);
        yield (t, n) -> loop.over((float[]) t[a], (float[]) t[b], (boolean[]) t[out], n);
      }
      case FLOAT64 -> {
        DoubleLoops.Test loop = DoubleLoops.test(op);
        yield (t, n) -> loop.over((double[]) t[a], (double[]) t[b], (boolean[]) t[out], n);
      }
      case INT32, INT64 -> {
        LongLoops.Test loop = LongLoops.test(op);
        yield (t, n) -> loop.over((long[]) t[a], (long[]) t[b], (boolean[]) t[out], n);
      }
      case FLOAT16, BFLOAT16 -> throw onlyStored(type);
      case BOOL -> {
        BooleanLoops.Binary loop = BooleanLoops.test(op);
        yield (t, n) -> loop.over((boolean[]) t[a], (boolean[]) t[b], (boolean[]) t[out], n);
      }
    };
  }

  static Op select(DType type, int a, int b, int c, int out) {
    return switch (type) {
      case FLOAT32 -> (t, n) -> FloatLoops.select((boolean[]) t[a], (float[]) t[b], (float[]) t[c], (float[]) t[out], n);
      case FLOAT64 -> (t, n) -> DoubleLoops.select((boolean[]) t[a], (double[]) t[b], (double[]) t[c], (double[]) t[out], n);
      case INT32, INT64 -> (t, n) -> LongLoops.select((boolean[]) t[a], (long[]) t[b], (long[]) t[c], (long[]) t[out], n);
      case FLOAT16, BFLOAT16 -> throw onlyStored(type);
      case BOOL -> (t, n) -> BooleanLoops.select((boolean[]) t[a], (boolean[]) t[b], (boolean[]) t[c], (boolean[]) t[out], n);
    };
  }

  private static AssertionError onlyStored(DType type) {
    return new AssertionError("Expressions compute in float32 what is stored as " + type);
  }
}
