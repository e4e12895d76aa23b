package dev.adjoint.cpu;

import dev.adjoint.spi.Reduction;
import java.lang.reflect.Array;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Combines the values of a kernel in the place of the generated form: the same results, to the last bit. */
final class TileFold extends FoldKernel {
  /** Elements that are computed at a time. */
  private static final int TILE = LaneSums.BLOCK;

  private final KernelUnit unit;
  private final Reduction reduction;
  private final RowKernel elements;
  /** The input that holds the values as they are; -1 if none does. */
  private final int held;
  private final AtomicReference<@Nullable Object> spare = new AtomicReference<>();

  /**
   * The combined rows of a unit's values.
   *
   * @param scalars a bit for each input that is one repeated element
   * @param elements computes the values
   */
  TileFold(KernelUnit unit, Reduction reduction, int scalars, RowKernel elements) {
    this.unit = unit;
    this.reduction = reduction;
    this.elements = elements;
    int source = unit.isCopy() ? unit.program().args().getFirst().source() : -1;
    this.held = source >= 0 && (scalars >> source & 1) == 0 ? source : -1;
  }

  @Override
  double fold(Object[] arrays, int[] offsets, double[] params, int count) {
    if (held >= 0) {
      return combined(arrays[held], offsets[held], count);
    }
    Object tile = takeTile(count);
    elements.row(arrays, offsets, tile, 0, params, count);
    double value = combined(tile, 0, count);
    spare.set(tile);
    return value;
  }

  /** A tile for one thread, which may hold more elements. */
  private Object takeTile(int count) {
    Object tile = spare.getAndSet(null);
    return tile == null || Array.getLength(tile) < count ? CpuBuffer.newArray(unit.dtype(), count) : tile;
  }

  @Override
  void rows(
      Object[] arrays, int[] offsets, int[] strides, Object target, int at, double[] params, int count, int rows) {
    int together = Math.min(rows, Math.max(1, TILE / Math.max(1, count)));
    Object tile = held >= 0 ? arrays[held] : takeTile(together * count);
    int[] starts = offsets.clone();
    for (int row = 0; row < rows; row += together) {
      int taken = Math.min(together, rows - row);
      if (held < 0) {
        elements.rows(arrays, starts, strides, tile, 0, count, params, count, taken);
      }
      for (int i = 0; i < taken; i++) {
        double value = combined(tile, held >= 0 ? starts[held] + i * strides[held] : i * count, count);
        StridedCopy.fill(target, at + row + i, 1, value);
      }
      for (int op = 0; op < starts.length; op++) {
        starts[op] += taken * strides[op];
      }
    }
    if (held < 0) {
      spare.set(tile);
    }
  }

  private double combined(Object tile, int at, int count) {
    return switch (tile) {
      case float[] t when reduction == Reduction.SUM -> LaneSums.of(t, at, count, unit.groups());
      case double[] t when reduction == Reduction.SUM -> LaneSums.of(t, at, count, unit.groups());
      case float[] t -> Folds.of(reduction, t, at, count);
      case double[] t -> Folds.of(reduction, t, at, count);
      default -> throw new AssertionError(tile.getClass());
    };
  }
}
